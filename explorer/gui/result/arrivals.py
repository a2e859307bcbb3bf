"""Decides when a body is looked at while it still comes in: a long one at once, events at once, any other when it takes
its time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.media_type import media_type

if TYPE_CHECKING:
    from explorer.core.transport import Arriving, Progress

_LIVE = re.compile(r"text/event-stream|ndjson|jsonl|json-seq|stream\+json")
"""Types whose bodies are looked at while they come, however short they are."""

_LONG_BYTES = 250_000
"""As the transport has it, which is not loaded for a number."""

_PATIENCE_MS = 400
"""Short bodies are mostly whole before this; showing their beginning first would only flicker."""


class Arrivals(QObject):
    """``take`` every progress of a send; ``stop`` when it has ended."""

    begun = Signal(object)
    """An ``Arriving`` that will be shown, in the next turn of the loop: what stands around it is painted before."""

    due = Signal(object)
    """An ``Arriving`` that should be shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Arriving | None = None
        self._is_slow = self._is_begun = False
        self._wait = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._wait.timeout.connect(self._waited)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)

    def take(self, progress: Progress) -> None:
        arriving = progress.arriving
        if arriving is None:
            return
        self._newest = arriving
        is_long = arriving.is_complete or max(progress.total_bytes or 0, arriving.body.size_bytes) >= _LONG_BYTES
        if is_long or self._is_slow or _LIVE.search(media_type(arriving.headers)):
            # In a turn of the loop of its own: the figures of the progress are painted before.
            self._soon.start()
        elif not self._wait.isActive():
            self._wait.start()

    def stop(self) -> None:
        self._wait.stop()
        self._soon.stop()
        self._newest = None
        self._is_slow = self._is_begun = False

    def _waited(self) -> None:
        self._is_slow = True
        self._tell()

    def _tell(self) -> None:
        if self._newest is None or not self._newest.body.size_bytes:
            return
        if self._is_begun:
            self.due.emit(self._newest)
        else:
            self._is_begun = True
            self.begun.emit(self._newest)
            self._soon.start()
