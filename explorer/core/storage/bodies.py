"""Bodies beside the rows of the history: each distinct one once, by hash; small ones compressed in a table, large
ones as files.

Credentials are taken out on the way in, before the database is asked for anything: a large body takes seconds. It is
called on the history's threads only.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.model.exchange import Content
from explorer.core.storage.body_files import BodyFiles, link_or_copy, move, was_linked
from explorer.core.storage.packing import Packer
from explorer.core.storage.secret_forms import spellings
from explorer.core.storage.secret_places import LONGEST_BYTES, mask_body

TABLE_LIMIT_BYTES = 4 * 1024 * 1024
"""Larger bodies become files."""

_CHUNK_BYTES = 128 * 1024
"""Looking for secrets holds the interpreter for the whole of a chunk; with a megabyte the window would stand still."""

BODY = "body"
"""The kind of dictionary for bodies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedBody:
    """A body without its secrets, on its way into the history: in memory, or in a file."""

    hash: str
    size_bytes: int
    data: bytes = field(default=b"", repr=False)
    file: Path | None = None
    """Of a large one."""
    is_draft: bool = False
    """Whether the file's name is the history's own, which moves it to its place; else it is copied."""


class Bodies:
    """Stores and finds bodies; the large ones in ``files``."""

    def __init__(self, files: BodyFiles, table_limit_bytes: int = TABLE_LIMIT_BYTES) -> None:
        self.packer = Packer()
        """For the other texts of the history too: they share its dictionaries."""
        self.files = files
        self.has_new_files = False
        """Whether one came that was not looked at yet."""
        self._table_limit_bytes = table_limit_bytes

    def masked(
        self, safe: Content, whole: Content, secrets: tuple[str, ...]
    ) -> tuple[dict[str, Any], MaskedBody | None]:
        """What ``fetch`` needs to find a body, and the body for ``put``; None where there is nothing to store.

        ``safe`` is what of it is in memory, masked, ``whole`` what that was made from: where it lies in a file, that
        is read to its end. Raises OSError and StorageError.
        """
        path = whole.path if whole.path is not None and whole.path.is_file() else None
        if path is not None and path.stat().st_size > self._table_limit_bytes:
            large = self._masked_file(path, secrets)
            return _reference(large.hash, large.size_bytes, len(whole.data)), large
        data = safe.data if path is None else mask_body(path.read_bytes(), secrets)
        if not data:
            return {"size_bytes": whole.size_bytes}, None
        small = MaskedBody(hash=hashlib.blake2b(data, digest_size=16).hexdigest(), size_bytes=len(data), data=data)
        cut_bytes = 0 if whole.path is not None else max(0, whole.size_bytes - len(whole.data))
        return _reference(small.hash, len(data) + cut_bytes, len(data)), small

    def put(self, connection: sqlite3.Connection, body: MaskedBody) -> None:
        """Store a body; one that is there stays. A second call after a transaction that failed does the same. Raises
        sqlite3.Error and OSError."""
        is_known = _is_known(connection, body.hash)
        if body.file is not None:
            if is_known and self.files.exists(body.hash):  # others may have removed its file
                self.let_go(body)
            else:
                self._put_file(connection, body, body.file)
        elif not is_known:
            packed = self.packer.pack(connection, BODY, body.data)
            storage, stored = ("packed", packed) if len(packed) < body.size_bytes else ("plain", body.data)
            _insert(connection, body.hash, body.size_bytes, storage, stored)

    def let_go(self, body: MaskedBody) -> None:
        """It is not to be stored after all."""
        if body.is_draft and body.file is not None:
            body.file.unlink(missing_ok=True)

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

    def _masked_file(self, source: Path, secrets: tuple[str, ...]) -> MaskedBody:
        hash_text, size, has_secrets = _scan(source, secrets)
        draft = self.files.draft_path()
        if not has_secrets:
            is_linked = was_linked(source, draft)
            return MaskedBody(hash=hash_text, size_bytes=size, file=draft if is_linked else source, is_draft=is_linked)
        try:
            hash_text, size = _write_masked(source, draft, secrets)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return MaskedBody(hash=hash_text, size_bytes=size, file=draft, is_draft=True)

    def _put_file(self, connection: sqlite3.Connection, body: MaskedBody, file: Path) -> None:
        place = self.files.ready_path(body.hash)
        if not body.is_draft:
            link_or_copy(file, place)
        elif file.exists() or not place.exists():  # else it was moved by the call before
            move(file, place)
        connection.execute("DELETE FROM bodies WHERE hash = ?", (body.hash,))
        _insert(connection, body.hash, body.size_bytes, "file", None)
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


def _reference(hash_text: str, size_bytes: int, head_bytes: int) -> dict[str, Any]:
    return {"hash": hash_text, "size_bytes": size_bytes, "head_bytes": head_bytes}


def _is_known(connection: sqlite3.Connection, hash_text: str) -> bool:
    return connection.execute("SELECT 1 FROM bodies WHERE hash = ?", (hash_text,)).fetchone() is not None


def _insert(connection: sqlite3.Connection, hash_text: str, size: int, storage: str, data: bytes | None) -> None:
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (hash_text, size, storage, data))
