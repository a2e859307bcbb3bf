"""Finds steps that hold the event loop: a heartbeat of the loop, and the longest time between two beats.

A shared machine stops every process now and then. The time in which the loop's thread stood ready while others had the
processors is no step of ours, where the system tells of it (schedstat of Linux). Besides, a test takes the best of
several rounds (a step that is in the program is in every round) and compares it with a round in which the program had
nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from tests.own_time import LIMIT_MS, own_ms

_BEAT_MS = 1


class Watchdog(QObject):
    """``with Watchdog() as dog: ...; dog.longest_ms``. The loop must be run inside the block."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.beats = 0
        """How often the loop came round; a watchdog that was never fed proves nothing."""
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last_ms = 0.0

    def __enter__(self) -> Watchdog:
        self._last_ms = own_ms()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now_ms = own_ms()
        self.longest_ms = max(self.longest_ms, now_ms - self._last_ms)
        self._last_ms = now_ms
        self.beats += 1


def best_of(rounds: int, work: Callable[[], object], enough_ms: float = LIMIT_MS) -> float:
    """The shortest longest gap of some rounds of ``work``, in ms; stops at the first round that is good enough."""
    best_ms = float("inf")
    for _ in range(rounds):
        with Watchdog() as dog:
            work()
        assert dog.beats > 2, "the loop did not run"
        best_ms = min(best_ms, dog.longest_ms)
        if best_ms <= enough_ms:
            break
    return best_ms
