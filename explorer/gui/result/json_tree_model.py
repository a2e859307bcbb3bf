"""A lazy item model over a JSON value: a node gets its children when the view asks for them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from explorer.core.content.json_tree import Members, Number, Value, children, summary
from explorer.gui.theme import fonts, theme

BATCH = 500
"""Children are handed to the view in steps of so many, so that a long array opens at once."""

_Index = QModelIndex | QPersistentModelIndex


class Node:
    """A value with its name and its place among its siblings."""

    __slots__ = ("_nodes", "_pairs", "count", "name", "parent", "row", "shown", "value")

    def __init__(self, name: str, value: Value, parent: Node | None, row: int) -> None:
        self.name, self.value, self.parent, self.row = name, value, parent, row
        self.count = _count(value)
        self.shown = min(self.count, BATCH)
        self._pairs: tuple[tuple[str, Value], ...] | None = None
        self._nodes: dict[int, Node] = {}

    def child(self, row: int) -> Node:
        if row not in self._nodes:
            name, value = self._children()[row]
            self._nodes[row] = Node(name, value, self, row)
        return self._nodes[row]

    def _children(self) -> tuple[tuple[str, Value], ...]:
        if self._pairs is None:
            self._pairs = children(self.value)
        return self._pairs


class JsonTreeModel(QAbstractItemModel):
    """Columns: name, value."""

    def __init__(self, value: Value = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node("$", value, None, 0)

    def set_value(self, value: Value) -> None:
        """Show another value."""
        self.beginResetModel()
        self._root = Node("$", value, None, 0)
        self.endResetModel()

    def node(self, index: _Index) -> Node:
        """The node at an index; the root for an invalid one."""
        found = index.internalPointer() if index.isValid() else self._root
        return found if isinstance(found, Node) else self._root

    # Qt

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self.node(parent).child(row))

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.column() > 0 else self.node(parent).shown

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 2

    def hasChildren(self, parent: _Index = QModelIndex()) -> bool:
        return parent.column() <= 0 and self.node(parent).count > 0

    def canFetchMore(self, parent: _Index) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and node.shown < node.count

    def fetchMore(self, parent: _Index) -> None:
        node = self.node(parent)
        first, last = node.shown, min(node.count, node.shown + BATCH) - 1
        self.beginInsertRows(parent, first, last)
        node.shown = last + 1
        self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.name if index.column() == 0 else summary(node.value)[:1000]
            case Qt.ItemDataRole.FontRole:
                return fonts.code_font(13)
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(node, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Value"))[section]
        return None


def _count(value: Value) -> int:
    match value:
        case Members():
            return len(value.pairs)
        case list():
            return len(value)
        case _:
            return 0


def _colour(node: Node, column: int) -> QColor:
    if column == 0:
        return theme.current().color("syntax.key")
    if node.count or node.value == []:
        return theme.current().color("text.muted")
    is_text = isinstance(node.value, str) and not isinstance(node.value, Number)
    return theme.current().color("syntax.string" if is_text else "syntax.number")
