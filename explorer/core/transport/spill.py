"""Where a response body goes while it arrives: memory first, a file beyond a limit. The loop never waits for a disk.

The file is there as long as something holds the path that was given out, and goes with the program at the latest.
"""

import asyncio
import contextlib
import os
import tempfile
import weakref
from io import FileIO
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.letting_go import delete
from explorer.core.model.exchange import Content
from explorer.core.transport.bounds import check_room

SAMPLE_BYTES = 64 * 1024
"""Of a body that still arrives, so much is shown."""

WRITE_BYTES = 1024 * 1024
"""Bytes gathered for one write in a thread."""


class SpilledFile(type(Path())):  # type: ignore[misc]  # before Python 3.12 only the system's own kind can be extended
    """The path of a file that lasts as long as this very object; a path made from it holds nothing."""


class BodySink:
    """Collects one body. ``folder`` None means the system's temporary folder."""

    def __init__(self, folder: Path | None, memory_limit_bytes: int) -> None:
        self.folder = folder
        self._limit_bytes = memory_limit_bytes
        self._head = bytearray()
        self._pending = bytearray()
        self._on_its_way = bytearray()
        """What a thread writes now, and ``_written_from`` the byte with which it begins."""
        self._written_from = 0
        self._is_spilling = False
        self._file: FileIO | None = None
        self._path: Path | None = None
        self._reader = -1
        self._writing: asyncio.Future[None] | None = None
        self._refused = False
        self._stored_bytes = 0
        """What the file holds."""
        self.size_bytes = 0

    async def write(self, data: bytes) -> None:
        """Raises StorageError when the disk refused, this or what came before. One portion is written while the next
        one is gathered."""
        self.size_bytes += len(data)
        room_bytes = self._limit_bytes - len(self._head)
        self._head += data[:room_bytes]
        if self.size_bytes <= self._limit_bytes:
            return
        is_first, self._is_spilling = not self._is_spilling, True
        if is_first:
            self._pending += self._head
        self._pending += data[room_bytes:] if is_first else data
        if is_first or len(self._pending) >= WRITE_BYTES:
            await self._flush()

    def so_far(self) -> Content:
        """The first bytes, and how many there are by now."""
        return Content(data=bytes(self._head[:SAMPLE_BYTES]), size_bytes=self.size_bytes, path=self._path)

    def read(self, start: int, size: int) -> bytes:
        """Bytes that came, from memory or from the file, while more comes and afterwards; fewer at a seam, none beyond
        what is kept. To be called where ``write`` is."""
        if start < len(self._head):
            return _part(self._head, start, size)
        stored_bytes = self.on_disk()[1]
        gathered_from = stored_bytes + len(self._on_its_way)
        if start >= gathered_from:
            return _part(self._pending, start - gathered_from, size)
        if start >= stored_bytes:
            return _part(self._on_its_way, start - stored_bytes, size)
        return self._read_file(start, min(size, stored_bytes - start))

    def on_disk(self) -> tuple[Path | None, int]:
        """The file, and how many bytes it surely has."""
        return self._path, self._written_from if self._on_its_way else self._stored_bytes

    def write_out(self) -> None:
        """Begin to write what is still gathered, for somebody who wants it in the file. To be called where ``write``
        is."""
        writing = self._writing
        is_free = writing is None or (writing.done() and not writing.cancelled() and not writing.exception())
        if self._pending and is_free and not self._refused:
            self._begin_to_write()

    def _read_file(self, start: int, size: int) -> bytes:
        if self._reader < 0 and self._path is not None:
            with contextlib.suppress(OSError):
                self._reader = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            os.lseek(self._reader, start, os.SEEK_SET)
            return os.read(self._reader, size)
        except OSError:
            return b""

    def __del__(self) -> None:
        if self._reader >= 0:
            os.close(self._reader)
        if self._file is not None:
            self._file.close()  # open still where a send was cancelled twice, the second time while it ended the file

    async def content(self) -> Content:
        """What was collected; ends the file. After the disk refused, what came before that."""
        await self._landed()
        if self._pending and not self._refused:
            await self._flush()
            await self._landed()
        if self._file is not None and not self._refused:
            await self._safely(asyncio.ensure_future(asyncio.to_thread(self._file.close)))
        if self._refused and self._stored_bytes <= len(self._head):
            return Content.of(bytes(self._head))
        if self._refused:
            return Content(data=bytes(self._head), size_bytes=self._stored_bytes, path=self._path)
        return Content(data=bytes(self._head), size_bytes=self.size_bytes, path=self._path)

    async def _flush(self) -> None:
        await self._landed()
        if self._pending:
            self._begin_to_write()

    def _begin_to_write(self) -> None:
        data, self._pending = self._pending, bytearray()
        self._written_from, self._on_its_way = self._stored_bytes, data
        self._writing = asyncio.ensure_future(asyncio.to_thread(self._store, data))
        self._writing.add_done_callback(self._stored)

    def _stored(self, writing: asyncio.Future[None]) -> None:
        if writing is self._writing and not writing.cancelled() and writing.exception() is None:
            self._on_its_way = bytearray()

    async def _landed(self) -> None:
        """Wait for what is on its way, also where a caller was cancelled. Raises StorageError once."""
        if self._writing is not None and not self._refused:
            await self._safely(self._writing)
            self._on_its_way = bytearray()

    async def _safely(self, writing: asyncio.Future[None]) -> None:
        """Raises StorageError; the file holds what fitted, and is gone when memory holds as much."""
        try:
            await asyncio.shield(writing)
        except OSError as error:
            self._refused = True
            self._on_its_way = bytearray()
            await asyncio.to_thread(self._end_early)
            where = f" in {self.folder}" if self.folder is not None else ""
            message = f"The response body could not be kept on disk{where}: {error.strerror or 'it refused'}."
            raise StorageError(message, path=self.folder) from error

    def _end_early(self) -> None:
        """Keep what the disk took."""
        if self._file is None or self._stored_bytes <= len(self._head):
            self._remove()
            return
        with contextlib.suppress(OSError):
            self._file.close()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
        with contextlib.suppress(OSError):
            if self._path is not None:
                self._path.unlink(missing_ok=True)

    def _store(self, data: bytearray) -> None:
        if self._file is None:
            if self.folder is not None:
                self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="body-", dir=self.folder)
            self._file, self._path = FileIO(handle, "wb"), _owned(name)
        if self._path is not None:
            check_room(self._path.parent)
        rest = memoryview(data)
        while rest:
            # A disk that is nearly full takes a part first.
            count = self._file.write(rest)
            self._stored_bytes += count
            rest = rest[count:]


def _owned(name: str) -> SpilledFile:
    path = SpilledFile(name)
    weakref.finalize(path, delete, Path(name))
    return path


def _part(held: bytearray, start: int, size: int) -> bytes:
    return bytes(held[start : start + size])
