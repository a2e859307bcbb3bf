"""Bodies beside the rows of the history: each distinct one once, by hash; small ones compressed in a table, large
ones as files.

Credentials are taken out on the way in. It is called on the history's threads only.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

from explorer.core.model.exchange import Content
from explorer.core.storage.packing import Packer
from explorer.core.storage.places import ensure
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
    """Stores and finds bodies; the folder is made when the first large one comes."""

    def __init__(self, folder: Path, table_limit_bytes: int = TABLE_LIMIT_BYTES, packer: Packer | None = None) -> None:
        self.packer = packer or Packer()
        """For the other texts of the history too: they share its dictionaries."""
        self._folder = folder
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

    def fetch(self, connection: sqlite3.Connection, reference: dict[str, Any]) -> Content:
        """The body of a reference. One whose data is gone comes back empty with its size."""
        size = int(reference.get("size_bytes", 0))
        hash_text = reference.get("hash")
        if hash_text is None:
            return Content(size_bytes=size)
        row = connection.execute("SELECT storage, data FROM bodies WHERE hash = ?", (hash_text,)).fetchone()
        if row is None:
            return Content(size_bytes=size)
        storage, data = row
        if storage == "file":
            return self._fetch_file(hash_text, size, int(reference.get("head_bytes", 0)))
        return Content(
            data=bytes(data) if storage == "plain" else self.packer.unpack(connection, data), size_bytes=size
        )

    def drop_unused(self, connection: sqlite3.Connection, hashes: Iterable[str]) -> tuple[Path, ...]:
        """Delete the rows of those bodies that no exchange uses; the files to unlink after the commit come back."""
        files: list[Path] = []
        for hash_text in hashes:
            if connection.execute("SELECT 1 FROM body_uses WHERE hash = ?", (hash_text,)).fetchone():
                continue
            row = connection.execute("SELECT storage FROM bodies WHERE hash = ?", (hash_text,)).fetchone()
            connection.execute("DELETE FROM bodies WHERE hash = ?", (hash_text,))
            if row is not None and row[0] == "file":
                files.append(self.path(hash_text))
        return tuple(files)

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
        if not _is_known(connection, hash_text):
            _link_or_copy(source, self._ready_path(hash_text))
            _insert(connection, hash_text, size, "file", None)
        return hash_text, size

    def _keep_masked_file(
        self, connection: sqlite3.Connection, source: Path, secrets: tuple[str, ...]
    ) -> tuple[str, int]:
        draft = ensure(self._folder) / f"{token_hex(16)}.part"
        try:
            hash_text, size = _write_masked(source, draft, secrets)
            if not _is_known(connection, hash_text):
                draft.replace(self._ready_path(hash_text))
                _insert(connection, hash_text, size, "file", None)
        finally:
            draft.unlink(missing_ok=True)
        return hash_text, size

    def _fetch_file(self, hash_text: str, size: int, head_bytes: int) -> Content:
        path = self.path(hash_text)
        try:
            with path.open("rb") as file:
                head = file.read(head_bytes)
        except OSError:
            return Content(size_bytes=size)
        return Content(data=head, size_bytes=size, path=path)

    def path(self, hash_text: str) -> Path:
        """Where a body that is a file lies."""
        return self._folder / hash_text[:2] / hash_text

    def _ready_path(self, hash_text: str) -> Path:
        path = self.path(hash_text)
        ensure(path.parent)
        return path


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


def _link_or_copy(source: Path, target: Path) -> None:
    """A second name for the file where the file system can; the response on screen still reads the first one."""
    draft = target.with_name(f"{token_hex(16)}.part")
    try:
        os.link(source, draft)
    except OSError:
        shutil.copyfile(source, draft)
    draft.replace(target)
    draft.unlink(missing_ok=True)  # renaming one link of a file over another link of it does nothing


def _is_known(connection: sqlite3.Connection, hash_text: str) -> bool:
    return connection.execute("SELECT 1 FROM bodies WHERE hash = ?", (hash_text,)).fetchone() is not None


def _insert(connection: sqlite3.Connection, hash_text: str, size: int, storage: str, data: bytes | None) -> None:
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (hash_text, size, storage, data))
