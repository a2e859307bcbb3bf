"""Long JSON is set on lines while it still comes in, so that little is left to do with its last byte.

The worker does it in steps, each a job of its own: a body that comes slowly keeps no process from others.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content import ContentKind, View
from explorer.core.content.scratch import ScratchFile
from explorer.gui.bridge import workers

if TYPE_CHECKING:
    from explorer.core.transport.options import Inflow

_LOOK_MS = 25
_STEP_BYTES = 4 * 1024 * 1024
_SHARE = 16
"""A step is at least one part in so many of what is done: what is known goes to and fro with each."""


def can_go_ahead(view: View) -> bool:
    """Whether the body is one JSON value that will be formatted, as it seems."""
    return view.kind is ContentKind.JSON and view.is_formatted and view.charset in ("utf-8", "ascii")


class FormattingAhead(QObject):
    """Begins by itself. ``cancel`` it, or ``stop`` it and have it ``handed_over`` once it ``is_working`` no more."""

    settled = Signal()
    """The last step is done after ``stop``."""

    def __init__(self, inflow: Inflow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        """Of the body."""
        self._state: dict[str, Any] = {}
        self._scratch: ScratchFile | None = None
        """What was formatted so far, where that is not the body itself."""
        self._inflow = inflow
        self._job: workers.WorkerJob | None = None
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
        done_bytes = self._state.get("done", 0)
        if (
            self._job is None
            and path is not None
            and stored_bytes - done_bytes >= max(_STEP_BYTES, done_bytes // _SHARE)
        ):
            self._begin(path, stored_bytes)

    def handed_over(self) -> dict[str, Any]:
        """What the job that formats the whole body goes on with; empty when it has everything to do."""
        state = self._state
        self._take({})
        return state

    def _take(self, state: dict[str, Any]) -> None:
        """The file of the state before belongs to somebody else now, or it is that of this one too."""
        if self._scratch is not None:
            self._scratch.keep()
        self._state = state
        self._scratch = ScratchFile(Path(state["path"])) if "path" in state else None

    def stop(self) -> None:
        """No more comes, or no more is wanted; a step under way goes on."""
        self._look.stop()

    def cancel(self) -> None:
        """Forget what was done."""
        self.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._state, self._scratch = {}, None

    def _begin(self, path: Path, stored_bytes: int) -> None:
        self.path, folder = path, workers.folder_beside(path)
        self._job = workers.shared().start(
            "formatted_ahead", self, source=os.fspath(path), size=stored_bytes, folder=folder, ahead=self.handed_over()
        )
        self._job.told.connect(self._told)

    def _told(self, message: dict[str, Any]) -> None:
        if message["event"] not in ("done", "failed"):
            return
        self._job = None
        self._take(message.get("ahead", {}))
        if not self._state:
            self.stop()  # it cannot be cut, or the disk refused: the whole body is formatted at the end
        if self._look.isActive():
            self.look()
        else:
            self.settled.emit()
