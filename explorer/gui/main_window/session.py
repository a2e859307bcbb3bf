"""What survives a restart, even a kill: open tabs with their drafts, and the layout. Written as the person works."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import RequestItem
from explorer.core.model.tree import find
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.main_window.places import Places
from explorer.gui.result.asked_queries import asked

if TYPE_CHECKING:
    from explorer.core.storage.drafts import Draft, Drafts
    from explorer.gui.main_window.window import MainWindow

_WRITE_DELAY_MS = 300
_WRITE_LONG_DELAY_MS = 800
"""For bodies that are read as a whole for each draft."""
_LOOK_MS = 1000
"""Where a person looks tells nobody: it is asked for this often, while the window is used."""


class Session(QObject):
    """Journals the documents of a window and brings them back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._drafts: Drafts | None = None
        self._draft_ids: dict[str, str] = {}
        self._kept: dict[str, Draft] = {}
        self._timer = QTimer(self, singleShot=True, interval=_WRITE_DELAY_MS)
        self._timer.timeout.connect(self.write)
        self._kept_layout: dict[str, Any] = {}
        self._places = Places(window)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_again)
        library = window.bridge.library
        library.collection_changed.connect(self._surroundings_changed)
        library.environment_changed.connect(self._surroundings_changed)
        window.desk.changed.connect(self._soon)
        window.desk.closed.connect(self._forget)

    async def restore(self, layout: dict[str, Any]) -> None:
        """Open the tabs of the last run, with their unsaved texts."""
        from explorer.core.storage.drafts import Drafts, DraftSecrets  # late: nothing of it before the first paint

        workspace, places = self._window.bridge.workspace, self._window.bridge.places
        secrets = None
        if workspace is not None and workspace.secrets:
            secrets = DraftSecrets(workspace.secrets, lambda: tuple(workspace.secret_values.copy().values()))
        drafts = Drafts(places.data, secrets=secrets)
        found = await asyncio.to_thread(drafts.load)
        self._drafts = drafts
        self._kept = {draft.tab_id: draft for draft in found}
        asked.restore(layout.get("queries"))
        seen = layout.get("places")
        for draft in found:
            self._open(draft, seen if isinstance(seen, dict) else {})
        self._reopen_others(layout)
        active = next((one for one in found if one.active), None)
        if active is not None:
            self._show(active)
        if layout.get("folder") == str(self._window.bridge.library.folder or "") != "":
            self._places.put_tree(layout.get("tree"))
        self._look.start()

    def write(self) -> None:
        """Hand every draft that changed to the journal, which writes in its own thread."""
        if self._drafts is None:
            return
        folder = str(self._window.bridge.library.folder or "")
        for position, page in enumerate(self._window.desk.request_pages()):
            draft = self._draft(page, position, folder)
            if self._kept.get(draft.tab_id) != draft:
                self._kept[draft.tab_id] = draft
                self._drafts.put(draft)
        layout = self._layout()
        if layout != self._kept_layout:
            self._kept_layout = layout
            self._window.bridge.tasks.start("save layout", self._save_layout(layout))

    async def close(self) -> None:
        """Write drafts and layout to disk."""
        self._look.stop()
        self._timer.stop()
        self.write()
        layout = self._layout()
        try:
            await asyncio.to_thread(self._finish, layout)
        except ExplorerError as error:
            self._window.warn(error.message)

    def _surroundings_changed(self, _value: object) -> None:
        self._soon()

    def _soon(self) -> None:
        """Not later for what comes meanwhile: who types without a pause must not lose more than a second."""
        if not self._timer.isActive():
            page = self._window.desk.request_page
            self._timer.start(_WRITE_LONG_DELAY_MS if page and page.composer.is_long else _WRITE_DELAY_MS)

    def _look_again(self) -> None:
        if self._window.frame.isActiveWindow():
            self._soon()

    async def _save_layout(self, layout: dict[str, Any]) -> None:
        from explorer.core.storage.preferences import save_layout  # late: nothing is written at start

        try:
            await asyncio.to_thread(save_layout, self._window.bridge.places.config, layout)
        except ExplorerError as error:
            self._window.warn(error.message)

    def _finish(self, layout: dict[str, Any]) -> None:
        from explorer.core.storage.preferences import save_layout

        if self._drafts is not None:
            self._drafts.close()
        save_layout(self._window.bridge.places.config, layout)

    def _layout(self) -> dict[str, Any]:
        from explorer.gui.main_window.open_tabs import layout_of  # late: with the first change of the desk

        library, workspace = self._window.bridge.library, self._window.bridge.workspace
        secrets = tuple(workspace.secret_names()) if workspace is not None else ()
        return {
            **self._window.layout_state(),
            "folder": str(library.folder or ""),
            "environment": library.environment,
            "queries": asked.kept(secrets),
            **layout_of(self._window, self._draft_ids),
            "tree": self._places.tree() if library.collection is not None else None,
            "places": {
                self._draft_ids[page.document]: self._places.document(page)
                for page in self._window.desk.request_pages()
                if page.document in self._draft_ids
            },
        }

    def _draft(self, page: RequestPage, position: int, folder: str) -> Draft:
        from explorer.core.storage.drafts import Draft

        return Draft(
            tab_id=self._draft_ids.setdefault(page.document, os.urandom(16).hex()),
            request=page.request(),
            key=page.key,
            collection=folder if page.key else "",
            position=position,
            active=page.document == self._window.desk.current_id,
            unsaved=page.is_unsaved,
        )

    def _open(self, draft: Draft, places: dict[str, Any]) -> None:
        """A draft of another collection, or whose file is gone, comes back without a file, never lost."""
        library = self._window.bridge.library
        belongs = bool(draft.key) and draft.collection == str(library.folder or "")
        item = find(library.collection, draft.key) if belongs and library.collection else None
        saved = item.request if isinstance(item, RequestItem) else None
        if draft.collection and not draft.unsaved and saved is None:
            return
        request = draft.request if draft.unsaved or saved is None else saved
        page = self._window.desk.open_request(request, draft.key if saved else "", saved=saved, show=False)
        self._draft_ids[page.document] = draft.tab_id
        self._places.put_document(page, places.get(draft.tab_id))

    def _reopen_others(self, layout: dict[str, Any]) -> None:
        from explorer.gui.main_window.open_tabs import reopen  # late: at most starts there is no tab yet

        if layout.get("tabs"):
            reopen(self._window, layout, self._draft_ids)

    def _show(self, draft: Draft) -> None:
        document = next((one for one, tab_id in self._draft_ids.items() if tab_id == draft.tab_id), "")
        self._window.desk.show_document(document)

    def _forget(self, document: str) -> None:
        tab_id = self._draft_ids.pop(document, "")
        if tab_id and self._drafts is not None:
            self._kept.pop(tab_id, None)
            self._drafts.remove(tab_id)
