"""How many requests were sent in each second, and when the server had enough."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_STEP = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBar:
    """One span of time. ``counted`` marks those that the limit counted; they take the fault's colour."""

    count: int
    counted: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``mark`` is the index before which the refusal stands, or -1."""

    bars: tuple[RateBar, ...]
    start_caption: str
    end_caption: str
    mark: int = -1
    mark_caption: str = ""


class RateBars(PaintedWidget):
    """36 px of bars over one line of captions."""

    def __init__(self, rate: Rate | None = None, fault: Family = Family.CLIENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate: Rate | None = None
        self._fault = fault
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rate(rate, fault)

    def set_rate(self, rate: Rate | None, fault: Family = Family.CLIENT) -> None:
        self._rate, self._fault = rate, fault
        if rate is not None:
            total = sum(bar.count for bar in rate.bars)
            sentence = self.tr("{total} requests since {start}. {mark}")
            said = sentence.format(total=total, start=rate.start_caption, mark=rate.mark_caption)
            self.describe(said.strip())
        self.update()

    def _area(self) -> int:
        return fonts.scaled(36)

    def _paint_bars(self, painter: QPainter, rate: Rate, pitch: float) -> None:
        highest = max((bar.count for bar in rate.bars), default=0)
        step = min(fonts.scaled(_STEP), self._area() / highest) if highest else 0.0
        width = max(1.0, pitch - 2)
        for index, bar in enumerate(rate.bars):
            high = bar.count * step
            if high <= 0:
                base = QRectF(index * pitch, self._area() - 2, width, 2)
                painting.fill_round(painter, base, 0, self.colour("line.default"))
                continue
            token = self._fault.line if bar.counted else "info.line"
            rect = QRectF(index * pitch, self._area() - high, width, high)
            painting.fill_round(painter, rect, 1, self.colour(token))

    def _paint_captions(self, painter: QPainter, rate: Rate, mark_x: float) -> None:
        font = fonts.tabular(fonts.ui_font(11))
        muted = self.colour("text.muted")
        line = QRectF(0, self._area() + 2, self.width(), self.height() - self._area() - 2)
        painting.draw_text(painter, line, rate.start_caption, font, muted)
        painting.draw_text(painter, line, rate.end_caption, font, muted, painting.RIGHT)
        if rate.mark_caption:
            room = QRectF(line)
            gap = painting.text_width(font, rate.end_caption) + fonts.scaled(12)
            room.setRight(min(mark_x - fonts.scaled(6), self.width() - gap))
            fault = self.colour(self._fault.fg)
            painting.draw_text(painter, room, rate.mark_caption, font, fault, painting.RIGHT)

    def paint(self, painter: QPainter) -> None:
        rate = self._rate
        if rate is None or not rate.bars:
            return
        pitch = self.width() / len(rate.bars)
        self._paint_bars(painter, rate, pitch)
        x = rate.mark * pitch - 0.5
        if rate.mark >= 0:
            ends = QPointF(x, 0), QPointF(x, self._area())
            painting.draw_line(painter, *ends, self.colour("text.muted"), dashed=True)
        self._paint_captions(painter, rate, x if rate.mark >= 0 else self.width())

    def tip_at(self, position: QPoint) -> str:
        if self._rate is None or not self._rate.bars or self.width() <= 0:
            return ""
        index = position.x() * len(self._rate.bars) // self.width()
        return self._rate.bars[index].tip if 0 <= index < len(self._rate.bars) else ""

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(420), self._area() + fonts.row_height(18, fonts.ui_font(11), 4))
