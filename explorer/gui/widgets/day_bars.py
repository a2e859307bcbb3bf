"""How often something happened on each of the last days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_BAR = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """``label`` is written below days with a count, and below the last one."""

    label: str
    count: int
    tip: str = ""


class DayBars(PaintedWidget):
    """Equal columns; a bar of 24 px in each, scaled to the highest."""

    def __init__(
        self, days: Sequence[DayBar] = (), family: Family = Family.CLIENT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._days: tuple[DayBar, ...] = ()
        self._family = family
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_days(days, family)

    def set_days(self, days: Sequence[DayBar], family: Family = Family.CLIENT) -> None:
        """Oldest first."""
        self._days, self._family = tuple(days), family
        self.describe(", ".join(f"{day.label}: {day.count}" for day in self._days if day.count))
        self.update()

    def _area(self) -> int:
        return fonts.scaled(28)

    def paint(self, painter: QPainter) -> None:
        if not self._days:
            return
        pitch = self.width() / len(self._days)
        width = min(fonts.scaled(_BAR), pitch - 2)
        highest = max(day.count for day in self._days)
        font, muted = fonts.ui_font(11), self.colour("text.muted")
        for index, day in enumerate(self._days):
            left = (index + 0.5) * pitch - width / 2
            high = max(2.0, self._area() * day.count / highest) if highest else 2.0
            token = self._family.line if day.count else "line.default"
            rect = QRectF(left, self._area() - high, width, high)
            painting.fill_round(painter, rect, 1 if day.count else 0, self.colour(token))
            if day.count or index == len(self._days) - 1:
                wide = QRectF(left + width / 2 - pitch, self._area() + 4, 2 * pitch, fonts.scaled(18))
                wide.setRight(min(wide.right(), float(self.width())))
                end = index == len(self._days) - 1
                painting.draw_text(painter, wide, day.label, font, muted, painting.RIGHT if end else painting.CENTER)

    def tip_at(self, position: QPoint) -> str:
        if not self._days or self.width() <= 0:
            return ""
        index = position.x() * len(self._days) // self.width()
        return self._days[index].tip if 0 <= index < len(self._days) else ""

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(420), self._area() + fonts.row_height(22, fonts.ui_font(11), 6))
