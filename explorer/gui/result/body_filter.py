"""Asks the worker for the part of a body that an expression picks, and keeps the answer while it is shown."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.gui.bridge import workers
from explorer.gui.result.body_work import Prepared
from explorer.gui.widgets.viewer_copy import Copier
from explorer.gui.widgets.viewer_folds import FileFolds
from explorer.gui.widgets.viewer_lines import fold_ranges

if TYPE_CHECKING:
    from explorer.gui.result.filter_bar import FilterBar

PATIENCE_MS = 30_000
"""An expression that takes longer is given up: one of jq may go on for ever."""
_WRAP_DELAY_MS = 120
_SHORT_BYTES = 200_000
_SHORT_ROWS = 5_000


class BodyFilter(QObject):
    """``changed`` says that ``result`` is another one; None shows the whole body again."""

    changed = Signal()
    rewrapped = Signal()
    """``result`` has other rows of the same text."""
    answered = Signal(str, bool)
    """Words for the bar, and whether they say why nothing could be found."""
    copied = Signal(str)

    def __init__(self, copier: Copier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copier = copier
        self.result: TextFile | None = None
        self._job: workers.WorkerJob | None = None
        self._wrapping: workers.WorkerJob | None = None
        self._piece_bytes = 0
        self._wrap_timer = QTimer(self, singleShot=True, interval=_WRAP_DELAY_MS)
        self._wrap_timer.timeout.connect(self._wrap)
        self._scratch: ScratchFile | None = None
        self._prepared: Prepared | None = None
        self._is_taken_up = False
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    def set_body(self, prepared: Prepared | None) -> None:
        """Filter another body from now on."""
        large = prepared.large if prepared is not None else None
        if large is not None and self._prepared is not None and large is self._prepared.large:
            return
        self.close()
        self._prepared, self._is_taken_up = prepared, False

    def take_up(self, bar: FilterBar, languages: tuple[str, ...]) -> None:
        """An open bar asks the body the same as the one before, once that can be asked."""
        large = self._prepared.large if self._prepared is not None else None
        is_there = large is None or large.text_path() is not None
        if not self._is_taken_up and (is_there or not (large is not None and large.is_busy)):
            self._is_taken_up = True
            bar.take_up(languages if is_there else ())

    def ask(self, language: str, expression: str) -> None:
        """Pick by an expression; an empty one shows everything."""
        self._stop()
        path = self._path()
        if not expression or path is None:
            self._show(None)
            self.answered.emit("" if not expression else self.tr("The body is not here any more."), bool(expression))
            return
        self.answered.emit(self.tr("Filtering…"), False)
        self._job = workers.shared().start(
            "query", self, path=str(path), folder=workers.folder_beside(path), language=language, expression=expression
        )
        self._job.told.connect(self._told)
        self._patience.start()

    def copy(self) -> None:
        """Put what was found on the clipboard."""
        if self.result is not None and self._copier.copy_stretch(self.result, 0, self.result.size_bytes) is not None:
            self.copied.emit(self.tr("Matches copied"))

    def wrap(self, piece_bytes: int) -> None:
        """Cut the rows of the answer after so many bytes, soon: the window may still be on its way to another width."""
        self._piece_bytes = piece_bytes
        self._wrap_timer.start()

    def _wrap(self) -> None:
        self._stop_wrapping()
        result = self.result
        if result is None:
            return
        self._wrapping = workers.shared().start("rows", self, source=str(result.path), piece=self._piece_bytes)
        self._wrapping.told.connect(lambda message: self._wrapped(result, message))

    def _wrapped(self, result: TextFile, message: dict[str, Any]) -> None:
        if message["event"] not in ("done", "failed"):
            return
        self._wrapping = None
        if "index" in message and result is self.result:
            self.result = result.reindexed(TextIndex.from_bytes(base64.b64decode(message["index"])))
            self.rewrapped.emit()

    def _stop_wrapping(self) -> None:
        if self._wrapping is not None:
            self._wrapping.cancel()
            self._wrapping = None

    def close(self) -> None:
        """Forget the answer and what is under way."""
        self._wrap_timer.stop()
        self._stop_wrapping()
        self._stop()
        if self.result is not None:
            self.result.close()
            self.result = None
        self._scratch = None
        self._prepared = None

    def _give_up(self) -> None:
        self._stop()
        words = self.tr("Stopped after {0} s: the expression takes too long.")
        self.answered.emit(words.format(PATIENCE_MS // 1000), True)

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
            self.answered.emit(message["wrong"], True)
            return
        if message["event"] == "failed":
            self.answered.emit(self.tr("The body could not be filtered: {0}.").format(message["reason"]), True)
            return
        index = TextIndex.from_bytes(base64.b64decode(message["index"]))
        with contextlib.suppress(OSError):
            self._show(TextFile(Path(message["path"]), index, is_owned=True))
        words = self._words(message["count"], is_cut=message.get("is_cut", False))
        if "hint" in message:
            words = self.tr("No match: {0} is in a namespace here, write {1}").format(message["name"], message["hint"])
        note = message.get("note", "")
        self.answered.emit(f"{words}. {note}" if note else words, False)

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


def found_lines(file: TextFile) -> tuple[Sequence[str], Mapping[int, int]]:
    """What a query found: in memory where it is short, so that it wraps at once."""
    if file.size_bytes > _SHORT_BYTES or len(file) > _SHORT_ROWS:
        return file, FileFolds(file)
    lines = list(file)
    return lines, fold_ranges(lines)
