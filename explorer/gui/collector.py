"""Python's garbage collector, run on the window's thread alone.

Left to itself it runs in whatever thread makes objects. A Qt object that it ends there may have a timer, and Qt crashes
a while later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500
_YOUNG = 5_000
"""So many new objects are worth a round."""
_MIDDLE, _OLD = 10, 100
"""Every so many rounds look at older objects too, as Python's own thresholds do."""


class Collector(QObject):
    """Takes the collector over, which stays off; what lives by now is passed over by all rounds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._rounds = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if gc.get_count()[0] < _YOUNG:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % _OLD == 0 else 1 if self._rounds % _MIDDLE == 0 else 0)
