"""The Tree form of a body: over values in memory, or over a formatted text in a file where the body is long."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QTreeView, QWidget

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import Value
from explorer.core.content.text_file import TextFile
from explorer.gui.result.file_node import Grammar
from explorer.gui.result.file_tree_model import FileTreeModel
from explorer.gui.result.json_tree_model import JsonTreeModel
from explorer.gui.result.json_tree_place import line_of, tree_place
from explorer.gui.theme import fonts
from explorer.gui.widgets.menu import Menu

_FEW = 100


class BodyTree(QTreeView):
    """``placed`` tells path, type and value of the current node."""

    placed = Signal(object)
    """A ``JsonPlace``."""
    show_in_text_requested = Signal(int, int)
    """Line from 0 and byte of a node; one of them is -1."""
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = JsonTreeModel(None, self)
        self.rows = FileTreeModel(self)
        self.rows.children_found.connect(self._found)
        self.setUniformRowHeights(True)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Response body as a tree"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._use(self.values)

    def show_value(self, value: Value, style: str = "json") -> None:
        """Values in memory; ``style`` says how paths are written: "json" or "xml"."""
        self._style = style
        self.values.set_value(value)
        self._use(self.values)
        if self.values.rowCount() < _FEW:
            self.expandToDepth(0)

    def show_file(self, file: TextFile | None, grammar: Grammar | None = None) -> None:
        """A formatted text, JSON unless a grammar is named; None lets it go."""
        self.rows.set_file(file, grammar)
        if file is not None:
            self._use(self.rows)
            self.rows.fetchMore(QModelIndex())

    def expand_below(self, index: QModelIndex) -> None:
        """Open a node and those below it, level by level, as long as they are few: Qt would open a million."""
        waiting, opened = deque([index]), 0
        while waiting and opened < _FEW:
            node = waiting.popleft()
            if not node.model() or not node.model().hasChildren(node):
                continue
            self.expand(node)
            opened += 1
            rows = node.model().rowCount(node)
            waiting += (node.model().index(row, 0, node) for row in range(rows if rows <= _FEW else 0))

    def place(self) -> JsonPlace:
        """Of the current node."""
        index = self.currentIndex()
        if self.model() is self.rows:
            return self.rows.place(index)
        return tree_place(self.values.node(index), self._style)

    def copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self.place().path)
        self.copied.emit(self.tr("Path copied"))

    def copy_value(self) -> None:
        QGuiApplication.clipboard().setText(self.place().value)
        self.copied.emit(self.tr("Value copied"))

    def _use(self, model: JsonTreeModel | FileTreeModel) -> None:
        if self.model() is not model:
            self.setModel(model)
            self.setColumnWidth(0, fonts.scaled(240))
            self.selectionModel().currentChanged.connect(self._moved)

    def _found(self, index: QModelIndex) -> None:
        first = self.rows.index(len(self.rows.node(index).leads), 0, index)
        # What stands alone is what was asked for: the first range, or the one root of XML.
        if self.rows.node(first).first >= 0 or (not index.isValid() and self.rows.rowCount() == 1):
            self.expand(first)
        if index == self.currentIndex():
            self.placed.emit(self.place())

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.placed.emit(self.place())

    def _open_menu(self, at: QPoint) -> None:
        if not self.indexAt(at).isValid():
            return
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(self.tr("Copy path"), "link").triggered.connect(self.copy_path)
        menu.add(self.tr("Copy value"), "copy").triggered.connect(self.copy_value)
        menu.add(self.tr("Show in text")).triggered.connect(self.show_in_text)
        menu.popup(self.viewport().mapToGlobal(at))

    def show_in_text(self) -> None:
        """Ask for the place of the current node in the formatted text."""
        index = self.currentIndex()
        if self.model() is self.rows:
            self.show_in_text_requested.emit(-1, self.rows.node(index).offset)
        elif self._style == "json":
            self.show_in_text_requested.emit(line_of(self.values.node(index)), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
        elif event.key() == Qt.Key.Key_Asterisk:
            self.expand_below(self.currentIndex())
        else:
            super().keyPressEvent(event)
