"""Saved examples in the window: made from an answer, opened, turned into drafts, renamed, deleted and taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QWidget

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import RequestItem
from explorer.core.model.diagnosis import Place, Remedy
from explorer.core.model.tree import example_of, find, find_example, requests_of
from explorer.gui import dialogs
from explorer.gui.bridge.examples import Examples, ExampleStep
from explorer.gui.main_window.folder_pages import EXAMPLE as PREFIX
from explorer.gui.models.collection_drag import MIME_YAML
from explorer.gui.widgets.document_tabs import DocumentTab
from explorer.gui.widgets.own_clipboard import put_data

if TYPE_CHECKING:
    from explorer.core.model.diagnosis import Diagnosis
    from explorer.core.model.exchange import Exchange
    from explorer.gui.documents.example_page import ExamplePage
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.main_window.window import MainWindow

UNDO = "example"
"""Key of a notice."""
_NO_COLLECTION = "Open or create a collection first (File menu): an example is kept in the file of its request."
_MASKED = "Some values were masked in the example (••••). Fill them in before you send."


class ExampleWishes(QObject):
    """Made with the first example. Work runs as named tasks; files change through the library's queue."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.bridge.library
        self._tasks = window.bridge.tasks
        self.examples = Examples(self._library)
        self.examples.saved.connect(self._saved)
        self.examples.added.connect(self._added)
        self.examples.renamed.connect(self._renamed)
        self.examples.deleted.connect(self._deleted)
        self.examples.text_ready.connect(self._put_on_clipboard)

    def is_example(self, key: str) -> bool:
        """Whether this is the key of an example of the open collection."""
        return find_example(self._library.collection, key) is not None

    def take_back(self) -> None:
        """Undo the last change of an example, whatever was done since."""
        self._library.history.undo_last(ExampleStep)

    # -- made

    def save_shown(self) -> None:
        """The answer that is in front, of a request or of the history."""
        current = self._window.desk.current
        page = self._window.desk.request_page
        if page is not None:
            self._tasks.start("save example", self._save_shown(page))
        elif current is not None and hasattr(current, "save_as_example"):
            current.save_as_example()
        else:
            self._window.warn("There is no response to keep: send a request first.")

    def save_recorded(self, exchange_id: str) -> None:
        """An exchange of the history, as an example of the request it was sent from."""
        self._tasks.start("save example", self._save_recorded(exchange_id))

    def make_request(self, exchange_id: str) -> None:
        """The request of a recorded exchange, as it was written, in a tab of its own."""
        self._tasks.start("make request", self._make_request(exchange_id))

    async def _save_shown(self, page: RequestPage) -> None:
        if page.shown is None:
            self._window.warn("There is no response to keep: send the request first.")
            return
        exchange, diagnosis = page.shown.exchange, page.shown.diagnosis
        if self._is_refused(exchange):
            return
        if page.key or await self._saved_first(page):
            await self._save(exchange, diagnosis, page.key)

    async def _saved_first(self, page: RequestPage) -> bool:
        """An example needs the file of its request: offer to write that one first."""
        if self._library.folder is None:
            self._window.warn(_NO_COLLECTION)
            return False
        text = "An example is kept in the file of its request, and this request has none yet."
        if not await dialogs.confirm(self._window, "Save the request first?", text, "Save request"):
            return False
        if not await self._window.saving.save(page):
            return False
        await self._library.idle()
        return bool(page.key)

    async def _save_recorded(self, exchange_id: str) -> None:
        try:
            exchange, diagnosis = await self._window.bridge.ledger.open(exchange_id)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        if self._is_refused(exchange):
            return
        key = exchange.request_key if self._request(exchange.request_key) else await self._chosen_request(exchange)
        if key:
            await self._save(exchange, diagnosis, key)

    async def _make_request(self, exchange_id: str) -> None:
        try:
            exchange, _ = await self._window.bridge.ledger.open(exchange_id)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        self._window.new_request(exchange.request)

    def _is_refused(self, exchange: Exchange) -> bool:
        from explorer.core.storage.example_of import refusal  # late: nothing is saved at start

        sentence = refusal(exchange)
        if sentence or self._library.folder is None:
            self._window.warn(sentence or _NO_COLLECTION)
        return bool(sentence) or self._library.folder is None

    async def _save(self, exchange: Exchange, diagnosis: Diagnosis, key: str) -> None:
        from explorer.core.storage.example_of import example_name, left_out
        from explorer.core.storage.example_of import example_of as kept_of

        item = self._request(key)
        taken = tuple(one.name for one in item.examples) if item else ()
        missing = left_out(exchange)
        label = f"{missing}\n\nName" if missing else "Name"
        name = await dialogs.ask_text(
            self._window, "Save as example", label, example_name(exchange, diagnosis.code, taken)
        )
        if name is None:
            return
        await self._library.refusals.guard()
        stored = tuple(self._library.refusals.known())
        try:
            example = await asyncio.to_thread(kept_of, exchange, name, stored)
        except OSError as error:
            self._window.warn(f"The example was not saved: {error.strerror}.")
            return
        self.examples.add(key, example)

    async def _chosen_request(self, exchange: Exchange) -> str:
        """The request it was sent from is gone: which one the example goes to; empty for none."""
        collection = self._library.collection
        written = exchange.request
        items = list(requests_of(collection)) if collection else []
        items.sort(key=lambda one: (one.request.method, one.request.url) != (written.method, written.url))
        if not items:
            self._window.warn("The collection has no request that the example could belong to.")
            return ""
        rows = {f"{one.request.method} {one.request.name} ({one.key})": one.key for one in items}
        text = "The request it was sent from is not in the collection any more.\n\nRequest"
        chosen = await dialogs.ask_choice(self._window, "Save as example", text, tuple(rows))
        return rows.get(chosen or "", "")

    def _request(self, key: str) -> RequestItem | None:
        collection = self._library.collection
        item = find(collection, key) if collection and key else None
        return item if isinstance(item, RequestItem) else None

    # -- opened

    def open(self, key: str) -> None:
        """Open an example, or come back to it."""
        if self.is_example(key):
            page_id = next((one for one, page in self._pages() if page.example_key == key), f"{PREFIX}{key}")
            page = self._window.desk.open_page(page_id)
            self._retitle(page_id, cast("ExamplePage", page))

    def made(self, page_id: str) -> QWidget:
        """The page of an example, for the desk."""
        from explorer.gui.documents.example_page import ExamplePage

        window = self._window
        page = ExamplePage(window.bridge, page_id.removeprefix(PREFIX))
        page.notice.connect(window.notify)
        page.link_requested.connect(window.opening.open_link)
        page.open_request_requested.connect(window.open_named)
        page.open_variable_requested.connect(window.show_variable)
        page.rename_requested.connect(window.sidebar.tree.edit_name)
        page.duplicate_requested.connect(self.examples.duplicate)
        page.delete_requested.connect(self.examples.delete)
        page.yaml_requested.connect(self.examples.read_text)
        page.draft_requested.connect(partial(self._draft, page))
        page.send_requested.connect(partial(self._send, page))
        page.save_body_requested.connect(partial(self._save_body, page))
        page.compare_requested.connect(partial(self._ask_to_compare, page))
        page.renamed.connect(partial(self._retitle, page_id, page))
        page.gone.connect(partial(window.desk.close_now, page_id))
        return page

    def _pages(self) -> list[tuple[str, ExamplePage]]:
        ids = [one for one in self._window.desk.ids() if one.startswith(PREFIX)]
        return [(one, cast("ExamplePage", self._window.desk.document(one))) for one in ids]

    def _retitle(self, page_id: str, page: ExamplePage) -> None:
        if self._window.desk.document(page_id) is page:
            self._window.desk.strip.tabs.set_tab(DocumentTab(id=page_id, title=page.name, icon="bookmark"))

    def draft(self, key: str, then: object = None) -> RequestPage | None:
        """A request of its own; then a fix is applied in it, or the cursor goes to a place."""
        from explorer.core.examples import draft_of  # late: the core is imported after start
        from explorer.core.storage.codec import to_plain
        from explorer.core.storage.secret_forms import MASK

        workspace, found = self._window.bridge.workspace, find_example(self._library.collection, key)
        if workspace is None or found is None:
            return None
        example = example_of(found)
        request = replace(draft_of(workspace, found[0], example), name=example.name)
        draft = self._window.new_request(request)
        if MASK in str(to_plain(request)):
            self._window.notify(_MASKED)
        if isinstance(then, Remedy):
            draft.apply_fix(then)
        elif isinstance(then, Place):
            draft.composer.go_to(then)
        return draft

    def _draft(self, page: ExamplePage, then: object) -> None:
        self.draft(page.example_key, then)

    def send(self, key: str) -> None:
        """Make a request of an example and send it."""
        draft = self.draft(key)
        if draft is not None:
            draft.send()

    def _send(self, page: ExamplePage) -> None:
        self.send(page.example_key)

    def _save_body(self, page: ExamplePage) -> None:
        self._tasks.start("save body", self._window.saving.save_body(cast("RequestPage", page)))

    def _ask_to_compare(self, page: ExamplePage) -> None:
        self._tasks.start("compare example", self._compare(page), page)

    async def _compare(self, page: ExamplePage) -> None:
        """The example beside the last answer of its request."""
        from explorer.core.storage.history import HistoryQuery  # late: the database code must not delay the start
        from explorer.gui.history.comparison import Recorded

        if page.shown is None:
            return
        ledger = self._window.bridge.ledger
        try:
            rows = await ledger.rows(HistoryQuery(request_key=page.key, limit=1))
            last = (await ledger.open(rows[0].id))[0] if rows else None
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        if last is None:
            self._window.warn("The history has no response of this request to compare with. Send it first.")
            return
        given = replace(page.shown.exchange, id=f"{PREFIX}{page.example_key}")
        given = replace(given, request=replace(given.request, name=page.name))
        history = self._window.desk.open_page("history")
        history.compare_given(Recorded(exchange=given, diagnosis=page.shown.diagnosis), last.id)  # type: ignore[attr-defined]

    # -- changed

    def _added(self, key: str) -> None:
        self._window.sidebar.tree.show_example(key)

    def _saved(self, name: str) -> None:
        self._window.notify(f"Saved as example “{name}”", action="Undo", key=UNDO)

    def _renamed(self, old: str, new: str) -> None:
        for _, page in self._pages():
            if page.example_key == old:
                page.take_key(new)
        self._window.sidebar.select(new)

    def _deleted(self, _key: str) -> None:
        if not self._library.history.is_stepping:
            self._window.notify("Example deleted", action="Undo", key=UNDO)

    def _put_on_clipboard(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        data.setData(MIME_YAML, text.encode())
        put_data(data)
        self._window.notify("Copied as YAML")
