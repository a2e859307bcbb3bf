"""A line of one pixel between parts."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.widgets.painted import PaintedWidget


class Hairline(PaintedWidget):
    """Lies across by default; ``color_token`` is ``line.subtle`` inside a pane, ``line.default`` between panes."""

    def __init__(
        self, parent: QWidget | None = None, *, vertical: bool = False, color_token: str = "line.subtle"
    ) -> None:
        super().__init__(parent)
        self._token = color_token
        fixed, grows = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, grows)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(grows, fixed)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.colour(self._token))
