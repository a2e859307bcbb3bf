"""Paints the lines of the history's list. Where the columns are is known here, for the head above the list too."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from explorer.core.content.amounts import duration_text
from explorer.core.model.history import HistoryRow
from explorer.gui.history.list_lines import Line, LineKind
from explorer.gui.history.list_model import HistoryModel
from explorer.gui.history.moments import day_title, last_text, run_text
from explorer.gui.history.outcomes import family_of_label, family_of_row
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import badges, painting
from explorer.gui.widgets.rows import RowState, paint_row_ground
from explorer.gui.widgets.sparkline import paint_sparkline, sparkline_width

PADDING = 16
LAST_WIDTH = 54
COUNT_WIDTH = 44
_MARK_SIDE = 18
_TIME_AT = 46
_METHOD_AT = 120
_NAME_AT = 160
_PILL_AT = 36
_PILL_GAP = 5
_TITLE_AT = 92
_TITLE_GAP = 4
_GROUP_ROW = 36


def right_columns(area: QRect) -> tuple[QRect, QRect, QRect]:
    """Sparkline, count and last, or room for words, sign and duration: three columns at the right of a line."""
    right = area.right() + 1 - fonts.scaled(PADDING)
    last = QRect(right - fonts.scaled(LAST_WIDTH), area.top(), fonts.scaled(LAST_WIDTH), area.height())
    count = QRect(last.left() - fonts.scaled(COUNT_WIDTH), area.top(), fonts.scaled(COUNT_WIDTH), area.height())
    width = sparkline_width()
    spark = QRect(count.left() - width, area.top(), width, area.height())
    return spark, count, last


def title_left(labels: Iterable[str]) -> int:
    """Where all titles begin: behind the widest pill."""
    widest = max((badges.pill_width(label, 11) for label in labels), default=0)
    return max(fonts.scaled(_TITLE_AT), fonts.scaled(_PILL_AT) + widest + fonts.scaled(_PILL_GAP))


class HistoryDelegate(QStyledItemDelegate):
    """One method for each kind of line."""

    def _paint_line(self, painter: QPainter, area: QRect, line: Line, model: HistoryModel, state: RowState) -> None:
        colour = theme.current().color
        match line.kind:
            case LineKind.DAY:
                words = area.adjusted(fonts.scaled(PADDING), 0, 0, 0)
                title = day_title(line.day or model.today, model.today)
                painting.draw_text(painter, words, title, fonts.ui_font(11, 600), colour("text.muted"))
            case LineKind.GROUP:
                self._paint_group(painter, area, line, model)
            case LineKind.MORE:
                words = area.adjusted(fonts.scaled(_TIME_AT), 0, 0, 0)
                painting.draw_text(painter, words, f"{line.left} older", fonts.ui_font(12), colour("accent.fg"))
            case LineKind.RUN | LineKind.SUCCESS:
                self._paint_run(painter, area, line, model, state)

    def _paint_group(self, painter: QPainter, area: QRect, line: Line, model: HistoryModel) -> None:
        group, colour = line.group, theme.current().color
        if group is None:
            return
        side = fonts.scaled(measures.ICON_SMALL)
        chevron = QRect(area.left() + fonts.scaled(PADDING), area.top(), side, area.height())
        is_open = line.is_loaded and bool(line.children) and self._is_expanded(line, model)
        icons.paint(painter, chevron, "chevron-down" if is_open else "chevron-right", colour("text.secondary"))
        family = family_of_label(group.label)
        high, width = fonts.scaled(measures.PILL_IN_ROW), badges.pill_width(group.label, 11)
        pill = QRect(area.left() + fonts.scaled(_PILL_AT), area.center().y() - high // 2 + 1, width, high)
        badges.paint_status_pill(painter, pill, family, group.label, px=11)
        spark, count, last = right_columns(area)
        left = area.left() + title_left(model.group_labels)
        name, gap = fonts.code_font(12), fonts.scaled(_TITLE_GAP)
        has_bars = left + painting.text_width(name, group.title) + gap <= spark.left()
        end = (spark.left() if has_bars else count.left() + fonts.scaled(12)) - gap
        title = QRect(left, area.top(), end - left, area.height())
        painting.draw_text(painter, title, group.title, name, colour("text.primary"))
        if has_bars:
            bars = QRect(spark.left(), area.center().y() - fonts.scaled(8), spark.width(), fonts.scaled(18))
            paint_sparkline(painter, bars, group.per_day, family)
        figures = fonts.tabular(fonts.ui_font(13, 600))
        painting.draw_text(painter, count, str(group.count), figures, colour("text.primary"), painting.RIGHT)
        when = last_text(group.last, model.today)
        painting.draw_text(
            painter, last, when, fonts.tabular(fonts.ui_font(12)), colour("text.secondary"), painting.RIGHT
        )

    def _is_expanded(self, line: Line, model: HistoryModel) -> bool:
        view = self.parent()
        return isinstance(view, QTreeView) and view.isExpanded(model.index(line.number, 0))

    def _paint_run(self, painter: QPainter, area: QRect, line: Line, model: HistoryModel, state: RowState) -> None:
        row, colour = line.row, theme.current().color
        if row is None:
            return
        self._paint_run_head(painter, area, row, model)
        _, count, last = right_columns(area)
        figures = fonts.tabular(fonts.ui_font(12))
        duration = duration_text(row.duration_s)
        painting.draw_text(painter, last, duration, figures, colour("text.secondary"), painting.RIGHT)
        method_end = fonts.scaled(_METHOD_AT) + badges.method_width(row.method) + fonts.scaled(8)
        left = area.left() + max(fonts.scaled(_NAME_AT), method_end)
        room = QRect(left, area.top(), count.right() - left, area.height())
        room.setRight(room.right() - self._paint_sign(painter, room, line, row, model.is_grouped))
        name_width = min(painting.text_width(fonts.ui_font(), row.name), room.width())
        lively = state.selected or not model.is_grouped
        name = QRect(left, area.top(), name_width + 2, area.height())
        token = "text.primary" if lively else "text.secondary"
        painting.draw_text(painter, name, row.name, fonts.ui_font(), colour(token))
        words = _remark(row, model.is_grouped)
        rest = room.adjusted(name_width + fonts.scaled(12), 0, 0, 0)
        if words and rest.width() > fonts.scaled(30):
            painting.draw_text(painter, rest, words, fonts.ui_font(12), colour("text.muted"), painting.RIGHT)

    def _paint_run_head(self, painter: QPainter, area: QRect, row: HistoryRow, model: HistoryModel) -> None:
        """Mark, time and method."""
        mark = {model.mark_a: "A", model.mark_b: "B"}.get(row.id, "")
        if mark:
            side = fonts.scaled(_MARK_SIDE)
            top = area.center().y() - side // 2 + 1
            paint_mark(painter, QRect(area.left() + fonts.scaled(14), top, side, side), mark)
        time = QRect(area.left() + fonts.scaled(_TIME_AT), area.top(), 0, area.height())
        time.setRight(area.left() + fonts.scaled(_METHOD_AT) - 4)
        figures, colour = fonts.tabular(fonts.ui_font(12)), theme.current().color("text.secondary")
        painting.draw_text(painter, time, run_text(row.started, model.today), figures, colour)
        method = QRect(area.left() + fonts.scaled(_METHOD_AT), area.top(), fonts.scaled(60), area.height())
        badges.paint_method(painter, method, row.method)

    def _paint_sign(self, painter: QPainter, room: QRect, line: Line, row: HistoryRow, is_grouped: bool) -> int:
        """What stands at the right end of the name's column; returns its width."""
        colour = theme.current().color
        if line.kind is LineKind.SUCCESS:
            font, side = fonts.ui_font(12), fonts.scaled(measures.ICON_INLINE)
            width = painting.text_width(font, "Last success")
            painting.draw_text(painter, room, "Last success", font, colour("ok.fg"), painting.RIGHT)
            box = QRect(room.right() - width - side - 4, room.top(), side, room.height())
            icons.paint(painter, box, "check", colour("ok.fg"))
            return width + side + fonts.scaled(12)
        if is_grouped:
            return 0
        sign, font = row.label or (str(row.status) if row.status else ""), badges.method_font()
        painting.draw_text(painter, room, sign, font, colour(family_of_row(row).fg), painting.RIGHT)
        return painting.text_width(font, sign) + fonts.scaled(10)

    # Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model = index.model()
        line = model.line_of(index) if isinstance(model, HistoryModel) else None
        is_group = line is not None and line.kind is LineKind.GROUP
        return QSize(200, fonts.row_height(_GROUP_ROW if is_group else measures.TREE_ROW, fonts.ui_font()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model: QAbstractItemModel | None = index.model()
        line = model.line_of(index) if isinstance(model, HistoryModel) else None
        if line is None or not isinstance(model, HistoryModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        is_marked = bool(line.exchange_id) and line.exchange_id in (model.mark_a, model.mark_b)
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        state = RowState(
            hovered=bool(flags & QStyle.StateFlag.State_MouseOver) and line.kind is not LineKind.DAY,
            selected=is_marked or (selected and (line.kind is not LineKind.GROUP or bool(model.all_up_to))),
            focused=selected and bool(flags & QStyle.StateFlag.State_HasFocus) and self._shows_focus(),
        )
        paint_row_ground(painter, area, state, radius=0)
        self._paint_line(painter, area, line, model, state)
        if line.kind is LineKind.GROUP:
            self._paint_lines_around(painter, area, line, model)
        painter.restore()

    def _paint_lines_around(self, painter: QPainter, area: QRect, line: Line, model: HistoryModel) -> None:
        colour = theme.current().color("line.subtle")
        if line.number:
            painter.fillRect(area.left(), area.top(), area.width(), 1, colour)
        if line.number == model.rowCount() - 1 or self._is_expanded(line, model):
            painter.fillRect(area.left(), area.bottom(), area.width(), 1, colour)

    def _shows_focus(self) -> bool:
        view = self.parent()
        return isinstance(view, QTreeView) and view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _remark(row: HistoryRow, is_grouped: bool) -> str:
    """Words beside the name: pinned, and by time also the failure."""
    parts = ("Pinned" if row.pinned else "", row.title if row.is_error and not is_grouped else "")
    return ", ".join(part for part in parts if part)


def paint_mark(painter: QPainter, box: QRect, letter: str) -> None:
    """The square that says A or B."""
    colour = theme.current().color
    painting.fill_round(painter, box, measures.RADIUS_TAG, colour("accent.fill"))
    painting.draw_text(painter, box, letter, fonts.ui_font(11, 600), colour("text.on-accent"), painting.CENTER)
