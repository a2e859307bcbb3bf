"""A long UTF-8 text in a file as a sequence of rows, read in blocks when they are asked for.

The file is read, not mapped: a mapped file that somebody cuts short ends the whole process (SIGBUS), a read only comes
back short. What was opened stays readable on POSIX when its name is deleted.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from pathlib import Path

from explorer.core.content.made_items import MadeItems
from explorer.core.content.text_index import TextIndex, row_starts
from explorer.core.letting_go import close

_KEPT_BLOCKS = 12
_READ_BYTES = 1024 * 1024
_LINE_END = 0x0A


class _Block:
    """Rows of one block of the text; one becomes a string when it is asked for, so a jump costs what is seen."""

    __slots__ = ("_numbers", "_texts", "data", "starts")

    def __init__(self, data: bytes, piece_bytes: int) -> None:
        self.data = data
        self.starts = row_starts(data, piece_bytes)
        self._texts: dict[int, str] = {}
        self._numbers: list[int] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    def span(self, row: int) -> tuple[int, int]:
        """Begin and end of a row, its line end left out."""
        start, end = self.starts[row], min(self.starts[row + 1], len(self.data))
        return start, end - (end > start and self.data[end - 1] == _LINE_END)

    def text(self, row: int) -> str:
        text = self._texts.get(row)
        if text is None:
            start, end = self.span(row)
            self._texts[row] = text = self.data[start:end].decode("utf-8", "replace").removesuffix("\r")
        return text

    def number(self, row: int, *, is_inside: bool) -> int:
        """Lines that begin in this block up to a row, which is the last of them; 0 for a row that goes on with the
        one above. ``is_inside`` says that the block begins within a line."""
        if self._numbers is None:
            begins = [self.data[start - 1] == _LINE_END for start in self.starts[1:-1]]
            self._numbers = list(accumulate((not is_inside, *begins)))
        before = self._numbers[row - 1] if row else 0
        return self._numbers[row] if self._numbers[row] > before else 0


class TextFile(MadeItems[str]):
    """Rows of the text by number from 0. ``close`` it; an owned file is deleted then."""

    is_of_loop = False
    """Whether it may be read on the loop only."""

    is_growing = False
    """Whether there will be more of it."""

    def __init__(self, path: Path, index: TextIndex, *, is_owned: bool = False, handle: int = -1) -> None:
        """Raises OSError. ``handle`` is one that is open already."""
        self.path = path
        self.layout = index
        self.is_owned = is_owned
        self.is_broken = False
        """True once bytes could not be read: the file was cut short or its disk is gone."""
        self.widest = 0
        """Characters of the longest row that was read so far."""
        self._handle = -1
        self._handle = handle if handle >= 0 else os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._blocks: OrderedDict[int, _Block] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        return self.layout.size_bytes

    def is_text_of(self, other: TextFile | None) -> bool:
        """Whether both show one file, whatever their rows are: what counts in its bytes is true of the other too."""
        return other is not None and self.path == other.path

    def reindexed(self, index: TextIndex) -> TextFile:
        """The same file with other rows; the new reader owns the file from now on. This one stays readable."""
        other = self.reopened(index)
        other.is_owned, self.is_owned = self.is_owned, False
        return other

    def reopened(self, index: TextIndex | None = None) -> TextFile:
        """Another reader of the same file, also when its name is gone."""
        return TextFile(self.path, index or self.layout, handle=os.dup(self._handle))

    def close(self) -> None:
        handle, self._handle = self._handle, -1
        owned, self.is_owned = self.path if self.is_owned else None, False
        close(handle, self.layout.size_bytes, owned=owned)
        self._blocks.clear()

    def __del__(self) -> None:
        self.close()

    def __len__(self) -> int:
        return self.layout.row_count

    def _item(self, row: int) -> str:
        number = self.layout.block_of_row(row)
        block, inside = self._block(number), row - self.layout.rows[number]
        if inside >= len(block):
            return ""
        text = block.text(inside)
        self.widest = max(self.widest, len(text))
        return text

    def number(self, row: int) -> int:
        """The line number from 1 of a row, 0 for a piece that goes on with the row above."""
        number = self.layout.block_of_row(row)
        block, inside = self._block(number), row - self.layout.rows[number]
        before = self.layout.lines[number]
        found = block.number(inside, is_inside=bool(self.layout.continues[number])) if inside < len(block) else 0
        return before + found if found else 0

    def offset_of(self, row: int, column: int = 0) -> int:
        """The byte at a row and column; the end of the text behind the last row."""
        if row >= len(self):
            return self.size_bytes
        number = self.layout.block_of_row(row)
        block, inside = self._block(number), row - self.layout.rows[number]
        if inside >= len(block):
            return self.size_bytes
        text = block.text(inside)[:column]
        start, end = block.span(inside)
        if text.isascii():
            return self.layout.offsets[number] + start + len(text)
        return self.layout.offsets[number] + min(start + len(text.encode("utf-8", "replace")), end)

    def position_of(self, offset: int) -> tuple[int, int]:
        """Row and column of a byte."""
        number = self.layout.block_of_offset(offset)
        block, inside = self._block(number), offset - self.layout.offsets[number]
        row = max(0, min(bisect_right(block.starts, inside), len(block)) - 1)
        start, end = block.span(row)
        column = len(block.data[start : min(inside, end)].decode("utf-8", "replace"))
        return self.layout.rows[number] + row, column

    def read(self, start: int, size: int) -> bytes:
        """Bytes of the text; fewer when the file ends early."""
        if self._handle < 0:
            return b""
        try:
            if hasattr(os, "pread"):
                data = os.pread(self._handle, size, start)
            else:
                os.lseek(self._handle, start, os.SEEK_SET)
                data = os.read(self._handle, size)
        except OSError:
            data = b""
        if len(data) < min(size, self.size_bytes - start):
            self.is_broken = True
        return data

    def text(self, start: int, end: int) -> str:
        """The text between two bytes."""
        parts = []
        while start < end and (data := self.read(start, min(_READ_BYTES, end - start))):
            parts.append(data)
            start += len(data)
        return b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n")

    def _block(self, number: int) -> _Block:
        block = self._blocks.get(number)
        if block is not None:
            self._blocks.move_to_end(number)
            return block
        start = self.layout.offsets[number]
        data = self.read(start, self.layout.end_of(number) - start)
        self._blocks[number] = block = _Block(data, self.layout.piece_bytes)
        if len(self._blocks) > _KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        return block
