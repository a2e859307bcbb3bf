"""What a viewer needs done by the worker while it shows a file: wrapping, far folds, hits of a search, the path."""

from __future__ import annotations

import base64
from array import array
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.arriving_text import ArrivingText
from explorer.core.content.find import Wanted
from explorer.core.content.hex_lines import HexLines
from explorer.core.content.json_place import JsonPlace
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_folds import FileFolds
from explorer.gui.widgets.viewer_search import FileSearch, Search

if TYPE_CHECKING:
    from explorer.gui.result.arriving_find import ArrivingFind

_PATIENCE_MS = 5000
"""A search of which nothing is heard for so long is stopped; it tells of itself with every megabyte."""

_PATH_DELAY_MS = 60
"""The caret rests for so long before its path is looked for."""


class BodyFileView(QObject):
    """Speaks for one viewer; what it asked for one file is dropped when another one is shown."""

    counted = Signal(int, int, bool)
    """Number of the current hit, how many there are so far, whether that is all."""
    doubted = Signal(str)
    """What may be wrong with the hits: "cut", "missed" or nothing."""
    failed = Signal(str)
    """Why nothing can be found, as a sentence."""
    placed = Signal(object)
    """The ``JsonPlace`` at the caret."""

    def __init__(self, viewer: TextViewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._jobs: dict[str, workers.WorkerJob] = {}
        self._wanted: Wanted | None = None
        self._arriving: ArrivingFind | None = None
        self._has_gone = False
        self._scratch: ScratchFile | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self._path = QTimer(self, singleShot=True, interval=_PATH_DELAY_MS)
        self._path.timeout.connect(self._look_for_path)
        viewer.far_fold_requested.connect(self._fold)

    def close(self) -> None:
        """Forget what is under way."""
        for name in ("find", *self._jobs):
            self._cancel(name)
        self._path.stop()
        self._wanted = None

    def find(self, wanted: Wanted, step: int, *, is_known: bool = False) -> None:
        """Look for another term, or go on to another hit of the same one. One that ``is_known`` was gone to before."""
        if self._wanted != wanted:
            self._cancel("find")
            self._wanted, self._has_gone = wanted, is_known
            self._viewer.search.clear()
            self._viewer.viewport().update()
            self.doubted.emit("")
            self.counted.emit(0, 0, not wanted.term)
            if wanted.term:
                self._begin(wanted)
        elif self._has_gone or step:
            self._go(step)

    def _begin(self, wanted: Wanted) -> None:
        if isinstance(self._viewer.file, ArrivingText) and self._viewer.file.is_growing:
            self._begin_arriving(self._viewer.file, wanted)
            return
        if self._viewer.file is not None:
            self._ask("find", lambda _, message: self._hits(message), wanted=asdict(wanted))
            return
        if isinstance(self._viewer.lines, HexLines):
            self._begin_bytes(self._viewer.lines, wanted)
            return
        # An expression may take forever, so even a short text is searched elsewhere.
        text = "\n".join(self._viewer.lines)
        job = workers.shared().start("find_in_text", self, text=text, wanted=asdict(wanted))
        self._jobs["find"] = job
        job.told.connect(partial(self._short_hits, self._viewer.lines))

    def _begin_bytes(self, lines: HexLines, wanted: Wanted) -> None:
        path = lines.path
        if path is None:
            self._scratch = ScratchFile.of(lines.read(0, lines.size_bytes))
            path = self._scratch.path
        job = workers.shared().start("find_bytes", self, path=str(path), wanted=asdict(wanted))
        self._jobs["find"] = job
        job.told.connect(lambda message: self._hits(message) if self._viewer.lines is lines else None)

    def _begin_arriving(self, text: ArrivingText, wanted: Wanted) -> None:
        from explorer.gui.result.arriving_find import ArrivingFind  # most bodies are there at once

        self._arriving = ArrivingFind(text, wanted, _PATIENCE_MS, self)
        self._arriving.given_up.connect(self._give_up)
        self._arriving.found.connect(self._found_more)
        self._arriving.failed.connect(self._not_found)
        self._arriving.more()

    def more(self) -> None:
        """There is more of a text that still comes in."""
        if self._arriving is not None:
            self._arriving.more()

    def _found_more(self, place: int, starts: array[int], ends: array[int]) -> None:
        search = self._search()
        search.drop_from(place)
        search.add(starts, ends)
        self._settle()
        self.counted.emit(search.current + 1, len(search.starts), True)
        self._viewer.viewport().update()

    def _settle(self) -> None:
        """Go to the first hit from the caret on, unless one went before; then only count from where one is."""
        search = self._search()
        caret = search.offset_of(self._viewer.selection.span()[0])
        if not self._has_gone and search.starts and search.starts[-1] >= caret:
            self._go(0)
        elif self._has_gone:
            search.settle(caret)

    def _heard(self, message: dict[str, Any]) -> None:
        """An expression that tries everything in vain says nothing for long."""
        if message["event"] in ("done", "failed"):
            self._patience.stop()
        else:
            self._patience.start()

    def _give_up(self) -> None:
        self._cancel("find")
        self.failed.emit(self.tr("Stopped: this expression tries too many ways to match the text."))

    def _not_found(self, reason: str) -> None:
        self.failed.emit(self.tr("The text cannot be searched: {0}.").format(reason))

    def _short_hits(self, lines: object, message: dict[str, Any]) -> None:
        search = self._viewer.search
        self._heard(message)
        if message["event"] == "failed" and lines is self._viewer.lines:
            self._jobs.pop("find", None)
            self._not_found(message["reason"])
        if message["event"] == "done" and lines is self._viewer.lines and isinstance(search, Search):
            self._jobs.pop("find", None)
            search.take(
                self._viewer.lines, repr(self._wanted), [tuple(hit) for hit in message["hits"]], message["count"]
            )
            if not self._has_gone:
                self._go(0)
            self.counted.emit(search.current + 1, search.count, True)

    def leave(self) -> None:
        """Somebody else finds now."""
        if self._wanted is not None:
            self.stop_finding()

    def stop_finding(self) -> None:
        self._cancel("find")
        self._wanted = None
        self._viewer.search.clear()
        self._viewer.viewport().update()

    def again(self) -> None:
        """The rows changed (wrapping): the hits are looked for anew without moving the caret."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.find(wanted, 0, is_known=True)

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
        if name == "find":
            self._patience.stop()
            self._scratch = None
            if self._arriving is not None:
                self._arriving.close()
                self._arriving = None

    def _hits(self, message: dict[str, Any]) -> None:
        search = self._search()
        self._heard(message)
        if message["event"] == "hits":
            search.add(_numbers(message["starts"]), _numbers(message["ends"]))
            self._settle()
            self.counted.emit(search.current + 1, message["count"], False)
            self._viewer.viewport().update()
        elif message["event"] == "failed":
            self._jobs.pop("find", None)
            self._not_found(message["reason"])
        elif message["event"] == "done":
            self._jobs.pop("find", None)
            if not self._has_gone and search.starts:
                self._go(0)
            self.doubted.emit(message.get("doubt", ""))
            self.counted.emit(search.current + 1, message.get("count", len(search.starts)), True)

    def _go(self, step: int) -> None:
        self._has_gone = True
        if isinstance(self._viewer.search, FileSearch):
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
        if file is not None and not file.is_of_loop:  # where the worker cannot read it
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
