"""Saving by itself, when the preferences say so: after a pause in typing, and when the person goes elsewhere.

It asks nothing and forces nothing: a request that needs an answer, or whose file others changed, waits for Ctrl+S.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from explorer.gui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from explorer.core.model.request import Request
    from explorer.gui.main_window.window import MainWindow

_PAUSE_MS = 1500


class Autosave(QObject):
    """Follows every request page of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._due: set[str] = set()
        self._tried: dict[str, Request] = {}
        """By document: what the file held when a save was begun. When it fails, it is not tried again until then."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.save_due)
        window.desk.page_made.connect(self._follow)
        window.desk.current_changed.connect(self.save_due)
        window.bridge.library.request_saved.connect(self._saved)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._application_changed)

    def save_due(self, _value: object = None) -> None:
        """Save what was changed since."""
        due, self._due = self._due, set()
        self._pause.stop()
        if not self._window.bridge.settings.autosave:
            return
        for document in due:
            page = self._window.desk.document(document)
            if isinstance(page, RequestPage) and self._may_save(page):
                assert page.base is not None
                self._tried[document] = page.base
                self._window.bridge.library.save_request(document, page.key, page.request(), page.base)

    def _follow(self, page: RequestPage) -> None:
        page.changed.connect(partial(self._changed, page.document))

    def _changed(self, document: str) -> None:
        if self._window.bridge.settings.autosave:
            self._due.add(document)
            self._pause.start()

    def _may_save(self, page: RequestPage) -> bool:
        if page.base is None or not page.is_unsaved or self._tried.get(page.document) is page.base:
            return False
        return not self._window.disk_changes.asks(page.document) and not self._window.saving.would_ask(page)

    def _saved(self, document: str, _key: str, _request: object) -> None:
        self._tried.pop(document, None)
        page = self._window.desk.document(document)
        if isinstance(page, RequestPage) and page.is_unsaved:
            self._changed(document)  # typed while it was being saved

    def _application_changed(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            self.save_due()
