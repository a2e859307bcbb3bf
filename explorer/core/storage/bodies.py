"""Bodies beside the rows of the history: each distinct one once, by hash; small ones compressed in a table, large
ones as files.

Credentials are taken out on the way in. It is called on the history's threads only.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.model.exchange import Content
from explorer.core.storage.body_files import BodyFiles, link_or_copy
from explorer.core.storage.packing import Packer
from explorer.core.storage.secret_forms import spellings
from explorer.core.storage.secret_places import LONGEST_BYTES, mask_body

TABLE_LIMIT_BYTES = 4 * 1024 * 1024
"""Larger bodies become files."""

_CHUNK_BYTES = 128 * 1024
"""Looking for secrets holds the interpreter for the whole of a chunk; with a megabyte the window would stand still."""

BODY = "body"
"""The kind of dictionary for bodies."""


@dataclass(slots=True)
class Kept:
    """What was stored for one exchange: the hashes its row uses."""

    hashes: set[str]


class Bodies:
    """Stores and finds bodies; the large ones in ``files``."""

    def __init__(self, files: BodyFiles, table_limit_bytes: int = TABLE_LIMIT_BYTES) -> None:
        self.packer = Packer()
        """For the other texts of the history too: they share its dictionaries."""
        self.files = files
        self.has_new_files = False
        """Whether one came that was not looked at yet."""
        self._table_limit_bytes = table_limit_bytes

    def keep(
        self, connection: sqlite3.Connection, content: Content, secrets: tuple[str, ...], kept: Kept
    ) -> dict[str, Any]:
        """Store a body without its secrets, note its hash in ``kept`` and return what ``fetch`` needs.

        Raises sqlite3.Error and OSError.
        """
        path = content.path
        if path is not None and path.is_file() and path.stat().st_size > self._table_limit_bytes:
            hash_text, size = self._keep_file(connection, path, secrets)
            head_bytes = len(content.data)
        else:
            whole = path.read_bytes() if path is not None and path.is_file() else content.data
            data = mask_body(whole, secrets)
            if not data:
                return {"size_bytes": content.size_bytes}
            cut_bytes = 0 if path is not None else max(0, content.size_bytes - len(content.data))
            hash_text, size, head_bytes = self._keep_data(connection, data), len(data) + cut_bytes, len(data)
        kept.hashes.add(hash_text)
        return {"hash": hash_text, "size_bytes": size, "head_bytes": head_bytes}

    def fetch(
        self, connection: sqlite3.Connection, reference: dict[str, Any], wanted: dict[str, Path] | None = None
    ) -> Content:
        """The body of a reference. One whose data is gone comes back empty with its size.

        A large one comes with its head. Where ``wanted`` is given, it also has a path, and its hash stands there: the
        file is to be provided.
        """
        size = int(reference.get("size_bytes", 0))
        hash_text = reference.get("hash")
        if hash_text is None:
            return Content(size_bytes=size)
        row = connection.execute("SELECT storage, data FROM bodies WHERE hash = ?", (hash_text,)).fetchone()
        if row is None:
            return Content(size_bytes=size)
        storage, data = row
        if storage == "file":
            return self._fetch_file(hash_text, size, int(reference.get("head_bytes", 0)), wanted)
        return Content(
            data=bytes(data) if storage == "plain" else self.packer.unpack(connection, data), size_bytes=size
        )

    def drop_unused(self, connection: sqlite3.Connection, hashes: Iterable[str]) -> list[str]:
        """Delete the rows of those bodies that no exchange uses; hashes of files to remove after the commit come
        back."""
        sql = (
            "DELETE FROM bodies WHERE hash IN (SELECT value FROM json_each(?)) "
            "AND NOT EXISTS (SELECT 1 FROM body_uses WHERE body_uses.hash = bodies.hash) RETURNING hash, storage"
        )
        gone = connection.execute(sql, (json.dumps([*hashes]),)).fetchall()
        return [hash_text for hash_text, storage in gone if storage == "file"]

    def _keep_data(self, connection: sqlite3.Connection, data: bytes) -> str:
        hash_text = hashlib.blake2b(data, digest_size=16).hexdigest()
        if _is_known(connection, hash_text):
            return hash_text
        packed = self.packer.pack(connection, BODY, data)
        storage, stored = ("packed", packed) if len(packed) < len(data) else ("plain", data)
        _insert(connection, hash_text, len(data), storage, stored)
        return hash_text

    def _keep_file(self, connection: sqlite3.Connection, source: Path, secrets: tuple[str, ...]) -> tuple[str, int]:
        hash_text, size, has_secrets = _scan(source, secrets)
        if has_secrets:
            return self._keep_masked_file(connection, source, secrets)
        if self._is_missing(connection, hash_text):
            link_or_copy(source, self.files.ready_path(hash_text))
            self._put_file(connection, hash_text, size)
        return hash_text, size

    def _keep_masked_file(
        self, connection: sqlite3.Connection, source: Path, secrets: tuple[str, ...]
    ) -> tuple[str, int]:
        draft = self.files.draft_path()
        try:
            hash_text, size = _write_masked(source, draft, secrets)
            if self._is_missing(connection, hash_text):
                draft.replace(self.files.ready_path(hash_text))
                self._put_file(connection, hash_text, size)
        finally:
            draft.unlink(missing_ok=True)
        return hash_text, size

    def _is_missing(self, connection: sqlite3.Connection, hash_text: str) -> bool:
        """Whether it was never stored, or its file was removed by others."""
        return not (_is_known(connection, hash_text) and self.files.exists(hash_text))

    def _put_file(self, connection: sqlite3.Connection, hash_text: str, size: int) -> None:
        connection.execute("DELETE FROM bodies WHERE hash = ?", (hash_text,))
        _insert(connection, hash_text, size, "file", None)
        self.has_new_files = True

    def _fetch_file(self, hash_text: str, size: int, head_bytes: int, wanted: dict[str, Path] | None) -> Content:
        head = self.files.head(hash_text, head_bytes)
        if head is None:
            return Content(size_bytes=size)
        path = self.files.opened_path(hash_text) if wanted is not None else None
        if wanted is not None and path is not None:
            wanted[hash_text] = path
        return Content(data=head, size_bytes=size, path=path)


def masked_chunks(chunks: Iterable[bytes], secrets: tuple[str, ...]) -> Iterator[bytes]:
    """The chunks without credentials, also without those that lie across a border."""
    overlap = _overlap(secrets)
    carry = b""
    for chunk in chunks:
        masked = mask_body(carry + chunk, secrets)
        border = max(0, len(masked) - overlap)
        yield masked[:border]
        carry = masked[border:]
    yield carry


def _overlap(secrets: tuple[str, ...]) -> int:
    """Bytes of a portion that are looked at again with the next one: names and values may lie across the border."""
    return max((len(form) for form in spellings(secrets)), default=0) + 2 * LONGEST_BYTES


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _scan(source: Path, secrets: tuple[str, ...]) -> tuple[str, int, bool]:
    """Hash and size of a file, and whether a secret is in it."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    overlap = _overlap(secrets)
    carry, found = b"", False
    with source.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            size += len(chunk)
            window = carry + chunk
            found = found or mask_body(window, secrets) != window
            carry = window[-overlap:]
    return digest.hexdigest(), size, found


def _write_masked(source: Path, target: Path, secrets: tuple[str, ...]) -> tuple[str, int]:
    digest = hashlib.blake2b(digest_size=16)
    with source.open("rb") as file, target.open("xb") as out:
        for part in masked_chunks(_chunks(file), secrets):
            digest.update(part)
            out.write(part)
        size = out.tell()
    return digest.hexdigest(), size


def _is_known(connection: sqlite3.Connection, hash_text: str) -> bool:
    return connection.execute("SELECT 1 FROM bodies WHERE hash = ?", (hash_text,)).fetchone() is not None


def _insert(connection: sqlite3.Connection, hash_text: str, size: int, storage: str, data: bytes | None) -> None:
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (hash_text, size, storage, data))
