"""Saves a response body to a file: the copy on a thread, how far it is and Cancel in a notice, what came of it told."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from explorer.core.content.amounts import size_text
from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content
from explorer.core.storage.body_export import ExportStoppedError, export_body
from explorer.gui.theme.tokens import Family

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_TOLD_MS = 300
_LONGEST_MS = 24 * 3600 * 1000


class BodySaving(QObject):
    """One saving, awaited with ``run``."""

    def __init__(self, window: MainWindow, body: Content, path: Path) -> None:
        super().__init__(window)
        self._window, self._body, self._path = window, body, path
        self._stopped = threading.Event()
        self._done_bytes = 0
        self._is_told = False
        self._key = f"save {path}"
        self._clock = QTimer(self, interval=_TOLD_MS)
        self._clock.timeout.connect(self._tell)

    async def run(self) -> None:
        """Until it is saved, stopped or refused. When the task is cancelled, nothing is left of it either."""
        self._clock.start()
        try:
            await asyncio.to_thread(export_body, self._body, self._path, self._goes_on)
        except ExportStoppedError:
            self._window.notify(f"{self._path.name} was not saved: you stopped it.")
        except StorageError as error:
            self._window.warn(error.message)
        else:
            self._window.notify(f"Saved {self._path.name}")
        finally:
            self._stopped.set()
            self._clock.stop()
            self._window.toasts.dismiss(self._key)
            self.deleteLater()

    def _goes_on(self, done_bytes: int) -> bool:
        self._done_bytes = done_bytes
        return not self._stopped.is_set()

    def _tell(self) -> None:
        from explorer.gui.widgets.toast import Notice  # made when there is something to tell

        text = f"Saving {self._path.name}: {size_text(self._done_bytes)} of {size_text(self._body.size_bytes)}"
        if self._is_told:
            for one in self._window.toasts.toasts:
                if one.notice.key == self._key:
                    one.set_text(text)
            return
        self._is_told = True
        notice = Notice(text=text, family=Family.INFO, action="Cancel", key=self._key)
        self._window.toasts.show_notice(notice, _LONGEST_MS).action_requested.connect(self._stopped.set)
