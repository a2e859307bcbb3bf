"""The variables a request uses, as rows for a table: missing ones first, secrets masked."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from explorer.core.model.request import Request
from explorer.core.variables import references, texts_of
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.code_chips import Chips

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TITLES = ("Name", "Value", "From")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedVariable:
    """One name in a request; ``value`` is for the eye and never a secret."""

    name: str
    value: str
    origin: str
    known: bool


def used_variables(request: Request, chips: Chips) -> tuple[UsedVariable, ...]:
    """Every name that is sent with the request, each once, missing ones first."""
    names = dict.fromkeys(reference.name for text in texts_of(request) for reference in references(text))
    rows = [_used(name, chips) for name in names]
    return tuple(sorted(rows, key=lambda row: row.known))


def _used(name: str, chips: Chips) -> UsedVariable:
    found = chips.lookup(name)
    if found is None:
        return UsedVariable(name=name, value=chips.missing_note(), origin="", known=False)
    origin = found.origin[:1].upper() + found.origin[1:]
    return UsedVariable(name=name, value=chips.shown_value(name), origin=origin, known=True)


class VarsModel(QAbstractTableModel):
    """Read-only."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[UsedVariable, ...] = ()

    @property
    def rows(self) -> tuple[UsedVariable, ...]:
        return self._rows

    def set_rows(self, rows: tuple[UsedVariable, ...]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        horizontal = orientation is Qt.Orientation.Horizontal and 0 <= section < len(TITLES)
        return TITLES[section] if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.name, row.value, row.origin)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "Go to the value" if row.known else "Give it a value"
        if role == Qt.ItemDataRole.FontRole:
            return fonts.ui_font(12) if index.column() == 2 or not row.known else fonts.code_font(12)
        if role == Qt.ItemDataRole.ForegroundRole:
            token = ("accent.fg", "text.primary", "text.muted")[index.column()] if row.known else "client.fg"
            return theme.current().color(token)
        return None
