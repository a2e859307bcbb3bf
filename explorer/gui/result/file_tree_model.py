"""A tree over formatted JSON in a file: a node finds its children when it is opened, a million of them in ranges.

Nothing is parsed: a child is the line at which it begins, and the worker finds those lines by their indentation.
"""

from __future__ import annotations

import contextlib
import json
import re
from array import array
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import counted
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.theme import fonts, theme

RANGE = 1000
"""More children than this are put in ranges of so many."""

_LINE_BYTES = 1200
_WINDOW_BYTES = 64 * 1024
_SHOWN = 1000
_COLUMNS = 2
_NAME = re.compile(r'("(?:[^"\\]|\\.)*"): ')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_Index = QModelIndex | QPersistentModelIndex


class FileNode:
    """A value, or a range of the children of ``parent``, which has its own children from ``first`` on."""

    __slots__ = ("count", "end", "first", "is_asked", "known", "name", "offset", "parent", "row", "starts", "value")

    def __init__(self, name: str, value: str, offset: int, parent: FileNode | None, row: int) -> None:
        self.name, self.value, self.offset, self.parent, self.row = name, value, offset, parent, row
        self.starts: array[int] | None = None
        """Bytes at which the children begin; None until they were found."""
        self.end = 0
        self.first = -1
        """Number of the first child of a range; -1 for a value."""
        self.count = 0
        """Rows below this node."""
        self.is_asked = False
        self.known: dict[int, FileNode] = {}
        """Children that were asked for."""

    def let_go(self) -> None:
        """Break the circles of a tree that is not shown any more: a million begins need not wait for the collector."""
        nodes = [self]
        while nodes:
            node = nodes.pop()
            nodes += node.known.values()
            node.known, node.starts = {}, None

    @property
    def is_block(self) -> bool:
        return self.first >= 0 or self.value in ("{", "[")

    @property
    def is_array(self) -> bool:
        return self.value == "["


