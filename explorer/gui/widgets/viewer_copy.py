"""Puts a stretch of a text on the clipboard. A long one is read on a thread first: whoever pastes it waits for memory
only, and the window for nothing."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QObject, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.content.amounts import size_text
from explorer.core.content.text_file import TextFile
from explorer.gui.widgets.own_clipboard import put_data

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer

_AT_ONCE_BYTES = 1_000_000
MOST_BYTES = 200_000_000
"""Qt holds a text that is pasted three times: as bytes, as UTF-16 and as what the other program wants, 0.8 GB then."""
_PORTION_BYTES = 1024 * 1024
_TEXT = "text/plain"


class Copier(QObject):
    """Copies for one viewer; the next copy ends one that is under way. ``told`` carries sentences on a long one."""

    told = Signal(str)
    _read = Signal(object, object)

    def __init__(self, viewer: TextViewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._stopped = threading.Event()
        self._read.connect(self._put)

    def copy(self) -> None:
        """Put the selection on the clipboard, or the caret's line when nothing is selected."""
        viewer, selection = self._viewer, self._viewer.selection
        if viewer.file is not None and not selection.is_empty:
            start, end = selection.span()
            text = self.copy_stretch(viewer.file, viewer.file.offset_of(*start), viewer.file.offset_of(*end))
        else:
            text = self._copy_now(selection.text() or (viewer.lines[selection.caret[0]] if viewer.lines else ""))
        if text is not None:
            viewer.copied.emit(text)

    def copy_stretch(self, file: TextFile, start: int, end: int) -> str | None:
        """Copy what stands between two bytes of a file; None for a long one, which is on its way and told of later."""
        if end - start <= _AT_ONCE_BYTES:
            return self._copy_now(file.text(start, end))
        self._start(file, start, end)
        return None

    def stop(self) -> None:
        """Leave the clipboard as it is."""
        self._stopped.set()

    def _copy_now(self, text: str) -> str:
        self.stop()
        QGuiApplication.clipboard().setText(text)
        return text

    def _start(self, file: TextFile, start: int, end: int) -> None:
        """Begin with the text between two bytes, or say that it is too long."""
        self.stop()
        amount = size_text(end - start)
        if end - start > MOST_BYTES:
            most = size_text(MOST_BYTES)
            self.told.emit(
                self.tr("{0} are too much for the clipboard, which takes {1}. Save the body instead.").format(
                    amount, most
                )
            )
            return
        self.told.emit(self.tr("Copying {0}… Copy something else to stop it.").format(amount))
        self._stopped = threading.Event()
        again = file.reopened()
        if again.is_of_loop:
            self._step(again, QByteArray(), start, end, self._stopped)
        else:
            QThreadPool.globalInstance().start(partial(self._run, again, start, end, self._stopped))

    def _run(self, file: TextFile, start: int, end: int, stopped: threading.Event) -> None:
        data = QByteArray()
        data.reserve(end - start)
        while start < end and not stopped.is_set() and (portion := _portion(file, start, end)):
            data.append(portion.replace(b"\r\n", b"\n"))
            start += len(portion)
        file.close()
        if not stopped.is_set():
            self._read.emit(data if start >= end else None, stopped)

    def _step(self, file: TextFile, data: QByteArray, start: int, end: int, stopped: threading.Event) -> None:
        portion = b"" if stopped.is_set() else _portion(file, start, end)
        data.append(portion.replace(b"\r\n", b"\n"))
        start += len(portion)
        if portion and start < end:
            QTimer.singleShot(0, self, partial(self._step, file, data, start, end, stopped))
        else:
            self._put(data if start >= end else None, stopped)

    def _put(self, data: QByteArray | None, stopped: threading.Event) -> None:
        if stopped.is_set():
            return
        if data is None:
            self.told.emit(self.tr("The text was not copied: the file that holds it is gone."))
            return
        mime = QMimeData()
        mime.setData(_TEXT, data)
        put_data(mime)
        self.told.emit(self.tr("Copied {0}").format(size_text(data.size())))


def _portion(file: TextFile, start: int, end: int) -> bytes:
    """The next bytes, without half a line end."""
    data = file.read(start, min(_PORTION_BYTES, end - start))
    return data[:-1] if data.endswith(b"\r") and 1 < len(data) < end - start else data
