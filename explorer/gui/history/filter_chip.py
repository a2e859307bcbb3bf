"""A filter token in its field: name, values and an x that takes it away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.history.filters import Token
from explorer.gui.theme import fonts, icons, measures
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_HEIGHT = 24
_PADDING = 6


class FilterChip(PaintedWidget):
    """Clicking the x, or anywhere with the middle button, asks to remove it; clicking the words asks to edit it."""

    removed = Signal(str)
    edit_requested = Signal(str)

    def __init__(self, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.token = token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(f"{token.title}: {token.words}")
        self.describe(f"Filter {token.title}: {token.words}")

    def remove_rect(self) -> QRect:
        """Where the x is."""
        side = self.height()
        return QRect(self.width() - side, 0, side, side)

    def _words(self) -> str:
        return f"{self.token.title}: {self.token.words}"

    def paint(self, painter: QPainter) -> None:
        colour = self.colour
        painting.fill_round(painter, self.rect(), measures.RADIUS_TAG, colour("accent.tint"))
        pad = fonts.scaled(_PADDING)
        words = self.rect().adjusted(pad, 0, -self.height(), 0)
        painting.draw_text(painter, words, self._words(), fonts.ui_font(12), colour("accent.fg"))
        side = fonts.scaled(measures.ICON_INLINE)
        box = self.remove_rect()
        icons.paint(
            painter,
            QRect(box.center().x() - side // 2 + 1, box.center().y() - side // 2 + 1, side, side),
            "x",
            colour("accent.fg"),
        )

    def sizeHint(self) -> QSize:
        high = fonts.row_height(_HEIGHT, fonts.ui_font(12), 4)
        width = painting.text_width(fonts.ui_font(12), self._words()) + fonts.scaled(_PADDING) + high
        return QSize(min(width, fonts.scaled(240)), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        middle = event.button() is Qt.MouseButton.MiddleButton
        if middle or self.remove_rect().contains(event.position().toPoint()):
            self.removed.emit(self.token.title)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.edit_requested.emit(self.token.title)
