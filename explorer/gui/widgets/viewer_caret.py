"""The caret of a text viewer: where it stands in pixels, painted while the viewer has the keyboard, kept in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF
from PySide6.QtGui import QPainter

from explorer.gui.theme import theme
from explorer.gui.widgets.viewer_selection import Position

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer

_WIDTH_PX = 2
_AFTER_JUMP = 3
"""A place far away comes to a third of the height, with what stands around it."""


class ViewerCaret(QObject):
    """It does not blink: nothing is typed here."""

    def __init__(self, viewer: TextViewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._goal: tuple[Position, int] = ((-1, -1), 0)
        viewer.installEventFilter(self)

    def goal(self, column: int) -> int:
        """The column to keep while going up and down from here, where the caret is in this one now."""
        caret, goal = self._goal
        return goal if caret == self._viewer.selection.caret else column

    def keep(self, goal: int, target: Position) -> Position:
        """The target of a way up or down; from there the same column is wanted."""
        self._goal = (target, goal)
        return target

    def box(self) -> QRectF:
        """In the viewport, or outside of it."""
        viewer = self._viewer
        line, column = viewer.selection.caret
        if not len(viewer.rows) or line >= len(viewer.lines):
            return QRectF()
        index = viewer.rows.row_of(line, column)
        shown, start, end = viewer.rows.row(index)
        x = viewer.grid.x_of(viewer.lines[shown][start:end], column - start) if shown == line else 0.0
        left = viewer.text_x - viewer.horizontalScrollBar().value() + x
        top = viewer.top_padding - viewer.scroll_y + index * viewer.line_height
        return QRectF(left - _WIDTH_PX / 2, top, _WIDTH_PX, viewer.line_height)

    def below(self) -> QPoint:
        """Where a menu opens that is asked for by key, of the whole screen."""
        viewport = self._viewer.viewport()
        point = self.box().bottomLeft().toPoint()
        inside = QPoint(min(max(0, point.x()), viewport.width()), min(max(0, point.y()), viewport.height()))
        return viewport.mapToGlobal(inside)

    def paint(self, painter: QPainter) -> None:
        """Over the text, where the keyboard is here."""
        if self._viewer.hasFocus() and (box := self.box()).right() > self._viewer.gutter_width:
            painter.fillRect(box, theme.current().color("text.primary"))

    def show(self, *, is_jump: bool = False) -> None:
        """Scroll to it; a jump out of the view not only to its edge."""
        viewer = self._viewer
        line, column = viewer.selection.caret
        top = viewer.rows.row_of(line, column) * viewer.line_height
        bottom, height = top + viewer.line_height + 2 * viewer.top_padding, viewer.viewport().height()
        wanted = max(min(viewer.scroll_y, top), bottom - height)
        if wanted != viewer.scroll_y:
            viewer.scroll_to(top - height // _AFTER_JUMP if is_jump else wanted)
        if viewer.wraps:
            return
        x = round(viewer.grid.x_of(viewer.lines[line], column)) if viewer.lines else 0
        sideways = viewer.horizontalScrollBar()
        room = viewer.viewport().width() - viewer.text_x - 24
        if not sideways.value() <= x <= sideways.value() + room:
            sideways.setValue(max(0, x - room // 2))

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._viewer.viewport().update()
        return False
