"""Hands a body to another program: the copy is written on a thread, what came of it is told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal

from explorer.core.content.view import View
from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content
from explorer.gui.result.open_outside import copy_for_others, ending, open_file


class Opening(QObject):
    """One opening. ``told`` carries a sentence when it could not be done."""

    told = Signal(str)
    _copied = Signal(object)
    """The path, or what went wrong."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copied.connect(self._open)

    def start(self, content: Content, view: View) -> None:
        """Begin; a program is refused."""
        if not ending(content, view):
            self.told.emit(self.tr("This body is a program. Explorer does not open it; save it instead."))
            return
        QThreadPool.globalInstance().start(lambda: self._copy(content, view))

    def _copy(self, content: Content, view: View) -> None:
        try:
            self._copied.emit(copy_for_others(content, view))
        except (OSError, StorageError) as error:
            self._copied.emit(error)

    def _open(self, outcome: Path | OSError | StorageError) -> None:
        if isinstance(outcome, StorageError):
            self.told.emit(outcome.message)
        elif isinstance(outcome, OSError):
            self.told.emit(self.tr("The body could not be copied: {0}.").format(outcome.strerror or outcome))
        elif not open_file(outcome):
            self.told.emit(self.tr("The system has no program for this body. It is at {0}.").format(outcome))
        self.deleteLater()
