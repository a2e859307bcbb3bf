"""The changed files as rows with a checkbox: which of them go into the next commit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.model.versions import ChangeKind, FileChange, ItemChange
from explorer.gui.changes.words import spoken, summary, title

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data beyond the name."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    SUMMARY = Qt.ItemDataRole.UserRole + 2


class ChangesModel(QAbstractListModel):
    """Rows keep their choice by key while the list is read anew; new rows are chosen, .env files are not."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[ItemChange, ...] = ()
        self._left_out: set[str] = set()
        """Keys that are unchecked; a file that changes later is chosen until somebody unchecks it."""
        self._seen: set[str] = set()

    @property
    def chosen(self) -> tuple[FileChange, ...]:
        """What the next commit takes."""
        return tuple(item.file for item in self.items if self._is_chosen(item))

    @property
    def choosable(self) -> tuple[ItemChange, ...]:
        """All but conflicts and other repositories."""
        return tuple(item for item in self.items if can_be_chosen(item))

    def set_items(self, items: Sequence[ItemChange]) -> None:
        """Other rows; the same ones are left alone, so that the selection stays."""
        if tuple(items) == self.items:
            return
        keys = {item.file.key for item in items}
        self._left_out |= {item.file.key for item in items if is_private(item)} - self._seen
        self._left_out &= keys
        self._seen = keys
        if [item.file.key for item in items] == [item.file.key for item in self.items]:
            self.items = tuple(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
        else:
            self.beginResetModel()
            self.items = tuple(items)
            self.endResetModel()
        self.chosen_changed.emit()

    def choose_all(self, chosen: bool) -> None:
        """Check or uncheck every row."""
        self._left_out = set() if chosen else {item.file.key for item in self.choosable}
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1), [Qt.ItemDataRole.CheckStateRole])
        self.chosen_changed.emit()

    def toggle(self, row: int) -> None:
        """Check or uncheck one row."""
        if not 0 <= row < len(self.items) or not can_be_chosen(self.items[row]):
            return
        self._left_out ^= {self.items[row].file.key}
        index = self.index(row)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.chosen_changed.emit()

    def row_of(self, key: str) -> int:
        """The row of a file; -1 for none."""
        return next((row for row, item in enumerate(self.items) if item.file.key == key), -1)

    def item_at(self, index: Index) -> ItemChange | None:
        """The change of a row."""
        return self.items[index.row()] if index.isValid() and index.row() < len(self.items) else None

    def _is_chosen(self, item: ItemChange) -> bool:
        return can_be_chosen(item) and item.file.key not in self._left_out

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item = self.item_at(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if item is not None and can_be_chosen(item) else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item_at(index)
        if item is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.name
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (f"{title(item)}: {item.file.key}", summary(item), item.note)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(item, self._is_chosen(item))
            case Qt.ItemDataRole.CheckStateRole if can_be_chosen(item):
                return Qt.CheckState.Checked if self._is_chosen(item) else Qt.CheckState.Unchecked
            case Role.ITEM:
                return item
            case Role.SUMMARY:
                return summary(item)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or self.item_at(index) is None:
            return False
        self.toggle(index.row())
        return True


def is_private(item: ItemChange) -> bool:
    """A new .env file holds secrets as a rule: it gets into a commit only when a person says so."""
    return item.file.kind is ChangeKind.NEW and item.file.key.rpartition("/")[2].startswith(".env")


def can_be_chosen(item: ItemChange) -> bool:
    """Conflicts must be solved first, and other repositories have commits of their own."""
    return item.file.kind is not ChangeKind.CONFLICTED and not item.file.is_link
