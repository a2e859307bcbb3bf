"""Hands the result of a job on a thread to the window's thread, and dies there, whoever lets go of it last.

An object of Qt that the thread ended would be gone under events on their way: Qt crashes a while later.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal


class Relay(QObject):
    """One for each job. Whoever waits keeps it until then, and disconnects to wait no longer."""

    done = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())

    def tell(self, result: object) -> None:
        """From the thread, once, as the last thing it does with it."""
        self.done.emit(result)
        self.deleteLater()
