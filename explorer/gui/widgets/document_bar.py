"""The painted tab bar of the open documents: badges, unsaved dots, closing and dragging."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import badges, painting

_GAP = 9
_MAX_TITLE = 220
_MIN_WIDTH = 96


class DocumentTab(NamedTuple):
    id: str
    title: str
    method: str = ""
    """Shown as a badge before the title; when empty, ``icon`` is shown."""
    icon: str = ""
    unsaved: bool = False


class DocumentBar(QTabBar):
    """The bar inside ``DocumentTabs``; use that one."""

    current_changed = Signal(str)
    close_requested = Signal(str)
    order_changed = Signal(tuple)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[DocumentTab] = []
        self._hovered, self._on_close, self._pressed_close, self._dragged = -1, False, -1, -1
        self._pressed_at = QPoint()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setProperty("own_focus", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._index_changed)
        theme.current().changed.connect(self._relayout)

    def current_id(self) -> str:
        index = self.currentIndex()
        return self.items[index].id if 0 <= index < len(self.items) else ""

    def index_of(self, tab_id: str) -> int:
        for index, item in enumerate(self.items):
            if item.id == tab_id:
                return index
        raise KeyError(tab_id)

    def replace_all(self, tabs: tuple[DocumentTab, ...], current: str) -> None:
        before = self.current_id()
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self.items = list(tabs)
        for item in self.items:
            self._describe(self.addTab(item.title), item)
        kept = [index for index, item in enumerate(self.items) if item.id == current]
        self.setCurrentIndex(kept[0] if kept else 0)
        self.blockSignals(False)
        if self.current_id() != before:
            self._index_changed(self.currentIndex())

    def put(self, tab: DocumentTab) -> None:
        for index, item in enumerate(self.items):
            if item.id == tab.id:
                self._change(index, item, tab)
                return
        self.items.append(tab)
        self._describe(self.addTab(tab.title), tab)

    def _change(self, index: int, old: DocumentTab, new: DocumentTab) -> None:
        # Comes with every key that is typed in a new request: each measuring of the tabs that is saved is felt.
        if old == new:
            return
        self.items[index] = new
        if old.title != new.title:
            self.setTabText(index, new.title)
        else:
            self._relayout()
        self._describe(index, new)

    def drop(self, tab_id: str) -> None:
        index = self.index_of(tab_id)
        before = self.current_id()
        self.blockSignals(True)
        del self.items[index]
        self.removeTab(index)
        self.blockSignals(False)
        self._relayout()
        if self.current_id() != before:
            self._index_changed(self.currentIndex())

    def _describe(self, index: int, tab: DocumentTab) -> None:
        said = f"{tab.method} {tab.title}".strip()
        self.setAccessibleTabName(index, self.tr("{tab}, not saved").format(tab=said) if tab.unsaved else said)
        self.setTabToolTip(index, tab.title)

    def _index_changed(self, index: int) -> None:
        if self.width() < self.sizeHint().width():
            self._relayout()
        if 0 <= index < len(self.items):
            self.current_changed.emit(self.items[index].id)

    def _relayout(self) -> None:
        # QTabBar measures its tabs again only when a text or an icon size is set.
        self.setIconSize(self.iconSize() + QSize(1, 0))
        self.setIconSize(self.iconSize() - QSize(1, 0))
        self.updateGeometry()
        self.update()

    def _font(self, current: bool) -> QFont:
        return fonts.ui_font(13, 500 if current else 400)

    def _head_width(self, item: DocumentTab) -> int:
        return badges.method_width(item.method) if item.method else fonts.scaled(measures.ICON)

    def close_rect(self, index: int) -> QRect:
        """Where a tab's x or unsaved dot stands: a 24 px target at its right."""
        side = fonts.scaled(measures.MIN_TARGET)
        area = self.tabRect(index)
        right = area.right() + 1 - fonts.scaled(measures.TAB_PADDING_RIGHT) + (side - fonts.scaled(12)) // 2
        return QRect(right - side, area.top() + (area.height() - side) // 2, side, side)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        item, colour, area = self.items[index], theme.current().color, self.tabRect(index)
        current = index == self.currentIndex()
        self._paint_ground(painter, area, current)
        left = area.left() + fonts.scaled(measures.TAB_PADDING_LEFT)
        head = QRect(left, area.top(), self._head_width(item), area.height())
        if item.method:
            badges.paint_method(painter, head, item.method)
        elif item.icon:
            icons.paint(painter, head, item.icon, colour("text.secondary"))
        left = head.right() + 1 + fonts.scaled(_GAP)
        title = QRect(left, area.top(), self.close_rect(index).left() - left, area.height())
        token = "text.primary" if current else "text.secondary"
        painting.draw_text(painter, title, item.title, self._font(current), colour(token))
        self._paint_end(painter, index)
        if current and self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            painting.draw_focus_inside(painter, area.adjusted(3, 3, -4, -4), measures.RADIUS_CONTROL)

    def _paint_ground(self, painter: QPainter, area: QRect, current: bool) -> None:
        colour = theme.current().color
        painter.fillRect(area, colour("bg.surface" if current else "bg.app"))
        painter.fillRect(QRect(area.right(), area.top(), 1, area.height()), colour("line.default"))
        if not current:
            painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colour("line.default"))

    def _paint_end(self, painter: QPainter, index: int) -> None:
        colour, target = theme.current().color, self.close_rect(index)
        hovered = index == self._hovered
        if hovered and self._on_close:
            painting.fill_round(painter, target.adjusted(3, 3, -3, -3), measures.RADIUS_TAG, colour("bg.hover"))
        if self.items[index].unsaved and not (hovered and self._on_close):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("text.muted"))
            radius = fonts.scaled(8) / 2
            painter.drawEllipse(QPointF(target.center()) + QPointF(0.5, 0.5), radius, radius)
        elif hovered or index == self.currentIndex():
            inset = (target.width() - fonts.scaled(measures.ICON_SMALL)) // 2
            box = target.adjusted(inset, inset, -inset, -inset)
            icons.paint(painter, box, "x", colour("text.secondary"))

    def _track(self, position: QPoint) -> None:
        index = self.tabAt(position)
        on_close = index >= 0 and self.close_rect(index).contains(position)
        if (index, on_close) != (self._hovered, self._on_close):
            self._hovered, self._on_close = index, on_close
            self.update()

    def _drag_to(self, position: QPoint) -> None:
        target = self.tabAt(position)
        if target < 0 or target == self._dragged:
            return
        # Past the middle of the other tab only, or two tabs of unequal width would swap back and forth.
        middle = self.tabRect(target).center().x()
        crossed = position.x() > middle if target > self._dragged else position.x() < middle
        if crossed:
            self.items.insert(target, self.items.pop(self._dragged))
            self.blockSignals(True)
            self.moveTab(self._dragged, target)
            self.blockSignals(False)
            self._dragged = target
            self.order_changed.emit(tuple(item.id for item in self.items))

    def tabSizeHint(self, index: int) -> QSize:
        if index >= len(self.items):
            return QSize(0, 0)
        item = self.items[index]
        title = min(painting.text_width(self._font(True), item.title), fonts.scaled(_MAX_TITLE))
        around = measures.TAB_PADDING_LEFT + _GAP + 14 + measures.ICON_INLINE + measures.TAB_PADDING_RIGHT
        width = max(fonts.scaled(_MIN_WIDTH), title + self._head_width(item) + fonts.scaled(around))
        return QSize(width, fonts.row_height(measures.TAB_STRIP, self._font(True), 12))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Where there is no room for all titles, the one of the current tab is whole."""
        wished = self.tabSizeHint(index)
        return wished if index == self.currentIndex() else QSize(fonts.scaled(_MIN_WIDTH), wished.height())

    def sizeHint(self) -> QSize:
        width = sum(self.tabSizeHint(index).width() for index in range(len(self.items)))
        return QSize(width, fonts.row_height(measures.TAB_STRIP, self._font(True), 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current_id():
            self.close_requested.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        index = self.tabAt(position)
        middle = event.button() is Qt.MouseButton.MiddleButton
        left = event.button() is Qt.MouseButton.LeftButton
        if index >= 0 and (middle or (left and self.close_rect(index).contains(position))):
            self._pressed_close = index
            return
        if left:
            self._dragged, self._pressed_at = index, position
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        self._track(position)
        if self._dragged >= 0 and (position - self._pressed_at).manhattanLength() > 8:
            self._drag_to(position)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index, self._pressed_close, self._dragged = self._pressed_close, -1, -1
        if 0 <= index < len(self.items):
            if self.tabAt(event.position().toPoint()) == index:
                self.close_requested.emit(self.items[index].id)
            return
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered, self._on_close = -1, False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(len(self.items)):
            self._paint_tab(painter, index)
        painter.end()
