"""A lazy item model over a JSON value: a node gets its children when the view asks for them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject

from explorer.core.content.json_tree import Broken, Members, Number, Value, children, summary
from explorer.gui.result.tree_model import Index, TreeModel, TreeNode

BATCH = 500
"""Children are handed to the view in steps of so many, so that a long array opens at once."""

_SHOWN = 1000


class Node(TreeNode):
    """A value with its name and its place among its siblings."""

    __slots__ = ("_nodes", "_pairs", "count", "shown", "value")

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


class JsonTreeModel(TreeModel):
    """Columns: name, value."""

    def __init__(self, value: Value = None, parent: QObject | None = None) -> None:
        super().__init__(Node("$", value, None, 0), parent)

    def set_value(self, value: Value) -> None:
        """Show another value."""
        self.beginResetModel()
        self._root = Node("$", value, None, 0)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The node at an index; the root for an invalid one."""
        found: Node = self.found(index)
        return found

    def rows(self, node: Node) -> int:
        return node.shown

    def child_of(self, node: Node, row: int) -> Node:
        return node.child(row)

    def words(self, node: Node) -> str:
        return summary(node.value)[:_SHOWN]

    def token(self, node: Node, column: int) -> str:
        if isinstance(node.value, Broken):
            return "server.fg"
        if column == 0:
            return "syntax.key"
        if node.count or node.value == []:
            return "text.muted"
        is_text = isinstance(node.value, str) and not isinstance(node.value, Number)
        return "syntax.string" if is_text else "syntax.number"

    # Qt

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        return parent.column() <= 0 and self.node(parent).count > 0

    def canFetchMore(self, parent: Index) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and node.shown < node.count

    def fetchMore(self, parent: Index) -> None:
        node = self.node(parent)
        first, last = node.shown, min(node.count, node.shown + BATCH) - 1
        self.beginInsertRows(parent, first, last)
        node.shown = last + 1
        self.endInsertRows()


def _count(value: Value) -> int:
    match value:
        case Members():
            return len(value.pairs)
        case list():
            return len(value)
        case _:
            return 0
