"""Lets the palette appear within 100 ms, or at once where movement is not wanted."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from explorer.gui.theme import theme
from explorer.gui.theme.measures import FADE_MS


class Fade(QObject):
    """Fades ``overlay`` in. The card's shadow waits: Qt cannot draw one effect inside another reliably."""

    def __init__(self, overlay: QWidget, card: QWidget) -> None:
        super().__init__(overlay)
        self.reduced = False
        self._overlay, self._card = overlay, card
        self._animation: QPropertyAnimation | None = None

    def show(self) -> None:
        """Show the overlay; it takes keys at once."""
        fades = not (self.reduced or theme.wants_less_motion() or self._overlay.isVisible())
        self._overlay.show()
        if fades:
            self._start()

    def _start(self) -> None:
        self._end()
        self._set_shadow(False)
        effect = QGraphicsOpacityEffect(self._overlay)
        self._overlay.setGraphicsEffect(effect)
        animation = QPropertyAnimation(effect, b"opacity", self)
        animation.setDuration(FADE_MS)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.finished.connect(self._end)
        self._animation = animation
        animation.start()

    def _end(self) -> None:
        if self._animation is None:
            return
        animation, self._animation = self._animation, None
        animation.stop()
        animation.deleteLater()
        self._overlay.setGraphicsEffect(None)  # type: ignore[arg-type]
        self._set_shadow(True)

    def _set_shadow(self, shown: bool) -> None:
        shadow = self._card.graphicsEffect()
        if shadow is not None:
            shadow.setEnabled(shown)
