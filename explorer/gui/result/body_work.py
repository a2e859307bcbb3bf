"""Turns a received body into something the body pane can show, on a thread when it is more than a moment's work."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from explorer.core.content import HEAD_BYTES, SHOW_LIMIT_BYTES, ContentKind, View, look
from explorer.core.model.exchange import Content, Headers
from explorer.gui.widgets.viewer_lines import fold_ranges

IMMEDIATE_LIMIT_BYTES = 24_000
"""Up to here the work takes a few milliseconds and is done at once."""

_SWITCH_INTERVAL_S = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A body ready to be shown: lines of both forms, folds of the formatted one, or a picture."""

    view: View
    lines: tuple[str, ...] = ()
    raw_lines: tuple[str, ...] = ()
    folds: Mapping[int, int]
    image: QImage | None = None


def prepare(content: Content, headers: Headers) -> Prepared:
    """The work itself; reads the spilled file when the body is not whole in memory."""
    data = _bytes_of(content)
    view = look(data, headers, size_bytes=content.size_bytes)
    lines = tuple(view.text.splitlines()) if view.is_formatted else _split(view.text)
    raw_lines = lines if view.text is view.raw else _split(view.raw)
    folds = fold_ranges(lines) if view.is_formatted else {}
    image = QImage.fromData(data) if view.kind is ContentKind.IMAGE and not view.is_cut else None
    return Prepared(view=view, lines=lines, raw_lines=raw_lines, folds=folds, image=image)


class BodyWork(QObject):
    """Starts the work and hands over the result of the newest start only."""

    prepared = Signal(object)
    """A ``Prepared``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay: _Relay | None = None

    def start(self, content: Content, headers: Headers) -> None:
        """Small bodies are handed over before this returns."""
        self.cancel()
        if content.size_bytes <= IMMEDIATE_LIMIT_BYTES:
            self.prepared.emit(prepare(content, headers))
            return
        self._relay = _Relay()
        self._relay.done.connect(self.prepared)
        QThreadPool.globalInstance().start(_Job(content, headers, self._relay))

    def cancel(self) -> None:
        """Forget work under way; its result is dropped when it comes."""
        if self._relay is not None:
            self._relay.done.disconnect(self.prepared)
            self._relay = None


class _Relay(QObject):
    """Lives as long as the job, so that a closed pane cannot pull it away from under the thread."""

    done = Signal(object)


class _Job(QRunnable):
    def __init__(self, content: Content, headers: Headers, relay: _Relay) -> None:
        super().__init__()
        self._content, self._headers, self._relay = content, headers, relay

    def run(self) -> None:
        # While this thread computes, every step of the loop that needs the interpreter waits for one interval.
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_INTERVAL_S))
        self._relay.done.emit(prepare(self._content, self._headers))


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


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.removesuffix("\r") for line in text.split("\n"))
