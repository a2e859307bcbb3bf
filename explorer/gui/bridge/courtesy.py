"""Lets a thread that works long give way while the loop has a step to do.

A thread that only takes its fair turn at Python makes a step of the loop twice as long.
"""

import time
from threading import Event

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 2
_BUSY_S = 0.004
"""No beat for so long: the loop is in a step."""
_PATIENCE_S = 0.08
"""A step that takes longer is not waited for; the thread must come to an end too."""


class Courtesy(QObject):
    """Made, started and stopped on the loop's thread, which beats meanwhile; ``give_way`` is for the other one."""

    def __init__(self) -> None:
        super().__init__()
        self._came = Event()
        self._is_over = False
        self._beat_s = time.monotonic()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def give_way(self) -> None:
        """Come back when the loop has nothing to do, or has been waited for long enough."""
        if self._is_over or time.monotonic() - self._beat_s < _BUSY_S:
            return
        self._came.clear()
        if not self._came.wait(_PATIENCE_S):
            # Work for as long as was waited.
            self._beat_s = time.monotonic() + _PATIENCE_S

    def stop(self) -> None:
        """Beat no longer; nobody waits from now on."""
        self._is_over = True
        self._timer.stop()
        self._came.set()

    def _beat(self) -> None:
        self._beat_s = time.monotonic()
        self._came.set()
