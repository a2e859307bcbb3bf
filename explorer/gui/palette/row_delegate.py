"""Draws the palette's lines: method, pill or icon, the title with its typed letters marked, and the right end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from explorer.gui.palette.finder import Heading, Row
from explorer.gui.palette.rows_model import Role
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, painting

HEADING = 28
_LEAD = 60
_INSET = 8
_PILL_PX = 11
_PILL_GAP = 5
_KEY_GAP = 3
_FAMILIES = {
    "1": Family.INFO,
    "2": Family.OK,
    "3": Family.REDIRECT,
    "4": Family.CLIENT,
    "5": Family.SERVER,
}

Index = QModelIndex | QPersistentModelIndex


def family_of(label: str) -> Family:
    """The status family of a pill's words; words without a status are failures of the connection."""
    return _FAMILIES.get(label[:1], Family.TRANSPORT)


def line_height(line: object) -> int:
    """Height of a line at the present text zoom."""
    px = HEADING if isinstance(line, Heading) else measures.PALETTE_ROW
    return fonts.row_height(px, fonts.ui_font(), 8)


class RowDelegate(QStyledItemDelegate):
    """The current row says what Enter does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def _paint_lead(self, painter: QPainter, area: QRect, row: Row) -> int:
        """Method, pill or icon; answers with the x of the title."""
        item, least = row.item, area.left() + fonts.scaled(_LEAD)
        if item.method:
            badges.paint_method(painter, area.translated(0, -1), item.method)
            return max(least, area.left() + badges.method_width(item.method) + fonts.scaled(_INSET))
        if item.label:
            width = badges.pill_width(item.label, _PILL_PX)
            high = fonts.row_height(measures.PILL_IN_ROW, badges.pill_font(_PILL_PX), 2)
            pill = QRect(area.left(), area.top() + (area.height() - high) // 2, width, high)
            badges.paint_status_pill(painter, pill, family_of(item.label), item.label, px=_PILL_PX)
            return max(least, pill.right() + fonts.scaled(_PILL_GAP))
        if item.icon:
            side = fonts.scaled(measures.ICON)
            box = QRect(area.left(), area.top(), side, area.height())
            icons.paint(painter, box, item.icon, theme.current().color("text.secondary"))
        return least

    def _paint_title(self, painter: QPainter, area: QRect, row: Row) -> int:
        """The title, typed letters in the accent; answers with the x where it ends."""
        make, px = (fonts.code_font, 12) if row.item.mono else (fonts.ui_font, 13)
        plain, marked = make(px, 400), make(px, 600)
        colour, left = theme.current().color, float(area.left())
        for text, is_marked in _runs(row.item.title, row.positions):
            font = marked if is_marked else plain
            room = QRect(round(left), area.top(), max(0, area.right() - round(left)), area.height())
            painting.draw_text(painter, room, text, font, colour("accent.fg" if is_marked else "text.primary"))
            left += QFontMetricsF(font).horizontalAdvance(text)
        return min(round(left), area.right())

    def _paint_right(self, painter: QPainter, area: QRect, row: Row, current: bool) -> int:
        """Keys, a time, or what Enter does; answers with the x where it begins."""
        colour, small = theme.current().color, fonts.ui_font(12)
        if current and not row.item.keys and not row.item.right:
            painting.draw_text(painter, area, "Open", small, colour("text.secondary"), painting.RIGHT)
            right = area.right() - painting.text_width(small, "Open") - fonts.scaled(5)
            return _paint_keys(painter, area, ("Enter",), right)
        if row.item.keys:
            return _paint_keys(painter, area, row.item.keys, area.right() + 1)
        font = fonts.tabular(small)
        painting.draw_text(painter, area, row.item.right, font, colour("text.muted"), painting.RIGHT)
        return area.right() - painting.text_width(font, row.item.right)

    def _paint_row(self, painter: QPainter, cell: QRect, row: Row, current: bool) -> None:
        colour = theme.current().color
        if current:
            painting.fill_round(painter, cell, measures.RADIUS_CONTROL, colour("bg.selected"))
        pad = fonts.scaled(_INSET)
        area = cell.adjusted(pad, 0, -pad, 0)
        right = self._paint_right(painter, area, row, current) - pad
        left = self._paint_lead(painter, area, row)
        end = self._paint_title(painter, QRect(left, area.top(), right - left, area.height()), row)
        left = end + fonts.scaled(10)
        if row.item.detail and right - left > fonts.scaled(24):
            room = QRect(left, area.top(), right - left, area.height())
            token = "text.secondary" if current else "text.muted"
            painting.draw_text(painter, room, row.item.detail, fonts.ui_font(12), colour(token))

    # Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(fonts.scaled(200), line_height(index.data(Role.LINE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, inset = index.data(Role.LINE), fonts.scaled(_INSET)
        cell: QRect = option.rect.adjusted(inset, 0, -inset, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Heading):
            words = cell.adjusted(inset, fonts.scaled(8), 0, 0)
            colour = theme.current().color("text.secondary")
            painting.draw_text(painter, words, line.title, fonts.ui_font(11, 600), colour)
        elif isinstance(line, Row):
            self._paint_row(painter, cell, line, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()


def _paint_keys(painter: QPainter, area: QRect, keys: tuple[str, ...], right: int) -> int:
    """Key caps that end at ``right``; answers with the x where they begin."""
    colour, high = theme.current().color, painting.key_hint_height()
    for key in reversed(keys):
        width = painting.key_hint_width(key)
        frame = QRect(right - width, area.top() + (area.height() - high) // 2, width, high)
        painting.draw_key_hint(painter, frame, key, colour("text.secondary"))
        right = frame.left() - fonts.scaled(_KEY_GAP)
    return right


def _runs(title: str, positions: tuple[int, ...]) -> list[tuple[str, bool]]:
    """The title cut into marked and unmarked pieces."""
    marked, runs = set(positions), list[tuple[str, bool]]()
    for at, letter in enumerate(title):
        if runs and runs[-1][1] == (at in marked):
            runs[-1] = (runs[-1][0] + letter, runs[-1][1])
        else:
            runs.append((letter, at in marked))
    return runs
