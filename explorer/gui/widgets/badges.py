"""Badges that delegates and widgets draw in rows: method, status pill, checkbox."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.theme.tokens import Family, method_token
from explorer.gui.widgets import painting

_SHORT = {"DELETE": "DEL", "OPTIONS": "OPT", "CONNECT": "CON"}
FAMILY_ICONS = {
    Family.OK: "check",
    Family.INFO: "info",
    Family.REDIRECT: "arrow-right",
    Family.CLIENT: "triangle-alert",
    Family.SERVER: "octagon-x",
    Family.TRANSPORT: "unplug",
}
"""The icon that stands for a family where no other is given."""

_PILL_PADDING_LEFT = 7
_PILL_PADDING_RIGHT = 9
_PILL_GAP = 5


def short_method(method: str) -> str:
    """The form used in rows: DELETE as DEL, OPTIONS as OPT."""
    return _SHORT.get(method.upper(), method.upper())


def method_font(px: int = 10) -> QFont:
    return fonts.code_font(px, 700)


def method_width(method: str, *, short: bool = True, px: int = 10) -> int:
    """The width that ``paint_method`` uses for this method's name."""
    return painting.text_width(method_font(px), short_method(method) if short else method)


def paint_method(painter: QPainter, rect: QRect | QRectF, method: str, *, short: bool = True, px: int = 10) -> None:
    """The method's name in its colour, at the left of ``rect``, without ground."""
    name = short_method(method) if short else method
    colour = theme.current().color(method_token(method))
    painting.draw_text(painter, rect, name, method_font(px), colour)


def pill_font(px: int = 12) -> QFont:
    return fonts.ui_font(px, 600)


def pill_width(text: str, px: int = 12) -> int:
    """The width of a status pill around this text."""
    around = _PILL_PADDING_LEFT + measures.ICON_INLINE + _PILL_GAP + _PILL_PADDING_RIGHT
    return painting.text_width(pill_font(px), text) + fonts.scaled(around)


def paint_status_pill(
    painter: QPainter,
    rect: QRect | QRectF,
    family: Family,
    text: str,
    icon: str = "",
    *,
    px: int = 12,
    turn_degrees: int = 0,
) -> None:
    """A pill that fills ``rect``: tint, icon, text. An empty icon means the family's own."""
    colour, area = theme.current().color, QRectF(rect)
    painting.fill_round(painter, area, area.height() / 2, colour(family.tint))
    side = fonts.scaled(measures.ICON_INLINE)
    left = area.left() + fonts.scaled(_PILL_PADDING_LEFT)
    box = QRectF(left, area.center().y() - side / 2, side, side)
    painter.save()
    painter.translate(box.center())
    painter.rotate(turn_degrees)
    painter.translate(-box.center())
    icons.paint(painter, box, icon or FAMILY_ICONS[family], colour(family.fg))
    painter.restore()
    words = QRectF(area)
    words.setLeft(box.right() + fonts.scaled(_PILL_GAP))
    painting.draw_text(painter, words, text, pill_font(px), colour(family.fg))


def paint_checkbox(
    painter: QPainter, rect: QRect | QRectF, checked: bool, *, enabled: bool = True, hovered: bool = False
) -> None:
    """A 16 px checkbox in the middle of ``rect``, for delegates."""
    colour = theme.current().color
    side = fonts.scaled(measures.CHECKBOX)
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(rect).center())
    box.moveTo(round(box.x()), round(box.y()))
    if checked:
        ground = "accent.fill-hover" if hovered else "accent.fill"
        painting.fill_round(painter, box, measures.RADIUS_TAG, colour(ground if enabled else "text.disabled"))
        inner = box.adjusted(2, 2, -2, -2)
        icons.paint(painter, inner, "check", colour("text.on-accent"))
    else:
        ground = "bg.hover" if hovered else "bg.surface"
        border = colour("line.control" if enabled else "line.subtle")
        painting.draw_frame(painter, box, measures.RADIUS_TAG, border, colour(ground))
