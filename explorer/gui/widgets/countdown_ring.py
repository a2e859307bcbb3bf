"""A ring that empties while the seconds run down."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget


class CountdownRing(PaintedWidget):
    """Repaints once a second. ``elapsed`` comes when nothing is left; ``stop`` keeps it from coming."""

    elapsed = Signal()
    ticked = Signal()
    """Another number is shown."""

    def __init__(self, family: Family = Family.CLIENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._family = family
        self._total_s = self._left_s = 0.0
        self._ends_at_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def seconds_left(self) -> int:
        """Whole seconds, rounded up, as shown."""
        return math.ceil(self._left_s - 1e-6)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def start(self, total_s: float, left_s: float | None = None) -> None:
        """Run down from ``left_s`` of ``total_s``; by default from all of it."""
        self._total_s = max(total_s, 0.001)
        self._ends_at_s = time.monotonic() + (total_s if left_s is None else left_s)
        self._tick()

    def stop(self) -> None:
        """Stand still where it is."""
        self._timer.stop()

    def show_left(self, left_s: float, total_s: float) -> None:
        """Show a moment without running."""
        self._timer.stop()
        self._total_s, self._left_s = max(total_s, 0.001), max(0.0, left_s)
        self._changed()

    def _tick(self) -> None:
        self._left_s = max(0.0, self._ends_at_s - time.monotonic())
        self._changed()
        self.ticked.emit()
        if self._left_s <= 0:
            self._timer.stop()
            self.elapsed.emit()
            return
        # Wait for the next whole second, so that no number is skipped.
        rest = self._left_s % 1.0 or 1.0
        self._timer.start(max(1, math.ceil(rest * 1000)))

    def _changed(self) -> None:
        self.describe(self.tr("{count} seconds left").format(count=self.seconds_left))
        self.update()

    def paint(self, painter: QPainter) -> None:
        stroke = fonts.scaled(measures.COUNTDOWN_STROKE)
        side = min(self.width(), self.height())
        ring = QRectF(0, 0, side, side).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        painter.setPen(QPen(self.colour("line.default"), stroke))
        painter.drawEllipse(ring)
        if self._total_s > 0 and self._left_s > 0:
            pen = QPen(self.colour(self._family.line), stroke)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * min(1.0, self._left_s / self._total_s)))
        font = fonts.tabular(fonts.ui_font(15, 600))
        text = str(self.seconds_left)
        painting.draw_text(painter, ring, text, font, self.colour("text.primary"), painting.CENTER)

    def sizeHint(self) -> QSize:
        side = fonts.scaled(measures.COUNTDOWN + 4)
        return QSize(side, side)
