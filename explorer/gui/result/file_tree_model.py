"""A tree over a formatted text in a file: a node finds its children when it is opened, a million of them in ranges.

Nothing is parsed: a child is the line at which it begins, and the worker finds those lines by their indentation.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.number_file import NumberFile
from explorer.core.content.text_file import TextFile
from explorer.core.letting_go import delete
from explorer.gui.bridge import workers
from explorer.gui.result.file_node import RANGE, FileNode, Grammar, Window, step_of
from explorer.gui.result.json_lines import JsonLines
from explorer.gui.result.tree_model import Index, TreeModel

_MANY = 500_000
"""The places of more children stay in their file."""


class FileTreeModel(TreeModel):
    """Columns: name, value. The grammar knows what a line says."""

    children_found = Signal(QModelIndex)
    """The node whose children came; invalid for the whole."""
    refused = Signal(str)
    """Why the children of a node cannot be found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(FileNode("", "", 0, None, 0), parent)
        self._file: TextFile | None = None
        self._window: Window | None = None
        self._grammar: Grammar = JsonLines()
        self._jobs: dict[int, workers.WorkerJob] = {}

    def set_file(self, file: TextFile | None, grammar: Grammar | None = None) -> None:
        """Show the tree of another formatted text; None lets the file go."""
        for job in self._jobs.values():
            job.cancel()
        self._jobs = {}
        self.beginResetModel()
        self._file = file.reopened() if file is not None else None
        self._window = Window(self._file) if self._file is not None else None
        self._grammar = grammar or JsonLines()
        self._root.let_go()
        self._root = self._grammar.root(self._file) if self._file is not None else FileNode("", "", 0, None, 0)
        self.endResetModel()

    @property
    def file(self) -> TextFile | None:
        """What is shown."""
        return self._file

    def node(self, index: Index) -> FileNode:
        """The node at an index; the root for an invalid one."""
        found: FileNode = self.found(index)
        return found

    def place(self, index: Index) -> JsonPlace:
        """Path, type and value of a node."""
        node = self.node(index)
        while node.first >= 0 and node.parent is not None:
            node = node.parent
        if self._file is None:
            return JsonPlace(path="", kind="", value="")
        return self._grammar.place(self._file, node)

    def rows(self, node: FileNode) -> int:
        return node.count

    def child_of(self, node: FileNode, row: int) -> FileNode:
        known = node.known.get(row)
        if known is None:
            known = node.known[row] = self._made(node, row)
        return known

    def words(self, node: FileNode) -> str:
        return "" if node.first >= 0 else self._grammar.words(node)

    def token(self, node: FileNode, column: int) -> str:
        return "text.muted" if node.first >= 0 else self._grammar.token(node, column)

    # Qt

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and (node.count > 0 or (node.is_block and node.starts is None))

    def canFetchMore(self, parent: Index) -> bool:
        node = self.node(parent)
        return parent.column() <= 0 and node.is_block and node.first < 0 and not node.is_asked

    def fetchMore(self, parent: Index) -> None:
        node, file = self.node(parent), self._file
        if file is None or node.is_asked:
            return
        node.is_asked = True
        if (near := self._grammar.near(file, node)) is not None:
            starts, node.end = near
            self._take(node, array("Q", starts), array("I"))
            self.children_found.emit(self.index_of(node))
            return
        job = workers.shared().start(
            self._grammar.operation,
            self,
            path=str(file.path),
            folder=workers.folder_beside(file.path),
            offset=node.offset,
            **self._grammar.values(),
        )
        self._jobs[job.number] = job
        job.told.connect(partial(self._told, file, node))

    # Inside

    def _told(self, file: TextFile, node: FileNode, message: dict[str, Any]) -> None:
        if file is not self._file:
            return
        if message["event"] == "first" and node.starts is None and message["starts"]:
            self._take(node, array("Q", message["starts"]), array("I", message.get("ordinals", ())))
        elif message["event"] == "done":
            self._jobs.pop(message["job"], None)
            node.end = message["end"]
            self._take(node, *_read(Path(message["path"]), message["count"]))
            self.children_found.emit(self.index_of(node))
        elif message["event"] == "failed":
            node.is_asked = False
            self.refused.emit(message["reason"])

    def _take(self, node: FileNode, starts: Sequence[int], ordinals: array[int]) -> None:
        """Know these children, which begin with those that are known already."""
        step, leads = step_of(len(starts)), len(node.leads)
        if step != node.step and node.count > leads:
            # The first ones are here, and it turns out that there are very many: their rows are others now.
            self.beginRemoveRows(self.index_of(node), leads, node.count - 1)
            node.count = leads
            node.known = {row: child for row, child in node.known.items() if row < leads}
            self.endRemoveRows()
        node.starts, node.ordinals, node.step = starts, ordinals, step
        rows = leads + -(-len(starts) // step)
        if rows > node.count:
            self.beginInsertRows(self.index_of(node), node.count, rows - 1)
            node.count = rows
            self.endInsertRows()

    def _made(self, node: FileNode, row: int) -> FileNode:
        if row < len(node.leads):
            return FileNode(*node.leads[row], node.offset, node, row)
        starts, number = node.starts, (row - len(node.leads)) * node.step + max(node.first, 0)
        assert starts is not None
        assert self._window is not None
        if node.step > 1:
            return _range_of(node, row, number, starts)
        return self._grammar.read(self._window.read, starts[number], node, row)


def _range_of(node: FileNode, row: int, first: int, starts: Sequence[int]) -> FileNode:
    # A range of a range ends with it at the latest, for its step divides the step above.
    count = min(node.step, len(starts) - first)
    # Where it begins is looked up by who asks: the view makes the nodes of all ranges at once.
    child = FileNode(f"{first} … {first + count - 1}", "", node.offset, node, row)
    child.first, child.starts, child.step = first, starts, node.step // RANGE
    child.count, child.is_asked, child.is_block = -(-count // child.step), True, True
    return child


def _read(path: Path, count: int) -> tuple[Sequence[int], array[int]]:
    starts, ordinals = array("Q"), array("I")
    if count > _MANY and path.is_file() and path.stat().st_size == count * starts.itemsize:
        return NumberFile(path), ordinals
    with contextlib.suppress(OSError, EOFError):
        with path.open("rb") as file:
            starts.fromfile(file, count)
            ordinals.frombytes(file.read())
        delete(path)
    return starts, ordinals
