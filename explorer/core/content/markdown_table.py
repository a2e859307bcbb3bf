"""Tables of Markdown with their columns under each other (GFM §4.10). Cells keep their characters; blanks are put
around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from unicodedata import east_asian_width

WIDEST = 60
"""Longer cells push the rest of their row aside."""
_MEASURED_ROWS = 5000
_SIGN = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r" {0,3}\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_ROW = re.compile(r" {0,3}\|")


def columns_of(line: str) -> int:
    """How many cells a row has that begins with a sign."""
    return len(_cells(line)[0])


def is_delimiter(line: str, columns: int) -> bool:
    """Whether the line below a header makes a table of it."""
    return _DELIMITER.match(line) is not None and columns_of(line) == columns


def is_row(line: str) -> bool:
    return _ROW.match(line) is not None


def table_lines(header: str, delimiter: str, rows: Iterable[str]) -> Iterator[str]:
    """All lines of a table; the first rows decide how wide its columns are."""
    rest = iter(rows)
    measured = [header, delimiter, *islice(rest, _MEASURED_ROWS)]
    are_right = [cell.endswith(":") and not cell.startswith(":") for cell in _cells(delimiter)[0]]
    widths = [0] * len(are_right)
    for row in measured:
        for column, cell in enumerate(_cells(row)[0][: len(widths)]):
            widths[column] = max(widths[column], min(_width(cell), WIDEST))
    for row in chain(measured, rest):
        yield _aligned(row, widths, are_right)


def _cells(row: str) -> tuple[list[str], bool]:
    """Cells without the blanks around them; whether a sign stands behind the last one."""
    cells = [cell.strip(" \t") for cell in _SIGN.split(row.strip(" \t"))[1:]]
    is_closed = len(cells) > 1 and not cells[-1]
    return (cells[:-1] if is_closed else cells), is_closed


def _aligned(row: str, widths: list[int], are_right: list[bool]) -> str:
    cells, is_closed = _cells(row)
    parts = []
    for column, cell in enumerate(cells):
        lack = " " * (widths[column] - _width(cell)) if column < len(widths) else ""
        parts.append(lack + cell if lack and are_right[column] else cell + lack)
    line = "| " + " | ".join(parts)
    return f"{line} |" if is_closed else line.rstrip(" ")


def _width(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    return len(cell) + sum(east_asian_width(sign) in "WF" for sign in cell)
