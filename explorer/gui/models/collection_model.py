"""The tree of a collection as an item model: names, methods, last results; and what may be dropped where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, OtherItem, RequestItem

MIME_KEY = "application/x-explorer-key"

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
    """One row; kept alive by the model, because Qt only holds a pointer to it."""

    __slots__ = ("children", "item", "parent", "row")

    def __init__(self, item: Item | None, parent: _Node | None, row: int) -> None:
        self.item, self.parent, self.row = item, parent, row
        below = item.items if isinstance(item, Folder) else ()
        self.children = [_Node(child, self, index) for index, child in enumerate(below)]


class CollectionModel(QAbstractItemModel):
    """Read-only values; renames and moves are wishes that the owner grants by setting a new collection."""

    rename_wished = Signal(str, str)
    """Key and new name."""
    move_wished = Signal(str, str, object)
    """Key, key of the new folder (empty for the top), key of the item to stand before or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = _Node(None, None, 0)
        self._by_key: dict[str, _Node] = {}
        self._results: Mapping[str, str] = {}
        self._marks: Mapping[str, str] | None = None

    def set_collection(self, collection: Collection | None) -> None:
        """Show another tree."""
        self.beginResetModel()
        self._root = _Node(None, None, 0)
        items = collection.items if collection else ()
        self._root.children = [_Node(item, self._root, row) for row, item in enumerate(items)]
        self._by_key = {}
        self._enter(self._root)
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
        node = self._by_key.get(key)
        return self.createIndex(node.row, 0, node) if node else QModelIndex()

    def item_at(self, index: Index) -> Item | None:
        """The item of an index."""
        return self._node(index).item

    def result(self, key: str) -> str:
        """The label of a request's last exchange."""
        return self._results.get(key, "")

    def _mark(self, item: Item) -> str | None:
        return self._marks.get(item.key, "") if self._marks is not None else None

    def _enter(self, node: _Node) -> None:
        for child in node.children:
            if child.item is not None:
                self._by_key[child.item.key] = child
            self._enter(child)

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _decoded(self, data: QMimeData) -> str:
        return bytes(data.data(MIME_KEY).data()).decode()

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
        return len(self._node(parent).children) if parent.column() <= 0 else 0

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
        movable = usual | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return movable | Qt.ItemFlag.ItemIsDropEnabled if isinstance(item, Folder) else movable

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME_KEY]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        data = QMimeData()
        item = self._node(indexes[0]).item if indexes else None
        data.setData(MIME_KEY, (item.key if item else "").encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not data.hasFormat(MIME_KEY):
            return False
        node, key = self._node(parent), self._decoded(data)
        while node.item is not None:
            if node.item.key == key:
                return False
            assert node.parent is not None
            node = node.parent
        return True

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        node = self._node(parent)
        before = node.children[row].item if 0 <= row < len(node.children) else None
        self.move_wished.emit(self._decoded(data), node.item.key if node.item else "", before.key if before else None)
        # False: the rows are moved by the collection that comes back, not by the view.
        return False


def name_of(item: Item) -> str:
    """The name shown for an item."""
    return item.request.name if isinstance(item, RequestItem) else item.name


def tip_of(item: Item) -> str:
    """Words for the tooltip; for a broken file the place and the reason."""
    match item:
        case BrokenItem():
            place = f"{item.key}, line {item.line}" if item.line else item.key
            return f"{place}: {item.reason}"
        case OtherItem():
            return f"{item.key}: Explorer keeps {item.kind} items but cannot send them."
        case RequestItem():
            return f"{item.request.method} {item.request.url}"
        case _:
            return item.key


def spoken(item: Item, result: str, mark: str = "") -> str:
    """One sentence for a screen reader."""
    end = f", {mark[:1].lower()}{mark[1:]}" if mark else ""
    if isinstance(item, RequestItem):
        last = f", last result {result}" if result else ""
        return f"{item.request.method} {item.request.name}{last}{end}"
    return f"{name_of(item)}{end}"
