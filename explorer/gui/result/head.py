"""The head of the panel: status and figures, tabs, and the tools of the open tab, in one row or two.

It hands out the room: the pill and the tabs come first, figures, buttons and tools give way. It knows no exchange.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.result.header import ResultHeader
from explorer.gui.result.tab_line import TabLine
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.pane_tabs import PaneTabs

if TYPE_CHECKING:
    from explorer.gui.result.body_pane import BodyPane

_DIVIDER = 16
_DIVIDER_GAP = 14


class ResultTabs(PaneTabs):
    """Tabs that fill the row they stand in: the second one, or in compact windows the first."""

    def set_height(self, height_px: int) -> None:
        """The row's height at 100 % text zoom."""
        if height_px != self._height_px:
            self._height_px = height_px
            self._relayout()


class PanelHead(QWidget):
    """Two rows, or one when compact."""

    def __init__(self, header: ResultHeader, tabs: ResultTabs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header, self._tabs = header, tabs
        tabs.setProperty("entry", True)  # where F6 comes in
        self._body: BodyPane | None = None
        self._is_compact = self._shows_tabs = False
        self._top, self._tab_line = TabLine(), TabLine()
        self._top_row, self._tab_row = QHBoxLayout(self._top), QHBoxLayout(self._tab_line)
        self._divider = Hairline(vertical=True, color_token="line.default")
        self._divider.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._top)
        self._column.addWidget(self._tab_line)
        self._arrange()
        theme.current().changed.connect(self._arrange)

    def set_compact(self, compact: bool) -> None:
        """Status and tabs share a row."""
        self._is_compact = compact
        self._arrange()

    def set_tabs_shown(self, shown: bool) -> None:
        if shown != self._shows_tabs:
            self._shows_tabs = shown
            self._show_tabs()

    def _show_tabs(self) -> None:
        self._tab_line.setVisible(self._shows_tabs)
        self._divider.setVisible(self._shows_tabs and self._is_compact)
        self.fit()

    def set_body(self, body: BodyPane) -> None:
        """The pane whose tools stand beside the tabs, where there is room."""
        self._body = body
        body.tab_order.set_anchor(self._tabs)
        # Of a long body it is known later what it can be shown as.
        body.tools.room_changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Give every part the room there is for it."""
        tabs = self._tabs.sizeHint().width() if self._shows_tabs else 0
        if self._is_compact:
            room = self.width() - self._side() - fonts.scaled(measures.CELL_PADDING) - tabs
            self._header.fit(room - 2 * fonts.scaled(_DIVIDER_GAP) - 1)
            room -= self._header.used_width() + 2 * fonts.scaled(_DIVIDER_GAP) + 1
        else:
            self._header.fit(self._header.width())
            room = self.width() - self._side() - tabs
        self._place_tools(room)

    def _place_tools(self, room: int) -> None:
        if self._body is None:
            return
        tools = self._body.tools
        if not self._shows_tabs:
            if tools.parentWidget() is None:
                self._body.take_tools()  # shown without a parent they would be a window of their own
            return
        is_beside = tools.sizeHint().width() + fonts.scaled(8) <= room
        shown = not tools.isHidden()
        if is_beside and self._tab_row.indexOf(tools) < 0:
            self._tab_row.addWidget(tools)
        elif not is_beside and (self._tab_row.indexOf(tools) >= 0 or tools.parentWidget() is None):
            self._body.take_tools()
        tools.setVisible(shown)

    def _side(self) -> int:
        return fonts.scaled(measures.BOTTOM_BAR_PADDING)

    def _arrange(self) -> None:
        self._top_row.setContentsMargins(0, 0, 0, 0)
        self._top_row.setSpacing(0)
        self._tab_row.setSpacing(0)
        self._divider.setFixedHeight(fonts.scaled(_DIVIDER))
        self._top.setFixedHeight(fonts.row_height(measures.PANE_TABS, fonts.ui_font(), 12))
        self._tabs.set_height(measures.PANE_TABS if self._is_compact else measures.PANE_TABS_SECOND)
        if self._is_compact:
            self._one_row()
        else:
            self._two_rows()
        self._tab_row.insertWidget(0, self._tabs, 1, Qt.AlignmentFlag.AlignBottom)
        self._header.setVisible(not self._is_compact)
        self._show_tabs()

    def _one_row(self) -> None:
        self._tab_row.setContentsMargins(0, 0, 0, 0)
        self._top_row.setContentsMargins(self._side(), 0, fonts.scaled(measures.CELL_PADDING), 0)
        gap = fonts.scaled(_DIVIDER_GAP)
        while self._top_row.count():
            self._top_row.takeAt(0)
        self._top_row.addWidget(self._header.take_figures())
        self._top_row.addSpacing(gap)
        self._top_row.addWidget(self._divider, 0, Qt.AlignmentFlag.AlignVCenter)
        self._top_row.addSpacing(gap)
        self._top_row.addWidget(self._tab_line, 1)
        self._top_row.addWidget(self._header.take_buttons())
        self._header.show_parts()

    def _two_rows(self) -> None:
        self._tab_row.setContentsMargins(self._side(), 0, 0, 0)
        self._header.take_back()
        self._header.show_parts()
        while self._top_row.count():
            self._top_row.takeAt(0)
        self._divider.setParent(self._top)
        self._top_row.addWidget(self._header)
        self._column.insertWidget(1, self._tab_line)

    # Qt

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
