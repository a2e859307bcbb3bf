"""The tree of requests: open, rename in place, drag, search, and a menu for the rest. Tells wishes, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QDragMoveEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from explorer.core.model.collection import BrokenItem, Collection, Folder, RequestItem
from explorer.core.model.tree import find, narrowed
from explorer.gui.models.collection_model import CollectionModel, Role, tip_of
from explorer.gui.models.example_rows import ExampleItem
from explorer.gui.sidebar.tree_delegate import TreeDelegate
from explorer.gui.sidebar.tree_drop import paint_drop_place
from explorer.gui.sidebar.tree_folding import expanded_keys, first_keys, unfold_above
from explorer.gui.sidebar.tree_selection import (
    folder_of,
    place_after,
    place_of_step,
    select_indexes,
    selected_indexes,
    selected_keys,
)
from explorer.gui.theme import theme

_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}

_NO_LIMIT_PX = 16777215
"""Qt's own QWIDGETSIZE_MAX."""
_UNFOLD_MS = 600
"""How long something is held over a folder until that unfolds."""
_MOST_OPENED = 20
"""Tabs that one Enter opens."""
_ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CollectionTree(QTreeView):
    """Requests and folders of the open collection."""

    open_requested = Signal(str)
    rename_requested = Signal(str, str)
    move_requested = Signal(object, str, object)
    """Keys, key of the folder (empty for the top), key of the item to stand before or None."""
    copy_to_requested = Signal(object, str, object)
    """The same for copies."""
    drop_requested = Signal(object, str, object)
    """``Dropped`` from elsewhere, and the same place."""
    duplicate_requested = Signal(object)
    """Keys, as in all of these."""
    delete_requested = Signal(object)
    copy_requested = Signal(object)
    cut_requested = Signal(object)
    copy_curl_requested = Signal(object)
    paste_requested = Signal(str, object)
    """Folder, and the item to stand before or None."""
    undo_requested = Signal()
    redo_requested = Signal()
    settings_requested = Signal(str)
    """Key of a folder."""
    example_requested = Signal(str)
    """Key of a request whose answer is to be kept as an example."""
    draft_requested = Signal(str)
    """Key of an example to make a request of."""
    pin_requested = Signal(str)
    """Key of a request to be pinned, or not to be any more."""
    new_request_requested = Signal(str)
    """Key of the folder it goes into; empty for the top."""
    new_folder_requested = Signal(str)
    show_file_requested = Signal(str)
    changes_requested = Signal(str)
    explained = Signal(str)
    """Words about an item that cannot be opened."""
    merge_requested = Signal(str)
    """Key of a file in which git left two versions."""
    unfilter_wished = Signal()
    """An item is needed that the filter hides; the owner of the words clears them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CollectionModel(self)
        self.setModel(self._model)
        self.is_pinned: Callable[[str], bool] = _nothing_is
        """Whether a request is pinned; its menu says so."""
        self._collection: Collection | None = None
        self._words = ""
        self._delegate = TreeDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Requests")
        self._current = ""
        self._drop_row = QRect()
        self._opened_before: tuple[str, ...] | None = None
        self._dress()
        self._model.rename_wished.connect(self.rename_requested)
        self._model.move_wished.connect(self.move_requested)
        self._model.copy_wished.connect(self.copy_to_requested)
        self._model.drop_wished.connect(self.drop_requested)
        self.customContextMenuRequested.connect(self._open_menu)
        theme.current().changed.connect(self._refresh)

    def set_collection(self, collection: Collection | None) -> None:
        """Show another tree; what was open and selected stays so."""
        opened, current, scrolled = self.expanded_keys(), self._current, self.verticalScrollBar().value()
        chosen = selected_keys(self)
        first = self._model.rowCount() == 0
        self._collection = collection
        self._model.set_collection(self._narrowed())
        for key in opened or (first_keys(self._model) if first else ()):
            self.setExpanded(self._index(key), True)
        if self._opened_before is not None:
            self._opened_before = opened
            self.expandAll()
        self.select(current)
        if len(chosen) > 1:
            self.select_keys(chosen)
        if not first:
            self.verticalScrollBar().setValue(scrolled)

    def set_results(self, results: Mapping[str, str]) -> None:
        """Labels of last exchanges by key."""
        self._model.set_results(results)

    def set_marks(self, marks: Mapping[str, str] | None) -> None:
        """What git says by key; None without a repository."""
        self._model.set_marks(marks)
        self.viewport().update()

    def set_filter(self, words: str) -> None:
        """Show only items whose name contains the words, with their folders; no words bring back what was open."""
        words = words.strip()
        if words == self._words:
            return
        opened = self.expanded_keys()
        self._words, self._opened_before = words, opened if words else None
        self._model.set_collection(self._narrowed())
        self.select(self._current)
        if words:
            self.expandAll()
        else:
            self.expand_keys(opened)
            self.scrollTo(self.currentIndex())

    def _narrowed(self) -> Collection | None:
        """The collection as the words narrow it. A model that filters takes a quarter of a second for 10,000 rows."""
        if self._collection is None or not self._words:
            return self._collection
        from explorer.core.search import names_found  # late: with the first words only

        return narrowed(self._collection, names_found(self._collection, self._words))

    def take_little_room(self, little: bool) -> None:
        """Be no higher than the rows that are shown, so that what stands below has the rest."""
        height, index, most = 0, self._model.index(0, 0), self.window().height()
        while little and index.isValid() and height < most:
            height += self.rowHeight(index)
            index = self.indexBelow(index)
        self.setMaximumHeight(height + 2 if little else _NO_LIMIT_PX)

    def expanded_keys(self) -> tuple[str, ...]:
        """Keys of the folders that are open, or will be again when the filter is gone."""
        return expanded_keys(self) if self._opened_before is None else self._opened_before

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
            select_indexes(self, (index,))  # whatever modifier is held, as with Ctrl+Tab
        else:
            self.selectionModel().clear()

    def edit_name(self, key: str) -> None:
        """Begin to rename an item in place."""
        if self._words and not self._index(key).isValid() and self._collection and find(self._collection, key):
            self.unfilter_wished.emit()
        index = self._index(key)
        if index.isValid():
            select_indexes(self, (index,))
            self.edit(index)

    def selected_key(self) -> str:
        """Key of the item under the cursor."""
        return str(self.currentIndex().data(Role.KEY) or "")

    def chosen_keys(self) -> tuple[str, ...]:
        """Keys of all chosen items, from top to bottom."""
        return selected_keys(self)

    def paste_place(self) -> tuple[str, str | None]:
        """Folder, and item to stand before, for what is pasted."""
        return place_after(self)

    def select_keys(self, keys: Iterable[str]) -> None:
        """Choose these items; those that are not there are passed over."""
        select_indexes(self, [self._index(key) for key in keys])

    def reveal_keys(self, keys: Iterable[str]) -> None:
        """Choose these items with their folders unfolded."""
        wanted = tuple(keys)
        for key in wanted:
            unfold_above(self, self._index(key))
        self.select_keys(wanted)

    def show_example(self, key: str) -> None:
        """Unfold the request of an example and the folders around it; what is chosen stays so."""
        index = self._index(key)
        unfold_above(self, index)
        self.scrollTo(index)

    def delete_chosen(self) -> None:
        self._tell(self.delete_requested)

    def duplicate_chosen(self) -> None:
        self._tell(self.duplicate_requested)

    def copy_chosen(self) -> None:
        self._tell(self.copy_requested)

    def cut_chosen(self) -> None:
        self._tell(self.cut_requested)

    def copy_curl_of_chosen(self) -> None:
        self._tell(self.copy_curl_requested)

    def folder_key(self) -> str:
        """Key of the folder that a new item would go into."""
        return folder_of(self.currentIndex())

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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setAutoExpandDelay(_UNFOLD_MS)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _index(self, key: str) -> QModelIndex:
        return self._model.index_of(key)

    def _activate(self, index: QModelIndex) -> None:
        item = index.data(Role.ITEM)
        if isinstance(item, Folder):
            self.setExpanded(index, not self.isExpanded(index))
        elif isinstance(item, RequestItem) or (isinstance(item, ExampleItem) and not item.example.fault):
            self.open_requested.emit(item.key)
        elif isinstance(item, BrokenItem) and item.is_half_merged:
            self.merge_requested.emit(item.key)
        elif item is not None:
            self.explained.emit(tip_of(item))

    def _open_menu(self, position: QPoint) -> None:
        from explorer.gui.sidebar.tree_menu import open_menu  # late: no menu opens at start

        open_menu(self, position)

    def _tell(self, signal: SignalInstance) -> None:
        keys = selected_keys(self)
        if keys:
            signal.emit(keys)

    def _open_chosen(self) -> None:
        """Enter: the chosen requests open; of a folder alone its settings, since Left and Right fold it."""
        chosen = selected_indexes(self)[:_MOST_OPENED]
        if len(chosen) == 1:
            self._open_one(chosen[0])
            return
        for index in chosen:
            if isinstance(index.data(Role.ITEM), RequestItem):
                self.open_requested.emit(str(index.data(Role.KEY)))

    def open_first_request(self) -> bool:
        """Open the uppermost request that is shown; False when there is none."""
        index = self._model.index(0, 0)
        while index.isValid() and not isinstance(index.data(Role.ITEM), RequestItem):
            index = self.indexBelow(index)
        if index.isValid():
            self.open_requested.emit(str(index.data(Role.KEY)))
        return index.isValid()

    def _open_one(self, index: QModelIndex) -> None:
        item = index.data(Role.ITEM)
        if isinstance(item, Folder):
            self.settings_requested.emit(item.key)
        else:
            self._activate(index)

    def _step_chosen(self, by: int) -> None:
        place = place_of_step(self, by)
        if place is not None:
            self.move_requested.emit(selected_keys(self), *place)

    def _refresh(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            return  # the Enter that ends an edit comes here too
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open_chosen()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_chosen()
        elif event.modifiers() == _ALT and event.key() in _STEPS:
            self._step_chosen(_STEPS[Qt.Key(event.key())])
        elif event.text() == "/":
            event.ignore()  # not for typing ahead: it goes to the search
        elif not self._take_edit_key(event):
            super().keyPressEvent(event)

    def _take_edit_key(self, event: QKeyEvent) -> bool:
        """Copy, cut, paste, undo and redo with the keys of the system; False for any other key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut_chosen()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit(*self.paste_place())
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_requested.emit()
        else:
            return False
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        super().mouseReleaseEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and index.isValid() and index == self.currentIndex():
            if self._delegate.is_on_chevron(index, place):
                self.setExpanded(index, not self.isExpanded(index))
            else:
                self._activate(index)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        # Read after Qt has placed its own indicator, which is a thin line in the colour of text.
        self._drop_row = self.visualRect(self.indexAt(event.position().toPoint()))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        self.drawTree(painter, event.region())
        if self.state() is QAbstractItemView.State.DraggingState:
            paint_drop_place(painter, self._drop_row, self.dropIndicatorPosition(), self.viewport().width())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", event.reason() in _KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", False)
        super().focusOutEvent(event)


def _nothing_is(_key: str) -> bool:
    return False
