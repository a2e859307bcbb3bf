"""The palette's lines as an item model: headings that cannot be chosen, rows that can."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.gui.palette.finder import Heading, Line, Row

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data beyond the title."""

    LINE = Qt.ItemDataRole.UserRole + 1


class RowsModel(QAbstractListModel):
    """Read-only; reset at every key, because most rows change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def row_numbers(self) -> tuple[int, ...]:
        """Numbers of the lines that can be chosen."""
        return tuple(number for number, line in enumerate(self._lines) if isinstance(line, Row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.item.title if isinstance(line, Row) else line.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(line)
            case Role.LINE:
                return line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = index.data(Role.LINE) if index.isValid() else None
        if isinstance(line, Row):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren


def spoken(line: Line) -> str:
    """One sentence for a screen reader: kind, title, place, keys."""
    if isinstance(line, Heading):
        return line.title
    item = line.item
    parts = (line.kind.value.capitalize(), item.method, item.label, item.title)
    head = " ".join(part for part in parts if part)
    return ", ".join(part for part in (head, item.detail, item.right, " ".join(item.keys)) if part)
