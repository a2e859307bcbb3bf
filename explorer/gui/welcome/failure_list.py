"""Rows of failures to begin with: pill, code, words and an arrow. Arrow keys move, Enter chooses."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, painting
from explorer.gui.widgets.painted import PaintedWidget

_ROW = 36
_OUTSET = 12
_CODE_AT = 64
_WORDS_AT = 296
_PILL_PX = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One failure that the sample can show."""

    label: str
    """"400", "TLS"."""
    family: Family
    title: str
    is_code: bool
    """Code font for the title."""
    words: str
    key: str
    """What ``chosen`` carries."""


class FailureList(PaintedWidget):
    """A list of few rows, painted; the row under pointer or keyboard has a ground."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FailureRow, ...] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("own_focus", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: tuple[FailureRow, ...]) -> None:
        """Show other rows."""
        self._rows, self._at = rows, -1
        self.describe(f"{len(rows)} failures to start with")
        self.updateGeometry()
        self.update()

    @property
    def rows(self) -> tuple[FailureRow, ...]:
        """What is shown."""
        return self._rows

    def row_rect(self, index: int) -> QRect:
        """Where a row is."""
        high = self._row_height()
        return QRect(0, index * high, self.width(), high)

    def _row_height(self) -> int:
        return fonts.row_height(_ROW, fonts.ui_font(), 12)

    def _move_to(self, index: int) -> None:
        self._at = max(-1, min(index, len(self._rows) - 1))
        if self._at >= 0:
            row = self._rows[self._at]
            self.describe(f"{row.label} {row.title}: {row.words}")
        self.update()

    def _index_at(self, position: QPoint) -> int:
        index = position.y() // self._row_height()
        return index if 0 <= index < len(self._rows) else -1

    def _paint_row(self, painter: QPainter, area: QRect, row: FailureRow, current: bool) -> None:
        if current:
            painting.fill_round(painter, area, measures.RADIUS_CONTROL, self.colour("bg.hover"))
        pill_height = fonts.scaled(18)
        inner = area.adjusted(0, 0, -fonts.scaled(6), 0)
        pill = QRect(inner.left(), inner.center().y() - pill_height // 2 + 1, 0, pill_height)
        pill.setWidth(badges.pill_width(row.label, _PILL_PX))
        badges.paint_status_pill(painter, pill, row.family, row.label, px=_PILL_PX)
        font = fonts.code_font(12) if row.is_code else fonts.ui_font()
        title = inner.adjusted(fonts.scaled(_CODE_AT), 0, fonts.scaled(_WORDS_AT - 8) - inner.width(), 0)
        painting.draw_text(painter, title, row.title, font, self.colour("text.primary"))
        words = inner.adjusted(fonts.scaled(_WORDS_AT), 0, -fonts.scaled(24), 0)
        painting.draw_text(painter, words, row.words, fonts.ui_font(), self.colour("text.secondary"))
        side = fonts.scaled(measures.ICON_SMALL)
        arrow = QRect(inner.right() - side, inner.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, arrow, "arrow-right", self.colour("text.muted"))

    def paint(self, painter: QPainter) -> None:
        for index, row in enumerate(self._rows):
            self._paint_row(painter, self.row_rect(index), row, index == self._at)
        if self.hasFocus() and self._at >= 0:
            painting.draw_focus_inside(painter, self.row_rect(self._at), measures.RADIUS_CONTROL)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(600), self._row_height() * len(self._rows))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_to(self._index_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(self._rows[index].key)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._move_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move_to(max(0, self._at + step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self.chosen.emit(self._rows[self._at].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_to(max(0, self._at))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_to(-1)
