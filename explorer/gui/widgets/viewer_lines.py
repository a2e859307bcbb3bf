"""Lines of a text as rows on a fixed grid: wrapping, folding, and the way between (line, column) and row.

Knows nothing of painting; a row is a slice of one line.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from explorer.core.content.made_items import MadeItems


class FoldRanges(Mapping[int, int]):
    """First line -> last hidden line of a text in memory.

    Kept as plain numbers: as many small objects would leave holes in the memory of the process when they go.
    """

    def __init__(self, line_count: int) -> None:
        self._lasts = array("I", bytes(4 * line_count))
        """For each line; 0 where no block begins, since a block that ends in line 0 hides nothing."""
        self._count = 0

    def add(self, first: int, last: int) -> None:
        """A block that hides at least one line."""
        self._lasts[first] = last
        self._count += 1

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and 0 <= line < len(self._lasts) and self._lasts[line] > 0

    def __getitem__(self, line: int) -> int:
        if line not in self:
            raise KeyError(line)
        return self._lasts[line]

    def __iter__(self) -> Iterator[int]:
        return (line for line, last in enumerate(self._lasts) if last)

    def __len__(self) -> int:
        return self._count


def fold_ranges(lines: Sequence[str]) -> FoldRanges:
    """By indentation: everything deeper than the first line, up to its end; empty lines behind it are not of it."""
    ranges = FoldRanges(len(lines))
    open_lines: list[tuple[int, int]] = []
    last = 0
    for number, line in enumerate(lines):
        stripped = line.lstrip(" ")
        if not stripped:
            continue
        indent = len(line) - len(stripped)
        while open_lines and open_lines[-1][1] >= indent:
            first = open_lines.pop()[0]
            if last > first:
                ranges.add(first, last)
        open_lines.append((number, indent))
        last = number
    for first, _ in open_lines:
        if last > first:
            ranges.add(first, last)
    return ranges


class Rows:
    """What is visible, top to bottom. Folds are kept as stretches of hidden lines, so ten million lines cost nothing;
    wrapping goes through all of them and is for texts in memory."""

    def __init__(self, lines: Sequence[str] = (), folds: Mapping[int, int] | None = None) -> None:
        self.lines = lines
        self.folds: Mapping[int, int] = folds if folds is not None else {}
        self.folded: set[int] = set()
        self._columns = 0
        self._lines_of: Sequence[int] = range(len(lines))
        self._starts: array[int] | None = None
        self._lengths = array("l")
        """Of all lines, once they were wrapped: to cut them out again at each width takes longer than all else."""

    def __len__(self) -> int:
        return len(self._lines_of)

    def set_columns(self, columns: int) -> None:
        """Wrap after so many columns; 0 does not wrap."""
        if columns != self._columns:
            self._columns = columns
            self.rebuild()

    def toggle(self, line: int) -> None:
        """Fold or unfold the block that begins at ``line``; nothing happens when none does."""
        if line in self.folds:
            self.folded ^= {line}
            self.rebuild()

    def reveal(self, line: int) -> bool:
        """Unfold whatever hides ``line``; whether anything was folded."""
        hiding = {first for first in self.folded if first < line <= self.folds[first]}
        self.folded -= hiding
        if hiding:
            self.rebuild()
        return bool(hiding)

    def row(self, index: int) -> tuple[int, int, int]:
        """Line number and the slice of that line."""
        line = self._lines_of[index]
        length = len(self.lines[line])
        if self._starts is None:
            return line, 0, length
        start = self._starts[index]
        return line, start, min(length, start + self._columns)

    def row_of(self, line: int, column: int) -> int:
        """The row that shows a position; the nearest one above when it is folded away."""
        if isinstance(self._lines_of, _Visible):
            return self._lines_of.place(line)
        last = bisect_right(self._lines_of, line) - 1
        if self._starts is None or last < 0 or self._lines_of[last] != line:
            return max(last, 0)
        while last > 0 and self._starts[last] > column and self._lines_of[last - 1] == line:
            last -= 1
        return last

    def rebuild(self) -> None:
        """Make the rows anew after a change of folds or width."""
        visible = self._visible()
        if not self._columns:
            self._lines_of, self._starts = visible, None
            return
        if len(self._lengths) != len(self.lines):
            self._lengths = array("l", map(len, self.lines))
        numbers, starts = array("l"), array("l")
        for line in visible:
            pieces = -(-self._lengths[line] // self._columns) or 1
            numbers.append(line)
            starts.append(0)
            if pieces > 1:
                numbers.extend([line] * (pieces - 1))
                starts.extend(range(self._columns, pieces * self._columns, self._columns))
        self._lines_of, self._starts = numbers, starts

    def _visible(self) -> Sequence[int]:
        if not self.folded:
            return range(len(self.lines))
        return _Visible(len(self.lines), sorted((first + 1, self.folds[first] + 1) for first in self.folded))


class _Visible(MadeItems[int]):
    """The numbers below ``count`` without some stretches, which are sorted by their begin and may lie in each other."""

    def __init__(self, count: int, hidden: Sequence[tuple[int, int]]) -> None:
        self._firsts = array("l", [0])
        self._before = array("l", [0])
        """Visible numbers before each visible stretch."""
        end, stop = 0, 0
        for first, last in hidden:
            if first < stop:
                continue
            self._before.append(self._before[-1] + first - end)
            self._firsts.append(last)
            end = stop = last
        self._count = self._before[-1] + count - end

    def __len__(self) -> int:
        return self._count

    def _item(self, at: int) -> int:
        stretch = bisect_right(self._before, at) - 1
        return self._firsts[stretch] + at - self._before[stretch]

    def place(self, number: int) -> int:
        """Index of a number, or of the nearest one above that is visible."""
        stretch = bisect_right(self._firsts, number) - 1
        index = self._before[stretch] + number - self._firsts[stretch]
        following = self._before[stretch + 1] if stretch + 1 < len(self._before) else self._count
        return max(0, min(index, following - 1))
