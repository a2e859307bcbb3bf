"""The variables a request uses, as rows for a table: missing ones first, secrets masked; then those of its own."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from explorer.core.model.environment import Variable
from explorer.core.model.request import Request
from explorer.core.variables import references, texts_of
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.code_chips import Chips

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TITLES = ("Name", "Value", "From")
ADD = "Add variable"
_READ_ONLY = ("dynamic", "command line", "running sandbox", ".env file", "process environment")
_OWN = "Request"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedVariable:
    """One name in a request; ``value`` is for the eye and never a secret."""

    name: str
    value: str
    origin: str
    known: bool
    editable: bool = True
    plain: str = ""
    """What an editor begins with; empty for a secret."""
    movable: bool = True
    """Whether the value may be set in another scope as well; a secret stays where it is."""


def used_variables(request: Request, chips: Chips, also: Collection[str] = ()) -> tuple[UsedVariable, ...]:
    """Every name that is sent with the request, each once, missing ones first; ``also`` are those it inherits."""
    names = dict.fromkeys(reference.name for text in texts_of(request) for reference in references(text))
    names |= dict.fromkeys((*sorted(also), *(row.name for row in request.variables if row.name)))
    own = {row.name: row for row in request.variables}
    behind = (chips.needed_for(name) for name in names if chips.lookup(name) is None)
    names |= dict.fromkeys(filter(None, tuple(behind)))
    rows = [_used(name, chips, own.get(name)) for name in names]
    return tuple(sorted(rows, key=lambda row: row.known))


def _used(name: str, chips: Chips, own: Variable | None) -> UsedVariable:
    found = chips.lookup(name)
    if found is None:
        if own is not None:
            return UsedVariable(name=name, value=own.value, origin=_OWN, known=bool(own.enabled), plain=own.value)
        return UsedVariable(name=name, value=chips.missing_note(name), origin="", known=False)
    origin = found.origin[:1].upper() + found.origin[1:]
    return UsedVariable(
        name=name,
        value=chips.shown_value(name),
        origin=origin,
        known=True,
        editable=found.origin not in _READ_ONLY,
        plain="" if found.secret else found.value,
        movable=found.origin not in _READ_ONLY and not found.secret,
    )


class VarsModel(QAbstractTableModel):
    """A value is edited where it stands; the last row begins a variable of the request's own."""

    value_edited = Signal(str, str)
    """Name and new value."""
    name_added = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[UsedVariable, ...] = ()

    @property
    def rows(self) -> tuple[UsedVariable, ...]:
        return self._rows

    def set_rows(self, rows: tuple[UsedVariable, ...]) -> None:
        if rows == self._rows:
            return
        if [row.name for row in rows] == [row.name for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(TITLES) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def is_add_row(self, index: Index) -> bool:
        return index.row() == len(self._rows)

    def is_secret(self, index: Index) -> bool:
        """Whether the row has the value of a secret, which is not shown while it is typed either."""
        if self.is_add_row(index):
            return False
        row = self._rows[index.row()]
        return row.editable and not row.movable

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        horizontal = orientation is Qt.Orientation.Horizontal and 0 <= section < len(TITLES)
        return TITLES[section] if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if self.is_add_row(index):
            return _add_data(index.column(), role)
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.name, row.value, _short(row.origin))[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return row.plain if index.column() == 1 else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row)
        if role == Qt.ItemDataRole.FontRole:
            return fonts.ui_font(12) if index.column() == 2 or not row.known else fonts.code_font(12)
        if role == Qt.ItemDataRole.ForegroundRole:
            token = ("accent.fg", "text.primary", "text.muted")[index.column()] if row.known else "client.fg"
            return theme.current().color(token)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        text = str(value)
        if self.is_add_row(index):
            if text.strip():
                self.name_added.emit(text.strip())
            return bool(text.strip())
        row = self._rows[index.row()]
        if text != row.plain:
            self.value_edited.emit(row.name, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.is_add_row(index):
            return usual | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else usual
        editable = index.column() == 1 and self._rows[index.row()].editable
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual


def with_value(rows: tuple[Variable, ...], name: str, value: str) -> tuple[Variable, ...]:
    """The request's own rows with one set; added at the end when it is new."""
    if any(row.name == name for row in rows):
        return tuple(replace(row, value=value, enabled=True) if row.name == name else row for row in rows)
    return (*rows, Variable(name=name, value=value))


def _tip(row: UsedVariable) -> str:
    if not row.known:
        return row.value if row.value.endswith(".") else "Enter goes to the environments, F2 gives it a value here"
    hint = "Enter goes to the value, F2 edits it here" if row.editable else "Enter goes to the value"
    origin = row.origin if _short(row.origin) != row.origin else ""
    return "\n".join(part for part in (row.value, origin, hint) if part)


def _short(origin: str) -> str:
    """ "Captured at 14:03": the name of the request would leave no room for the value; the tip has it."""
    return f"Captured at {origin.rpartition(' at ')[2]}" if origin.startswith("Captured from ") else origin


def _add_data(column: int, role: int) -> Any:
    if role == Qt.ItemDataRole.ToolTipRole:
        return "A variable that only this request has, and that goes before all others"
    if role == Qt.ItemDataRole.DisplayRole:
        return ADD if column == 0 else ""
    if role == Qt.ItemDataRole.EditRole:
        return ""
    if role == Qt.ItemDataRole.FontRole:
        return fonts.ui_font(12)
    return theme.current().color("text.muted") if role == Qt.ItemDataRole.ForegroundRole else None
