"""A text that grows while it is read: its rows as far as they came, indexed portion by portion.

Somebody else gives the bytes and says when there are more of them, or names a file that has them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder, TextIndex
from explorer.core.letting_go import close

Reader = Callable[[int, int], bytes]
"""Gives bytes from a place on, at most so many; fewer at a seam, none behind the last one."""


class GrowingIndex(IndexBuilder):
    """``feed`` it as the text comes; what was fed so far has an index at any time."""

    def __init__(self, piece_bytes: int = PIECE_BYTES) -> None:
        super().__init__(piece_bytes)
        self.fed_bytes = 0

    def feed(self, data: bytes) -> None:
        super().feed(data)
        self.fed_bytes += len(data)


class ArrivingText(TextFile):
    """Rows of what has come so far. ``grow`` it; rows that are there keep their numbers, only the last one may get
    longer."""

    is_of_loop = is_growing = True

    def __init__(self, source: Reader, index: TextIndex) -> None:
        super().__init__(Path(), index, handle=os.open(os.devnull, os.O_RDONLY))
        self._source = source

    def grow(self, index: TextIndex) -> None:
        """More of it came. Blocks that were whole before stay as they are."""
        whole = min(len(self.layout.offsets), len(index.offsets)) - 1
        for number in [number for number in self._blocks if number >= whole]:
            del self._blocks[number]
        self.layout = index

    def reopened(self, index: TextIndex | None = None) -> TextFile:
        return ArrivingText(self._source, index or self.layout)

    def read(self, start: int, size: int) -> bytes:
        size = min(size, self.size_bytes - start)
        parts: list[bytes] = []
        while size > 0 and (data := self._source(start, size)):
            parts.append(data)
            start, size = start + len(data), size - len(data)
        self.is_broken |= size > 0
        return b"".join(parts)


class GrowingText(ArrivingText):
    """The rows of a text that somebody writes. It may have a file from some time on (``move_to``), which is its own
    then; what is shown of it stays as it is. When it is ``complete`` it is a ``TextFile`` like others."""

    def move_to(self, path: Path) -> None:
        """The same bytes and more are in this file. Raises OSError; it stays where it is then."""
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        before = self.path if self.is_owned else None
        close(self._handle, self.size_bytes, owned=before)
        self._take(handle, path)
        self.is_owned = True

    def complete(self, index: TextIndex) -> None:
        """There is no more of it."""
        self.grow(index)
        self.is_growing = False

    def recut(self, index: TextIndex) -> GrowingText:
        """The same text with other rows, as ``reindexed`` gives it, which goes on to grow in place of this one."""
        other = self.reindexed(index)
        assert isinstance(other, GrowingText)
        return other

    def reopened(self, index: TextIndex | None = None) -> TextFile:
        if not self.is_growing:
            return TextFile.reopened(self, index)
        other = GrowingText(self._source, index or self.layout)
        if not self.is_of_loop:
            other._take(os.dup(self._handle), self.path)
        return other

    def read(self, start: int, size: int) -> bytes:
        if self.is_of_loop:
            return super().read(start, size)
        # Behind its end may be what nobody has counted yet.
        return TextFile.read(self, start, max(0, min(size, self.size_bytes - start)))

    def _take(self, handle: int, path: Path) -> None:
        self._handle, self.path, self.is_of_loop = handle, path, False
