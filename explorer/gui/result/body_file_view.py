"""What a viewer needs done by the worker while it shows a file: wrapping, far folds, hits of a search, the path."""

from __future__ import annotations

import base64
from array import array
from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.find import Wanted
from explorer.core.content.json_place import JsonPlace
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_folds import FileFolds
from explorer.gui.widgets.viewer_search import FileSearch, Search

_PATH_DELAY_MS = 60
"""The caret rests for so long before its path is looked for."""


class BodyFileView(QObject):
    """Speaks for one viewer; what it asked for one file is dropped when another one is shown."""

    counted = Signal(int, int, bool)
    """Number of the current hit, how many there are so far, whether that is all."""
    failed = Signal(str)
    """Why nothing can be found, as a sentence."""
    placed = Signal(object)
    """The ``JsonPlace`` at the caret."""

    def __init__(self, viewer: TextViewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._jobs: dict[str, workers.WorkerJob] = {}
        self._wanted: Wanted | None = None
        self._has_gone = False
        self._path = QTimer(self, singleShot=True, interval=_PATH_DELAY_MS)
        self._path.timeout.connect(self._look_for_path)
        viewer.far_fold_requested.connect(self._fold)

    def close(self) -> None:
        """Forget what is under way."""
        for name in tuple(self._jobs):
            self._cancel(name)
        self._path.stop()
        self._wanted = None

    def find(self, wanted: Wanted, step: int) -> None:
        """Look for another term, or go on to another hit of the same one."""
        if self._wanted != wanted:
            self._cancel("find")
            self._wanted, self._has_gone = wanted, False
            self._viewer.search.clear()
            self._viewer.viewport().update()
            self.counted.emit(0, 0, not wanted.term)
            if wanted.term:
                self._begin(wanted)
        elif self._has_gone or step:
            self._go(step)

    def _begin(self, wanted: Wanted) -> None:
        if self._viewer.file is not None:
            self._ask("find", self._hits, wanted=asdict(wanted))
            return
        # An expression may take forever, so even a short text is searched elsewhere.
        text = "\n".join(self._viewer.lines)
        job = workers.shared().start("find_in_text", self, text=text, wanted=asdict(wanted))
        self._jobs["find"] = job
        job.told.connect(partial(self._short_hits, self._viewer.lines))

    def _short_hits(self, lines: object, message: dict[str, Any]) -> None:
        search = self._viewer.search
        if message["event"] == "done" and lines is self._viewer.lines and isinstance(search, Search):
            self._jobs.pop("find", None)
            search.take(repr(self._wanted), [(line, start, end) for line, start, end in message["hits"]])
            self._go(0)

    def stop_finding(self) -> None:
        self._cancel("find")
        self._wanted = None
        self._viewer.search.clear()
        self._viewer.viewport().update()

    def again(self) -> None:
        """The rows changed (wrapping): the hits are looked for anew without moving the caret."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.find(wanted, 0)

    def ask_path(self) -> None:
        """Tell the path at the caret, soon."""
        self._path.start()

    def _file(self) -> TextFile | None:
        return self._viewer.file

    def _search(self) -> FileSearch:
        assert isinstance(self._viewer.search, FileSearch)
        return self._viewer.search

    def _ask(self, name: str, then: Any, **values: Any) -> None:
        file = self._file()
        if file is None:
            return
        self._cancel(name)
        job = workers.shared().start(name, self, path=str(file.path), folder=workers.folder_beside(file.path), **values)
        self._jobs[name] = job
        job.told.connect(lambda message: then(file, message) if self._file() is file else None)

    def _cancel(self, name: str) -> None:
        job = self._jobs.pop(name, None)
        if job is not None:
            job.cancel()

    def _hits(self, _file: TextFile, message: dict[str, Any]) -> None:
        search = self._search()
        if message["event"] == "hits":
            search.add(_numbers(message["starts"]), _numbers(message["ends"]))
            caret = _file.offset_of(*self._viewer.selection.span()[0])
            if not self._has_gone and search.starts and search.starts[-1] >= caret:
                self._go(0)
            self.counted.emit(search.current + 1, message["count"], False)
            self._viewer.viewport().update()
        elif message["event"] == "failed":
            self._jobs.pop("find", None)
            self.failed.emit(self.tr("The text cannot be searched: {0}.").format(message["reason"]))
        elif message["event"] == "done":
            self._jobs.pop("find", None)
            if not self._has_gone and search.starts:
                self._go(0)
            self.counted.emit(search.current + 1, message.get("count", len(search.starts)), True)

    def _go(self, step: int) -> None:
        self._has_gone = True
        if self._viewer.file is not None:
            self.counted.emit(*self._viewer.go_to_hit(step), "find" not in self._jobs)
        else:
            self.counted.emit(*self._viewer.find_text(repr(self._wanted), step), True)

    def _fold(self, line: int) -> None:
        file = self._file()
        if file is not None:
            self._line = line
            self._ask("block_end", self._folded, offset=file.offset_of(line))

    def _folded(self, _file: TextFile, message: dict[str, Any]) -> None:
        folds = self._viewer.rows.folds
        if message["event"] == "done" and isinstance(folds, FileFolds):
            folds.learned(self._line, message["end"])
            self._viewer.toggle_fold(self._line)

    def _look_for_path(self) -> None:
        file = self._file()
        if file is not None:
            line = self._viewer.selection.caret[0]
            text = file[line]
            self._ask("place", self._found_path, offset=file.offset_of(line, len(text) - len(text.lstrip(" "))))

    def _found_path(self, _file: TextFile, message: dict[str, Any]) -> None:
        if message["event"] == "done":
            named = {name: message[name] for name in ("kind", "value", "at", "is_whole")}
            self.placed.emit(JsonPlace(path=message["place"], **named))


def _numbers(packed: str) -> array[int]:
    numbers = array("Q")
    numbers.frombytes(base64.b64decode(packed))
    return numbers
