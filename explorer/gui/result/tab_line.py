"""A row of the panel's head with a hairline under its whole width, whatever stands in the row."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import theme


class TabLine(QWidget):
    """Only paints the line; the panel fills the row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()
