"""The matrix as an item model: names, one column an environment, "Used in"; below the variables the settings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.model.environment import Environment
from explorer.gui.environments import edits
from explorer.gui.environments.book import Book
from explorer.gui.environments.edits import Change, RefusedEditError
from explorer.gui.environments.environment_edits import settings_changed
from explorer.gui.environments.lines import (
    RUNNING,
    AddLine,
    Cell,
    HeadingLine,
    Line,
    SettingLine,
    Sheet,
    VariableLine,
    count_cell,
    head_cell,
    scope_cell,
    value_cell,
)
from explorer.gui.environments.matrix import is_secret, known_value, names_of, row_of
from explorer.gui.environments.scope_columns import ScopeColumn
from explorer.gui.environments.setting_rows import BASE_ROW, SETTING_ROWS

Index = QModelIndex | QPersistentModelIndex

_FIXED: tuple[Line, ...] = (AddLine(), HeadingLine(), *(SettingLine(row) for row in SETTING_ROWS))


class Role(IntEnum):
    """Data beyond words."""

    CELL = Qt.ItemDataRole.UserRole + 1
    LINE = Qt.ItemDataRole.UserRole + 2
    KEY = Qt.ItemDataRole.UserRole + 3
    """Key of the column's environment; empty for the first and the last column."""


