"""A text that grows while it is read: its rows as far as they came, indexed portion by portion.

It has no file of its own; somebody else gives the bytes and says when there are more of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder, TextIndex

Reader = Callable[[int, int], bytes]
"""Gives bytes from a place on, at most so many; fewer at a seam, none behind the last one."""


class GrowingIndex(IndexBuilder):
    """``feed`` it as the text comes; what was fed so far has an index at any time."""

    is_of_loop = True

    def __init__(self, piece_bytes: int = PIECE_BYTES) -> None:
        super().__init__(piece_bytes)
        self.fed_bytes = 0

    def feed(self, data: bytes) -> None:
        super().feed(data)
        self.fed_bytes += len(data)

    def so_far(self) -> TextIndex:
        """An index of its own; feeding goes on without it."""
        index = self._index
        ahead = IndexBuilder(index.piece_bytes)
        ahead._index = replace(
            index,
            offsets=index.offsets[:],
            rows=index.rows[:],
            lines=index.lines[:],
            continues=index.continues[:],
        )
        ahead._rest, ahead._is_inside = self._rest, self._is_inside
        return ahead.finish()


class ArrivingText(TextFile):
    """Rows of what has come so far. ``grow`` it; rows that are there keep their numbers, only the last one may get
    longer."""

    def __init__(self, source: Reader, index: TextIndex) -> None:
        super().__init__(Path(), index, handle=os.open(os.devnull, os.O_RDONLY))
        self._source = source

    def grow(self, index: TextIndex) -> None:
        """More of it came. Blocks that were whole before stay as they are."""
        whole = len(self.layout.offsets) - 1
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
