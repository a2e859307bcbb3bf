"""The item model of a key-value table: rows, a last line that adds one, marks of faults, and every change undoable."""

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.key_value_rows import Row

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Column(IntEnum):
    """Columns in the order they stand."""

    CHECK = 0
    NAME = 1
    KIND = 2
    VALUE = 3
    HINT = 4
    ACTION = 5


_TITLES = {Column.NAME: "Name", Column.KIND: "Kind", Column.VALUE: "Value"}
_SPOKEN = {Column.CHECK: "In use", Column.HINT: "Description", Column.ACTION: "Delete"}


class KeyValueModel(QAbstractTableModel):
    """``changed`` follows every change by the person, undo and redo included; never ``set_rows``."""

    changed = Signal()
    faults_changed = Signal()

    def __init__(self, add_words: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._faults: dict[int, str] = {}
        self._add_words = add_words
        self.family = Family.CLIENT
        self.fixed_names = False
        self.checkable = True
        self.undo_stack = QUndoStack(self)

    # values

    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def row_at(self, row: int) -> Row | None:
        """The row, or None for the line that adds one."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def is_add_line(self, row: int) -> bool:
        return row == len(self._rows) and not self.fixed_names

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Load other rows; forgets faults and undo."""
        if rows == tuple(self._rows):
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._faults = {}
        self.undo_stack.clear()
        self.endResetModel()

    def sync_rows(self, rows: tuple[Row, ...]) -> None:
        """Show what changed elsewhere, touching only what differs; what was undone before is forgotten."""
        old, new = self.rows(), rows
        if old == new:
            return
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        self.undo_stack.clear()
        self._splice(start, len(old) - start - end, new[start : len(new) - end])

    # faults

    @property
    def faults(self) -> Mapping[int, str]:
        return self._faults

    def set_faults(self, faults: Mapping[int, str], family: Family) -> None:
        if (dict(faults), family) == (self._faults, self.family):
            return
        self._faults, self.family = dict(faults), family
        self._repaint()
        self.faults_changed.emit()

    # changes that can be undone

    def change(self, row: int, **fields: Any) -> None:
        """Change fields of a row; on the line that adds one, begin a new row."""
        old = self.row_at(row)
        new = replace(old or Row(), **fields)
        if new != (old or Row()):
            self._push("Edit row", row, 0 if old is None else 1, (new,))

    def insert(self, row: int, rows: tuple[Row, ...]) -> None:
        self._push("Add rows", row, 0, rows)

    def remove(self, row: int, count: int = 1) -> None:
        if row >= 0 and row + count <= len(self._rows):
            self._push("Delete rows", row, count, ())

    def move(self, row: int, step: int) -> bool:
        """Change places with the row above (-1) or below (1); False at the ends."""
        other = row + step
        if not (0 <= row < len(self._rows) and 0 <= other < len(self._rows)):
            return False
        first = min(row, other)
        self._push("Move row", first, 2, (self._rows[first + 1], self._rows[first]))
        return True

    def set_all_enabled(self, enabled: bool) -> None:
        rows = tuple(replace(row, enabled=enabled) for row in self._rows)
        if rows != self.rows():
            self._push("Switch rows", 0, len(rows), rows)

    def replace_all(self, rows: tuple[Row, ...]) -> None:
        """Put other rows in place of all, as one step that can be undone."""
        if rows != self.rows():
            self._push("Replace rows", 0, len(self._rows), rows)

    def _push(self, title: str, start: int, count: int, rows: tuple[Row, ...]) -> None:
        old = tuple(self._rows[start : start + count])
        self.undo_stack.push(_Splice(self, title, start, old, rows))

    def apply_splice(self, start: int, count: int, rows: tuple[Row, ...]) -> None:
        """For undo steps only."""
        self._splice(start, count, rows)
        self.changed.emit()

    def _splice(self, start: int, count: int, rows: tuple[Row, ...]) -> None:
        shared = min(count, len(rows))
        touched = [i for i in range(start, start + shared) if _shown(self._rows[i]) != _shown(rows[i - start])]
        self._rows[start : start + shared] = rows[:shared]
        if shared:
            self.dataChanged.emit(self.index(start, 0), self.index(start + shared - 1, Column.ACTION))
        first, extra = start + shared, rows[shared:]
        if count > shared:
            self.beginRemoveRows(ROOT, first, start + count - 1)
            del self._rows[first : start + count]
            self.endRemoveRows()
        elif extra:
            self.beginInsertRows(ROOT, first, first + len(extra) - 1)
            self._rows[first:first] = extra
            self.endInsertRows()
        self._shift_faults(set(touched), first, len(rows) - count)

    def _shift_faults(self, touched: set[int], first: int, delta: int) -> None:
        if not self._faults:
            return
        gone = touched | (set(range(first, first - delta)) if delta < 0 else set())
        if delta > 0 and first + delta == len(self._rows):
            gone.add(first)  # the line that adds a row: what it asked for has been begun
        moved = {row + (delta if row >= first else 0): note for row, note in self._faults.items() if row not in gone}
        if moved != self._faults:
            self._faults = moved
            self._repaint()
            self.faults_changed.emit()

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, Column.ACTION))

    def _add_data(self, column: int, role: int) -> Any:
        if column == Column.NAME and role == Qt.ItemDataRole.DisplayRole:
            return self._add_words
        if column == Column.NAME and role == Qt.ItemDataRole.AccessibleTextRole:
            fault = self._faults.get(len(self._rows))
            return f"{self._add_words}. {fault}" if fault else self._add_words
        return "" if role == Qt.ItemDataRole.EditRole else None

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows) + (not self.fixed_names)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section not in list(Column):
            return None
        title = _TITLES.get(Column(section), "")
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        return title or _SPOKEN[Column(section)] if role == Qt.ItemDataRole.AccessibleTextRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return self._add_data(index.column(), role) if index.isValid() else None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == Column.CHECK and self.checkable:
            return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), row, index.column())
        return None

    def _spoken(self, number: int, row: Row, column: int) -> str:
        if column == Column.CHECK:
            return f"{row.name or 'row'} {'in use' if row.enabled else 'off'}"
        if column == Column.ACTION:
            return f"Delete {row.name}"
        fault = self._faults.get(number)
        return f"{_text(row, column)}. {fault}" if fault and column == Column.VALUE else _text(row, column)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        match index.column(), role:
            case Column.CHECK, Qt.ItemDataRole.CheckStateRole:
                checked = Qt.CheckState(value) is Qt.CheckState.Checked
                self.change(index.row(), enabled=checked)
            case Column.NAME, Qt.ItemDataRole.EditRole:
                self.change(index.row(), name=str(value))
            case Column.VALUE, Qt.ItemDataRole.EditRole:
                self.change(index.row(), value=str(value))
            case Column.HINT, Qt.ItemDataRole.EditRole:
                self.change(index.row(), description=str(value))
            case Column.KIND, Qt.ItemDataRole.EditRole:
                self._set_kind(index.row(), str(value) == "File")
            case _:
                return False
        return True

    def _set_kind(self, number: int, is_file: bool) -> None:
        row = self.row_at(number) or Row()
        if row.is_file != is_file:
            self.change(number, is_file=is_file, value=row.other_value, other_value=row.value)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        usable = flag.ItemIsEnabled | flag.ItemIsSelectable
        adding = self.is_add_line(index.row())
        match index.column():
            case Column.CHECK:
                return usable if adding or not self.checkable else usable | flag.ItemIsUserCheckable
            case Column.NAME:
                return usable if self.fixed_names else usable | flag.ItemIsEditable
            case Column.ACTION | Column.KIND:
                return usable
            case _:
                return usable if adding and index.column() == Column.HINT else usable | flag.ItemIsEditable


class _Splice(QUndoCommand):
    """Some rows in place of others."""

    def __init__(self, model: KeyValueModel, title: str, start: int, old: tuple[Row, ...], new: tuple[Row, ...]):
        super().__init__(title)
        self._model, self._start, self._old, self._new = model, start, old, new

    def redo(self) -> None:
        self._model.apply_splice(self._start, len(self._old), self._new)

    def undo(self) -> None:
        self._model.apply_splice(self._start, len(self._new), self._old)


def _shown(row: Row) -> tuple[str, str, bool]:
    return row.name, row.value, row.enabled


def _text(row: Row, column: int) -> str:
    match column:
        case Column.NAME:
            return row.name
        case Column.KIND:
            return "File" if row.is_file else "Text"
        case Column.VALUE:
            return row.value
        case Column.HINT:
            return row.description
        case _:
            return ""
