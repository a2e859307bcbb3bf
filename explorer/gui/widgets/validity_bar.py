"""The validity of a certificate on a line, with today's mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_OUTSIDE = 0.12
"""The least share of the line for the time outside the validity, so that a single day can be seen."""

_MARK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Aware times. The captions are written below the start, the end and today."""

    not_before: datetime
    not_after: datetime
    now: datetime
    start_caption: str
    end_caption: str
    now_caption: str

    @property
    def is_valid(self) -> bool:
        return self.not_before <= self.now <= self.not_after


class ValidityBar(PaintedWidget):
    """A bar from start to end; today stands on it, or beyond its end on a dashed line."""

    def __init__(
        self, validity: Validity | None = None, fault: Family = Family.TRANSPORT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._validity: Validity | None = None
        self._fault = fault
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_validity(validity, fault)

    def set_validity(self, validity: Validity | None, fault: Family = Family.TRANSPORT) -> None:
        self._validity, self._fault = validity, fault
        if validity is not None:
            self.describe(f"{validity.start_caption}. {validity.end_caption}. {validity.now_caption}.")
        self.update()

    def _places(self, validity: Validity) -> tuple[float, float, float]:
        """Start, end and today as shares of the width, 0 to 1."""
        first = min(validity.not_before, validity.now)
        last = max(validity.not_after, validity.now)
        whole = max(1.0, (last - first).total_seconds())
        start = (validity.not_before - first).total_seconds() / whole
        end = (validity.not_after - first).total_seconds() / whole
        now = (validity.now - first).total_seconds() / whole
        if validity.now > validity.not_after:
            end = min(end, 1 - _OUTSIDE)
        elif validity.now < validity.not_before:
            start = max(start, _OUTSIDE)
        return start, end, now

    def _paint_line(self, painter: QPainter, xs: tuple[float, float, float], y: float) -> None:
        start, end, now = xs
        high = fonts.scaled(6)
        painting.fill_round(painter, QRectF(start, y - high / 2, end - start, high), 3, self.colour("line.default"))
        fault = self.colour(self._fault.line)
        if now > end or now < start:
            from_x, to_x = (end, now) if now > end else (now, start)
            painting.draw_line(painter, QPointF(from_x, y), QPointF(to_x, y), fault, 2, dashed=True)
        edge = end if now >= start else start
        tick = QRectF(edge - 1, y - fonts.scaled(7), 2, fonts.scaled(14))
        painter.fillRect(tick, self.colour("text.secondary"))

    def _paint_captions(self, painter: QPainter, validity: Validity, end: float, now: float, top: float) -> None:
        font = fonts.tabular(fonts.ui_font(11))
        muted = self.colour("text.muted")
        line = QRectF(0, top, self.width(), self.height() - top)
        tone = self.colour("text.secondary" if validity.is_valid else self._fault.fg)
        gap = fonts.scaled(12)
        start_width = painting.text_width(font, validity.start_caption) + gap
        now_width = painting.text_width(font, validity.now_caption)
        room = QRectF(line)
        painting.draw_text(painter, line, validity.start_caption, font, muted)
        if validity.is_valid:
            taken = painting.text_width(font, validity.end_caption) + gap
            here = QRectF(now - now_width / 2, top, now_width + 1, line.height())
            if here.left() >= start_width and here.right() <= self.width() - taken:
                painting.draw_text(painter, here, validity.now_caption, font, tone)
        else:
            painting.draw_text(painter, line, validity.now_caption, font, tone, painting.RIGHT)
            room.setRight(min(end - fonts.scaled(6), self.width() - now_width - gap))
        room.setLeft(min(float(start_width), room.right()))
        painting.draw_text(painter, room, validity.end_caption, font, muted, painting.RIGHT)

    def paint(self, painter: QPainter) -> None:
        validity = self._validity
        if validity is None:
            return
        mark, track = fonts.scaled(_MARK), fonts.scaled(18)
        wide = self.width() - 2 * mark - fonts.scaled(10)
        start, end, now = (share * wide for share in self._places(validity))
        self._paint_line(painter, (start, end, now + mark), track / 2)
        tone = self.colour("ok.line" if validity.is_valid else self._fault.line)
        painting.draw_diamond(painter, QPointF(now + mark, track / 2), mark, tone)
        self._paint_captions(painter, validity, end, now + mark, track)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(420), fonts.scaled(18) + fonts.row_height(18, fonts.ui_font(11), 2))
