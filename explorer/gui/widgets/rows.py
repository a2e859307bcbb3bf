"""Draws one row of a tree or a list for delegates: ground, chevron or method, name, what stands at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, painting


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    hovered: bool = False
    selected: bool = False
    focused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """``folder`` None means a request with a method; True and False are an open and a closed folder."""

    title: str
    method: str = ""
    folder: bool | None = None
    end: str = ""
    """The last failure's code, or a count."""
    end_family: Family | None = None
    """The family of a failure; None writes ``end`` muted, as a count."""
    heavy: bool = False
    """A collection's name is 600."""


def paint_row_ground(painter: QPainter, rect: QRect, state: RowState, radius: int = measures.RADIUS_CONTROL) -> None:
    """Hover, selection and the focus ring inside the row."""
    colour = theme.current().color
    if state.selected or state.hovered:
        painting.fill_round(painter, rect, radius, colour("bg.selected" if state.selected else "bg.hover"))
    if state.focused:
        painting.draw_focus_inside(painter, rect, radius)


def paint_tree_row(painter: QPainter, rect: QRect, row: TreeRow, state: RowState, indent_px: int = 0) -> None:
    """A row of 28 inside ``rect``, moved right by ``indent_px``. Hovered requests show their menu's dots."""
    paint_row_ground(painter, rect, state)
    left = rect.left() + fonts.scaled(8) + indent_px
    area = QRect(left, rect.top(), rect.right() - left - fonts.scaled(8), rect.height())
    words_left = _paint_head(painter, area, row)
    end_width = _paint_end(painter, area, row, state)
    words = QRect(words_left, area.top(), area.right() - words_left - end_width, area.height())
    lively = state.selected or row.folder is not None
    token = "text.primary" if state.selected or row.heavy else "text.secondary"
    font = fonts.ui_font(13, 600 if row.heavy else 500 if lively else 400)
    painting.draw_text(painter, words, row.title, font, theme.current().color(token))


def _paint_head(painter: QPainter, area: QRect, row: TreeRow) -> int:
    if row.folder is None:
        badges.paint_method(painter, area.translated(0, -1), row.method)
        width = max(fonts.scaled(measures.METHOD_BADGE_WIDTH), badges.method_width(row.method))
        return area.left() + width + fonts.scaled(6)
    side = fonts.scaled(measures.ICON_SMALL)
    box = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
    name = "chevron-down" if row.folder else "chevron-right"
    icons.paint(painter, box, name, theme.current().color("text.secondary"))
    return box.right() + 1 + fonts.scaled(6)


def _paint_end(painter: QPainter, area: QRect, row: TreeRow, state: RowState) -> int:
    colour = theme.current().color
    if state.hovered and row.folder is None:
        side = fonts.scaled(measures.ICON)
        box = QRect(area.right() + 1 - side, area.top() + (area.height() - side) // 2, side, side)
        icons.paint(painter, box, "ellipsis", colour("text.secondary"))
        return side + fonts.scaled(4)
    if not row.end:
        return 0
    is_failure = row.end_family is not None
    font = fonts.code_font(10, 700) if is_failure else fonts.tabular(fonts.ui_font(11))
    token = "text.muted" if row.end_family is None else row.end_family.fg
    lift = -1 if is_failure else 0
    painting.draw_text(painter, area.translated(0, lift), row.end, font, colour(token), painting.RIGHT)
    return painting.text_width(font, row.end) + fonts.scaled(6)
