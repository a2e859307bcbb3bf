"""Writes a body that is whole in memory to a file for the worker, on a thread: a disk may let one wait."""

from __future__ import annotations

from PySide6.QtCore import QRunnable, QThreadPool

from explorer.core.content.scratch import ScratchFile
from explorer.gui.result.relay import Relay


class Writing(Relay):
    """``done`` gives a ``ScratchFile``, or None where the disk refused. A file that nobody takes is deleted."""

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
        self._writing.tell(file)
