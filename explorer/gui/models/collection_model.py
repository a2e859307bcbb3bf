"""The tree of a collection as an item model: names, methods, last results; and what may be dropped where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.model.collection import BrokenItem, Collection, Folder, OtherItem, RequestItem
from explorer.gui.models.collection_drag import MIME_KEYS, drag_data, dragged_keys, dropped
from explorer.gui.models.example_rows import ExampleItem, Row, example_spoken, example_tip, rows_below

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data beyond the name."""

    KEY = Qt.ItemDataRole.UserRole + 1
    ITEM = Qt.ItemDataRole.UserRole + 2
    METHOD = Qt.ItemDataRole.UserRole + 3
    RESULT = Qt.ItemDataRole.UserRole + 4
    """Label of the last exchange: "400", "TLS"; empty for none and for a success."""
    MARK = Qt.ItemDataRole.UserRole + 5
    """What git says of the file: a ``ChangeKind``, "below ..." for a folder with such a file in it, empty for
    unchanged, None without a repository."""


MARK_WORDS = {
    "new": "New since the last commit",
    "changed": "Changed since the last commit",
    "renamed": "Renamed or moved since the last commit",
    "conflicted": "Waits for a merge conflict to be solved",
    "below": "Something in it changed since the last commit",
    "below conflicted": "Something in it waits for a merge conflict to be solved",
}
"""By mark."""


_TOLD_ONE_BY_ONE = 200


class _Node:
    """One row; kept alive by the model, because Qt only holds a pointer to it. What is below is made when asked for:
    a collection of ten thousand requests costs as much as what is unfolded of it."""

    __slots__ = ("_children", "_rows", "item", "items", "parent", "row")

    def __init__(self, item: Row | None, parent: _Node | None, row: int, items: tuple[Row, ...] = ()) -> None:
        self.item, self.parent, self.row = item, parent, row
        self.items = items or rows_below(item)
        self._children: list[_Node] | None = None
        self._rows: dict[str, int] | None = None

    @property
    def children(self) -> list[_Node]:
        if self._children is None:
            self._children = [_Node(child, self, row) for row, child in enumerate(self.items)]
        return self._children

    @property
    def made(self) -> list[_Node]:
        """The children that there are by now."""
        return self._children or []

    def child(self, key: str) -> _Node | None:
        """The row of this key directly below."""
        if self._rows is None:
            self._rows = {item.key: row for row, item in enumerate(self.items)}
        row = self._rows.get(key)
        return self.children[row] if row is not None else None

    def take(self, item: Row | None, items: tuple[Row, ...]) -> list[_Node]:
        """Stand for a newer value with the same rows below; the rows that may read differently now. Nodes stay, since
        indexes point to them."""
        changed = [self] if item is not self.item else []
        self.item, self.items = item, items
        for node, child in zip(self.made, items, strict=False):
            if node.item is not child:
                changed += node.take(child, rows_below(child))
        return changed


def _rows_of(node: _Node) -> list[int]:
    """The rows that lead to a node, from the top."""
    return [*_rows_of(node.parent), node.row] if node.parent is not None else []


