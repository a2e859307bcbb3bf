"""A row of small bars that shows how often something happened, scaled to its own highest bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.painted import PaintedWidget

BARS = 14
_BAR = 2
_GAP = 2
_BASE = 2


def sparkline_width(count: int = BARS) -> int:
    return count * _BAR + (count - 1) * _GAP


def paint_sparkline(
    painter: QPainter, rect: QRect | QRectF, values: Sequence[int], family: Family = Family.CLIENT
) -> None:
    """Bars of 2 px with gaps of 2, at the right end of ``rect``; a zero shows only the base line."""
    area, colour = QRectF(rect), theme.current().color
    highest = max(values, default=0)
    left = area.right() - sparkline_width(len(values))
    for index, value in enumerate(values):
        x = round(left) + index * (_BAR + _GAP)
        high = _BASE
        if value > 0:
            high += max(1, round((area.height() - _BASE) * value / highest))
        token = family.line if value > 0 else "line.default"
        painter.fillRect(QRectF(x, round(area.bottom()) - high, _BAR, high), colour(token))


class Sparkline(PaintedWidget):
    """``paint_sparkline`` as a widget; ``sentence`` says aloud what it shows."""

    def __init__(
        self,
        values: Sequence[int] = (),
        family: Family = Family.CLIENT,
        sentence: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: tuple[int, ...] = ()
        self._family = family
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_values(values, family, sentence)

    def set_values(self, values: Sequence[int], family: Family, sentence: str) -> None:
        self._values, self._family = tuple(values), family
        self.describe(sentence)
        self.updateGeometry()
        self.update()

    def paint(self, painter: QPainter) -> None:
        paint_sparkline(painter, self.rect(), self._values, self._family)

    def sizeHint(self) -> QSize:
        return QSize(sparkline_width(max(1, len(self._values))), fonts.scaled(16))
