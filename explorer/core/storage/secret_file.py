"""Secrets in one encrypted file, for computers without a keychain. What they are for, it does not know.

The key comes from a passphrase (scrypt, RFC 7914, with the cost OWASP names) and is kept while the program runs; the
content is sealed with AES-256-GCM under a new nonce at each write. Losing the passphrase loses the secrets.
"""

import base64
import binascii
import json
import os
from pathlib import Path
from typing import Any

from explorer.core.errors import SecretError, StorageError
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.places import ensure

NAME = "secrets.enc"
SHORTEST_PASSPHRASE = 8
_VERSION = 1
_COST = 2**17
_BLOCK, _LANES = 8, 1
_SEALED_AS = b"explorer-http secrets 1"

Key = tuple[str, str]


class SecretFile:
    """Values by scope and name. ``open`` before anything else; all calls block, opening for about half a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key = b""
        self._salt = b""
        self._values: dict[Key, str] = {}

    @property
    def exists(self) -> bool:
        """Whether there is a file to be opened, rather than one to be made."""
        try:
            return self._path.stat().st_size > 0
        except OSError:
            return False

    @property
    def is_open(self) -> bool:
        """Whether the passphrase was given."""
        return bool(self._key)

    def open(self, passphrase: str) -> None:
        """Read the file, or begin one. Raises SecretError when the passphrase is wrong or too short."""
        sheet = self._sheet() if self.exists else None
        if sheet is None and len(passphrase) < SHORTEST_PASSPHRASE:
            raise SecretError(f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.")
        salt = _bytes(sheet, "salt") if sheet is not None else os.urandom(16)
        key = _derived(passphrase, salt)
        self._values = self._unsealed(key, sheet) if sheet is not None else {}
        self._key, self._salt = key, salt
        if sheet is None:
            self._write()

    def get(self, scope: str, name: str) -> str | None:
        """The value, or None."""
        return self._values.get((scope, name))

    def set(self, scope: str, name: str, value: str) -> None:
        """Keep a value. Raises SecretError when the file cannot be written."""
        self._replace({**self._values, (scope, name): value})

    def delete(self, scope: str, name: str) -> None:
        """Forget a value. Raises SecretError when the file cannot be written."""
        self._replace({key: value for key, value in self._values.items() if key != (scope, name)})

    def close(self) -> None:
        """Forget key and values."""
        self._key, self._values = b"", {}

    def _replace(self, values: dict[Key, str]) -> None:
        before, self._values = self._values, values
        try:
            self._write()
        except SecretError:
            self._values = before
            raise

    def _sheet(self) -> dict[str, Any]:
        try:
            plain = json.loads(self._path.read_bytes())
        except OSError as error:
            raise SecretError(f"The file of secrets cannot be read: {error.strerror}.") from error
        except ValueError:
            plain = None
        if not isinstance(plain, dict) or plain.get("version") != _VERSION:
            raise SecretError(f"{self._path} is not a file of secrets that this version of Explorer can read.")
        return plain

    def _unsealed(self, key: bytes, sheet: dict[str, Any]) -> dict[Key, str]:
        from cryptography.exceptions import InvalidTag  # late, here and below: 30 ms that few runs need
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            data = AESGCM(key).decrypt(_bytes(sheet, "nonce"), _bytes(sheet, "data"), _SEALED_AS)
        except (InvalidTag, ValueError):
            raise SecretError("The passphrase does not open the file of secrets.") from None
        return {(scope, name): value for scope, name, value in json.loads(data)}

    def _write(self) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        content = json.dumps([[*key, value] for key, value in sorted(self._values.items())]).encode()
        data = AESGCM(self._key).encrypt(nonce, content, _SEALED_AS)
        sheet = {"version": _VERSION, "salt": _words(self._salt), "nonce": _words(nonce), "data": _words(data)}
        try:
            ensure(self._path.parent)
            # Made with its permissions first: they are kept when the content is replaced.
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600))
            self._path.chmod(0o600)
            write_atomic(self._path, json.dumps(sheet).encode())
        except (OSError, StorageError) as error:
            raise SecretError("The file of secrets could not be written.") from error


def _derived(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(passphrase.encode("utf-8", "surrogatepass"))


def _words(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(sheet: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(sheet[name], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise SecretError("The file of secrets is damaged.") from None
