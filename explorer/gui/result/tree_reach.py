"""Opens parts of a lazy tree by itself: everything below a node within a bound, or the way to a place in the text.

Children in a file come later, so each step waits for those it needs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QTimer

from explorer.gui.result.file_node import RANGE
from explorer.gui.result.file_tree_model import FileTreeModel
from explorer.gui.result.json_tree_place import child_at_line

if TYPE_CHECKING:
    from explorer.gui.result.body_tree import BodyTree

MOST_ROWS = 2000
"""Expanding all below stops after so many rows: a million of them are of no use to anybody."""


_ROWS_AT_ONCE = 60
"""The window has its turn after so many."""


class TreeReach(QObject):
    """Works for one tree; another wish ends the one under way."""

    def __init__(self, tree: BodyTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._waiting: deque[tuple[QModelIndex, int]] = deque()
        """Rows to open, as the node above and the number in it: the row itself is read when its turn comes."""
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._pause.timeout.connect(self._expand)
        self._left = 0
        self._goal = -1
        self._is_asking = False
        tree.rows.children_found.connect(self._found)

    def stop(self) -> None:
        """Open nothing more."""
        self._waiting.clear()
        self._pause.stop()
        self._goal = -1

    def expand_below(self) -> None:
        """The current node and everything below it, at most MOST_ROWS rows."""
        self.stop()
        self._left = MOST_ROWS
        current = self._tree.currentIndex()
        self._waiting.append((current.parent(), current.row()))
        self._expand()

    def expand_all(self) -> None:
        """Everything from the top, at most MOST_ROWS rows."""
        self.stop()
        self._left = MOST_ROWS
        rows = min(self._tree.model().rowCount(), MOST_ROWS)
        self._waiting.extend((QModelIndex(), row) for row in range(rows))
        self._expand()

    def collapse_below(self) -> None:
        """The current node and everything below it."""
        self.stop()
        model, todo = self._tree.model(), [self._tree.currentIndex().siblingAtColumn(0)]
        while todo:
            index = todo.pop()
            if self._tree.isExpanded(index):
                self._tree.collapse(index)
                todo += [model.index(row, 0, index) for row in range(model.rowCount(index))]

    def go_to_line(self, line: int) -> None:
        """Make the node current that stands on this line of the formatted text; for values in memory."""
        model, index = self._tree.values, QModelIndex()
        while True:
            row, line = child_at_line(model.node(index), line)
            if row < 0:
                break
            while model.rowCount(index) <= row and model.canFetchMore(index):
                model.fetchMore(index)
            self._tree.expand(index)
            index = model.index(row, 0, index)
        self._show(index)

    def go_to_byte(self, offset: int) -> None:
        """Make the node current whose line begins at this byte of the formatted text."""
        self.stop()
        self._goal = offset
        self._descend(QModelIndex())

    def _descend(self, index: QModelIndex) -> None:
        model = self._tree.rows
        while self._goal >= 0:
            node = model.node(index)
            if node.starts is None or (node.first < 0 and not node.end):
                if not node.is_block or node.offset >= self._goal or not self._is_open(index):
                    break
                if node.is_under_way:
                    return  # goes on in ``_found``
                continue
            row = bisect_right(node.starts, self._goal) - 1
            if row < 0 or (index.isValid() and node.offset >= self._goal):
                break
            self._tree.expand(index)
            if len(node.starts) >= RANGE:
                index = model.index(row // RANGE, 0, index)
                self._tree.expand(index)
                row %= RANGE
            index = model.index(row, 0, index)
        self._goal = -1
        self._show(index)

    def _is_open(self, index: QModelIndex) -> bool:
        """Ask for the children of a node of a file, which may be there at once; False when it can have none."""
        model = self._tree.rows
        self._is_asking = True
        if model.canFetchMore(index):
            model.fetchMore(index)
        self._is_asking = False
        return model.hasChildren(index)

    def _show(self, index: QModelIndex) -> None:
        if index.isValid():
            self._tree.setCurrentIndex(index)
            self._tree.scrollTo(index, self._tree.ScrollHint.PositionAtCenter)

    def _found(self, index: QModelIndex) -> None:
        if self._is_asking:
            return
        if self._goal >= 0:
            self._descend(index)
        elif self._waiting:
            self._expand()

    def _expand(self) -> None:
        model = self._tree.model()
        for _ in range(_ROWS_AT_ONCE):
            if not self._waiting:
                return
            above, row = self._waiting[0]
            index = model.index(row, 0, above)
            if isinstance(model, FileTreeModel) and self._is_open(index) and model.node(index).is_under_way:
                return  # goes on in ``_found``
            self._waiting.popleft()
            if self._left > 0 and model.hasChildren(index):
                self._tree.expand(index)
                rows = min(model.rowCount(index), self._left)
                self._left -= rows
                self._waiting.extend((index, number) for number in range(rows))
        self._pause.start()
