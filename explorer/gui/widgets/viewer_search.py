"""Finds a term in lines, without regard to case, and remembers which hit is the current one."""

from __future__ import annotations

from collections.abc import Sequence

Hit = tuple[int, int, int]
"""Line, first column, column after the last."""

MAX_HITS = 10_000


class Search:
    """Hits of one term in order; ``current`` is -1 when there is none."""

    def __init__(self) -> None:
        self.term = ""
        self.hits: list[Hit] = []
        self.current = -1
        self._by_line: dict[int, list[int]] = {}

    def go(self, lines: Sequence[str], term: str, caret: tuple[int, int], step: int) -> Hit | None:
        """The hit ``step`` away from the current one; a new term begins at the caret."""
        if term != self.term:
            self._collect(lines, term)
            self.current = next((i for i, hit in enumerate(self.hits) if hit[:2] >= caret), 0)
        elif self.hits:
            self.current = (self.current + step) % len(self.hits)
        if not self.hits:
            self.current = -1
            return None
        return self.hits[self.current]

    def in_line(self, line: int) -> list[tuple[int, int, bool]]:
        """First column, end and whether it is the current hit."""
        return [(*self.hits[i][1:], i == self.current) for i in self._by_line.get(line, ())]

    def _collect(self, lines: Sequence[str], term: str) -> None:
        self.term, self.hits, self._by_line = term, [], {}
        wanted = term.casefold()
        if not wanted:
            return
        for number, line in enumerate(lines):
            folded = line.lower()
            at = folded.find(wanted)
            while at >= 0 and len(self.hits) < MAX_HITS:
                self._by_line.setdefault(number, []).append(len(self.hits))
                self.hits.append((number, at, at + len(wanted)))
                at = folded.find(wanted, at + len(wanted))
