"""Long JSON is set on lines while it still comes in: that is what is read then, and with the last byte it is all there.

The worker does it in steps, each a job of its own: a body that comes slowly keeps no process from others.
"""

from __future__ import annotations

import base64
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.arriving_text import GrowingText
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_index import PIECE_BYTES, TextIndex
from explorer.core.content.view import ContentKind, View
from explorer.gui.bridge import workers

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow

_LOOK_MS = 25
_STEP_BYTES = 4 * 1024 * 1024
_LONGEST_STEP_BYTES = 32 * 1024 * 1024
_SHARE = 16
"""A step is at least one part in so many of what is done; of what comes slower there is a step now and then."""

_PAUSE_S = 0.25


def can_go_ahead(view: View) -> bool:
    """Whether the body is one JSON value that will be formatted, as it seems."""
    return view.kind is ContentKind.JSON and view.is_formatted and view.charset in ("utf-8", "ascii")


class FormattingAhead(QObject):
    """``look`` begins it. ``cancel`` it, or ``stop`` it and have it ``handed_over`` once it ``is_working`` no more, for
    a job whose answer completes ``text``."""

    grew = Signal()
    """``text`` has more rows, or is there at all."""
    failed = Signal()
    """No more of it can be set on lines before all of it is there."""
    settled = Signal()
    """The last step is done after ``stop``."""

    def __init__(self, inflow: Inflow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text: GrowingText | None = None
        """What is set on lines so far."""
        self.holders = 1
        """Who shows it, and who goes on with it; the last one that lets it go closes the text."""
        self._state: dict[str, Any] = {}
        self._inflow = inflow
        self._scratch: ScratchFile | None = None
        """What came, where it is in memory only."""
        self._job: workers.WorkerJob | None = None
        self._wanted_bytes = 1
        """So long must the body be for the next step to have a chance."""
        self._told_s, self._piece_bytes = 0.0, PIECE_BYTES
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    @property
    def is_working(self) -> bool:
        """Whether a step is under way."""
        return self._job is not None

    def look(self) -> None:
        """Begin another step when there is enough for it."""
        path, stored_bytes = self._inflow.on_disk()
        size = self._inflow.size_bytes if path is None else stored_bytes
        if self._job is not None or not self._look.isActive():
            return
        if self._is_due(size):
            self._begin(path, min(size, self._done_bytes() + _LONGEST_STEP_BYTES))
        elif path is not None and time.monotonic() - self._told_s >= _PAUSE_S:
            self._inflow.write_out()

    def handed_over(self) -> dict[str, Any]:
        """What the job that formats the whole body goes on with; empty when it has everything to do."""
        state, self._state = self._state, {}
        return state

    def completed(self, path: Path, index: TextIndex) -> GrowingText | None:
        """``text`` with all its rows, which belongs to the caller now; None where there is none. The whole is in this
        file, and ``index`` has the rows that are new. Raises OSError."""
        text, self.text = self.text, None
        if text is not None:
            if text.path != path:
                text.move_to(path)
            text.complete(text.layout.extended(index))
        return text

    def cut_after(self, piece_bytes: int) -> None:
        """Rows are lines cut after so many bytes, from the next step on."""
        if piece_bytes != self._piece_bytes:
            self._piece_bytes, self._told_s = piece_bytes, 0.0
            self._wanted_bytes = min(self._wanted_bytes, self._inflow.size_bytes)

    def stop(self) -> None:
        """No more comes, or no more is wanted; a step under way goes on."""
        self._look.stop()

    def cancel(self) -> None:
        """Do no more."""
        self.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._state, self._scratch = {}, None

    def release(self) -> None:
        """One holder less."""
        self.holders -= 1
        if not self.holders and self.text is not None:
            self.text.close()

    def _done_bytes(self) -> int:
        return int(self._state.get("done", 0))

    def _is_due(self, size: int) -> bool:
        new_bytes = size - self._done_bytes()
        is_much = new_bytes >= max(_STEP_BYTES, self._done_bytes() // _SHARE)
        return size >= self._wanted_bytes and (is_much or time.monotonic() - self._told_s >= _PAUSE_S)

    def _begin(self, path: Path | None, size: int) -> None:
        if path is None:
            try:
                self._scratch = ScratchFile.of(self._inflow.read(0, size))
            except OSError:
                self._give_up()
                return
            path = self._scratch.path
        self._wanted_bytes, folder = size, os.fspath(self._inflow.folder or tempfile.gettempdir())
        self._job = workers.shared().start(
            "formatted_ahead",
            self,
            source=os.fspath(path),
            size=size,
            folder=folder,
            ahead=self._state,
            piece=self._piece_bytes,
        )
        self._job.told.connect(self._told)

    def _told(self, message: dict[str, Any]) -> None:
        if message["event"] not in ("done", "failed"):
            return
        self._job = self._scratch = None
        self._told_s = time.monotonic()
        before, size = self._done_bytes(), self._wanted_bytes
        if "ahead" in message:
            self._state = message["ahead"]
            # Where no step was possible, twice as much may do.
            self._wanted_bytes = size + (1 if self._done_bytes() > before else size - before)
            self._show(message)
        else:
            self._give_up()
        if self._look.isActive():
            self.look()
        else:
            self.settled.emit()

    def _show(self, message: dict[str, Any]) -> None:
        if not self._state.get("size"):
            return
        index = TextIndex.from_bytes(base64.b64decode(message["index"]))
        if self.text is None:
            self.text = GrowingText(self._inflow.read, TextIndex())
        try:
            if "path" in message:
                self.text.move_to(Path(message["path"]))
        except OSError:
            self._give_up()
            return
        if index.piece_bytes != self.text.layout.piece_bytes:
            self.text = self.text.recut(index)
        else:
            self.text.grow(self.text.layout.extended(index))
        self.grew.emit()

    def _give_up(self) -> None:
        """It cannot be cut, or the disk refused: the whole body is formatted at the end."""
        self._state = {}
        self.stop()
        self.failed.emit()
