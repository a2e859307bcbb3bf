"""The rows of a body that still comes in: as it comes, and where that cannot be read also set on lines.

Bytes are taken from the inflow on the loop, a megabyte at a time; a thread counts their rows (a millisecond for each);
the worker sets the beginning on lines, again and again while there is more of it.
"""

from __future__ import annotations

import base64
import re
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content import ContentKind, View
from explorer.core.content.arriving_text import ArrivingText, GrowingIndex
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.gui.bridge import workers
from explorer.gui.result.relay import Relay

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow

_LOOK_MS = 100
_PORTION_BYTES = 1024 * 1024
_MOST_FORMATTED_BYTES = 16 * 1024 * 1024
"""Formatting anew with each portion would cost more than it tells; the whole body is formatted when it is there."""

_PATIENCE_S = 1.0
_FAST_BYTES = 4 * 1024 * 1024
"""A body of which so much comes between two looks may be whole before one could read it: the processors are left to its
arrival for the first second."""

_SHARE = 4
"""The worker is busy with the beginning for at most one part of its time in so many."""

_READABLE_BYTES = 400
"""Lines of so many bytes on average can be read as they came."""

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


def needs_lines(view: View) -> bool:
    """Whether it is JSON that cannot be read as it comes."""
    is_long = view.raw.count("\n") * _READABLE_BYTES < len(view.raw)
    return view.kind is ContentKind.JSON and view.is_formatted and is_long and not is_stream(view)


class ArrivingBody(QObject):
    """``close`` it; ``text`` and ``pretty`` are its own."""

    grew = Signal()
    """``text`` has more rows, or is another text with other rows."""
    formatted = Signal()
    """``pretty`` is another text."""

    def __init__(self, inflow: Inflow, folder: Path | None, *, sets_lines: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inflow = inflow
        self.text: ArrivingText | None = None
        self.pretty: TextFile | None = None
        self.sets_lines = sets_lines
        self._folder = folder
        self._growing = GrowingIndex()
        self._is_anew = True
        self._relay: Relay | None = None
        self._indexed_s = 0.0
        self._job: workers.WorkerJob | None = None
        self._scratch: ScratchFile | None = None
        self._formatted_bytes = 0
        self._begun_s = self._next_s = 0.0
        self._made_s, self._seen_bytes = time.monotonic(), 0
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    def look(self) -> None:
        """Take what came since."""
        size, before = self.inflow.size_bytes, self._seen_bytes
        self._seen_bytes = size
        if self._relay is None:
            self._take()
        if self.sets_lines and not (self._is_young() and size - before > _FAST_BYTES):
            self._format()

    def _is_young(self) -> bool:
        return time.monotonic() - self._made_s < _PATIENCE_S

    def cut_after(self, piece_bytes: int) -> None:
        """Count the rows anew, of lines cut after so many bytes; what is shown stays until that is done."""
        if piece_bytes != self._growing.so_far().piece_bytes:
            self._growing, self._is_anew = GrowingIndex(piece_bytes), True
            self.look()

    def stop(self) -> None:
        """Take no more."""
        self._look.stop()
        if self._relay is not None:
            self._relay.done.disconnect(self._counted)
            self._relay = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def close(self) -> None:
        self.stop()
        for text in (self.text, self.pretty):
            if text is not None:
                text.close()
        self._scratch = None

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

    def _format(self) -> None:
        size = min(self.inflow.size_bytes, _MOST_FORMATTED_BYTES)
        if self._job is not None or size <= self._formatted_bytes or time.monotonic() < self._next_s:
            return
        path, stored = self.inflow.on_disk()
        if path is None:
            self._scratch = ScratchFile.of(self.inflow.read(0, size))
            path, stored = self._scratch.path, size
        size = min(size, stored)
        if size <= self._formatted_bytes:
            return
        self._formatted_bytes, self._begun_s = size, time.monotonic()
        self._job = workers.shared().start(
            "formatted_so_far", self, source=str(path), size=size, folder=workers.folder_beside(self._folder)
        )
        self._job.told.connect(self._told)

    def _told(self, message: dict[str, Any]) -> None:
        if message["event"] not in ("done", "failed"):
            return
        self._job = self._scratch = None
        self._next_s = time.monotonic() + (time.monotonic() - self._begun_s) * (_SHARE - 1)
        if "index" not in message:
            return
        try:
            index = TextIndex.from_bytes(base64.b64decode(message["index"]))
            self.pretty = TextFile(Path(message["path"]), index, is_owned=True)
        except OSError:
            return
        self.formatted.emit()


def _fed(growing: GrowingIndex, portion: bytes, wants_index: bool) -> tuple[GrowingIndex, TextIndex | None]:
    growing.feed(portion)
    return growing, growing.so_far() if wants_index else None
