"""Turns a received body into something the body pane can show, on a thread when it is more than a moment's work."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import BinaryIO

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from explorer.core.content.amounts import size_text
from explorer.core.content.font_file import is_font
from explorer.core.content.hex_lines import HexLines
from explorer.core.content.json_text import Beginning, beginning_of
from explorer.core.content.label import label_note
from explorer.core.content.look import HEAD_BYTES, SHOW_LIMIT_BYTES, look
from explorer.core.content.media_type import media_type
from explorer.core.content.shape import Shape, shape_of, shape_of_text
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.text_lines import TextLines
from explorer.core.content.view import UP_TO_THERE, ContentKind, View
from explorer.core.model.exchange import Content, Headers
from explorer.gui import memory
from explorer.gui.result.formatting_ahead import FormattingAhead
from explorer.gui.result.large_body import LargeBody
from explorer.gui.result.quick_turns import take_quick_turns
from explorer.gui.result.relay import Relay
from explorer.gui.widgets.viewer_folds import FileFolds
from explorer.gui.widgets.viewer_lines import fold_ranges

IMMEDIATE_LIMIT_BYTES = 24_000
"""Up to here the work takes a few milliseconds and is done at once."""

_SLOW = {Shape.YAML: "explorer.core.content.yaml_text", Shape.MARKDOWN: "explorer.core.content.markdown_text"}
"""What takes longer to be set on lines, and the first time to be loaded."""

_BEGIN_BYTES = 2000
_IMMEDIATE_SLOW_BYTES = 8_000
_IN_MEMORY_BYTES = 100_000
_IN_MEMORY_SIGNS = 6_000
_IMMEDIATE_SIGNS = 2_500
"""A text that is longer, or that has more signs that make lines and nodes, is worked on and kept outside the window:
to wrap a hundred thousand short lines or to count them would stop it."""

_SIGNS = (b",", b"{", b"[", b"<", b"\n")

_LONG_BYTES = 200_000
"""Memory is given back after bodies that were longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A body ready to be shown: lines of both forms, folds of the formatted one, or a picture."""

    view: View
    lines: Sequence[str] = ()
    raw_lines: Sequence[str] = ()
    folds: Mapping[int, int]
    image: QImage | None = None
    content: Content | None = None
    large: LargeBody | None = None
    """Where the lines of a long body come from; it may have more of them later."""
    beginning: Beginning | None = None
    """Of broken JSON or XML in memory: what is on lines up to the error."""
    is_arriving: bool = False
    """True while more of the body is received."""

    @property
    def is_sequence(self) -> bool:
        """Whether broken JSON is lines each of which is formatted where it can be."""
        return self.large.is_sequence if self.large is not None else self.beginning is None

    @property
    def is_font(self) -> bool:
        return self.view.kind is ContentKind.BINARY and self.content is not None and is_font(self.content.data)


def prepare(content: Content, headers: Headers) -> Prepared:
    """The work itself; reads the spilled file when the body is not whole in memory."""
    data = _bytes_of(content)
    view = look(data, headers, size_bytes=content.size_bytes)
    if view.kind is ContentKind.BINARY:
        return _prepared_bytes(view, content, data)
    beginning = _beginning(view) if view.flaw is not None and not view.is_formatted else None
    if beginning is not None:
        text = "\n".join([*beginning.lines, beginning.rest])
        view = replace(view, text=text, is_formatted=True, flaw_in_text=beginning.error).noted(UP_TO_THERE)
    lines: Sequence[str] = TextLines(view.text)
    raw_lines = lines if view.text is view.raw else TextLines(view.raw)
    folds = fold_ranges(lines) if view.is_formatted and shape_of(view) is not Shape.MARKDOWN else {}
    image = None
    if view.kind is ContentKind.IMAGE:
        from explorer.gui.result.pictures import drawing, raster  # most answers are no pictures

        image = drawing(view.raw) if view.raw else raster(content)
    return Prepared(
        view=view, lines=lines, raw_lines=raw_lines, folds=folds, image=image, content=content, beginning=beginning
    )


def _beginning(view: View) -> Beginning | None:
    if view.kind is ContentKind.JSON:
        return beginning_of(view.raw)
    if view.kind is not ContentKind.XML:
        return None
    from explorer.core.content.broken_xml import beginning_of_xml  # late: most answers are not XML

    return beginning_of_xml(view)


def _prepared_bytes(view: View, content: Content, data: bytes) -> Prepared:
    from explorer.core.content.file_kind import details, kind_words, listed  # late: archives are rare

    dump = hex_lines(content)
    names: list[str] = []
    note = f"{kind_words(data) or 'Binary'}, {size_text(content.size_bytes)}."
    with contextlib.suppress(OSError), _opened(content) as file:
        note = f"{note} {details(file)}".strip()
        file.seek(0)
        names = listed(file, data)
    lines: Sequence[str] = names or dump
    view = replace(view, note=note, is_cut=False, is_formatted=bool(names))
    fault = label_note(view.kind, view.media_type)
    return Prepared(view=view.noted(fault) if fault else view, lines=lines, raw_lines=dump, folds={}, content=content)


def hex_lines(content: Content) -> HexLines:
    """All bytes of a body as a dump."""
    if content.is_complete or content.path is None:
        return HexLines(len(content.data), lambda start, size: content.data[start : start + size])
    try:
        file = TextFile(content.path, TextIndex(size_bytes=content.size_bytes))
    except OSError:
        return HexLines(len(content.data), lambda start, size: content.data[start : start + size])
    return HexLines(content.size_bytes, file.read, content.path)


def _opened(content: Content) -> BinaryIO:
    if content.is_complete or content.path is None:
        return BytesIO(content.data)
    return content.path.open("rb")


class BodyWork(QObject):
    """Starts the work and hands over the result of the newest start only."""

    prepared = Signal(object)
    """A ``Prepared``."""
    progressed = Signal(str)
    """How far a long body is, in words; empty when it is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay: Relay | None = None
        self._is_long = False
        self.large: LargeBody | None = None

    def start(self, content: Content, headers: Headers, ahead: FormattingAhead | None = None) -> None:
        """Small bodies are handed over before this returns. A long one goes on with what was done ``ahead``."""
        self.cancel()
        signs = _signs(content)
        limit_bytes = _immediate_limit_bytes(content, headers)
        if content.size_bytes <= limit_bytes and signs <= _IMMEDIATE_SIGNS:
            self.prepared.emit(prepare(content, headers))
            return
        if content.size_bytes > _IN_MEMORY_BYTES or signs > _IN_MEMORY_SIGNS:
            large = LargeBody(content, headers, self)
            if large.view.kind not in (ContentKind.IMAGE, ContentKind.BINARY):
                self._begin(large, ahead)
                return
        if ahead is not None:
            ahead.cancel()
            ahead.release()
            ahead.deleteLater()
        self._is_long = content.size_bytes > _LONG_BYTES
        self._relay = Relay()
        self._relay.done.connect(self._done)
        self._relay.begin(partial(_prepared_quickly, content, headers))

    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._relay is not None or (self.large is not None and self.large.is_busy)

    def _begin(self, large: LargeBody, ahead: FormattingAhead | None) -> None:
        self.large = large
        large.changed.connect(self._more)
        large.progressed.connect(self._tell)
        large.start(ahead)
        self._more()

    def _done(self, prepared: Prepared) -> None:
        self._relay = None
        self.prepared.emit(prepared)

    def stop_formatting(self) -> None:
        """Show the long body as it came."""
        if self.large is not None:
            self.large.cancel()

    def _tell(self, done: int, total: int) -> None:
        if self.large is not None and self.large.is_busy and total:
            what = self.tr("Formatting") if self.large.view.is_formatted else self.tr("Reading")
            self.progressed.emit(f"{what}… {min(99, 100 * done // total)} %")

    def _more(self) -> None:
        if self.large is not None:
            if not self.large.is_busy:
                self.progressed.emit("")
            self.prepared.emit(_prepared(self.large))

    def cancel(self) -> None:
        """Forget work under way; its result is dropped when it comes. Files of the body shown are deleted."""
        if self.large is not None:
            self.large.close()
            self.large.deleteLater()
            self.large = None
        if self._relay is not None:
            self._relay.done.disconnect(self._done)
            self._relay = None
        if self._is_long:
            self._is_long = False
            memory.give_back()


