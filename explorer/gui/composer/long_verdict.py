"""Checks long JSON on a thread. It tells the verdict of the last text it was given; older ones are forgotten."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.gui.composer import json_text

_LOOK_MS = 20
"""How often the answer of the thread is looked for. The thread itself touches nothing of Qt."""

_Answer = tuple[int, bool, str]


class LongVerdict(QObject):
    """``told`` carries (valid, words), as ``json_text.verdict`` gives them."""

    told = Signal(bool, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._answers = SimpleQueue[_Answer]()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._take)

    def ask(self, text: str) -> None:
        self._number += 1
        Thread(target=_check, args=(self._number, text, self._answers), name="json check", daemon=True).start()
        self._look.start()

    def forget(self) -> None:
        """Tell nothing of what was asked so far."""
        self._number += 1
        self._look.stop()

    def _take(self) -> None:
        try:
            number, valid, words = self._answers.get_nowait()
        except Empty:
            return
        if number == self._number:
            self._look.stop()
            self.told.emit(valid, words)


def _check(number: int, text: str, answers: SimpleQueue[_Answer]) -> None:
    answers.put((number, *json_text.verdict(text)))
