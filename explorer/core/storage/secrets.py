"""Secret values in the keychain of the operating system. What they are for, it does not know.

The keychain's library is imported on a thread when the first secret is wanted: that takes 100 to 220 ms, and asking
some keychains waits for the person. Without a usable keychain secrets last until the program ends, and ``notice``
says so, unless a passphrase opens an encrypted file for them.
"""

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from explorer.core.errors import SecretError
from explorer.core.storage.secret_file import SecretFile

T = TypeVar("T")

SERVICE_PREFIX = "explorer-http"
_UNUSABLE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""Back ends that keep nothing, or that would write secrets to disk in the clear."""

_IN_FILE = "No keychain is available on this computer, so secrets are kept in a file that a passphrase opens."
_NO_KEYCHAIN = "No keychain is available on this computer, so secrets are kept until Explorer is closed."


class Secrets:
    """Values by scope ("<collection>/<environment>") and name. One thread asks the keychain, in order."""

    def __init__(self, file: SecretFile | None = None) -> None:
        """``file`` may take the secrets where there is no keychain, once ``unlock`` was called."""
        self.notice = ""
        """One sentence when there is no keychain; known after the first call."""
        self._memory: dict[tuple[str, str], str] = {}
        self._keychain: Any = None
        self._file = file
        self._is_open = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="secrets")

    async def is_persistent(self) -> bool:
        """Whether secrets outlive the program. Opens the keychain when needed."""
        return await self._on_thread(lambda: self._opened() is not None)

    async def has_choice(self) -> bool:
        """Whether there is no keychain and an encrypted file could take its place, but was not opened."""
        return await self._on_thread(lambda: self._opened() is None and self._file is not None)

    @property
    def is_in_file(self) -> bool:
        """Whether the encrypted file is open and takes the keychain's place."""
        return self._keychain is None and self._file is not None and self._file.is_open

    @property
    def has_file(self) -> bool:
        """Whether the encrypted file was made in an earlier run: it wants its passphrase."""
        return self._file is not None and self._file.exists

    async def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, or make it, and move into it what is kept for this run. Raises SecretError."""
        await self._on_thread(lambda: self._unlock(passphrase))

    async def get(self, scope: str, name: str) -> str | None:
        """The value, or None. Raises SecretError when the keychain refuses."""
        return await self._on_thread(lambda: self._get(scope, name))

    async def set(self, scope: str, name: str, value: str) -> None:
        """Store a value. Raises SecretError when the keychain refuses."""
        await self._on_thread(lambda: self._set(scope, name, value))

    async def delete(self, scope: str, name: str) -> None:
        """Forget a value; one that is not there is passed over. Raises SecretError when the keychain refuses."""
        await self._on_thread(lambda: self._delete(scope, name))

    def is_persistent_now(self) -> bool:
        """``is_persistent`` for threads of their own: waits, so never on the event loop."""
        return self._wait(lambda: self._opened() is not None)

    def get_now(self, scope: str, name: str) -> str | None:
        """``get`` for threads of their own: waits, so never on the event loop."""
        return self._wait(lambda: self._get(scope, name))

    def set_now(self, scope: str, name: str, value: str) -> None:
        """``set`` for threads of their own: waits, so never on the event loop."""
        self._wait(lambda: self._set(scope, name, value))

    def delete_now(self, scope: str, name: str) -> None:
        """``delete`` for threads of their own: waits, so never on the event loop."""
        self._wait(lambda: self._delete(scope, name))

    def unlock_now(self, passphrase: str) -> None:
        """``unlock`` for threads of their own: waits, so never on the event loop."""
        self._wait(lambda: self._unlock(passphrase))

    def close(self) -> None:
        """Let the thread end after what it is doing; later calls raise SecretError."""
        self._thread.shutdown(wait=False)
        self._memory.clear()
        if self._file is not None:
            self._file.close()

    async def _on_thread(self, job: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._submit(job))

    def _wait(self, job: Callable[[], T]) -> T:
        return self._submit(job).result()

    def _submit(self, job: Callable[[], T]) -> Future[T]:
        try:
            return self._thread.submit(job)
        except RuntimeError as error:  # after shutdown
            raise SecretError("The keychain is closed.") from error

    def _opened(self) -> Any:
        """The keychain, or None when there is none that keeps secrets safely."""
        if not self._is_open:
            self._is_open = True
            self._keychain = _usable_keychain()
            self.notice = "" if self._keychain is not None else _NO_KEYCHAIN
        return self._keychain or self._open_file()

    def _open_file(self) -> Any:
        return _FileKeychain(self._file) if self._file is not None and self._file.is_open else None

    def _unlock(self, passphrase: str) -> None:
        if self._file is None or self._opened() is not None:
            return
        self._file.open(passphrase)
        for (scope, name), value in self._memory.items():
            self._file.set(_service(scope), name, value)
        self._memory.clear()
        self.notice = _IN_FILE

    def _get(self, scope: str, name: str) -> str | None:
        keychain = self._opened()
        if keychain is None:
            return self._memory.get((scope, name))
        value = _asked(lambda: keychain.get_password(_service(scope), name), "read")
        return None if value is None else str(value)

    def _set(self, scope: str, name: str, value: str) -> None:
        keychain = self._opened()
        if keychain is None:
            self._memory[scope, name] = value
        else:
            _asked(lambda: keychain.set_password(_service(scope), name, value), "store")

    def _delete(self, scope: str, name: str) -> None:
        keychain = self._opened()
        if keychain is None:
            self._memory.pop((scope, name), None)
        elif self._get(scope, name) is not None:
            _asked(lambda: keychain.delete_password(_service(scope), name), "delete")


class _FileKeychain:
    """The encrypted file in a keychain's words."""

    def __init__(self, file: SecretFile) -> None:
        self.get_password = file.get
        self.set_password = file.set
        self.delete_password = file.delete


def _service(scope: str) -> str:
    return f"{SERVICE_PREFIX}:{scope}"


def _usable_keychain() -> Any:
    keyring = importlib.import_module("keyring")
    try:
        keychain = keyring.get_keyring()
    except (RuntimeError, ImportError, keyring.errors.KeyringError):
        return None
    parts = getattr(keychain, "backends", None)
    if parts is not None:  # several keychains behind one another: take the first safe one
        return next((part for part in parts if _is_usable(part)), None)
    return keychain if _is_usable(keychain) else None


def _is_usable(keychain: Any) -> bool:
    return not type(keychain).__module__.startswith(_UNUSABLE)


def _asked(question: Callable[[], T], verb: str) -> T:
    errors = importlib.import_module("keyring.errors")
    try:
        return question()
    except errors.KeyringLocked as error:
        raise SecretError("The keychain is locked. Unlock it and try again.") from error
    except (errors.KeyringError, OSError, RuntimeError) as error:
        # The keychain's own words may quote what it was given, so they are left out.
        raise SecretError(f"The keychain could not {verb} the secret ({type(error).__name__}).") from None
