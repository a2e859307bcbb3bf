"""Saving: a request to its file or a new one, a response body to a file, and what to do with changes on close."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.model.exchange import Content
from explorer.core.model.request import Request
from explorer.gui import dialogs
from explorer.gui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_HEAD_BYTES = 4096
"""So much of a body tells what it is."""


class Saving(QObject):
    """Asks what must be asked, then hands on to the library."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.bridge.library

    async def save(self, page: RequestPage) -> bool:
        """Write a request; asks for a name when it has no file. False when the person cancelled."""
        if not await self._without_secrets(page):
            return False
        request = page.request()
        if not await self._may_write(request, page.saved):
            return False
        if page.key:
            self._library.save_request(page.document, page.key, request, page.base)
            return True
        if self._library.folder is None:
            self._window.warn("Open or create a collection first (File menu); the draft is kept.")
            return False
        name = await dialogs.ask_text(self._window, "Save request", "Name", page.title)
        if name is None:
            return False
        parent = self._window.sidebar.tree.folder_key()
        self._library.create_request(page.document, parent, replace(request, name=name))
        return True

    def would_ask(self, page: RequestPage) -> bool:
        """Whether saving needs an answer: for a name, or for a secret that stands in the request."""
        from explorer.core.storage.secret_guard import leak_in, literal_credential  # late: as the keychain

        workspace, request = self._window.bridge.workspace, page.request()
        if not page.key or leak_in(request, workspace.secret_names() if workspace else {}) is not None:
            return True
        return bool(literal_credential(request.auth)) and (page.saved is None or page.saved.auth != request.auth)

    async def _without_secrets(self, page: RequestPage) -> bool:
        """A value equal to a stored secret never gets into a file: offer the variable in its place."""
        from explorer.core.storage.secret_guard import leak_in, with_variable  # late: as the keychain

        workspace = self._window.bridge.workspace
        if workspace is not None:
            await workspace.guard_secrets()
        known = workspace.secret_names() if workspace else {}
        while (leak := leak_in(page.request(), known)) is not None:
            reference = "{{" + leak.variable + "}}"
            found = workspace.variables(page.key).lookup(leak.variable) if workspace else None
            same = found is not None and found.value == leak.secret
            where = "sends the same value" if same else "sends it where the environment it belongs to is active"
            text = f"{leak.sentence} {reference} {where}."
            if not await dialogs.confirm(self._window, "A secret is not saved", text, f"Use {reference}"):
                return False
            page.take_request(with_variable(page.request(), leak.secret, leak.variable))
        return True

    async def _may_write(self, request: Request, before: Request | None) -> bool:
        """A credential typed as it is goes into a file that a team shares only when the person says so."""
        from explorer.core.storage.secret_guard import literal_secret  # late: as above

        typed = literal_secret(request, before)
        if not typed:
            return True
        return await self.confirm_credential(typed)

    async def confirm_credential(self, typed: str) -> bool:
        """Whether the person wants a credential ("token") in a file that others read."""
        text = (
            f"The {typed} would stand readable in the collection's file. Rather make it a secret variable in "
            "Environments and write {{its_name}} here; its value stays in the keychain."
        )
        return await dialogs.confirm(self._window, f"Write the {typed} into the file?", text, "Write it")

    async def close(self, document: str) -> bool:
        """Ask about unsaved changes, then close; False when the person cancelled."""
        page = self._window.desk.document(document)
        if not isinstance(page, RequestPage):
            return True
        self._window.desk.show_document(document)
        answer = await dialogs.ask_save(self._window, page.title)
        if answer == "cancel" or (answer == "save" and not await self._saved(page)):
            return False
        self._window.desk.close_now(document)
        return True

    async def _saved(self, page: RequestPage) -> bool:
        """Save and wait until it is on disk; False when it is not, and the tab must stay."""
        if not await self.save(page):
            return False
        await self._library.idle()
        return not page.is_unsaved

    async def save_body(self, page: RequestPage) -> None:
        """Write the body of the response that is shown to a file the person names."""
        response = page.shown.exchange.response if page.shown else None
        if response is None:
            self._window.warn("There is no response to save.")
            return
        from explorer.core.content.file_name import file_name  # late: asked for by hand

        name = file_name(page.title, response.headers, response.body.data[:_HEAD_BYTES])
        path = await dialogs.ask_save_file(self._window, "Save response body", name)
        if path is None:
            return
        try:
            await asyncio.to_thread(_write, response.body, path)
        except OSError as error:
            self._window.warn(f"{path} was not written: {error.strerror}.")
        else:
            self._window.notify(f"Saved {path.name}")


def _write(body: Content, path: Path) -> None:
    if body.path is not None:
        shutil.copyfile(body.path, path)
    else:
        path.write_bytes(body.data)
