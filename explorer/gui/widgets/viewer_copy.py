"""Puts a stretch of a long text on the clipboard; the bytes of a very long one are read when somebody pastes."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMetaType, QMimeData
from PySide6.QtGui import QGuiApplication

from explorer.core.content.text_file import TextFile
from explorer.gui.widgets.viewer_selection import Selection

_AT_ONCE_BYTES = 1_000_000
_AT_THE_END_BYTES = 100_000_000
_TEXT = "text/plain"


class LaterText(QMimeData):
    """The text between two bytes of a file. It keeps the file open."""

    def __init__(self, file: TextFile, start: int, end: int) -> None:
        super().__init__()
        self._file, self._start, self._end = file.reopened(), start, end

    @property
    def size_bytes(self) -> int:
        return self._end - self._start

    def formats(self) -> list[str]:
        return [_TEXT]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype == _TEXT

    def retrieveData(self, mimetype: str, preferred_type: QMetaType | QMetaType.Type) -> Any:
        return self._file.text(self._start, self._end) if mimetype == _TEXT else None


def put_for_good() -> None:
    """The program ends, and what it would have read when somebody pastes is read now, unless it is too long. Qt may let
    go of what is on the clipboard after Python has ended, which an object of Python's does not survive."""
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    later = clipboard.mimeData()
    if isinstance(later, LaterText) and later.size_bytes <= _AT_THE_END_BYTES:
        clipboard.setText(later.text())
    elif isinstance(later, LaterText):
        clipboard.clear()


def put_on_clipboard(file: TextFile, start: int, end: int) -> str:
    """What was put there; of a very long text the beginning."""
    if end - start <= _AT_ONCE_BYTES:
        text = file.text(start, end)
        QGuiApplication.clipboard().setText(text)
        return text
    QGuiApplication.clipboard().setMimeData(LaterText(file, start, end))
    # Not when Qt is about to quit: that is told once, and the window has an event loop before its last one.
    atexit.unregister(put_for_good)
    atexit.register(put_for_good)
    return file.text(start, start + 1000)


def copy_selection(selection: Selection, lines: Sequence[str], file: TextFile | None) -> str:
    """Put what is selected there, or the caret's line when nothing is; gives it as ``put_on_clipboard`` does."""
    if file is not None and not selection.is_empty:
        start, end = selection.span()
        return put_on_clipboard(file, file.offset_of(*start), file.offset_of(*end))
    text = selection.text() or (lines[selection.caret[0]] if lines else "")
    QGuiApplication.clipboard().setText(text)
    return text
