"""Keys in small frames: "Ctrl" "K"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_GAP = 3


class KeyHint(PaintedWidget):
    """One frame for each word of "Ctrl Enter", or one around all with ``split=False``."""

    def __init__(self, keys: str, parent: QWidget | None = None, *, split: bool = True) -> None:
        super().__init__(parent)
        self._split = split
        self._frames: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_keys(keys)

    def set_keys(self, keys: str) -> None:
        self._frames = tuple(keys.split()) if self._split else (keys,)
        self.describe(keys)
        self.updateGeometry()
        self.update()

    def paint(self, painter: QPainter) -> None:
        high, left = painting.key_hint_height(), 0
        for frame in self._frames:
            width = painting.key_hint_width(frame)
            rect = QRectF(left, (self.height() - high) / 2, width, high)
            painting.draw_key_hint(painter, rect, frame, self.colour("text.muted"))
            left += width + fonts.scaled(_GAP)

    def sizeHint(self) -> QSize:
        widths = sum(painting.key_hint_width(frame) for frame in self._frames)
        gaps = fonts.scaled(_GAP) * max(0, len(self._frames) - 1)
        return QSize(widths + gaps, painting.key_hint_height())
