"""Where the rows of a long UTF-8 text begin: one entry for some 64 KB, so a gigabyte needs less than a megabyte.

A row is a line or, of a line longer than the limit, a piece of it. The index is made once, in one pass, by the worker;
between two entries rows are found by looking at the bytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

BLOCK_BYTES = 64 * 1024
PIECE_BYTES = 4096
"""A longer line is cut into pieces of so many bytes, each a row of its own."""


def _numbers() -> array[int]:
    return array("Q")


@dataclass(slots=True)
class TextIndex:
    """Four numbers for each block; the totals are those of the whole text."""

    piece_bytes: int = PIECE_BYTES
    offsets: array[int] = field(default_factory=_numbers)
    """Byte at which a block begins: always the begin of a row."""
    rows: array[int] = field(default_factory=_numbers)
    """Rows before the block."""
    lines: array[int] = field(default_factory=_numbers)
    """Lines before the block; the one that is cut by its begin is counted."""
    continues: array[int] = field(default_factory=_numbers)
    """1 when the block begins inside a line."""
    row_count: int = 0
    line_count: int = 0
    size_bytes: int = 0

    def block_of_row(self, row: int) -> int:
        return bisect_right(self.rows, row) - 1

    def block_of_offset(self, offset: int) -> int:
        return max(0, bisect_right(self.offsets, offset) - 1)

    def end_of(self, block: int) -> int:
        """The byte after a block."""
        return self.offsets[block + 1] if block + 1 < len(self.offsets) else self.size_bytes

    def extended(self, more: TextIndex) -> TextIndex:
        """With the blocks of another one, which count from the begin of the text and come instead of those here that
        are not before the first of them. An index of its own."""
        kept = bisect_left(self.offsets, more.offsets[0]) if more.offsets else len(self.offsets)
        return replace(
            more,
            offsets=self.offsets[:kept] + more.offsets,
            rows=self.rows[:kept] + more.rows,
            lines=self.lines[:kept] + more.lines,
            continues=self.continues[:kept] + more.continues,
        )

    def to_bytes(self) -> bytes:
        head = array("Q", (self.piece_bytes, self.row_count, self.line_count, self.size_bytes, len(self.offsets)))
        columns = (self.offsets, self.rows, self.lines, self.continues)
        return head.tobytes() + b"".join(column.tobytes() for column in columns)

    @staticmethod
    def from_bytes(data: bytes) -> TextIndex:
        numbers = array("Q")
        numbers.frombytes(data)
        piece, rows, lines, size, count = numbers[:5]
        offsets, before, above, inside = (numbers[5 + at * count : 5 + (at + 1) * count] for at in range(4))
        totals = {"row_count": rows, "line_count": lines, "size_bytes": size}
        return TextIndex(piece, offsets, before, above, inside, **totals)


class IndexBuilder:
    """``feed`` it the text in portions of any size, then ``finish``."""

    def __init__(self, piece_bytes: int = PIECE_BYTES) -> None:
        self._index = TextIndex(piece_bytes=piece_bytes)
        self._rest = b""
        self._is_inside = False

    @staticmethod
    def going_on(stopped: Sequence[int]) -> IndexBuilder:
        """One that goes on where another one ``stopped``, for the blocks from there on."""
        piece_bytes, rows, lines, size_bytes, is_inside = stopped
        builder = IndexBuilder(piece_bytes)
        builder._index = TextIndex(piece_bytes, row_count=rows, line_count=lines, size_bytes=size_bytes)
        builder._is_inside = bool(is_inside)
        return builder

    def stopped(self) -> tuple[int, ...]:
        """Where it is after the last whole block: bytes of a piece, rows, lines, bytes, and 1 within a line."""
        index = self._index
        return index.piece_bytes, index.row_count, index.line_count, index.size_bytes, int(self._is_inside)

    def so_far(self) -> TextIndex:
        """The index of what it was fed, the last block of it not whole. It is one of its own; feeding goes on without
        it."""
        index = self._index
        columns = {name: getattr(index, name)[:] for name in ("offsets", "rows", "lines", "continues")}
        ahead = IndexBuilder(index.piece_bytes)
        ahead._index = replace(index, **columns)
        ahead._rest, ahead._is_inside = self._rest, self._is_inside
        return ahead.finish()

    def feed(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        self._rest = data[self.take(data, 0, len(data)) :]

    def take(self, data: bytes, position: int, stop: int) -> int:
        """Whole blocks of a text from ``position`` up to ``stop``; where they end. For a text that is whole in memory,
        of which nothing is copied."""
        while stop - position >= BLOCK_BYTES:
            end = self._cut(data, position)
            self._take(data, position, end)
            position = end
        return position

    def finish(self) -> TextIndex:
        """The index. A text that ends with a line end has no empty row behind it; an empty text has one row."""
        index = self._index
        if self._rest or not (index.offsets or index.size_bytes):
            self._take(self._rest, 0, len(self._rest))
        self._rest = b""
        return index

    def _cut(self, data: bytes, position: int) -> int:
        """The end of the last line of a block, or of the last whole piece when no line ends in it."""
        end = data.rfind(b"\n", position, position + BLOCK_BYTES) + 1
        if end > position:
            return end
        end = position
        while (next_end := piece_end(data, end, self._index.piece_bytes)) <= position + BLOCK_BYTES - 4:
            end = next_end
        return end

    def _take(self, data: bytes, start: int, end: int) -> None:
        index = self._index
        index.offsets.append(index.size_bytes)
        index.rows.append(index.row_count)
        index.lines.append(index.line_count)
        index.continues.append(int(self._is_inside))
        ends_line = data.endswith(b"\n", start, end)
        lines = data.count(b"\n", start, end) + (not ends_line)
        is_narrow = _is_narrow(data, start, end, index.piece_bytes)
        index.row_count += lines if is_narrow else _count_rows(data[start:end], index.piece_bytes)
        index.line_count += lines - int(self._is_inside)
        index.size_bytes += end - start
        self._is_inside = not ends_line


def _is_narrow(data: bytes, start: int, stop: int, piece_bytes: int) -> bool:
    """Whether no line is longer than a piece: from line end to line end in the longest steps there may be."""
    while stop - start > piece_bytes:
        end = data.rfind(b"\n", start, start + piece_bytes + 1)
        if end < 0:
            return False
        start = end + 1
    return True


def _count_rows(block: bytes, piece_bytes: int) -> int:
    if not block.isascii():
        return len(row_starts(block, piece_bytes)) - 1
    lines = block.removesuffix(b"\n").split(b"\n")
    return sum([-(-len(line) // piece_bytes) or 1 for line in lines])


def piece_end(data: bytes, start: int, piece_bytes: int) -> int:
    """The end of the piece that begins at ``start``: never within a character."""
    end = start + piece_bytes
    if end >= len(data):
        return len(data)
    while end > start + 1 and data[end] & 0xC0 == 0x80:
        end -= 1
    return end


def row_starts(block: bytes, piece_bytes: int) -> array[int]:
    """Begin of every row of a block, and one more: where the row after it would begin."""
    lengths = [len(line) for line in block.removesuffix(b"\n").split(b"\n")]
    starts = array("I", accumulate(map((1).__add__, lengths), initial=0))
    if max(lengths) <= piece_bytes:
        return starts
    cut = array("I")
    for start, length in zip(starts, lengths, strict=False):
        stop = start + length
        cut.append(start)
        while stop - start > piece_bytes:
            start = piece_end(block, start, piece_bytes)
            cut.append(start)
    cut.append(starts[-1])
    return cut
