"""Which secrets are shown in the clear, each for ten seconds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

REVEAL_S = 10.0

Place = tuple[str, str]
"""Name of the variable or header, key of its environment or folder."""


class Reveals(QObject):
    """``changed`` carries a frozenset of places."""

    changed = Signal(object)

    def __init__(self, parent: QObject, shown_s: float = REVEAL_S) -> None:
        super().__init__(parent)
        self.shown_s = shown_s
        self._timers: dict[Place, QTimer] = {}

    @property
    def places(self) -> frozenset[Place]:
        """What is shown now."""
        return frozenset(self._timers)

    def toggle(self, place: Place) -> None:
        """Show a secret, or hide it before its time."""
        if place in self._timers:
            self._hide(place)
            return
        timer = QTimer(self, singleShot=True, interval=round(self.shown_s * 1000))
        timer.timeout.connect(partial(self._hide, place))
        self._timers[place] = timer
        timer.start()
        self.changed.emit(self.places)

    def hide_all(self) -> None:
        """Mask everything at once."""
        for place in tuple(self._timers):
            self._hide(place)

    def _hide(self, place: Place) -> None:
        timer = self._timers.pop(place, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
            self.changed.emit(self.places)
