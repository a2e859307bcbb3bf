"""Bytes of any length as a hex dump whose lines are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from explorer.core.content.binary import hex_line

WIDTH_BYTES = 16
WIDEST = 77
"""Characters of a whole line."""


class HexLines(Sequence[str]):
    """Offset, sixteen bytes, their printable characters. ``read(start, size)`` gives the bytes."""

    def __init__(self, size_bytes: int, read: Callable[[int, int], bytes]) -> None:
        self._size_bytes = size_bytes
        self._read = read

    def __len__(self) -> int:
        return max(1, -(-self._size_bytes // WIDTH_BYTES))

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[line] for line in range(*at.indices(len(self)))]
        line = at + len(self) if at < 0 else at
        if not 0 <= line < len(self):
            raise IndexError(at)
        return hex_line(line * WIDTH_BYTES, self._read(line * WIDTH_BYTES, WIDTH_BYTES))
