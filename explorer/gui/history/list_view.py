"""The list of the History page: a tree view with the keys that mark, compare, open, pin, copy and delete."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTreeView, QWidget

from explorer.core.model.history import HistoryRow
from explorer.gui.history.chosen import TITLES, Wish, wishes_of
from explorer.gui.history.list_delegate import HistoryDelegate
from explorer.gui.history.list_lines import Line, LineKind
from explorer.gui.history.list_model import HistoryModel
from explorer.gui.history.list_selection import ListSelection
from explorer.gui.theme import theme
from explorer.gui.widgets.focus_ring import used_by_key
from explorer.gui.widgets.menu import Menu

_AHEAD_PAGES = 3
_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class HistoryView(QTreeView):
    """Wishes about one exchange carry its row."""

    line_selected = Signal(object)
    """A HistoryRow, or None when a failure or nothing is selected."""
    failure_selected = Signal(str)
    """A fingerprint."""
    open_requested = Signal(object)
    send_again_requested = Signal(object)
    mark_requested = Signal(object)
    pin_requested = Signal(object)
    send_as_it_was_requested = Signal(object)
    request_requested = Signal(object)
    """Make a request of it."""
    example_requested = Signal(object)
    """Save it as an example of its request."""
    export_requested = Signal(object)
    delete_requested = Signal(object)
    compare_requested = Signal()
    several_wished = Signal(object)
    """A Wish about all that is selected."""
    undo_requested = Signal()
    """Bring back what was deleted last; asked only while ``can_undo``."""
    older_requested = Signal(str)
    """More runs of the failure with this fingerprint."""

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(HistoryDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selected = ListSelection(self, model)
        self.can_undo = False
        self.setMouseTracking(True)
        self.setAccessibleName("History")
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.modelReset.connect(self._fit)
        theme.current().changed.connect(self._fit)
        self._fit()

    def current_row(self) -> HistoryRow | None:
        """The selected exchange."""
        line = self._line()
        return line.row if line else None

    def show_exchange(self, exchange_id: str) -> bool:
        """Select an exchange if it is in the list."""
        index = self._model.index_of_exchange(exchange_id)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def enter(self) -> None:
        """Take the keyboard, at the first line in sight where none is current: an exchange or a failure, not a day."""
        line = self._line()
        if line is None or line.kind is LineKind.DAY:
            first = self.indexAt(self.viewport().rect().topLeft())
            line = self._model.line_of(first)
            is_day = line is not None and line.kind is LineKind.DAY
            self.setCurrentIndex(self.indexBelow(first) if is_day else first)
        self.setFocus(Qt.FocusReason.TabFocusReason)  # after that: Qt would take the very first line

    def compare_selected(self) -> bool:
        """Wish to compare the two that are selected; False when it is not two. The window's Ctrl+D comes here, before
        the list would see the key."""
        is_two = self.selected.is_several and Wish.COMPARE in self._wishes()
        if is_two:
            self.several_wished.emit(Wish.COMPARE)
        return is_two

    def copy_row(self) -> None:
        """The selected line as text, its cells separated by tabs."""
        line = self._line()
        if line is not None:
            QApplication.clipboard().setText(line.words(self._model.today))

    def _line(self) -> Line | None:
        return self._model.line_of(self.currentIndex())

    def _fit(self) -> None:
        # Rows by time are all equally high, which lets Qt lay out a hundred thousand without asking for each.
        self.setUniformRowHeights(not self._model.is_grouped)
        self.scheduleDelayedItemsLayout()

    def _clicked(self, index: QModelIndex) -> None:
        if QApplication.keyboardModifiers() & _CHOOSING:
            return
        line = self._model.line_of(index)
        if line is not None and line.kind in (LineKind.GROUP, LineKind.MORE):
            self._activate(line, index)

    def _open(self, index: QModelIndex) -> None:
        line = self._model.line_of(index)
        if line is not None and line.row is not None:
            self.open_requested.emit(line.row)

    def _activate(self, line: Line, index: QModelIndex) -> None:
        match line.kind:
            case LineKind.GROUP:
                self.setExpanded(index, not self.isExpanded(index))
            case LineKind.MORE if line.parent is not None and line.parent.group is not None:
                self.older_requested.emit(line.parent.group.fingerprint)
            case _ if line.row is not None:
                self.open_requested.emit(line.row)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = self._model.line_of(current)
        self.line_selected.emit(line.row if line else None)
        if line is not None and line.kind is LineKind.GROUP and line.group is not None:
            self.failure_selected.emit(line.group.fingerprint)

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() - value < _AHEAD_PAGES * bar.pageStep():
            self._model.ask_for_more()

    def _menu(self, row: HistoryRow) -> Menu:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        items = (
            ("Open", "arrow-right", "Enter", self.open_requested, False),
            ("Send again with today's variables", "rotate-cw", "", self.send_again_requested, False),
            ("Send again exactly as it was", "rotate-cw", "", self.send_as_it_was_requested, False),
            ("Make it a request", "plus", "", self.request_requested, False),
            ("Save as example…", "bookmark", "Ctrl Shift S", self.example_requested, False),
            ("Mark A or B", "git-compare", "Space", self.mark_requested, False),
            ("Unpin" if row.pinned else "Pin", "check", "P", self.pin_requested, False),
        )
        for title, icon, keys, signal, danger in items:
            menu.add(title, icon, keys, danger=danger).triggered.connect(partial(self._wish, signal, row))
        menu.add("Export as HAR…", "download").triggered.connect(partial(self._wish, self.export_requested, row))
        menu.add("Copy as text", "copy", "Ctrl C").triggered.connect(self._copy_chosen)
        menu.addSeparator()
        delete = menu.add("Delete", "trash-2", "Del", danger=True)
        delete.triggered.connect(partial(self._wish, self.delete_requested, row))
        return menu

    def _menu_of_several(self) -> Menu:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for wish in self._wishes():
            title, icon, keys = TITLES[wish]
            if wish is Wish.DELETE:
                menu.addSeparator()
            action = menu.add(title, icon, keys, danger=wish is Wish.DELETE)
            action.triggered.connect(partial(self._wish_several, wish))
        return menu

    def _wishes(self) -> tuple[Wish, ...]:
        return wishes_of(self.selected.rows(), is_all=self.selected.is_all)

    def _wish_several(self, wish: Wish, _checked: bool = False) -> None:
        self.several_wished.emit(wish)

    def _run_key_of_several(self, event: QKeyEvent) -> bool:
        """Keys that concern all that is selected; whether this was one."""
        is_compare = event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        found: Wish | None = None
        if event.matches(QKeySequence.StandardKey.Copy):
            found = Wish.COPY_URLS
        elif is_compare:
            found = Wish.COMPARE if Wish.COMPARE in self._wishes() else None
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        elif event.key() == Qt.Key.Key_Delete:
            found = Wish.DELETE
        elif event.key() == Qt.Key.Key_P:
            found = Wish.UNPIN if Wish.UNPIN in self._wishes() else Wish.PIN
        if found is not None:
            self.several_wished.emit(found)
        return found is not None

    def _wish(self, signal: SignalInstance, row: HistoryRow, _checked: bool = False) -> None:
        signal.emit(row)

    def _copy_chosen(self, _checked: bool = False) -> None:
        self.copy_row()

    def _run_key(self, key: int, line: Line) -> bool:
        """Keys that concern the selected line; whether this was one."""
        opens = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and line.row is None)
        if opens:
            self._activate(line, self.currentIndex())
            return True
        wishes = {
            Qt.Key.Key_Space: self.mark_requested,
            Qt.Key.Key_P: self.pin_requested,
            Qt.Key.Key_Delete: self.delete_requested,
        }
        wish = wishes.get(Qt.Key(key))
        if wish is not None and line.row is not None:
            wish.emit(line.row)
            return True
        return False

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        used_by_key(self)
        if event.matches(QKeySequence.StandardKey.Undo) and self.can_undo:
            self.undo_requested.emit()
            return
        if self.selected.is_several and self._run_key_of_several(event):
            return
        line = self._line()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_row()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.compare_requested.emit()
        elif line is None or not plain or not self._run_key(event.key(), line):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current_row()
        is_several = self.selected.is_several
        if row is not None or is_several:
            where = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(40, 0))
            menu = self._menu_of_several() if is_several or row is None else self._menu(row)
            menu.popup(where)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """By time as one range: QTreeView asks for parent and flags of each line, a second for 50,000."""
        area = rect.normalized()
        first, last = self.indexAt(QPoint(0, area.top())), self.indexAt(QPoint(0, area.bottom()))
        if self._model.is_grouped or not (first.isValid() and last.isValid()):
            super().setSelection(rect, command)
        else:
            self.selectionModel().select(QItemSelection(first, last), command)

    def selectAll(self) -> None:
        self.selected.select_all()
