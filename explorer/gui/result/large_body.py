"""A long body on its way to the screen: its beginning at once, then the rows of all of it from a worker process.

The formatted text and its index are files of their own, deleted when another body is shown.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.content.json_text import pretty_head
from explorer.core.content.look import FORMAT_LIMIT_BYTES, look
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.shape import Shape, as_text, is_call, is_yaml, shape_of
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.view import UP_TO_THERE, ContentKind, Flaw, View
from explorer.core.model.exchange import Content, Headers
from explorer.gui import memory
from explorer.gui.bridge import workers
from explorer.gui.result.formatting_ahead import FormattingAhead
from explorer.gui.result.quick_turns import take_quick_turns
from explorer.gui.result.relay import Relay

HEAD_BYTES = 64_000
_FAULTS = {
    Shape.JSON: "Not valid JSON",
    Shape.XML: "Not well-formed XML",
    Shape.CSV: "Uneven rows",
    Shape.YAML: "Not valid YAML",
}
_UP_TO_THERE = (Shape.JSON, Shape.XML, Shape.YAML)
_HEAD_CHARACTERS = 6_000
"""Formatted at once, for the first screens: a millisecond."""

_HEAD_ROWS = 120

_WRAP_DELAY_MS = 120
_FORMATTING = frozenset({"format", "finish"})


class LargeBody(QObject):
    """``start`` it; ``changed`` says that more can be shown. It owns the files it shows: ``close`` it."""

    changed = Signal()
    progressed = Signal(int, int)
    """Bytes done, bytes in all."""

    def __init__(self, content: Content, headers: Headers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        take_quick_turns()
        self.destroyed.connect(memory.give_back)
        self.content = content
        self.view = _head_view(content, headers)
        self.shape = shape_of(self.view)
        self.is_sequence = False
        """Whether the formatted text is several JSON values, one after another."""
        self.raw_head: Sequence[str] = _rows(self.view.raw)
        self.head: Sequence[str] = ()
        """The first formatted rows, until there is a file of all."""
        if self.view.kind is ContentKind.JSON:
            self.head = _formatted_head(self.view.raw[:_HEAD_CHARACTERS])
            self.view = replace(self.view, is_formatted=len(self.head) > 1)
        self.spans: ScratchFile | None = None
        """Where texts of formatted XML go over several lines."""
        self.pretty: TextFile | None = None
        self.raw: TextFile | None = None
        self.flaw_offset: int | None = None
        self.flaw_in_pretty = self.rest_in_pretty = 0
        """The byte of the error in the text that is formatted up to it, and the one from which on it is as it came."""
        self.is_busy = False
        self._scratch: ScratchFile | None = None
        self._writing: Relay | None = None
        self._source: Path | None = None
        self._jobs: dict[str, workers.WorkerJob | FormattingAhead] = {}
        self._ahead: FormattingAhead | None = None
        self._wrap_wish: tuple[TextFile, int] | None = None
        self._wrap_timer = QTimer(self, singleShot=True, interval=_WRAP_DELAY_MS)
        self._wrap_timer.timeout.connect(self._wrap)

    def start(self, ahead: FormattingAhead | None = None) -> None:
        """Begin with what is shown first: the formatted text where there is one, else the rows as they came. ``ahead``
        is what was formatted while the body came."""
        self._ahead = ahead
        if self.content.path is None:
            self.is_busy = True
            self._writing = Relay()
            self._writing.done.connect(self._on_disk)
            # A file for the worker; a disk may let one wait.
            self._writing.begin(partial(_kept, self.content.data))
        else:
            self._source = self.content.path if self.content.path.is_file() else None
            self._begin()

    def _on_disk(self, file: ScratchFile | None) -> None:
        self._writing, self._scratch, self.is_busy = None, file, False
        self._source = file.path if file is not None else None
        self._begin()
        self.changed.emit()

    def _begin(self) -> None:
        if self._source is None:
            self.view = self.view.noted("The file of this body is gone; only its beginning is here.")
        elif self.shape:
            self._format()
        else:
            self.want_raw()

    def _format(self) -> None:
        """From where it is; a step that is under way ends first."""
        ahead = self._ahead
        self._jobs.pop("finish", None)
        if ahead is not None and ahead.is_working:
            self.is_busy = True
            self._jobs["finish"] = ahead
            ahead.settled.connect(self._format)
            return
        state = ahead.handed_over() if ahead is not None else {}
        if state:
            self._run("finish", self._finished, ahead=state)
        else:
            self._run("format", self._formatted)

    def _drop_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
            self._ahead.release()
            self._ahead.deleteLater()
            self._ahead = None

    def want_raw(self) -> None:
        """Index the text as it came, unless that is done or under way."""
        if self.raw is None and "rows" not in self._jobs and self._source is not None:
            self._run("rows", self._indexed)

    def wrap(self, file: TextFile, piece_bytes: int) -> None:
        """Cut the rows of a file after so many bytes, soon: the window may still be on its way to another width."""
        self._cancel("wrap")
        self._wrap_wish = (file, piece_bytes)
        self._wrap_timer.start()

    def _wrap(self) -> None:
        assert self._wrap_wish is not None
        file, piece_bytes = self._wrap_wish
        job = workers.shared().start(
            "rows", self, source=str(file.path), folder=workers.folder_beside(self.content.path), piece=piece_bytes
        )
        self._jobs["wrap"] = job
        job.told.connect(lambda message: self._wrapped(file, message))

    def close(self) -> None:
        """Cancel what is under way and delete the files."""
        self._wrap_timer.stop()
        if self._writing is not None:
            self._writing.done.disconnect(self._on_disk)
            self._writing = None
        for name in tuple(self._jobs):
            self._cancel(name)
        self._drop_ahead()
        for file in (self.pretty, self.raw):
            if file is not None:
                file.close()
        self._scratch = self.spans = None

    def cancel(self) -> None:
        """Stop formatting; the text stays as it came."""
        if self._jobs.keys() & _FORMATTING:
            for name in _FORMATTING:
                self._cancel(name)
            self.is_busy = False
            self._not_formatted("Not formatted.")
            self.want_raw()
            self.changed.emit()

    def text_path(self) -> Path | None:
        """The body in UTF-8; None when it is gone or not written in UTF-8 yet."""
        if self.raw is not None:
            return self.raw.path
        return self._source if self.view.charset in ("utf-8", "ascii") else None

    def whole(self) -> TextFile | None:
        """All of the body, to be copied; None when it is gone."""
        if self.raw is not None or self._source is None:
            return self.raw
        try:
            return TextFile(self._source, TextIndex(size_bytes=self._source.stat().st_size))
        except OSError:
            return None

    def _run(self, operation: str, then: Any, **more: Any) -> None:
        assert self._source is not None
        job = workers.shared().start(
            operation,
            self,
            source=str(self._source),
            folder=workers.folder_beside(self.content.path),
            charset=self.view.charset,
            kind=self.shape.value,
            media_type=self.view.media_type,
            wants_head=not self.view.is_formatted,
            **more,
        )
        self._jobs[operation] = job
        self.is_busy = True
        job.told.connect(then)

    def _cancel(self, name: str) -> None:
        job = self._jobs.pop(name, None)
        if job is not None:
            job.cancel()

    def _finished(self, message: dict[str, Any]) -> None:
        """What was done while the body came is now all; or it was for nothing, and the whole is formatted."""
        if message["event"] == "progress":
            self.progressed.emit(message["done"], message["total"])
        elif message["event"] in ("done", "failed"):
            self._jobs.pop("finish", None)
            if "index" in message:
                self._take_formatted(message)
            else:
                self._run("format", self._formatted)

    def _formatted(self, message: dict[str, Any]) -> None:
        match message["event"]:
            case "head":
                self.head = message["lines"]
                self.view = _formatted_view(self.view)
                self.changed.emit()
            case "progress":
                self.progressed.emit(message["done"], message["total"])
            case "done":
                self._jobs.pop("format", None)
                self._take_formatted(message)
            case "failed":
                self._jobs.pop("format", None)
                self._not_formatted(f"Not formatted: {message['reason']}.")
                self.want_raw()

    def _take_formatted(self, message: dict[str, Any]) -> None:
        self.is_busy = False
        self.is_sequence = message.get("is_sequence", False)
        self.spans = ScratchFile(Path(message["spans"])) if "spans" in message else None
        assert self._source is not None
        if "raw" in message:
            self.raw = self._opened(message["raw"], self._source)
        if "index" in message:
            self.pretty = self._completed(message) or self._opened(message, self._source)
        self._drop_ahead()
        if "flaw" in message and self.shape is Shape.JSON and (is_call(self.view) or is_yaml(self.view)):
            self._begin_as_text()
        elif "flaw" in message and self.shape is Shape.YAML and not is_yaml(self.view):
            self._drop_pretty()  # it only began like YAML
        elif "flaw" in message:
            self._broken(message["flaw"], message["offset"])
            self.flaw_in_pretty = message.get("flaw_at", 0)
            self.rest_in_pretty = message.get("rest_at", self.flaw_in_pretty)
            if self.pretty is not None:
                self.view = replace(self.view, is_formatted=True)
                self.view = self.view.noted(message.get("note", UP_TO_THERE if self.shape in _UP_TO_THERE else ""))
        elif "index" in message:
            self.view = _formatted_view(self.view).noted(message.get("note", ""))
        else:
            self._not_formatted(message["reason"])
        self.changed.emit()

    def _completed(self, message: dict[str, Any]) -> TextFile | None:
        """The text that grew while the body came, now with all its rows."""
        if self._ahead is None or "flaw" in message:
            return None
        try:
            return self._ahead.completed(Path(message["path"]), _index(message))
        except OSError:
            return None

    def _drop_pretty(self) -> None:
        if self.pretty is not None:
            self.pretty.close()
        self.pretty, self.head = None, ()
        self.view = replace(self.view, is_formatted=False)

    def _begin_as_text(self) -> None:
        """What began as a call with JSON in it is a program; what is labelled as YAML, and no JSON, is that."""
        self._drop_pretty()
        self.view = as_text(self.view)
        self.shape = shape_of(self.view)
        self._run("format", self._formatted)

    def _broken(self, reason: str, offset: int) -> None:
        line, column = self.raw.position_of(offset) if self.raw is not None else (0, 0)
        number = self.raw.number(line) if self.raw is not None else 0
        while self.raw is not None and not number and line:
            line -= 1
            column += len(self.raw[line])
            number = self.raw.number(line)
        flaw = Flaw(line=max(number, 1), column=column + 1, reason=reason)
        self.flaw_offset = offset
        self._not_formatted(f"{_FAULTS[self.shape]}: {reason} at line {flaw.line}, column {flaw.column}.")
        self.view = replace(self.view, flaw=flaw)

    def _not_formatted(self, note: str) -> None:
        self.view = replace(self.view, is_formatted=False).noted(note)

    def _indexed(self, message: dict[str, Any]) -> None:
        match message["event"]:
            case "progress":
                self.progressed.emit(message["done"], message["total"])
            case "done":
                self._jobs.pop("rows", None)
                self.is_busy = bool(self._jobs)
                assert self._source is not None
                self.raw = self._opened(message, self._source)
                self.changed.emit()
            case "failed":
                self._jobs.pop("rows", None)
                self.is_busy = False
                self.view = self.view.noted(f"Only the beginning is shown: {message['reason']}.")
                self.changed.emit()

    def _wrapped(self, file: TextFile, message: dict[str, Any]) -> None:
        if message["event"] != "done":
            return
        self._jobs.pop("wrap", None)
        index = _index(message)
        if index.row_count and file is self.pretty:
            self.pretty = file.reindexed(index)
        elif index.row_count and file is self.raw:
            self.raw = file.reindexed(index)
        self.changed.emit()

    def _opened(self, message: dict[str, Any], source: Path) -> TextFile | None:
        path = Path(message.get("path", source))
        try:
            return TextFile(path, _index(message), is_owned="path" in message)
        except OSError:
            self.view = self.view.noted("The file of this body is gone; only its beginning is here.")
            return None


def _index(message: dict[str, Any]) -> TextIndex:
    return TextIndex.from_bytes(base64.b64decode(message["index"]))


def _head_view(content: Content, headers: Headers) -> View:
    view = look(content.data[:HEAD_BYTES], headers, HEAD_BYTES, size_bytes=max(content.size_bytes, HEAD_BYTES + 1))
    # Not cut: the rest comes from the file.
    note = view.note
    for sentence in ("Only the beginning is shown.", "Long body, shown as it came."):
        note = note.removesuffix(sentence).rstrip()
    if content.size_bytes > FORMAT_LIMIT_BYTES and (is_call(view) or view.raw.startswith("\x1e")):
        view = as_text(view)  # what is not JSON from its first sign on is not read that far
    return replace(view, note=note, is_cut=False, size_bytes=content.size_bytes)


def _formatted_view(view: View) -> View:
    return replace(view, is_formatted=True)


@lru_cache(maxsize=1)
def _formatted_head(text: str) -> list[str]:
    """The same text is asked for when a body begins to arrive and when it is complete."""
    return pretty_head(text, is_cut=True, limit=_HEAD_ROWS)


def _rows(text: str) -> list[str]:
    rows: list[str] = []
    for line in text.split("\n", _HEAD_ROWS)[:_HEAD_ROWS]:
        rows.extend(line[start : start + 4096] for start in range(0, max(len(line), 1), 4096))
    return rows


def _kept(data: bytes) -> ScratchFile | None:
    """None where the disk refused."""
    try:
        return ScratchFile.of(data)
    except OSError:
        return None
