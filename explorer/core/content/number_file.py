"""Numbers that the worker left in a file, read a window at a time, so that millions of them cost nothing."""

from __future__ import annotations

import contextlib
import os
from array import array
from pathlib import Path

from explorer.core.content.made_items import MadeItems
from explorer.core.letting_go import close

_WINDOW = 512


class NumberFile(MadeItems[int]):
    """Unsigned numbers of 64 bits. The file is deleted when nobody holds this any more."""

    def __init__(self, path: Path) -> None:
        """A file that is gone has no numbers."""
        self.path = path
        self._handle = -1
        self._count = 0
        self._begin, self._window = 0, array("Q")
        with contextlib.suppress(OSError):
            self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            self._count = os.fstat(self._handle).st_size // self._window.itemsize

    def close(self) -> None:
        handle, self._handle = self._handle, -1
        close(handle, self._count * self._window.itemsize, owned=self.path)

    def __del__(self) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def _item(self, number: int) -> int:
        if not self._begin <= number < self._begin + len(self._window):
            self._read(number - number % _WINDOW)
        inside = number - self._begin
        return self._window[inside] if inside < len(self._window) else 0

    def _read(self, begin: int) -> None:
        size = self._window.itemsize
        self._begin, self._window = begin, array("Q")
        with contextlib.suppress(OSError):
            os.lseek(self._handle, begin * size, os.SEEK_SET)
            data = os.read(self._handle, _WINDOW * size)
            self._window.frombytes(data[: len(data) // size * size])
