"""Asks the worker for the part of a body that an expression picks, and keeps the answer while it is shown."""

from __future__ import annotations

import base64
import contextlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.gui.bridge import workers
from explorer.gui.result.body_work import Prepared

PATIENCE_MS = 30_000
"""An expression that takes longer is given up: one of jq may go on for ever."""


class BodyFilter(QObject):
    """``changed`` says that ``result`` is another one; None shows the whole body again."""

    changed = Signal()
    answered = Signal(str)
    """Words for the bar."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: TextFile | None = None
        self._job: workers.WorkerJob | None = None
        self._scratch: ScratchFile | None = None
        self._prepared: Prepared | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    def set_body(self, prepared: Prepared | None) -> None:
        """Filter another body from now on."""
        large = prepared.large if prepared is not None else None
        if large is not None and self._prepared is not None and large is self._prepared.large:
            return
        self.close()
        self._prepared = prepared

    def ask(self, language: str, expression: str) -> None:
        """Pick by an expression; an empty one shows everything."""
        self._stop()
        path = self._path()
        if not expression or path is None:
            self._show(None)
            self.answered.emit("" if not expression else self.tr("The body is not here any more."))
            return
        self.answered.emit(self.tr("Filtering…"))
        self._job = workers.shared().start(
            "query", self, path=str(path), folder=workers.folder_beside(path), language=language, expression=expression
        )
        self._job.told.connect(self._told)
        self._patience.start()

    def close(self) -> None:
        """Forget the answer and what is under way."""
        self._stop()
        if self.result is not None:
            self.result.close()
            self.result = None
        self._scratch = None
        self._prepared = None

    def _give_up(self) -> None:
        self._stop()
        self.answered.emit(self.tr("Stopped after {0} s: the expression takes too long.").format(PATIENCE_MS // 1000))

    def _stop(self) -> None:
        self._patience.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, result: TextFile | None) -> None:
        before, self.result = self.result, result
        if before is not result:
            self.changed.emit()
        if before is not None and before is not result:
            before.close()

    def _told(self, message: dict[str, Any]) -> None:
        if message["event"] not in ("done", "failed"):
            return
        self._job = None
        self._patience.stop()
        if "wrong" in message:
            self.answered.emit(message["wrong"])
            return
        if message["event"] == "failed":
            self.answered.emit(self.tr("The body could not be filtered: {0}.").format(message["reason"]))
            return
        index = TextIndex.from_bytes(base64.b64decode(message["index"]))
        with contextlib.suppress(OSError):
            self._show(TextFile(Path(message["path"]), index, is_owned=True))
        self.answered.emit(self._words(message["count"], is_cut=message.get("is_cut", False)))

    def _words(self, count: int, *, is_cut: bool) -> str:
        if is_cut:
            return self.tr("The first {0} matches").format(count)
        return self.tr("1 match") if count == 1 else self.tr("{0} matches").format(count)

    def _path(self) -> Path | None:
        """The body in UTF-8 in a file."""
        if self._prepared is None:
            return None
        if self._prepared.large is not None:
            return self._prepared.large.text_path()
        if self._scratch is None:
            self._scratch = ScratchFile.of(self._prepared.view.raw.encode("utf-8", "replace"))
        return self._scratch.path