class FileTreeModel(QAbstractItemModel):
    """Columns: name, value."""

    children_found = Signal(QModelIndex)
    """The node whose children came; invalid for the whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file: TextFile | None = None
        self._jobs: dict[int, workers.WorkerJob] = {}
        self._window = (0, b"")
        """Bytes that were read last, and where they begin: children lie close together."""
        self._root = FileNode("$", "", 0, None, 0)

    def set_file(self, file: TextFile | None) -> None:
        """Show the tree of another formatted text; None lets the file go."""
        for job in self._jobs.values():
            job.cancel()
        self._jobs = {}
        self.beginResetModel()
        self._file = file.reopened() if file is not None else None
        self._window = (0, b"")
        self._root.let_go()
        self._root = FileNode("$", self._line(0)[1] if file is not None else "", 0, None, 0)
        self.endResetModel()

    def node(self, index: _Index) -> FileNode:
        """The node at an index; the root for an invalid one."""
        found = index.internalPointer() if index.isValid() else self._root
        return found if isinstance(found, FileNode) else self._root

    def place(self, index: _Index) -> JsonPlace:
        """Path, type and value of a node."""
        node = self.node(index)
        if node.first >= 0 and node.parent is not None:
            node = node.parent
        return JsonPlace(path="$" + "".join(reversed(_steps(node))), kind=_kind(node), value=self._value_text(node))

    # Qt

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        # A thousand rows are asked for when a range opens: what ``hasIndex`` would look at is looked at here.
        node = self.node(parent)
        if not (0 <= row < node.count and 0 <= column < _COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, node.known.get(row) or self._child(node, row))

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.column() > 0 else self.node(parent).count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return _COLUMNS

    def hasChildren(self, parent: _Index = QModelIndex()) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and node.is_block and (node.starts is None or node.count > 0)

    def canFetchMore(self, parent: _Index) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and node.is_block and node.first < 0 and not node.is_asked

    def fetchMore(self, parent: _Index) -> None:
        node, file = self.node(parent), self._file
        if file is None or node.is_asked:
            return
        node.is_asked = True
        job = workers.shared().start(
            "children", self, path=str(file.path), folder=workers.folder_beside(file.path), offset=node.offset
        )
        self._jobs[job.number] = job
        job.told.connect(partial(self._told, file, node))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.name if index.column() == 0 else _summary(node)
            case Qt.ItemDataRole.FontRole:
                return fonts.code_font(13)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.current().color(_token(node, index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Value"))[section]
        return None

    # Inside

    def _told(self, file: TextFile, node: FileNode, message: dict[str, Any]) -> None:
        if file is not self._file:
            return
        if message["event"] == "first" and node.starts is None and message["starts"]:
            self._take(node, array("Q", message["starts"]))
        elif message["event"] == "done":
            self._jobs.pop(message["job"], None)
            node.end = message["end"]
            self._take(node, _read(Path(message["path"]), message["count"]))
            self.children_found.emit(self._index_of(node))
        elif message["event"] == "failed":
            node.is_asked = False

    def _take(self, node: FileNode, starts: array[int]) -> None:
        """Know these children, which begin with those that are known already."""
        rows = len(starts) if len(starts) < RANGE else -(-len(starts) // RANGE)
        before, node.starts = node.count, starts
        if rows <= before:
            return
        self.beginInsertRows(self._index_of(node), before, rows - 1)
        node.count = rows
        self.endInsertRows()

    def _index_of(self, node: FileNode) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    def _child(self, node: FileNode, row: int) -> FileNode:
        starts = node.starts
        assert starts is not None
        if node.first < 0 and len(starts) >= RANGE:
            child = _range_of(node, row, starts)
        else:
            first = max(node.first, 0)
            name, value = self._line(starts[first + row])
            child = FileNode(name or str(first + row), value, starts[first + row], node, row)
        node.known[row] = child
        return child

    def _line(self, offset: int) -> tuple[str, str]:
        """Name (empty for an item) and value of the line at a byte."""
        begin, window = self._window
        if not begin <= offset <= begin + len(window) - _LINE_BYTES:
            begin, window = offset, self._file.read(offset, _WINDOW_BYTES) if self._file is not None else b""
            self._window = begin, window
        data = window[offset - begin : offset - begin + _LINE_BYTES]
        text = data.partition(b"\n")[0].decode("utf-8", "ignore").strip().removesuffix(",")
        match = _NAME.match(text)
        if match is None:
            return "", text
        return str(json.loads(match[1])), text[match.end() :]

    def _value_text(self, node: FileNode) -> str:
        if self._file is None:
            return ""
        if not node.is_block:
            return str(json.loads(node.value)) if _is_whole_string(node.value) else node.value
        if not node.end or node.end - node.offset > 200_000:
            return ""
        text = self._file.text(node.offset, node.end)
        lead = len(text) - len(text.lstrip(" "))
        inner = [line[lead:] for line in text.split("\n")[1:-1]]
        return "\n".join([node.value, *inner, "]" if node.is_array else "}"])


def _range_of(node: FileNode, row: int, starts: array[int]) -> FileNode:
    first = row * RANGE
    last = min(first + RANGE, len(starts)) - 1
    child = FileNode(f"{first} … {last}", "", starts[first], node, row)
    child.first, child.starts, child.count, child.is_asked = first, starts, last - first + 1, True
    return child


def _read(path: Path, count: int) -> array[int]:
    starts = array("Q")
    with contextlib.suppress(OSError, EOFError):
        with path.open("rb") as file:
            starts.fromfile(file, count)
        path.unlink()
    return starts


def _steps(node: FileNode) -> list[str]:
    steps = []
    while node.parent is not None:
        above = node.parent.parent if node.parent.first >= 0 else node.parent
        assert above is not None
        if above.is_array:
            steps.append(f"[{node.name}]")
        else:
            plain = _PLAIN.match(node.name)
            steps.append(f".{node.name}" if plain else f"[{json.dumps(node.name, ensure_ascii=False)}]")
        node = above
    return steps


def _summary(node: FileNode) -> str:
    if not node.is_block:
        return node.value[:_SHOWN]
    if node.first >= 0:
        return ""
    noun = "item" if node.is_array else "member"
    return counted(len(node.starts), noun) if node.starts is not None and node.end else ("[…]", "{…}")[noun == "member"]


def _kind(node: FileNode) -> str:
    if node.is_block:
        known = node.starts is not None and node.end > 0
        title = "Array" if node.is_array else "Object"
        return f"{title}, {_summary(node)}" if known else title
    if node.value.startswith('"'):
        if not _is_whole_string(node.value):
            return "String"
        return f"String, {counted(len(json.loads(node.value)), 'character')}"
    words = {"true": "Boolean", "false": "Boolean", "null": "Null", "{}": "Object, 0 members", "[]": "Array, 0 items"}
    return words.get(node.value, "Number")


def _is_whole_string(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] == '"' and not value.endswith('\\"')


def _token(node: FileNode, column: int) -> str:
    if column == 0:
        return "text.muted" if node.first >= 0 else "syntax.key"
    if node.is_block or node.value in ("{}", "[]"):
        return "text.muted"
    return "syntax.string" if node.value.startswith('"') else "syntax.number"
