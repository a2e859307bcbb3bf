"""Bytes of any length as a hex dump whose lines are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from explorer.core.content.binary import hex_line
from explorer.core.content.made_items import MadeItems

WIDTH_BYTES = 16
WIDEST = 77
"""Characters of a whole line."""


class HexLines(MadeItems[str]):
    """Offset, sixteen bytes, their printable characters. ``read(start, size)`` gives the bytes."""

    def __init__(self, size_bytes: int, read: Callable[[int, int], bytes], path: Path | None = None) -> None:
        """``path`` is the file of the bytes, where they are in one."""
        self.path = path
        self.size_bytes = size_bytes
        self.read = read

    def __len__(self) -> int:
        return max(1, -(-self.size_bytes // WIDTH_BYTES))

    def _item(self, line: int) -> str:
        return hex_line(line * WIDTH_BYTES, self.read(line * WIDTH_BYTES, WIDTH_BYTES))


def columns_of(start: int, end: int) -> tuple[int, int, int]:
    """Columns of the digits of some bytes of one line, from and to, and the column of the first of their characters."""
    first, last = start % WIDTH_BYTES, (end - 1) % WIDTH_BYTES
    digits = max(8, len(f"{start:x}")) + 2
    return digits + _digits(first), digits + _digits(last) + 2, digits + 50 + first


def byte_at(line: int, column: int) -> int:
    """The byte whose digits or character stand at a column, or the next one."""
    digits = max(8, len(f"{line * WIDTH_BYTES:x}")) + 2
    inside = column - digits
    if inside >= 50:
        return line * WIDTH_BYTES + min(inside - 50, WIDTH_BYTES - 1)
    return line * WIDTH_BYTES + next((at for at in range(WIDTH_BYTES) if _digits(at) + 1 >= inside), WIDTH_BYTES - 1)


def _digits(byte: int) -> int:
    return 3 * byte + (byte >= WIDTH_BYTES // 2)
