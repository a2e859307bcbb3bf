"""Does a job on a thread of Qt's pool and hands its result to the window's thread; it dies there, whoever lets go last.

An object of Qt that the thread ended would be gone under events on their way: Qt crashes a while later. The job is a
plain function, for runnables written in Python do not always go when they have run.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal


class Relay(QObject):
    """One for each job. Whoever waits keeps it until then, and disconnects to wait no longer."""

    done = Signal(object)
    """Emitted on the window's thread: what a thread emits is on its way, and would come after a disconnection."""

    _ended = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._ended.connect(self._deliver)

    def begin(self, job: Callable[[], object]) -> None:
        """Run ``job``, which must not hold anything of Qt's; ``done`` is connected before, and gives its result."""
        QThreadPool.globalInstance().start(partial(_run, self, job))

    def _deliver(self, result: object) -> None:
        self.deleteLater()
        self.done.emit(result)


def _run(relay: Relay, job: Callable[[], object]) -> None:
    relay._ended.emit(job())
