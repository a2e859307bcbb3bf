"""Shows where dragged items would go: a line between rows, a frame around a folder or around the whole tree."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView

from explorer.gui.theme import fonts, measures, theme

_LINE_PX = 2

Position = QAbstractItemView.DropIndicatorPosition


def paint_drop_place(painter: QPainter, row: QRect, position: Position, width: int) -> None:
    """``row`` is what the pointer is over; ``width`` is that of the tree."""
    if not row.isValid() or position is Position.OnViewport:
        return
    colour, inset = theme.current().color("focus"), fonts.scaled(measures.TREE_INSET)
    if position is Position.OnItem:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, _LINE_PX))
        frame = QRect(inset, row.top() + 1, width - 2 * inset, row.height() - 2)
        painter.drawRoundedRect(frame, measures.RADIUS_CONTROL, measures.RADIUS_CONTROL)
        return
    y = row.top() if position is Position.AboveItem else row.bottom() + 1
    painter.fillRect(inset, y - _LINE_PX // 2, width - 2 * inset, _LINE_PX, colour)
