"""What every tree of a body has in common: two columns, name and value, over nodes that know their parents."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.gui.theme import fonts, theme

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = 2


class TreeNode:
    """A name, and the place among its siblings."""

    __slots__ = ("name", "parent", "row")

    name: str
    parent: Any
    """The node above; None for the root."""
    row: int


class TreeModel(QAbstractItemModel):
    """Columns: name, value. Who derives says what a node's children, text and colours are."""

    def __init__(self, root: TreeNode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root: Any = root

    @abstractmethod
    def rows(self, node: Any) -> int:
        """How many children are in the view."""

    @abstractmethod
    def child_of(self, node: Any, row: int) -> TreeNode:
        """The child in a row that exists."""

    @abstractmethod
    def words(self, node: Any) -> str:
        """The value in one line."""

    @abstractmethod
    def token(self, node: Any, column: int) -> str:
        """The colour of a cell."""

    def found(self, index: Index) -> Any:
        """The node at an index; the root for an invalid one."""
        node = index.internalPointer() if index.isValid() else self._root
        return node if isinstance(node, TreeNode) else self._root

    def index_of(self, node: TreeNode) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    # Qt

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        # A thousand rows are asked for when a range opens: what ``hasIndex`` would look at is looked at here.
        node = self.found(parent)
        if not (0 <= row < self.rows(node) and 0 <= column < _COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, self.child_of(node, row))

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        above = self.found(index).parent if index.isValid() else None
        return self.index_of(above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.column() > 0 else self.rows(self.found(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return _COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.found(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.name if index.column() == 0 else self.words(node)
            case Qt.ItemDataRole.FontRole:
                return fonts.code_font(13)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.current().color(self.token(node, index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Value"))[section]
        return None
