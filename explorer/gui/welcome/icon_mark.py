"""An icon that stands still."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons
from explorer.gui.widgets.painted import PaintedWidget


class IconMark(PaintedWidget):
    """A picture beside words; assistive technology skips it."""

    def __init__(self, icon: str, color_token: str, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token, self._size_px = icon, color_token, size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paint(self, painter: QPainter) -> None:
        icons.paint(painter, self.rect(), self._icon, self.colour(self._token))

    def sizeHint(self) -> QSize:
        side = fonts.scaled(self._size_px)
        return QSize(side, side)
