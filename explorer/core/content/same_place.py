"""The same place in two forms of one text that differ only in their blanks: as it came, and set on lines.

Formatting JSON and XML moves blanks and nothing else, so the n-th sign that is no blank stands for the same thing in
both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

_BLANKS = b" \t\r\n"
_PORTION_BYTES = 1024 * 1024

Reader = Callable[[int, int], bytes]


def signs_before(read: Reader, offset: int) -> int:
    """How many bytes that are no blanks stand before a byte."""
    return sum(len(portion.translate(None, _BLANKS)) for _, portion in _portions(read, offset))


def place_of(read: Reader, size_bytes: int, signs: int) -> int:
    """The byte that has so many signs before it, and is none of the blanks between; the end when there are fewer."""
    if not signs:
        return 0
    for start, portion in _portions(read, size_bytes):
        count = len(portion.translate(None, _BLANKS))
        if count > signs:
            return start + _within(portion, signs)
        signs -= count
    return size_bytes


def same_places(
    read: Reader, size_bytes: int, other: Reader, other_bytes: int, offsets: tuple[int, ...]
) -> tuple[int, ...]:
    """Where the bytes ``offsets`` of one text stand in the other one. Texts of one length are taken for the same: a
    body that came set on lines."""
    if size_bytes == other_bytes:
        return offsets
    return tuple(place_of(other, other_bytes, signs_before(read, min(offset, size_bytes))) for offset in offsets)


def _within(portion: bytes, signs: int) -> int:
    """Halves the portion until the sign is found."""
    low, high = 0, len(portion)
    while high - low > 1:
        middle = (low + high) // 2
        count = len(portion[low:middle].translate(None, _BLANKS))
        if count > signs:
            high = middle
        else:
            low, signs = middle, signs - count
    return low


def _portions(read: Reader, end: int) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < end and (portion := read(start, min(_PORTION_BYTES, end - start))):
        yield start, portion
        start += len(portion)
