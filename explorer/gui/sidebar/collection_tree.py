"""The tree of requests: open, rename in place, drag, search, and a menu for the rest. Tells wishes, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeView, QWidget

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.gui.models.collection_model import CollectionModel, Role, tip_of
from explorer.gui.sidebar.tree_delegate import TreeDelegate
from explorer.gui.theme import theme

_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}

_FIRST_FOLDERS = 3


class CollectionTree(QTreeView):
    """Requests and folders of the open collection."""

    open_requested = Signal(str)
    rename_requested = Signal(str, str)
    move_requested = Signal(str, str, object)
    duplicate_requested = Signal(str)
    delete_requested = Signal(str)
    new_request_requested = Signal(str)
    """Key of the folder it goes into; empty for the top."""
    new_folder_requested = Signal(str)
    show_file_requested = Signal(str)
    changes_requested = Signal(str)
    explained = Signal(str)
    """Words about an item that cannot be opened."""
    unfilter_wished = Signal()
    """An item is needed that the filter hides; the owner of the words clears them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CollectionModel(self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setRecursiveFilteringEnabled(True)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._filter)
        self.setItemDelegate(TreeDelegate(self))
        self.setAccessibleName("Requests")
        self._current = ""
        self._opened_before: tuple[str, ...] | None = None
        self._dress()
        self._model.rename_wished.connect(self.rename_requested)
        self._model.move_wished.connect(self.move_requested)
        self.customContextMenuRequested.connect(self._open_menu)
        theme.current().changed.connect(self._refresh)

    def set_collection(self, collection: Collection | None) -> None:
        """Show another tree; what was open and selected stays so."""
        opened, current = self.expanded_keys(), self._current
        first = self._model.rowCount() == 0
        self._model.set_collection(collection)
        for key in opened or (self._first_keys() if first else ()):
            self.setExpanded(self._index(key), True)
        if self._opened_before is not None:
            self._opened_before = opened
            self.expandAll()
        self.select(current)

    def set_results(self, results: Mapping[str, str]) -> None:
        """Labels of last exchanges by key."""
        self._model.set_results(results)

    def set_marks(self, marks: Mapping[str, str] | None) -> None:
        """What git says by key; None without a repository."""
        self._model.set_marks(marks)
        self.viewport().update()

    def set_filter(self, words: str) -> None:
        """Show only items whose name contains the words, with their folders; no words bring back what was open."""
        if words.strip():
            self._opened_before = self.expanded_keys()
            self._filter.setFilterFixedString(words.strip())
            self.expandAll()
        elif self._opened_before is not None:
            opened, self._opened_before = self._opened_before, None
            self._filter.setFilterFixedString("")
            self.expand_keys(opened)
            self.scrollTo(self.currentIndex())

    def expanded_keys(self) -> tuple[str, ...]:
        """Keys of the folders that are open, or will be again when the filter is gone."""
        return tuple(self._expanded(QModelIndex())) if self._opened_before is None else self._opened_before

    def expand_keys(self, keys: tuple[str, ...]) -> None:
        """Open these folders and close all others; while a filter shows everything it finds, afterwards."""
        if self._opened_before is not None:
            self._opened_before = keys
            return
        self.collapseAll()
        for key in keys:
            self.setExpanded(self._index(key), True)

    def select(self, key: str) -> None:
        """Mark the item of the current document; an empty key marks none."""
        self._current = key
        index = self._index(key)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.selectionModel().clear()

    def edit_name(self, key: str) -> None:
        """Begin to rename an item in place."""
        if self._model.index_of(key).isValid() and not self._index(key).isValid():
            self.unfilter_wished.emit()
        index = self._index(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def selected_key(self) -> str:
        """Key of the item under the cursor."""
        return str(self.currentIndex().data(Role.KEY) or "")

    def folder_key(self) -> str:
        """Key of the folder that a new item would go into."""
        item = self.currentIndex().data(Role.ITEM)
        if isinstance(item, Folder):
            return item.key
        return str(self.currentIndex().parent().data(Role.KEY) or "")

    def _dress(self) -> None:
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setProperty("ground", "app")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _index(self, key: str) -> QModelIndex:
        return self._filter.mapFromSource(self._model.index_of(key))

    def _first_keys(self) -> tuple[str, ...]:
        """At the first sight of a collection: its first folder and the first few in it, about a screenful."""
        first = self._model.index(0, 0)
        keys = [first.data(Role.KEY)]
        rows = min(self._model.rowCount(first), _FIRST_FOLDERS)
        keys += [self._model.index(row, 0, first).data(Role.KEY) for row in range(rows)]
        return tuple(str(key) for key in keys if key)

    def _expanded(self, parent: QModelIndex) -> list[str]:
        found: list[str] = []
        for row in range(self._filter.rowCount(parent)):
            index = self._filter.index(row, 0, parent)
            if self.isExpanded(index):
                found += [str(index.data(Role.KEY)), *self._expanded(index)]
        return found

    def _activate(self, index: QModelIndex) -> None:
        item = index.data(Role.ITEM)
        if isinstance(item, Folder):
            self.setExpanded(index, not self.isExpanded(index))
        elif isinstance(item, RequestItem):
            self.open_requested.emit(item.key)
        elif item is not None:
            self.explained.emit(tip_of(item))

    def _open_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.setCurrentIndex(index)
        item = index.data(Role.ITEM)
        menu = QMenu(self)
        folder = item.key if isinstance(item, Folder) else str(index.parent().data(Role.KEY) or "")
        menu.addAction("New request", partial(self.new_request_requested.emit, folder))
        menu.addAction("New folder", partial(self.new_folder_requested.emit, folder))
        if item is not None:
            menu.addSeparator()
            menu.addAction("Rename", partial(self.edit_name, item.key))
            menu.addAction("Duplicate", partial(self.duplicate_requested.emit, item.key))
            menu.addAction("Show file", partial(self.show_file_requested.emit, item.key))
            if index.data(Role.MARK):
                menu.addAction("Show changes", partial(self.changes_requested.emit, item.key))
            menu.addSeparator()
            menu.addAction("Move to trash", partial(self.delete_requested.emit, item.key))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(position))

    def _refresh(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.delete_requested.emit(self.selected_key())
        elif event.text() == "/":
            event.ignore()  # not for typing ahead: it goes to the search
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self._activate(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", event.reason() in _KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", False)
        super().focusOutEvent(event)
