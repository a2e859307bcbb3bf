"""Frames that float over the window and throw a shadow."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from explorer.gui.theme import measures, theme


class FloatingFrame(QFrame):
    """A raised card with a shadow; ``palette=True`` gives the larger radius and shadow of the command palette."""

    def __init__(self, parent: QWidget | None = None, *, palette: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("frame", "palette" if palette else "floating")
        effect = QGraphicsDropShadowEffect(self)
        effect.setOffset(0, measures.PALETTE_SHADOW_Y if palette else measures.SHADOW_Y)
        # Qt's radius spreads less than the blur of the drawings.
        blur = measures.PALETTE_SHADOW_BLUR if palette else measures.SHADOW_BLUR
        effect.setBlurRadius(blur * 1.5)
        self._effect = effect
        self.setGraphicsEffect(effect)
        theme.current().changed.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        self._effect.setColor(QColor(theme.current().color("shadow")))