class MatrixModel(QAbstractTableModel):
    """Values come from a Sheet; edits go to the Book, and come back with the next Sheet."""

    refused = Signal(str)
    """A sentence about an edit that cannot be made."""
    variable_added = Signal(str)
    """Its name."""
    scope_edited = Signal(str, str, str)
    """Scope, name and new value."""

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._sheet = Sheet()
        self._lines: list[Line] = list(_FIXED)
        self._keys: list[str] = []
        self._scopes: list[str] = []
        self._by_key: dict[str, Environment] = {}

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._sheet

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the environments, in the order of their columns."""
        return tuple(self._keys)

    def set_sheet(self, sheet: Sheet, wanted: Callable[[str], bool]) -> None:
        """Show these values; only names that are ``wanted`` get a line."""
        known = dict.fromkeys((*names_of(sheet.environments), *sheet.beside.names))
        names = [VariableLine(name) for name in known if wanted(name)]
        self._by_key |= {one.key: one for one in sheet.environments}
        self._sheet = sheet
        self._set_columns([one.key for one in sheet.environments], [one.kind for one in sheet.beside.scopes])
        self._set_lines([*names, *_FIXED])
        self._by_key = {one.key: one for one in sheet.environments}
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def line(self, row: int) -> Line:
        """The line of a row."""
        return self._lines[row]

    def row_of_name(self, name: str) -> int:
        """The row of a variable, -1 when it is not shown."""
        line = VariableLine(name)
        return self._lines.index(line) if line in self._lines else -1

    def add_row(self) -> int:
        """The row where a name begins a new variable."""
        return self._lines.index(AddLine())

    def column_of(self, key: str) -> int:
        """The column of an environment, -1 for an unknown key."""
        return self._keys.index(key) + 1 if key in self._keys else -1

    def environment_at(self, column: int) -> Environment | None:
        """The environment of a column."""
        return self._by_key.get(self._keys[column - 1]) if 1 <= column <= len(self._keys) else None

    def scope_at(self, column: int) -> ScopeColumn | None:
        """The scope of a column beside the environments."""
        at = column - 1 - len(self._keys)
        kind = self._scopes[at] if 0 <= at < len(self._scopes) else ""
        return next((one for one in self._sheet.beside.scopes if one.kind == kind), None)

    def cell(self, index: Index) -> Cell:
        """What stands in a cell."""
        line, column = self._lines[index.row()], index.column()
        environment = self.environment_at(column)
        if environment is not None:
            return value_cell(line, environment, self._sheet, self._book.secret_of)
        scope = self.scope_at(column)
        if scope is not None:
            return scope_cell(line, scope)
        return head_cell(line, self._sheet) if column == 0 else count_cell(line, self._sheet)

    # -- structure

    def _set_columns(self, keys: list[str], scopes: list[str]) -> None:
        if scopes != self._scopes:
            self.beginResetModel()
            self._keys, self._scopes = keys, scopes
            self.endResetModel()
        start, old_end, new_end = _span(self._keys, keys)
        if old_end > start:
            self.beginRemoveColumns(QModelIndex(), start + 1, old_end)
            del self._keys[start:old_end]
            self.endRemoveColumns()
        if new_end > start:
            self.beginInsertColumns(QModelIndex(), start + 1, new_end)
            self._keys[start:start] = keys[start:new_end]
            self.endInsertColumns()

    def _set_lines(self, lines: list[Line]) -> None:
        start, old_end, new_end = _span(self._lines, lines)
        if old_end > start:
            self.beginRemoveRows(QModelIndex(), start, old_end - 1)
            del self._lines[start:old_end]
            self.endRemoveRows()
        if new_end > start:
            self.beginInsertRows(QModelIndex(), start, new_end - 1)
            self._lines[start:start] = lines[start:new_end]
            self.endInsertRows()

    # -- edits

    def _edit(self, index: Index, text: str) -> Change | None:
        line, environment = self._lines[index.row()], self.environment_at(index.column())
        all_of_them, secret_of = self._book.environments, self._book.secret_of
        match line:
            case AddLine() if index.column() == 0 and text.strip():
                return edits.variable_added(all_of_them, self._home(), text.strip())
            case VariableLine() if index.column() == 0 and text.strip() not in ("", line.name):
                return edits.variable_renamed(all_of_them, line.name, text.strip(), secret_of, self._book.elsewhere)
            case VariableLine() if (scope := self.scope_at(index.column())) is not None:
                row = scope.row(line.name)
                if text != (row.value if row else ""):
                    self._book.refuse_secret(line.name, text)
                    self.scope_edited.emit(scope.kind, line.name, text)
            case VariableLine() if environment is not None:
                return self._value_edit(environment, line.name, text)
            case SettingLine() if environment is not None and line.row is BASE_ROW:
                return edits.base_set(all_of_them, line.row.parse(environment, text))
            case SettingLine() if environment is not None:
                return settings_changed(f"Change {line.row.title}", line.row.parse(environment, text))
        return None

    def _value_edit(self, environment: Environment, name: str, text: str) -> Change | None:
        """An emptied field takes a plain value away; an emptied secret is left as it is."""
        row, secret_of = row_of(environment, name), self._book.secret_of
        secret = is_secret(self._book.environments, name)
        if text == known_value(environment, name, secret_of) and row is not None and row.enabled:
            return None
        if text:
            return edits.value_set(self._book.environments, environment.key, name, text, secret_of)
        if secret or row is None or not row.enabled:
            return None
        return edits.value_unset(self._book.environments, environment.key, name, secret_of)

    def _home(self) -> str:
        """Where a new name gets its row: the active environment, or the first."""
        active = next((one.key for one in self._book.environments if one.name == self._book.active), "")
        if not active and not self._book.environments:
            raise RefusedEditError("Add an environment first: variables live in it.")
        return active or self._book.environments[0].key

    def _words(self, cell: Cell, index: Index) -> str:
        environment = self.environment_at(index.column())
        scope = self.scope_at(index.column())
        if scope is not None and cell.text:
            return f"{head_cell(self._lines[index.row()], self._sheet).text} in {scope.title}: {cell.text}"
        if environment is None or not cell.text:
            return cell.text
        head = head_cell(self._lines[index.row()], self._sheet).text
        words = "secret" if cell.text.startswith("•") else cell.text
        return f"{head} in {environment.name}: {words}" + (f", {cell.note}" if cell.note else "")

    def _tip(self, index: Index) -> str | None:
        line, environment = self._lines[index.row()], self.environment_at(index.column())
        if isinstance(line, SettingLine) and index.column() == 0:
            return line.row.help
        if not isinstance(line, VariableLine) or environment is None or self.cell(index).note != RUNNING:
            return None
        row = row_of(environment, line.name)
        return f"{RUNNING}. When it does not run: {row.value}" if row and row.value and not row.secret else RUNNING

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._keys) + len(self._scopes) + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(index).text
            case Qt.ItemDataRole.EditRole:
                return self._edit_text(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._words(self.cell(index), index)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(index)
            case Role.CELL:
                return self.cell(index)
            case Role.LINE:
                return line
            case Role.KEY:
                environment = self.environment_at(index.column())
                return environment.key if environment else ""
        return None

    def _edit_text(self, index: Index) -> str:
        line, environment = self._lines[index.row()], self.environment_at(index.column())
        scope = self.scope_at(index.column())
        if scope is not None and isinstance(line, VariableLine):
            row = scope.row(line.name)
            return row.value if row is not None else ""
        if isinstance(line, VariableLine):
            return known_value(environment, line.name, self._book.secret_of) if environment else line.name
        return line.row.words(environment) if isinstance(line, SettingLine) and environment else ""

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        try:
            change = self._edit(index, str(value))
        except RefusedEditError as error:
            self.refused.emit(str(error))
            return False
        if change is None:
            return False
        is_new = isinstance(self._lines[index.row()], AddLine)
        if not self._book.make(change):
            return False
        if is_new:
            self.variable_added.emit(str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], HeadingLine):
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line, column = self._lines[index.row()], index.column()
        scope = self.scope_at(column)
        if scope is not None:
            row = scope.row(line.name) if isinstance(line, VariableLine) else None
            can_edit = isinstance(line, VariableLine) and (row is None or not (row.secret or row.command))
            return usual | Qt.ItemFlag.ItemIsEditable if can_edit else usual
        if column == 0 and isinstance(line, VariableLine) and line.name not in names_of(self._sheet.environments):
            return usual
        if column > len(self._keys) or (isinstance(line, SettingLine) and column == 0):
            return usual
        if isinstance(line, AddLine) and column > 0:
            return usual
        toggles = isinstance(line, SettingLine) and line.row.toggles
        return usual if toggles else usual | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        environment = self.environment_at(section)
        if environment is not None:
            return environment.name
        scope = self.scope_at(section)
        return scope.title if scope is not None else "Variable" if section == 0 else "Used in"

    def toggle(self, index: Index) -> bool:
        """Turn an On or Off setting over; False for any other cell."""
        line, environment = self._lines[index.row()], self.environment_at(index.column())
        if not isinstance(line, SettingLine) or not line.row.toggles or environment is None:
            return False
        word = "Off" if line.row.words(environment) == "On" else "On"
        return self.setData(index, word)

    def reveal(self, revealed: frozenset[tuple[str, str]]) -> None:
        """Show these secrets and mask all others."""
        self._sheet = replace(self._sheet, revealed=revealed)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


def _span(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int, int]:
    """The part that differs: from ``start``, up to one end in the old and one in the new sequence."""
    start, least = 0, min(len(old), len(new))
    while start < least and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < least - start and old[len(old) - 1 - tail] == new[len(new) - 1 - tail]:
        tail += 1
    return start, len(old) - tail, len(new) - tail
