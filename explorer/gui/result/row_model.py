"""The rows of an array of objects in a formatted text, or of CSV; a row is read and parsed when it is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.core.content.csv_rows import Table
from explorer.core.content.json_tree import Number, Value, summary
from explorer.core.content.row_texts import Rows
from explorer.core.content.text_file import TextFile
from explorer.gui.result.table_row import TableRow, Words, csv_row, json_row
from explorer.gui.theme import fonts, theme

MOST_COLUMNS = 60
_LOOKED_AT = 100
_LOOKED_AT_BYTES = 400_000
"""Rows whose names make the columns and whose texts make their widths, and how long they may be together."""

_KEPT_ROWS = 400
_LONGEST_ROW_BYTES = 500_000
_BREAKS = {ord("\r"): "", ord("\n"): "↵", ord("\t"): "→"}
"""A cell is one line; Qt would show the first one alone."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _FONT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.FontRole)
_COLOUR, _ALIGNMENT = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.TextAlignmentRole)
_ROLES = frozenset((_DISPLAY, _FONT, _COLOUR, _ALIGNMENT))
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE


class RowModel(QAbstractTableModel):
    """``order`` holds the numbers of the rows that are shown; None shows all as they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[str, ...] = ()
        self._file: TextFile | None = None
        self._starts: Sequence[int] = ()
        self._end = 0
        self._order: Sequence[int] | None = None
        self._rows: OrderedDict[int, TableRow] = OrderedDict()
        self._table: Table | None = None
        self._of_numbers: dict[int, bool] = {}
        self.sorted = ("", False)
        self._font = fonts.code_font(12)
        theme.current().changed.connect(self._dress)

    def _dress(self) -> None:
        self._font = fonts.code_font(12)

    def set_rows(self, file: TextFile | None, starts: Sequence[int], end: int, table: Table | None = None) -> None:
        """Show other rows; ``end`` is the byte behind the last one, ``table`` says how those of CSV are read."""
        self.beginResetModel()
        self._file = file.reopened() if file is not None else None
        self._starts, self._end = starts, end
        self._order = None
        self._table = table
        self._rows.clear()
        self._of_numbers.clear()
        names: dict[str, None] = dict.fromkeys(table.columns) if table is not None else {}
        for row in range(self._first_rows()):
            names.update(dict.fromkeys(self._row(row).cells))
        self.columns = tuple(names)[:MOST_COLUMNS]
        self.endResetModel()

    def set_order(self, order: Sequence[int] | None) -> None:
        """Show the rows of these numbers in this order."""
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    @property
    def total(self) -> int:
        """Rows of the array, shown or not."""
        return len(self._starts)

    def number(self, row: int) -> int:
        """The number of a row in the array."""
        return self._order[row] if self._order is not None else row

    def offset(self, row: int) -> int:
        """The byte at which a row begins."""
        return self._starts[self.number(row)]

    def longest_text(self, column: int) -> str:
        """The longest of what is shown of a column in the first rows and in the last one, where numbers are longest."""
        name, last = self.columns[column], self.total - 1
        is_short = last >= 0 and self._end - self._starts[last] < _LOOKED_AT_BYTES
        rows = map(self._row, (*range(self._first_rows()), *([last] if is_short else ())))
        return max((_shown(row.brief(name)) for row in rows if name in row.cells), key=len, default="")

    def value(self, index: _Index) -> Value:
        """The value of a cell; None also where there is none."""
        return self._row(self.number(index.row())).value(self.columns[index.column()])

    def picked(
        self, cells: Iterable[tuple[int, Iterable[int]]], *, is_whole: bool = False
    ) -> tuple[Callable[[], Rows], int]:
        """What reads rows with some of their columns, as values by name; and how many bytes it reads for that, so that
        it can be called on a thread. Objects and arrays are ``Written`` unless they are wanted whole."""
        assert self._file is not None
        wanted = [
            (*self._span(self.number(row)), [self.columns[column] for column in columns]) for row, columns in cells
        ]
        read = partial(_picked, self._file.reopened(), self._table, wanted, is_whole=is_whole)
        return read, sum(end - start for start, end, _ in wanted)

    def is_of_numbers(self, column: int) -> bool:
        """Whether the first rows have numbers in a column, and nothing else but null."""
        known = self._of_numbers.get(column)
        if known is None:
            name = self.columns[column]
            rows = map(self._row, range(self._first_rows()))
            values = [value for row in rows if name in row.cells and (value := row.brief(name)) is not None]
            known = self._of_numbers[column] = bool(values) and all(isinstance(one, Number) for one in values)
        return known

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        if parent.isValid() or self._file is None:
            return 0
        return len(self._order) if self._order is not None else len(self._starts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        # Asked for seven roles of each cell in view.
        if role not in _ROLES or not index.isValid():
            return None
        if role == _FONT:
            return self._font
        row, name = self._row(self.number(index.row())), self.columns[index.column()]
        if name not in row.cells:
            return None
        value = row.brief(name)
        if role == _DISPLAY:
            return _shown(value)
        if role == _COLOUR:
            return theme.current().color(_token(value))
        return _RIGHT if isinstance(value, Number) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _ALIGNMENT:
            at_right = orientation is Qt.Orientation.Vertical or self.is_of_numbers(section)
            return (Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft) | _MIDDLE
        if role != _DISPLAY:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self.number(section))
        name, descending = self.sorted
        sign = "" if self.columns[section] != name else " ↓" if descending else " ↑"
        return self.columns[section] + sign

    def mark_sorted(self, name: str, *, descending: bool) -> None:
        """Say at the head of a column that it is sorted by; an empty name for none."""
        self.sorted = (name, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))

    def _end_of(self, number: int) -> int:
        return self._starts[number + 1] if number + 1 < len(self._starts) else self._end

    def _first_rows(self) -> int:
        """How many rows are looked at before they are shown."""
        for number in range(min(len(self._starts), _LOOKED_AT)):
            if number and self._end_of(number) - self._starts[0] > _LOOKED_AT_BYTES:
                return number
        return min(len(self._starts), _LOOKED_AT)

    def _row(self, number: int) -> TableRow:
        known = self._rows.get(number)
        if known is not None:
            return known
        row = self._read(number)
        self._rows[number] = row
        if len(self._rows) > _KEPT_ROWS:
            self._rows.popitem(last=False)
        return row

    def _span(self, number: int) -> tuple[int, int]:
        return self._starts[number], self._end_of(number)

    def _read(self, number: int) -> TableRow:
        if self._file is None:
            return TableRow({}, is_read=True)
        return _read(self._file, self._table, *self._span(number))


def _read(file: TextFile, table: Table | None, start: int, end: int) -> TableRow:
    if end - start > _LONGEST_ROW_BYTES:
        return TableRow({}, is_read=True)
    return json_row(file.read(start, end - start)) if table is None else csv_row(file.text(start, end), table)


def _picked(
    file: TextFile, table: Table | None, wanted: Sequence[tuple[int, int, Sequence[str]]], *, is_whole: bool
) -> Rows:
    rows = []
    for start, end, names in wanted:
        row = _read(file, table, start, end)
        read = row.value if is_whole else row.written
        rows.append({name: read(name) for name in names if name in row.cells})
    return rows


def _shown(value: Value) -> str:
    return (value if isinstance(value, str) else summary(value)).translate(_BREAKS)


def _token(value: Value) -> str:
    match value:
        case Number() | bool():
            return "syntax.number"
        case str() if not isinstance(value, Words):
            return "text.primary"
    return "text.muted"
