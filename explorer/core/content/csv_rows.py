"""CSV as RFC 4180 has it: where each row begins in the bytes, its cells, and the names of its columns.

The delimiter is guessed; the quotation mark is always ", doubled inside a quoted cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from explorer.core.content.json_tree import Members, Number

SAMPLE_CHARACTERS = 4096
_DELIMITERS = "\t;|,"
"""Of signs that fit as well, the first one is meant: the last are those of prose."""

_LONGEST_CELL = 1 << 30
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """Bytes from ``start`` up to ``end``, the number of its first line from 1, and its cells."""

    start: int
    end: int
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How the rows of one text are read."""

    delimiter: str
    columns: tuple[str, ...]
    has_header: bool

    def members(self, text: str) -> Members:
        """One row as an object; cells beyond the columns go by their numbers."""
        cells = next((row for row in csv.reader(text.splitlines(keepends=True), delimiter=self.delimiter) if row), [])
        names = (*self.columns, *(str(number + 1) for number in range(len(self.columns), len(cells))))
        return Members(tuple((name, value_of(cell)) for name, cell in zip(names, cells, strict=False)))


def value_of(cell: str) -> Number | str:
    """A cell that reads as a number of JSON is one, with its characters."""
    return Number(cell) if _NUMBER.match(cell) else cell


def delimiter_of(sample: str) -> str:
    """The sign that cuts most rows into as many cells as the first has; raises csv.Error when the text is no table.

    The sniffer of the library knows no line ends in cells and stumbles over empty lines.
    """
    head = sample[:SAMPLE_CHARACTERS]
    if len(sample) > len(head):
        head = head[: head.rfind("\n") + 1] or head  # the last row is cut
    best = max(_DELIMITERS, key=lambda sign: _fit(head, sign))
    if _fit(head, best) <= (0.0, 1):
        raise csv.Error("no delimiter")
    return best


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """How many of the rows have the cells of the first, as a share, and how many cells that are."""
    lines = sample.splitlines(keepends=True)
    counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    if not counts or counts[0] < 2:
        return 0.0, 1
    return counts.count(counts[0]) / len(counts), counts[0]


def table_of(rows: Iterable[Row], delimiter: str) -> Table:
    """The columns by the first row: its cells are names when none of them is empty, a number or twice there."""
    first = next(iter(rows)).cells
    is_header = all(first) and len(set(first)) == len(first) and not any(map(_NUMBER.match, first))
    columns = tuple(first) if is_header else tuple(str(number + 1) for number in range(len(first)))
    return Table(delimiter=delimiter, columns=columns, has_header=is_header)


def rows_of(lines: Iterable[bytes], delimiter: str) -> Iterator[Row]:
    """The rows of UTF-8 lines that still have their line ends, empty ones left out. Raises csv.Error."""
    csv.field_size_limit(_LONGEST_CELL)
    source = _Source(lines)
    start, line = 0, 1
    for cells in csv.reader(source, delimiter=delimiter):
        if cells:
            yield Row(start, source.bytes, line, cells)
        start, line = source.bytes, source.lines + 1


def cells_of(lines: Iterable[bytes], delimiter: str) -> Iterator[list[str]]:
    """The cells of the rows of ``rows_of``, in half the time, for who need not know their places."""
    csv.field_size_limit(_LONGEST_CELL)
    texts = (line.decode("utf-8", "replace") for line in lines)
    marked = chain((first.removeprefix("\ufeff") for first in islice(texts, 1)), texts)
    return filter(None, csv.reader(marked, delimiter=delimiter))


class _Source(Iterator[str]):
    """Hands out lines and knows how many bytes and lines are taken."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.bytes = 0
        self.lines = 0

    def __next__(self) -> str:
        line = next(self._lines)
        text = line.decode("utf-8", "replace")
        if not self.bytes:
            text = text.removeprefix("\ufeff")
        self.bytes += len(line)
        self.lines += 1
        return text


NOT_CLOSED = "a quotation mark that is not closed"


def uneven(row: Row, columns: int) -> str:
    """Why a row does not fit the others, in a few words; empty when it does."""
    count = len(row.cells)
    if count == columns:
        return ""
    if row.cells[-1].count("\n") > 1:
        return NOT_CLOSED
    return f"{count} value{'s' * (count != 1)} instead of {columns}"


def ends_in_quotes(row: bytes) -> bool:
    """Whether the last row of a text goes up to its end because a quotation mark is not closed."""
    return row.count(b'"') % 2 == 1 and _UNCLOSED.search(row) is not None


_UNCLOSED = re.compile(rb'(?:\A|[,;\t|])"(?:[^"]|"")*\Z')

WIDEST = 40
"""Longer cells push the rest of their row aside."""


def widths_of(rows: Iterable[Row], columns: int) -> list[int]:
    """How wide the columns are."""
    widths = [0] * columns
    for row in rows:
        for column, cell in enumerate(row.cells[:columns]):
            if len(cell) > widths[column]:
                widths[column] = min(WIDEST, len(cell))
    return widths


def aligned(row: Row, widths: list[int]) -> str:
    """The cells under those of the other rows, a line end inside a cell as a sign."""
    cells = [cell.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎") for cell in row.cells]
    ended = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    return "  ".join([*ended, *cells[len(widths) :]]).rstrip()
