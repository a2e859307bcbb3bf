"""What a request page puts on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage


class Copying(QObject):
    """Copies the request as a command, or the exchange as a text for others."""

    def __init__(self, page: RequestPage, bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge

    def curl(self) -> None:
        """The request as a curl command, with its secrets."""
        try:
            command = self._bridge.curl_command(self._page.request(), self._page.key)
        except ExplorerError as error:
            self._page.notice.emit(error.message)
            return
        self.text(command, "Copied as curl, with its credentials")

    def bundle(self) -> None:
        """Request, response and finding for the operator of the API, without secrets."""
        shown = self._page.shown
        if shown is not None:
            self.text(
                self._bridge.support_bundle(shown.exchange, shown.diagnosis).markdown,
                "Support bundle copied, secrets removed",
            )

    def text(self, text: str, sentence: str = "Copied") -> None:
        """Any text; ``sentence`` says that it was done."""
        QGuiApplication.clipboard().setText(text)
        self._page.notice.emit(sentence)
