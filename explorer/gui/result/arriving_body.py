"""The rows of a body that still comes in, as it comes.

Bytes are taken from the inflow on the loop, a megabyte at a time; a thread counts their rows (a millisecond for each).
"""

from __future__ import annotations

import re
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.arriving_text import ArrivingText, GrowingIndex
from explorer.core.content.text_index import TextIndex
from explorer.core.content.view import ContentKind, View
from explorer.gui.result.relay import Relay

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow

_LOOK_MS = 100
_PORTION_BYTES = 1024 * 1024
_PATIENCE_S = 1.0
"""A body that comes fast may be whole before one could read it: the processors are left to its arrival for the first
second."""

_STREAMS = frozenset({"text/event-stream", "text/plain", "application/json-seq"})
_NEXT_VALUE = re.compile(r"[}\]]\r?\n[{\[]")
_TEXTS = (ContentKind.JSON, ContentKind.XML, ContentKind.HTML, ContentKind.TEXT)


def is_stream(view: View) -> bool:
    """Whether the body is a log of sorts, of which one reads the end: events, lines of text, one JSON value a line."""
    if view.media_type in _STREAMS or view.kind is ContentKind.TEXT:
        return True
    # Formatted JSON is indented: hardly any is looked through sign by sign.
    return ("\n{" in view.raw or "\n[" in view.raw) and _NEXT_VALUE.search(view.raw) is not None


def can_grow(view: View) -> bool:
    """Whether its rows can be counted while it comes."""
    return view.kind in _TEXTS and view.charset in ("utf-8", "ascii")


class ArrivingBody(QObject):
    """``begin`` it when it is looked at, ``close`` it; ``text`` is its own."""

    grew = Signal()
    """``text`` has more rows, or is another text with other rows."""

    def __init__(self, inflow: Inflow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inflow = inflow
        self.text: ArrivingText | None = None
        self._growing = GrowingIndex()
        self._is_anew = True
        self._relay: Relay | None = None
        self._indexed_s = 0.0
        self._made_s, self._is_over = time.monotonic(), False
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)

    def begin(self) -> None:
        """Take what came, and what comes."""
        if not self._look.isActive() and not self._is_over:
            self._look.start()
            self.look()

    def look(self) -> None:
        """Take what came since."""
        if self._look.isActive() and self._relay is None:
            self._take()

    def _is_young(self) -> bool:
        return time.monotonic() - self._made_s < _PATIENCE_S

    def cut_after(self, piece_bytes: int) -> None:
        """Count the rows anew, of lines cut after so many bytes; what is shown stays until that is done."""
        if piece_bytes != self._growing.so_far().piece_bytes:
            self._growing, self._is_anew = GrowingIndex(piece_bytes), True
            self.look()

    def stop(self) -> None:
        """Take no more."""
        self._is_over = True
        self._look.stop()
        if self._relay is not None:
            self._relay.done.disconnect(self._counted)
            self._relay = None

    def close(self) -> None:
        self.stop()
        if self.text is not None:
            self.text.close()

    def _take(self) -> None:
        growing, size = self._growing, self.inflow.size_bytes
        portion = self.inflow.read(growing.fed_bytes, _PORTION_BYTES) if size > growing.fed_bytes else b""
        if not portion:
            return
        is_last = growing.fed_bytes + len(portion) >= size
        is_due = time.monotonic() - self._indexed_s >= _LOOK_MS / 1000 and not self._is_anew
        self._relay = Relay()
        self._relay.done.connect(self._counted)
        self._relay.begin(partial(_fed, growing, portion, is_last or is_due or self.text is None))

    def _counted(self, result: tuple[GrowingIndex, TextIndex | None]) -> None:
        self._relay, (growing, index) = None, result
        if growing is self._growing and index is not None:
            self._indexed_s = time.monotonic()
            if self.text is None or self._is_anew:
                self.text, self._is_anew = ArrivingText(self.inflow.read, index), False
            else:
                self.text.grow(index)
            self.grew.emit()
        if not self._is_young():
            self._take()


def _fed(growing: GrowingIndex, portion: bytes, wants_index: bool) -> tuple[GrowingIndex, TextIndex | None]:
    growing.feed(portion)
    return growing, growing.so_far() if wants_index else None
