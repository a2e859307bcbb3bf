"""Finds a term in lines, without regard to case, and remembers which hit is the current one."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from explorer.core.content.hex_lines import WIDTH_BYTES, HexLines, byte_at, columns_of
from explorer.core.content.text_file import TextFile
from explorer.gui.widgets.viewer_selection import Position

Hit = tuple[int, int, int, int]
"""The line and column at which it begins, and those behind it."""

MAX_HITS = 10_000


class Search:
    """Hits of one term in order; ``current`` is -1 when there is none."""

    def __init__(self) -> None:
        self.term = ""
        self.hits: list[Hit] = []
        self.count = 0
        """How many there are; more than ``hits`` where there are very many."""
        self.current = -1
        self._by_line: dict[int, list[tuple[int, int, int]]] = {}
        """Columns and number of what is to be marked in a line."""

    def go(self, lines: Sequence[str], term: str, caret: tuple[int, int], step: int) -> Hit | None:
        """The hit ``step`` away from the current one; a new term begins at the caret."""
        if term != self.term:
            self._collect(lines, term)
            self.current = next((i for i, hit in enumerate(self.hits) if hit[:2] >= caret), 0)
        elif self.current < 0:
            self.current = next((i for i, hit in enumerate(self.hits) if hit[:2] >= caret), 0)
        elif self.hits:
            self.current = (self.current + step) % len(self.hits)
        if not self.hits:
            self.current = -1
            return None
        return self.hits[self.current]

    def clear(self) -> None:
        self.term, self.hits, self.count, self.current, self._by_line = "", [], 0, -1, {}

    def take(self, lines: Sequence[str], term: str, hits: Sequence[Hit], count: int) -> None:
        """Hits that somebody else found; ``term`` must say so much that another search has another one."""
        self.term, self.hits, self.count, self._by_line, self.current = term, list(hits), count, {}, -1
        for number in range(len(self.hits)):
            self._know(lines, number)

    def _know(self, lines: Sequence[str], number: int) -> None:
        line, start, last, end = self.hits[number]
        for at in range(line, last + 1):
            marked = (start if at == line else 0, end if at == last else len(lines[at]), number)
            self._by_line.setdefault(at, []).append(marked)

    @property
    def has_hits(self) -> bool:
        return bool(self.hits)

    def in_line(self, line: int, first: int, last: int) -> list[tuple[int, int, bool]]:
        """Hits that touch the columns from ``first`` to ``last``: first column, end and whether it is the current
        one."""
        known = self._by_line.get(line, [])
        begin = bisect_left(known, first, key=lambda marked: marked[1])
        stop = bisect_right(known, last, key=lambda marked: marked[0])
        return [(start, end, number == self.current) for start, end, number in known[begin:stop]]

    def _collect(self, lines: Sequence[str], term: str) -> None:
        self.term, self.hits, self.count, self._by_line = term, [], 0, {}
        if not term:
            return
        # Without regard to case sign by sign: lower() and casefold() make some of them longer, and columns would move.
        pattern = re.compile(re.escape(term), re.IGNORECASE)
        for number, line in enumerate(lines):
            for match in pattern.finditer(line):
                self.count += 1
                if len(self.hits) < MAX_HITS:
                    self.hits.append((number, match.start(), number, match.end()))
                    self._know(lines, len(self.hits) - 1)


class FileSearch:
    """Hits in a file by byte, in order, as somebody else found them."""

    def __init__(self, file: TextFile | None) -> None:
        self._file = file
        self.starts = array("Q")
        self.ends = array("Q")
        self.current = -1

    def add(self, starts: array[int], ends: array[int]) -> None:
        """Further hits, behind those that are known."""
        self.starts.extend(starts)
        self.ends.extend(ends)

    def drop_from(self, offset: int) -> None:
        """Forget hits that begin at a byte or behind it."""
        first = bisect_left(self.starts, offset)
        del self.starts[first:], self.ends[first:]

    def settle(self, offset: int) -> None:
        """Without a current hit, the one that begins at a byte becomes it."""
        at = bisect_left(self.starts, offset)
        if self.current < 0 and at < len(self.starts) and self.starts[at] == offset:
            self.current = at

    def clear(self) -> None:
        self.starts, self.ends, self.current = array("Q"), array("Q"), -1

    def go(self, offset: int, step: int) -> tuple[Position, Position] | None:
        """Both ends of the hit ``step`` away from the current one; without one, of the first from a byte on."""
        if not self.starts:
            self.current = -1
            return None
        if self.current < 0 or not step:
            self.current = bisect_left(self.starts, offset) % len(self.starts)
        else:
            self.current = (self.current + step) % len(self.starts)
        return self._place(self.starts[self.current], self.ends[self.current])

    def offset_of(self, position: Position) -> int:
        """The byte at a row and column."""
        return self._file.offset_of(*position) if self._file is not None else 0

    def _place(self, start: int, end: int) -> tuple[Position, Position]:
        assert self._file is not None
        return self._file.position_of(start), self._file.position_of(end)

    @property
    def has_hits(self) -> bool:
        return bool(self.starts)

    def in_line(self, line: int, first: int, last: int) -> list[tuple[int, int, bool]]:
        """Hits that touch the columns from ``first`` to ``last``: first column, end and whether it is the current
        one."""
        if not self.starts or self._file is None:
            return []
        begin, stop = self._file.offset_of(line, first), self._file.offset_of(line, last)
        hits = range(bisect_left(self.ends, begin), bisect_right(self.starts, stop))
        text = self._file[line] if hits else ""
        if not text.isascii():
            return [(*self._columns(line, hit), hit == self.current) for hit in hits]
        row, length = begin - min(first, len(text)), len(text)
        return [
            (max(0, self.starts[hit] - row), min(self.ends[hit] - row, length), hit == self.current) for hit in hits
        ]

    def _columns(self, line: int, hit: int) -> tuple[int, int]:
        assert self._file is not None
        from_line, start = self._file.position_of(self.starts[hit])
        to_line, end = self._file.position_of(self.ends[hit])
        return start if from_line == line else 0, end if to_line == line else len(self._file[line])


class HexSearch(FileSearch):
    """Hits by byte in a dump: each is marked among the digits and among the characters."""

    def __init__(self) -> None:
        super().__init__(None)

    def offset_of(self, position: Position) -> int:
        return byte_at(*position)

    def in_line(self, line: int, first: int = 0, last: int = WIDTH_BYTES) -> list[tuple[int, int, bool]]:
        begin, stop = line * WIDTH_BYTES, (line + 1) * WIDTH_BYTES
        found: list[tuple[int, int, bool]] = []
        for hit in range(bisect_right(self.ends, begin), bisect_left(self.starts, stop)):
            start, end = max(self.starts[hit], begin), min(self.ends[hit], stop)
            digits, digits_end, signs = columns_of(start, end)
            found.append((digits, digits_end, hit == self.current))
            found.append((signs, signs + end - start, hit == self.current))
        return found

    def _place(self, start: int, end: int) -> tuple[Position, Position]:
        """The digits, as far as they stand in one line."""
        line = start // WIDTH_BYTES
        first, last, _ = columns_of(start, min(end, (line + 1) * WIDTH_BYTES))
        return (line, first), (line, last)


def search_in(lines: Sequence[str]) -> Search | FileSearch:
    """A search that fits the lines."""
    if isinstance(lines, HexLines):
        return HexSearch()
    return FileSearch(lines) if isinstance(lines, TextFile) else Search()
