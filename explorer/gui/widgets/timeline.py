"""The phases of one exchange as bars to scale, with their durations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_LABEL_WIDTH = 76
_LABEL_GAP = 12
_DURATION_WIDTH = 56
_MIN_BAR = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineBar:
    """``caption`` is the duration in words; ``tip`` tells start and end."""

    title: str
    start_s: float
    duration_s: float
    caption: str
    family: Family = Family.OK
    tip: str = ""


class Timeline(PaintedWidget):
    """Rows of 20 px. The scale runs from 0 to the end of the last bar, or to ``total_s`` if that is later."""

    def __init__(self, bars: Sequence[TimelineBar] = (), total_s: float = 0.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[TimelineBar, ...] = ()
        self._total_s = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(bars, total_s)

    @property
    def bars(self) -> tuple[TimelineBar, ...]:
        return self._bars

    def set_bars(self, bars: Sequence[TimelineBar], total_s: float = 0.0) -> None:
        self._bars = tuple(bars)
        self._total_s = max([total_s, *(bar.start_s + bar.duration_s for bar in bars)])
        self.describe(" ".join(f"{bar.title}: {bar.caption}." for bar in self._bars))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return fonts.row_height(measures.TIMELINE_ROW, fonts.ui_font(12), 2)

    def _track(self) -> tuple[float, float]:
        """The left edge and the width of the scale."""
        widest = max((painting.text_width(fonts.ui_font(12), bar.title) for bar in self._bars), default=0)
        left = max(fonts.scaled(_LABEL_WIDTH), widest + fonts.scaled(_LABEL_GAP))
        figures = fonts.tabular(fonts.ui_font(11))
        words = max((painting.text_width(figures, bar.caption) for bar in self._bars), default=0)
        right = max(fonts.scaled(_DURATION_WIDTH), words + fonts.scaled(12))
        return left, max(1.0, self.width() - left - right)

    def _paint_bar(self, painter: QPainter, bar: TimelineBar, top: float, left: float, width: float) -> None:
        middle = round(top + self._row() / 2)
        line = self.colour("line.subtle")
        painting.draw_line(painter, QPointF(left, middle + 0.5), QPointF(left + width, middle + 0.5), line)
        scale = width / self._total_s if self._total_s > 0 else 0.0
        high = fonts.scaled(measures.TIMELINE_BAR)
        long = max(_MIN_BAR, bar.duration_s * scale)
        start = min(left + bar.start_s * scale, left + width - long)
        rect = QRectF(start, middle + 0.5 - high / 2, long, high)
        painting.fill_round(painter, rect, min(2.0, long / 2), self.colour(bar.family.line))

    def paint(self, painter: QPainter) -> None:
        left, width = self._track()
        row, font = self._row(), fonts.ui_font(12)
        for index, bar in enumerate(self._bars):
            line = QRectF(0, index * row, self.width(), row)
            painting.draw_text(painter, line, bar.title, font, self.colour("text.secondary"))
            figures = fonts.tabular(fonts.ui_font(11))
            painting.draw_text(painter, line, bar.caption, figures, self.colour("text.muted"), painting.RIGHT)
            self._paint_bar(painter, bar, line.top(), left, width)

    def tip_at(self, position: QPoint) -> str:
        index = position.y() // self._row()
        return self._bars[index].tip if 0 <= index < len(self._bars) else ""

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(360), self._row() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(240), self._row() * len(self._bars))
