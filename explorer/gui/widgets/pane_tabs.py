"""The tabs of a pane: text with an underline, a count, a grey or a fault dot. Tabs are known by their id."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QToolButton, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting


class Dot(StrEnum):
    CONTENT = "content"
    FAULT = "fault"


class PaneTab(NamedTuple):
    id: str
    title: str
    number: str = ""
    """A muted number after the title, or a fraction such as 0/3."""
    dot: Dot | None = None
    fault: Family = Family.CLIENT
    enabled: bool = True


class PaneTabs(QTabBar):
    """``current_changed`` carries the id of the tab that became current."""

    current_changed = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None, *, height_px: int = measures.PANE_TABS) -> None:
        super().__init__(parent)
        self._height_px = height_px
        self._items: tuple[PaneTab, ...] = ()
        self._hovered = self._pinned_focus = -1
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        for arrow in self.findChildren(QToolButton):
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys go to every tab
            arrow.setProperty("kind", "scroll")
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setProperty("own_focus", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._index_changed)
        theme.current().changed.connect(self._relayout)

    @property
    def current(self) -> str:
        """The id of the current tab; empty when there are none."""
        index = self.currentIndex()
        return self._items[index].id if 0 <= index < len(self._items) else ""

    @property
    def tabs(self) -> tuple[PaneTab, ...]:
        return self._items

    def set_tabs(self, tabs: Iterable[PaneTab]) -> None:
        """Replace all tabs. The current one stays current if its id is still there."""
        tabs = tuple(tabs)
        if tabs == self._items:
            return
        before = self.current
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._items = tabs
        for item in self._items:
            index = self.addTab(item.title)
            self.setTabEnabled(index, item.enabled)
        kept = [index for index, item in enumerate(self._items) if item.id == before]
        self.setCurrentIndex(kept[0] if kept else 0)
        self.blockSignals(False)
        for index in range(len(self._items)):
            self._describe(index)
        if self.current != before:
            self._index_changed(self.currentIndex())

    def set_current(self, tab_id: str) -> None:
        """Make a tab current, unless it is disabled; raises KeyError for an unknown id."""
        index = self._index_of(tab_id)
        if self.isTabEnabled(index):
            self.setCurrentIndex(index)

    def set_count(self, tab_id: str, count: int | str | None) -> None:
        """Set the number after a title; None takes it away."""
        self._change(tab_id, number="" if count is None else str(count))

    def set_dot(self, tab_id: str, dot: Dot | str | None, fault: Family = Family.CLIENT) -> None:
        """Set or take away the dot; ``fault`` colours a fault dot."""
        self._change(tab_id, dot=None if dot is None else Dot(dot), fault=fault)

    def pin(self, *, hovered: str = "", focused: str = "") -> None:
        """Make tabs look hovered and focused, for pictures of all states."""
        self._hovered = self._index_of(hovered) if hovered else -1
        self._pinned_focus = self._index_of(focused) if focused else -1
        self.update()

    def _change(self, tab_id: str, **fields: object) -> None:
        index = self._index_of(tab_id)
        items = list(self._items)
        items[index] = items[index]._replace(**fields)  # type: ignore[arg-type]
        if items[index] == self._items[index]:
            return
        self._items = tuple(items)
        self._describe(index)
        self._relayout()

    def _index_of(self, tab_id: str) -> int:
        for index, item in enumerate(self._items):
            if item.id == tab_id:
                return index
        raise KeyError(tab_id)

    def _describe(self, index: int) -> None:
        item = self._items[index]
        said = " ".join(part for part in (item.title, item.number) if part)
        if item.dot is Dot.FAULT:
            said = self.tr("{tab}, has a problem").format(tab=said)
        elif item.dot is Dot.CONTENT:
            said = self.tr("{tab}, has content").format(tab=said)
        self.setAccessibleTabName(index, said)

    def _index_changed(self, index: int) -> None:
        if 0 <= index < len(self._items):
            self.current_changed.emit(self._items[index].id)

    def _relayout(self) -> None:
        # QTabBar measures its tabs again only when a text or an icon size is set.
        self.setIconSize(self.iconSize() + QSize(1, 0))
        self.setIconSize(self.iconSize() - QSize(1, 0))
        self.updateGeometry()
        self.update()

    def _font(self, current: bool) -> QFont:
        return fonts.ui_font(13, 500 if current else 400)

    def _content_width(self, item: PaneTab) -> int:
        width = painting.text_width(self._font(True), item.title)
        if item.number:
            width += fonts.scaled(6) + painting.text_width(fonts.ui_font(11), item.number)
        if item.dot is not None:
            width += fonts.scaled(6 + 6)
        return width

    def _tab_gap(self, index: int) -> int:
        return fonts.scaled(measures.PANE_TAB_GAP) if index < len(self._items) - 1 else 0

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        item, colour = self._items[index], theme.current().color
        current = index == self.currentIndex()
        area = self.tabRect(index).adjusted(0, 0, -self._tab_gap(index), 0)
        if not item.enabled:
            token = "text.disabled"
        else:
            token = "text.primary" if current or index == self._hovered else "text.secondary"
        font = self._font(current)
        painting.draw_text(painter, area, item.title, font, colour(token))
        left = area.left() + painting.text_width(font, item.title) + fonts.scaled(6)
        if item.number:
            rest = QRect(left, area.top(), area.right() - left + 2, area.height())
            painting.draw_text(painter, rest, item.number, fonts.ui_font(11), colour("text.muted"))
            left += painting.text_width(fonts.ui_font(11), item.number) + fonts.scaled(6)
        if item.dot is not None:
            self._paint_dot(painter, item, QPointF(left + fonts.scaled(3), area.center().y() + 1))
        if current:
            line = measures.PANE_TAB_UNDERLINE
            painter.fillRect(QRect(area.left(), self.height() - line, area.width(), line), colour("text.primary"))
        if index == self._pinned_focus or (current and self._shows_focus()):
            self._paint_focus(painter, area)

    def _paint_dot(self, painter: QPainter, item: PaneTab, centre: QPointF) -> None:
        token = item.fault.line if item.dot is Dot.FAULT else "text.muted"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color(token))
        radius = fonts.scaled(6) / 2
        painter.drawEllipse(centre, radius, radius)

    def _paint_focus(self, painter: QPainter, area: QRect) -> None:
        high = fonts.scaled(24)
        ring = QRectF(area.left() - 6, area.center().y() + 1 - high / 2, area.width() + 12, high)
        painting.draw_focus_inside(painter, ring.intersected(QRectF(self.rect())), measures.RADIUS_CONTROL)

    def _shows_focus(self) -> bool:
        by_key = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return self.hasFocus() and by_key

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def tabSizeHint(self, index: int) -> QSize:
        if index >= len(self._items):
            return QSize(0, 0)
        height = fonts.row_height(self._height_px, self._font(True), 12)
        return QSize(self._content_width(self._items[index]) + self._tab_gap(index), height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        width = sum(self.tabSizeHint(index).width() for index in range(len(self._items)))
        return QSize(width, fonts.row_height(self._height_px, self._font(True), 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(80), self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.tabAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.current().color("line.subtle")
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), line)
        for index in range(len(self._items)):
            self._paint_tab(painter, index)
        painter.end()
