"""The list of the catalogue as a Qt model: titles of sections and entries below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.core.diagnosis.catalog_entries import CatalogEntry
from explorer.gui.catalogue.seen import Seen

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

Line = str | CatalogEntry
"""A section's title, or an entry."""


class EntryModel(QAbstractListModel):
    """Reset when other entries are shown; counts change in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._seen: Mapping[str, Seen] = {}

    def show_entries(self, entries: Sequence[CatalogEntry]) -> None:
        """Entries in their order; a title before each new group."""
        self.beginResetModel()
        self._lines = []
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                self._lines.append(group)
            self._lines.append(entry)
        self.endResetModel()

    def set_seen(self, seen: Mapping[str, Seen]) -> None:
        self._seen = seen
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def line_of(self, index: Index) -> Line | None:
        return self._lines[index.row()] if index.isValid() else None

    def entry_of(self, index: Index) -> CatalogEntry | None:
        line = self.line_of(index)
        return line if isinstance(line, CatalogEntry) else None

    def count_of(self, entry: CatalogEntry) -> int:
        seen = self._seen.get(entry.id)
        return seen.count if seen else 0

    def entries(self) -> tuple[CatalogEntry, ...]:
        """What is shown, top to bottom."""
        return tuple(line for line in self._lines if isinstance(line, CatalogEntry))

    def index_of(self, entry_id: str) -> QModelIndex:
        """Where an entry is; an invalid index when it is not shown."""
        for row, line in enumerate(self._lines):
            if isinstance(line, CatalogEntry) and line.id == entry_id:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry_of(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line_of(index)
        if line is None:
            return None
        entry = line if isinstance(line, CatalogEntry) else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{entry.label} {entry.title}" if entry else line
            case Qt.ItemDataRole.AccessibleTextRole if entry is not None:
                count = self.count_of(entry)
                return f"{entry.label} {entry.title}, seen {count} times" if count else f"{entry.label} {entry.title}"
            case Qt.ItemDataRole.ToolTipRole if entry is not None:
                return entry.summary.replace("`", "")
        return None
