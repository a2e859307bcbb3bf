"""Grey bars that stand for a text still being loaded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget


class Skeleton(PaintedWidget):
    """Bars of these widths in px, drawn only when shown for longer than 150 ms. Nothing moves."""

    def __init__(self, widths_px: Sequence[int] = (120, 260, 200, 232), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths_px = tuple(widths_px)
        self._is_late = False
        self._timer = QTimer(self, singleShot=True, interval=measures.LOADING_DELAY_MS)
        self._timer.timeout.connect(self.show_bars)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe(self.tr("Loading"))

    @property
    def bars_shown(self) -> bool:
        return self._is_late

    def show_bars(self) -> None:
        """Draw the bars from now on."""
        self._is_late = True
        self.update()

    def paint(self, painter: QPainter) -> None:
        if not self._is_late:
            return
        for index, width in enumerate(self._widths_px):
            top = fonts.scaled(index * measures.SKELETON_PITCH)
            rect = QRectF(0, top, min(fonts.scaled(width), self.width()), fonts.scaled(measures.SKELETON_BAR))
            painting.fill_round(painter, rect, measures.RADIUS_TAG, self.colour("bg.hover"))

    def sizeHint(self) -> QSize:
        rows = len(self._widths_px) * measures.SKELETON_PITCH - measures.SKELETON_BAR
        return QSize(fonts.scaled(max(self._widths_px, default=0)), fonts.scaled(max(0, rows)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_late:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._is_late = False
