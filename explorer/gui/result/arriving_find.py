"""Looks for a term in what has come of a body so far, and in what comes then: the worker is given it in portions."""

from __future__ import annotations

import base64
from array import array
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.arriving_text import ArrivingText
from explorer.core.content.find import Wanted
from explorer.core.content.scratch import ScratchFile
from explorer.gui.bridge import workers

_PORTION_BYTES = 4 * 1024 * 1024
_OVERLAP_BYTES = 64 * 1024
"""Of a line without an end in sight, so much is looked at again with its next portion."""


class ArrivingFind(QObject):
    """One search in one text; made for it and forgotten with it. Hits come in order."""

    found = Signal(object, object, object)
    """Hits that begin from the first of the three on are replaced by these: begins and ends."""
    paused = Signal()
    """All that came so far was looked at."""
    failed = Signal(str)
    given_up = Signal()
    """The worker says nothing any more."""

    def __init__(self, text: ArrivingText, wanted: Wanted, patience_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text, self._wanted = text, wanted
        self._from = self._seen = 0
        self._starts, self._ends = array("Q"), array("Q")
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self.given_up)
        self._job: workers.WorkerJob | None = None
        self._scratch: ScratchFile | None = None

    def more(self) -> None:
        """Go on, if there is more text."""
        if self._job is not None or self._text.size_bytes <= self._seen:
            return
        data = self._text.read(self._from, min(_PORTION_BYTES, self._text.size_bytes - self._from))
        try:
            self._scratch = ScratchFile.of(data)
        except OSError as error:
            self.failed.emit(error.strerror or "")
            return
        self._seen = self._from + len(data)
        self._starts, self._ends = array("Q"), array("Q")
        line = data.rfind(b"\n") + 1
        going_on = self._from + (line or max(0, len(data) - _OVERLAP_BYTES))
        path = self._scratch.path
        self._job = workers.shared().start(
            "find", self, path=str(path), folder=str(path.parent), wanted=asdict(self._wanted)
        )
        self._job.told.connect(lambda message: self._told(message, going_on))

    def close(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._scratch = None
        self.deleteLater()

    def _told(self, message: dict[str, Any], going_on: int) -> None:
        self._patience.start() if message["event"] in ("progress", "hits") else self._patience.stop()
        match message["event"]:
            case "hits":
                self._starts.extend(start + self._from for start in _numbers(message["starts"]))
                self._ends.extend(end + self._from for end in _numbers(message["ends"]))
            case "failed":
                self._job = self._scratch = None
                self.failed.emit(message["reason"])
            case "done":
                self._job = self._scratch = None
                self.found.emit(self._from, self._starts, self._ends)
                self._from = going_on
                if self._text.size_bytes > self._seen:
                    self.more()
                else:
                    self.paused.emit()


def _numbers(packed: str) -> array[int]:
    numbers = array("Q")
    numbers.frombytes(base64.b64decode(packed))
    return numbers
