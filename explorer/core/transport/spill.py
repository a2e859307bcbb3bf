"""Where a response body goes while it arrives: memory first, a file beyond a limit. The loop never waits for a disk."""

import asyncio
import contextlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content

WRITE_BYTES = 1024 * 1024
"""Bytes gathered for one write in a thread."""


class BodySink:
    """Collects one body. ``folder`` None means the system's temporary folder."""

    def __init__(self, folder: Path | None, memory_limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = memory_limit_bytes
        self._head = bytearray()
        self._pending = bytearray()
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._writing: asyncio.Future[None] | None = None
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

    async def content(self) -> Content:
        """What was collected; ends the file."""
        if self._pending:
            await self._flush()
        if self._file is not None:
            await asyncio.to_thread(self._file.close)
        return Content(data=bytes(self._head), size_bytes=self.size_bytes, path=self._path)

    async def discard(self) -> None:
        """Forget everything, the file too; a write that is under way ends first."""
        if self._writing is not None:
            await asyncio.wait({self._writing})
        if self._file is not None:
            self._file.close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    async def _flush(self) -> None:
        data, self._pending = self._pending, bytearray()
        try:
            self._writing = asyncio.ensure_future(asyncio.to_thread(self._store, data))
            await asyncio.shield(self._writing)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StorageError(f"The response body could not be stored: {reason}.", path=self._path) from error

    def _store(self, data: bytearray) -> None:
        if self._file is None:
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="body-", dir=self._folder)
            self._file, self._path = os.fdopen(handle, "wb"), Path(name)
        self._file.write(data)
