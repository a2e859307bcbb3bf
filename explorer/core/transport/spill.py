"""Where a response body goes while it arrives: memory first, a file beyond a limit. The loop never waits for a disk."""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable
from functools import partial
from io import FileIO
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content

SAMPLE_BYTES = 64 * 1024
"""Of a body that still arrives, so much is shown."""

WRITE_BYTES = 1024 * 1024
"""Bytes gathered for one write in a thread."""


class BodySink:
    """Collects one body. ``folder`` None means the system's temporary folder."""

    def __init__(self, folder: Path | None, memory_limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = memory_limit_bytes
        self._head = bytearray()
        self._pending = bytearray()
        self._file: FileIO | None = None
        self._path: Path | None = None
        self._writing: asyncio.Future[None] | None = None
        self._refused = False
        self._stored_bytes = 0
        """What the file holds."""
        self.size_bytes = 0

    async def write(self, data: bytes) -> None:
        """Raises StorageError when the disk refuses."""
        self.size_bytes += len(data)
        room_bytes = self._limit_bytes - len(self._head)
        self._head += data[:room_bytes]
        if self.size_bytes <= self._limit_bytes:
            return
        if self._file is None:
            self._pending += self._head
        self._pending += data if self._file is not None else data[room_bytes:]
        if self._file is None or len(self._pending) >= WRITE_BYTES:
            await self._flush()

    def so_far(self) -> Content:
        """The first bytes, and how many there are by now."""
        return Content(data=bytes(self._head[:SAMPLE_BYTES]), size_bytes=self.size_bytes, path=self._path)

    async def content(self) -> Content:
        """What was collected; ends the file. After the disk refused, what came before that."""
        if self._pending and not self._refused:
            await self._flush()
        if self._file is not None and not self._refused:
            await self._on_disk(self._file.close)
        if self._refused and self._stored_bytes <= len(self._head):
            return Content.of(bytes(self._head))
        if self._refused:
            return Content(data=bytes(self._head), size_bytes=self._stored_bytes, path=self._path)
        return Content(data=bytes(self._head), size_bytes=self.size_bytes, path=self._path)

    async def discard(self) -> None:
        """Forget everything, the file too; a write that is under way ends first."""
        if self._writing is not None:
            await asyncio.wait({self._writing})
        self._remove()

    async def _flush(self) -> None:
        data, self._pending = self._pending, bytearray()
        await self._on_disk(partial(self._store, data))

    async def _on_disk(self, job: Callable[[], None]) -> None:
        """In a thread. Raises StorageError; the file holds what fitted, and is gone when memory holds as much."""
        try:
            self._writing = asyncio.ensure_future(asyncio.to_thread(job))
            await asyncio.shield(self._writing)
        except OSError as error:
            self._refused = True
            await asyncio.to_thread(self._end_early)
            where = f" in {self._folder}" if self._folder is not None else ""
            message = f"The response body could not be kept on disk{where}: {error.strerror or 'it refused'}."
            raise StorageError(message, path=self._folder) from error

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
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="body-", dir=self._folder)
            self._file, self._path = FileIO(handle, "wb"), Path(name)
        rest = memoryview(data)
        while rest:
            # A disk that is nearly full takes a part first.
            count = self._file.write(rest)
            self._stored_bytes += count
            rest = rest[count:]