class CollectionModel(QAbstractItemModel):
    """Read-only values; renames and moves are wishes that the owner grants by setting a new collection."""

    rename_wished = Signal(str, str)
    """Key and new name."""
    move_wished = Signal(object, str, object)
    """Keys, key of the new folder (empty for the top), key of the item to stand before or None."""
    copy_wished = Signal(object, str, object)
    """The same for copies of them."""
    drop_wished = Signal(object, str, object)
    """``Dropped`` from elsewhere, and the same place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = _Node(None, None, 0)
        self._collection = ""
        self._results: Mapping[str, str] = {}
        self._marks: Mapping[str, str] | None = None

    def set_collection(self, collection: Collection | None) -> None:
        """Show another tree; one with the same rows keeps every index valid."""
        items = collection.items if collection else ()
        self._collection = collection.key if collection else ""
        if _same_rows(self._root.items, items):
            for node in self._root.take(None, items):
                index = self.createIndex(node.row, 0, node)
                self.dataChanged.emit(index, index)
            return
        self.beginResetModel()
        self._root = _Node(None, None, 0, items)
        self.endResetModel()

    def set_results(self, results: Mapping[str, str]) -> None:
        """Labels of the last exchanges by request key; only rows that differ are repainted."""
        before, self._results = self._results, results
        for key in before.keys() | results.keys():
            if before.get(key) != results.get(key):
                index = self.index_of(key)
                if index.isValid():
                    self.dataChanged.emit(index, index, [Role.RESULT])

    def set_marks(self, marks: Mapping[str, str] | None) -> None:
        """What git says by key of the item; None without a repository. Views repaint themselves when many rows differ.

        A fresh clone or a checkout differs in ten thousand, and the proxy in between takes 20 microseconds for each.
        """
        if marks == self._marks:
            return
        before, self._marks = self._marks, marks
        old, new = before or {}, marks or {}
        differing = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
        for key in differing if len(differing) <= _TOLD_ONE_BY_ONE else ():
            index = self.index_of(key)
            if index.isValid():
                self.dataChanged.emit(index, index, [Role.MARK])

    def index_of(self, key: str) -> QModelIndex:
        """The index of an item; an invalid one for an unknown key."""
        node = self._find(key)
        return self.createIndex(node.row, 0, node) if node else QModelIndex()

    def item_at(self, index: Index) -> Row | None:
        """The item of an index."""
        return self._node(index).item

    def result(self, key: str) -> str:
        """The label of a request's last exchange."""
        return self._results.get(key, "")

    def _find(self, key: str) -> _Node | None:
        """Down from the top, folder by folder: a key begins with the key of its folder."""
        node = self._root
        while (found := node.child(key)) is None:
            start = len(node.item.key) + 1 if node.item is not None else 0
            slash = key.find("/", start)
            below = node.child(key[:slash]) if slash > 0 else None
            if below is None:
                return None
            node = below
        return found

    def _mark(self, item: Row) -> str | None:
        return self._marks.get(item.key, "") if self._marks is not None else None

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _lies_in(self, node: _Node, keys: tuple[str, ...]) -> bool:
        """Whether a row is one of these or lies in one."""
        above: _Node | None = node
        while above is not None and above.item is not None:
            if above.item.key in keys:
                return True
            above = above.parent
        return False

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        children = self._node(parent).children
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return len(self._node(parent).items) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._node(index).item if index.isValid() else None
        if item is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return name_of(item)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (tip_of(item), MARK_WORDS.get(self._mark(item) or ""))))
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(item, self._results.get(item.key, ""), MARK_WORDS.get(self._mark(item) or "", ""))
            case Role.KEY:
                return item.key
            case Role.ITEM:
                return item
            case Role.METHOD:
                return item.request.method if isinstance(item, RequestItem) else ""
            case Role.RESULT:
                return self._results.get(item.key, "")
            case Role.MARK:
                return self._mark(item)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item = self._node(index).item
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or item is None or not name or name == name_of(item):
            return False
        self.rename_wished.emit(item.key, name)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item = self._node(index).item if index.isValid() else None
        if item is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if isinstance(item, BrokenItem):
            return usual
        if isinstance(item, ExampleItem):
            return usual | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
        movable = usual | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return movable | Qt.ItemFlag.ItemIsDropEnabled if isinstance(item, Folder) else movable

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME_KEYS, "text/plain", "text/uri-list"]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        nodes = sorted((self._node(index) for index in indexes), key=_rows_of)
        items = [node.item for node in nodes if node.item is not None and not isinstance(node.item, ExampleItem)]
        return drag_data(self._collection, items)

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if isinstance(self._node(parent).item, RequestItem):
            return False  # between its examples
        keys = dragged_keys(data, self._collection)
        if keys:
            return not self._lies_in(self._node(parent), keys)
        return bool(self._collection) and dropped(data) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        node, keys = self._node(parent), dragged_keys(data, self._collection)
        below = node.children[row].item if 0 <= row < len(node.children) else None
        place = node.item.key if node.item else "", below.key if below else None
        if not keys:
            self.drop_wished.emit(dropped(data), *place)
        elif action is Qt.DropAction.CopyAction:
            self.copy_wished.emit(keys, *place)
        else:
            self.move_wished.emit(keys, *place)
        # False: the rows are moved by the collection that comes back, not by the view.
        return False


def _same_rows(before: tuple[Row, ...], after: tuple[Row, ...]) -> bool:
    """Whether the same keys stand in the same order, also in the folders; quick where the items are the same."""
    if before is after:
        return True
    if len(before) != len(after):
        return False
    for old, new in zip(before, after, strict=True):
        if old is not new and (old.key != new.key or not _same_rows(rows_below(old), rows_below(new))):
            return False
    return True


def name_of(item: Row) -> str:
    """The name shown for an item."""
    return item.request.name if isinstance(item, RequestItem) else item.name


def tip_of(item: Row) -> str:
    """Words for the tooltip; for a broken file the place and the reason."""
    match item:
        case BrokenItem():
            place = f"{item.key}, line {item.line}" if item.line else item.key
            return f"{place}: {item.reason}"
        case OtherItem():
            return f"{item.key}: Explorer keeps {item.kind} items but cannot send them."
        case RequestItem():
            return f"{item.request.method} {item.request.url}"
        case ExampleItem():
            return example_tip(item)
        case _:
            return item.key


def spoken(item: Row, result: str, mark: str = "") -> str:
    """One sentence for a screen reader."""
    end = f", {mark[:1].lower()}{mark[1:]}" if mark else ""
    if isinstance(item, RequestItem):
        last = f", last result {result}" if result else ""
        return f"{item.request.method} {item.request.name}{last}{end}"
    if isinstance(item, ExampleItem):
        return example_spoken(item)
    return f"{name_of(item)}{end}"
