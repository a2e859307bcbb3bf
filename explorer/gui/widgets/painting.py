"""Small drawing steps that painted widgets and delegates share. All measures are device-independent pixels."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from explorer.gui.theme import fonts, measures, theme

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignCenter


_SHORT = 60
"""Longer texts are measured each time: few of them come again."""


def text_width(font: QFont, text: str) -> int:
    """The width of one line of text, rounded up."""
    return ceil(_advance(font, text))


def _advance(font: QFont, text: str) -> float:
    return _known_advance(font, text) if len(text) <= _SHORT else QFontMetricsF(font).horizontalAdvance(text)


@lru_cache(maxsize=2048)
def _known_advance(font: QFont, text: str) -> float:
    """Names and labels are measured hundreds of times when a request is opened; fonts are compared by value."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    flags: Qt.AlignmentFlag = LEFT,
) -> None:
    """One line of text, elided at its end when ``rect`` is too narrow."""
    area = QRectF(rect)
    painter.setFont(font)
    painter.setPen(colour)
    if _advance(font, text) > area.width() + 1:
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(flags) | int(Qt.TextFlag.TextSingleLine), text)


def fill_round(painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor) -> None:
    """A filled rounded rectangle without border."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect), radius, radius)


def draw_frame(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    border: QColor,
    fill: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded frame whose line lies wholly inside ``rect``."""
    half = width / 2
    painter.setPen(QPen(border, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_line(
    painter: QPainter, start: QPointF, end: QPointF, colour: QColor, width: float = 1.0, dashed: bool = False
) -> None:
    """A line, whole or in dashes of 3 and gaps of 2."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([3 / width, 2 / width])
    painter.setPen(pen)
    painter.drawLine(QLineF(start, end))


def draw_diamond(painter: QPainter, centre: QPointF, radius: float, fill: QColor) -> None:
    """A filled square standing on its corner."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    corners = (QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0))
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))


def draw_focus_ring(painter: QPainter, control: QRect | QRectF, radius: float) -> None:
    """The ring around ``control``: 2 px wide, 1 px away from it. It needs 3 px of room on each side."""
    width, gap = measures.FOCUS_WIDTH, measures.FOCUS_OFFSET
    out = width + gap
    ring = QRectF(control).adjusted(-out, -out, out, out)
    draw_frame(painter, ring, radius + out, theme.current().color("focus"), width=width)


def draw_focus_inside(painter: QPainter, rect: QRect | QRectF, radius: float) -> None:
    """The ring inside a row or a cell."""
    draw_frame(painter, rect, radius, theme.current().color("focus"), width=measures.FOCUS_WIDTH)


def key_hint_font() -> QFont:
    return fonts.ui_font(11)


def key_hint_width(text: str) -> int:
    """The width of one key's frame."""
    return text_width(key_hint_font(), text) + 2 * fonts.scaled(5)


def key_hint_height() -> int:
    return fonts.row_height(18, key_hint_font(), 2)


def draw_key_hint(
    painter: QPainter, rect: QRect | QRectF, text: str, colour: QColor, border: QColor | None = None
) -> None:
    """A key's name in a 1 px frame."""
    draw_frame(painter, rect, measures.RADIUS_TAG, border or theme.current().color("line.default"))
    draw_text(painter, rect, text, key_hint_font(), colour, CENTER)