def _immediate_limit_bytes(content: Content, headers: Headers) -> int:
    module = _SLOW.get(shape_of_text(media_type(headers), content.data[:_BEGIN_BYTES].decode("utf-8", "replace")))
    if module is None:
        return IMMEDIATE_LIMIT_BYTES
    return _IMMEDIATE_SLOW_BYTES if module in sys.modules else 0


def _signs(content: Content) -> int:
    """How many lines the formatted text will have, about; of a long body, in its beginning."""
    return sum(content.data.count(sign, 0, _IN_MEMORY_BYTES) for sign in _SIGNS)


def _prepared_quickly(content: Content, headers: Headers) -> Prepared:
    take_quick_turns()
    return prepare(content, headers)


def arriving(content: Content, headers: Headers) -> Prepared:
    """The beginning of a body that still comes in."""
    large = LargeBody(content, headers)
    view = large.view.noted("Still arriving; this is the beginning.")
    lines = large.head if view.is_formatted else large.raw_head
    return Prepared(view=view, lines=lines, raw_lines=large.raw_head, folds={}, is_arriving=True)


def _prepared(large: LargeBody) -> Prepared:
    view = large.view
    raw = large.raw if large.raw is not None else large.raw_head
    lines: Sequence[str] = raw
    folds: Mapping[int, int] = {}
    if view.is_formatted and large.pretty is not None:
        lines, folds = large.pretty, FileFolds(large.pretty)
    elif view.is_formatted:
        lines = large.head
        folds = fold_ranges(lines)
    return Prepared(view=view, lines=lines, raw_lines=raw, folds=folds, content=large.content, large=large)


def _bytes_of(content: Content) -> bytes:
    if content.is_complete or content.path is None:
        return content.data
    limit = content.size_bytes if content.size_bytes <= SHOW_LIMIT_BYTES else HEAD_BYTES
    if len(content.data) >= limit:
        return content.data
    try:
        with content.path.open("rb") as file:
            return file.read(limit)
    except OSError:
        # The spilled file was cleaned up; its head is still here.
        return content.data
