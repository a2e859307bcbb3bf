"""Writes a body that is whole in memory to a file for the worker, on a thread: a disk may let one wait."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from explorer.core.content.scratch import ScratchFile


class Writing(QObject):
    """Lives as long as the thread needs it. A file that nobody takes is deleted."""

    done = Signal(object)
    """A ``ScratchFile``, or None where the disk refused."""

    def start(self, data: bytes) -> None:
        """Begin at once; ``done`` is connected before."""
        QThreadPool.globalInstance().start(_Job(data, self))


class _Job(QRunnable):
    def __init__(self, data: bytes, writing: Writing) -> None:
        super().__init__()
        self._data, self._writing = data, writing

    def run(self) -> None:
        try:
            file = ScratchFile.of(self._data)
        except OSError:
            file = None
        self._writing.done.emit(file)
