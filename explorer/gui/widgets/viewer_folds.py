"""Folds of a formatted text in a file, found when they are asked for: a block ends at its closing sign one line below
everything deeper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from explorer.core.content.text_file import TextFile
from explorer.gui.widgets.viewer_selection import Position

_NEAR_BYTES = 2_000_000
_READ_BYTES = 256_000


def block_span(lines: Sequence[str], folds: Mapping[int, int], line: int) -> tuple[Position, Position]:
    """The end and the beginning of what a line holds: its text, or the block that begins there and ends near by."""
    text = lines[line]
    hidden = folds.get(line) if line in folds else None
    last = line if hidden is None else min(hidden + 1, len(lines) - 1)
    return (last, len(lines[last])), (line, len(text) - len(text.lstrip(" ")))


class FileFolds(Mapping[int, int]):
    """First line -> last hidden line. A block that ends far away must be ``learned`` from somebody who has time."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._lasts: dict[int, int] = {}

    def __contains__(self, line: object) -> bool:
        if not isinstance(line, int) or not 0 <= line < len(self._file) - 1:
            return False
        return self._file[line].endswith(("{", "[")) and self._file.number(line + 1) > 0

    def __getitem__(self, line: int) -> int:
        if not self.is_near(line):
            raise KeyError(line)
        return self._lasts[line]

    def __iter__(self) -> Iterator[int]:
        return iter(self._lasts)

    def __len__(self) -> int:
        return len(self._lasts)

    def learned(self, line: int, end: int) -> None:
        """The closing line begins at byte ``end``."""
        self._lasts[line] = max(line, self._file.position_of(end)[0] - 1)

    def is_near(self, line: int) -> bool:
        """Whether the end is known, or found at once."""
        if line in self._lasts:
            return True
        text = self._file[line]
        lead = b"\n" + b" " * (len(text) - len(text.lstrip(" ")))
        start = self._file.offset_of(line + 1) - 1
        for position in range(start, start + _NEAR_BYTES, _READ_BYTES):
            data = self._file.read(position, _READ_BYTES + len(lead) + 1)
            ends = [end for sign in (b"}", b"]") if (end := data.find(lead + sign)) >= 0]
            if ends:
                self.learned(line, position + min(ends) + 1)
                return True
        return False
