"""The list of changed files: checkbox, kind, method, name and what changed; Space checks, Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.core.model.versions import ChangeKind, ItemChange, ItemSort
from explorer.gui.changes.list_model import ChangesModel, Role, can_be_chosen
from explorer.gui.changes.words import KINDS, said_of
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import badges, painting
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rows import RowState, paint_row_ground

Index = QModelIndex | QPersistentModelIndex

_PADDING = 16
_BOX = 16
_GAP = 10
_LETTER = 12
_ROW = 44
_ICONS = {
    ItemSort.FOLDER: "folder",
    ItemSort.ENVIRONMENT: "variable",
    ItemSort.COLLECTION: "settings",
    ItemSort.OTHER_ITEM: "circle-dashed",
    ItemSort.FILE: "clipboard-list",
    ItemSort.REQUEST: "triangle-alert",
}
"""Of rows without a method; a request has none only when it cannot be read."""


class ChangesView(QListView):
    """``wishes`` about one change carry it."""

    open_requested = Signal(object)
    revert_requested = Signal(object)
    copy_requested = Signal(object)
    item_selected = Signal(object)
    """An ItemChange, or None."""

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(ChangeDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Changed files")
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def current_item(self) -> ItemChange | None:
        """The change under the cursor."""
        return self._model.item_at(self.currentIndex())

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.item_selected.emit(self._model.item_at(current))

    def _menu(self, item: ItemChange) -> Menu:
        menu = Menu("", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opens = item.file.kind is not ChangeKind.DELETED
        menu.add("Open", "arrow-right", "Enter", enabled=opens).triggered.connect(partial(self._wish, "open", item))
        copy = menu.add("Copy as text", "copy", "Ctrl C")
        copy.triggered.connect(partial(self._wish, "copy", item))
        menu.addSeparator()
        revert = menu.add("Revert to the last commit", "rotate-cw", "Del", enabled=can_be_chosen(item), danger=True)
        revert.triggered.connect(partial(self._wish, "revert", item))
        return menu

    def _wish(self, what: str, item: ItemChange, _checked: bool = False) -> None:
        signals = {"open": self.open_requested, "copy": self.copy_requested, "revert": self.revert_requested}
        signals[what].emit(item)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            edge = self.visualRect(index).left() + fonts.scaled(_PADDING + _BOX + _GAP // 2)
            if event.position().x() < edge:
                self._model.toggle(index.row())
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self._model.item_at(self.indexAt(event.position().toPoint()))
        if item is not None and event.position().x() >= fonts.scaled(_PADDING + _BOX + _GAP // 2):
            self.open_requested.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            self.copy_requested.emit(item)
        elif item is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._model.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit(item)
        elif event.key() == Qt.Key.Key_Delete:
            self.revert_requested.emit(item)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.current_item()
        if item is not None:
            where = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(40, 0))
            self._menu(item).popup(where)


class ChangeDelegate(QStyledItemDelegate):
    """Two lines a row: the name, and below it what changed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(fonts.scaled(160), fonts.row_height(_ROW, fonts.ui_font(), 24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(Role.ITEM)
        if not isinstance(item, ItemChange):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view, row = self.parent(), QRect(option.rect)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        state = RowState(
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            focused=has_focus and isinstance(view, QWidget) and view.hasFocus(),
        )
        paint_row_ground(painter, row, state, radius=0)
        area = row.adjusted(fonts.scaled(_PADDING), 0, -fonts.scaled(_PADDING), 0)
        self._paint_box(painter, area, index)
        area.setLeft(area.left() + fonts.scaled(_BOX + _GAP))
        half = row.height() // 2
        upper = QRect(area.left(), row.top() + fonts.scaled(3), area.width(), half - fonts.scaled(1))
        lower = QRect(area.left(), row.top() + half - fonts.scaled(1), area.width(), half - fonts.scaled(3))
        self._paint_name(painter, upper, item, state)
        self._paint_words(painter, lower, item)
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, theme.current().color("line.subtle"))
        painter.restore()

    def _paint_box(self, painter: QPainter, area: QRect, index: Index) -> None:
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            box = QRect(area.left(), area.top(), fonts.scaled(_BOX), area.height())
            badges.paint_checkbox(painter, box, Qt.CheckState(checked) is Qt.CheckState.Checked)

    def _paint_name(self, painter: QPainter, line: QRect, item: ItemChange, state: RowState) -> None:
        colour, kind = theme.current().color, KINDS[item.file.kind]
        letter = QRect(line.right() - fonts.scaled(_LETTER), line.top(), fonts.scaled(_LETTER), line.height())
        painting.draw_text(painter, letter, kind.letter, fonts.code_font(11, 600), colour(kind.token), painting.RIGHT)
        left = line.left()
        if item.method:
            badges.paint_method(
                painter, QRect(left, line.top(), fonts.scaled(measures.METHOD_BADGE_WIDTH), line.height()), item.method
            )
        else:
            side = fonts.scaled(measures.ICON_SMALL)
            icons.paint(painter, QRect(left, line.top(), side, line.height()), _ICONS[item.sort], colour("text.muted"))
        left += fonts.scaled(measures.METHOD_BADGE_WIDTH + 6)
        font = fonts.ui_font(13, 500 if state.selected else 400)
        if item.file.kind is ChangeKind.DELETED:
            font.setStrikeOut(True)
        name = QRect(left, line.top(), letter.left() - left - fonts.scaled(6), line.height())
        painting.draw_text(painter, name, item.name, font, colour("text.primary"))

    def _paint_words(self, painter: QPainter, line: QRect, item: ItemChange) -> None:
        left = line.left() + fonts.scaled(measures.METHOD_BADGE_WIDTH + 6)
        folder = item.file.key.rpartition("/")[0]
        conflict = item.file.kind is ChangeKind.CONFLICTED
        said = said_of(item)
        place = f"{folder}  ·  " if folder else ""
        token = "server.fg" if conflict else "text.muted"
        words_area = QRect(left, line.top(), line.right() - left, line.height())
        painting.draw_text(painter, words_area, f"{place}{said}", fonts.ui_font(11), theme.current().color(token))
