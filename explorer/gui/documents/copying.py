"""What a request page hands to others: commands and texts on the clipboard, and support bundles."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from explorer.core.errors import ExplorerError, StorageError

if TYPE_CHECKING:
    from explorer.core.interchange.support_bundle import SupportBundle
    from explorer.core.model.diagnosis import Diagnosis
    from explorer.core.model.exchange import Exchange
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.bundle_dialog import BundleDialog
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.result.panel import ResultPanel

_BUNDLE = "support bundle"


class Copying(QObject):
    """Copies the request as a command, or shows the exchange as a bundle for others."""

    def __init__(self, page: RequestPage, bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge

    def serve(self, result: ResultPanel) -> None:
        """Do what the panel wishes."""
        result.copy_curl_requested.connect(self.curl)
        result.copy_bundle_requested.connect(self.bundle)

    def curl(self) -> None:
        """The request as a curl command, with its secrets."""
        try:
            command = self._bridge.curl_command(self._page.request(), self._page.place)
        except ExplorerError as error:
            self._page.notice.emit(error.message)
            return
        self.text(command, "Copied as curl, with its credentials")

    def bundle(self) -> None:
        """Show request, response and finding for the operator of the API, without secrets, before they leave."""
        shown = self._page.shown
        if shown is not None and not self._bridge.tasks.is_running(_BUNDLE):
            self._bridge.tasks.start(_BUNDLE, self._show_bundle(shown.exchange, shown.diagnosis), self._page)

    def text(self, text: str, sentence: str = "Copied") -> None:
        """Any text; ``sentence`` says that it was done."""
        QGuiApplication.clipboard().setText(text)
        self._page.notice.emit(sentence)

    async def _show_bundle(self, exchange: Exchange, diagnosis: Diagnosis) -> None:
        from explorer.gui.documents.bundle_dialog import BundleDialog  # late: seldom needed

        bundle = await asyncio.to_thread(self._bridge.support_bundle, exchange, diagnosis)
        dialog = BundleDialog(bundle, self._page.window())
        dialog.save_requested.connect(partial(self._save_asked, dialog, bundle, f"support-{exchange.id[:13]}.zip"))
        from explorer.gui import dialogs  # late: asked for by hand

        await dialogs.closed(dialog)

    def _save_asked(self, dialog: BundleDialog, bundle: SupportBundle, name: str) -> None:
        self._bridge.tasks.start("save support bundle", self._save(dialog, bundle, name), dialog)

    async def _save(self, dialog: BundleDialog, bundle: SupportBundle, name: str) -> None:
        from explorer.core.interchange.support_bundle import bundle_zip  # late: the core is imported after start
        from explorer.core.storage.atomic import write_atomic
        from explorer.gui import dialogs

        path = await dialogs.ask_save_file(dialog, "Save support bundle", name, "zip")
        if path is None:
            return
        try:
            await asyncio.to_thread(write_atomic, path, bundle_zip(bundle))
        except StorageError as error:
            dialog.tell(error.message)
        else:
            dialog.tell(f"Saved {path.name}.")
