"""What opens things from outside the tree: samples, files, links, recorded exchanges, rows of the Failure lab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from explorer import assets
from explorer.core.errors import ExplorerError
from explorer.core.model.request import Request
from explorer.gui.main_window.folder_pages import EXAMPLE
from explorer.gui.widgets.menu import Menu

if TYPE_CHECKING:
    from explorer.gui.catalogue.page import CataloguePage
    from explorer.gui.main_window.window import MainWindow
    from explorer.gui.welcome.page import FailureRow

_IMPORT_PATTERNS = (
    "HTTP archives, curl commands and requests (*.har *.json *.sh *.txt *.curl *.yml *.yaml);;All files (*)"
)
_WELCOME_CODES = (
    ("400", "syntax_invalid_json"),
    ("400", "syntax_constraint_violation"),
    ("403", "unknown_group"),
    ("429", ""),
    ("503", ""),
)


class Opening(QObject):
    """Opens documents for the window; long work runs as named tasks."""

    SEND_AGAIN = "send again "
    """Begins the key of a notice whose action sends the exchange named behind it with today's variables."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._tasks = window.bridge.tasks
        self.recent: list[str] = []
        """Folders opened before, the last one first."""
        window.bridge.ledger.changed.connect(self._history_changed)

    # -- workspaces and files

    def open_sample(self) -> None:
        """The sample workspace with the sandbox running, and its first request."""
        self._tasks.start("open sample", self._open_sample("", send=False))

    def choose_folder(self) -> None:
        """Ask for a collection folder and open it."""
        self._tasks.start("choose folder", self._choose_folder())

    def offer_workspaces(self) -> None:
        """A menu under the workspace's name: its other collections, folders opened before, the sample, others."""
        from explorer.core.storage.workspace_file import beside  # late: asked for by hand

        button = self._window.sidebar.workspace
        menu = Menu("", button)
        current = str(self._bridge.library.folder or "")
        neighbours = beside(Path(current)) if current else ()
        for name, path in neighbours:
            action = menu.add(name, "layers")
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, str(path)))
        if neighbours:
            menu.addSeparator()
        for folder in self.recent:
            action = menu.add(Path(folder).name, "folder", enabled=folder != current)
            action.setToolTip(folder)
            action.triggered.connect(partial(self._open_recent, folder))
        if self.recent:
            menu.addSeparator()
        menu.add("Sample workspace", "flask-conical").triggered.connect(self.open_sample)
        menu.add("Open collection folder…", "folder").triggered.connect(self.choose_folder)
        menu.add("New collection…", "plus").triggered.connect(self.create_collection)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def remember(self, folder: Path | None) -> None:
        """Put a folder first among those opened before."""
        if folder is not None:
            self.recent = [str(folder), *(one for one in self.recent if one != str(folder))][:_RECENT_LIMIT]

    def show_file(self, key: str) -> None:
        """The folder of an item in the file manager."""
        folder = self._bridge.library.folder
        if folder is not None:
            path = folder / key
            self.open_link(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)).toString())

    def create_collection(self) -> None:
        """Ask for a folder and begin a collection in it."""
        self._tasks.start("new collection", self._create_collection())

    def choose_file(self) -> None:
        """Ask for a file to import."""
        self._tasks.start("choose file", self._choose_file())

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """Open what was dropped: a collection folder, or files to import."""
        for path in paths:
            if path.is_dir():
                self._bridge.library.open_folder(path)
            else:
                self._tasks.start(f"import {path}", self._import(path))

    def open_curl(self, command: str) -> None:
        """A request from a pasted curl command."""
        from explorer.core.interchange.curl_read import requests_from_curl

        try:
            read = requests_from_curl(command)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        for request in read.requests[:_IMPORT_LIMIT]:
            self._window.new_request(request)
        for note in read.notes:
            self._window.notify(note)

    # -- the Failure lab

    def show_failure(self, key: str) -> None:
        """Open a request of the Failure lab and send it, opening the sample first when it is not open."""
        self._tasks.start("show failure", self._open_sample(key, send=True))

    def lab_keys(self) -> Mapping[tuple[int, str], str]:
        """Status and code to the key of the request that provokes them."""
        keys: dict[tuple[int, str], str] = {}
        for row in _lab_rows():
            keys.setdefault((int(row["status"]), row.get("code") or ""), str(row["key"]))
        return keys

    def welcome_failures(self) -> tuple[FailureRow, ...]:
        """The rows of the welcome page."""
        from explorer.gui.theme.tokens import Family
        from explorer.gui.welcome.page import FailureRow

        rows, found = _lab_rows(), []
        for label, code in _WELCOME_CODES:
            row = next((one for one in rows if str(one["status"]) == label and (one.get("code") or "") == code), None)
            if row is not None:
                family = Family.SERVER if label.startswith("5") else Family.CLIENT
                title = code or _REASONS[label]
                words = str(row["title"])
                found.append(
                    FailureRow(
                        label=label, family=family, title=title, is_code=bool(code), words=words, key=str(row["key"])
                    )
                )
        return tuple(found)

    # -- history and links

    def open_exchange(self, exchange_id: str) -> None:
        """A recorded exchange in its request's document, or a saved example."""
        if exchange_id.startswith(EXAMPLE):
            self._window.examples.open(exchange_id.removeprefix(EXAMPLE))
            return
        self._tasks.start("open exchange", self._open_exchange(exchange_id, send=False))

    def send_exchange_again(self, exchange_id: str) -> None:
        """Open the request of a recorded exchange or a saved example as it was written, and send it."""
        if exchange_id.startswith(EXAMPLE):
            self._window.examples.send(exchange_id.removeprefix(EXAMPLE))
            return
        self._tasks.start("open exchange", self._open_exchange(exchange_id, send=True))

    def send_exchange_as_it_was(self, exchange_id: str) -> None:
        """Open what went out in a recorded exchange, word for word, and send it unless something was masked."""
        self._tasks.start("open exchange", self._send_as_it_was(exchange_id))

    def show_in_history(self, fingerprint: str) -> None:
        """The history page at a failure."""
        page = self._window.desk.open_page("history")
        page.show_failure(fingerprint)  # type: ignore[attr-defined]

    def compare(self, before_id: str, after_id: str) -> None:
        """The history page comparing two exchanges."""
        page = self._window.desk.open_page("history")
        page.compare(before_id, after_id)  # type: ignore[attr-defined]

    def open_link(self, url: str) -> None:
        """A reference in the browser."""
        if not QDesktopServices.openUrl(QUrl(url)):
            self._window.warn(f"No browser could be opened for {url}.")

    def count_failures(self, page: CataloguePage) -> None:
        """How often each failure was seen, for the catalogue."""
        self._tasks.start("count failures", self._count_failures(page), page)

    def read_failure(self, page: CataloguePage, fingerprint: str) -> None:
        """All that the history keeps of one failure, for the catalogue."""
        self._tasks.start("read failure", self._read_failure(page, fingerprint), page)

    # -- inside

    async def _read_failure(self, page: CataloguePage, fingerprint: str) -> None:
        try:
            page.set_facts(fingerprint, await self._bridge.ledger.failure(fingerprint))
        except ExplorerError as error:
            self._window.warn(error.message)

    async def _open_sample(self, key: str, *, send: bool) -> None:
        from explorer.core.storage.sample import sample_folder

        try:
            folder = await asyncio.to_thread(sample_folder, self._bridge.places.data)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        await self._bridge.sandbox.started()
        if self._bridge.library.folder != folder:
            await self._bridge.library.opened(folder, "Sandbox")
        elif send:
            self._bridge.library.use_environment("Sandbox")
        page = self._window.open_key(key or _FIRST_REQUEST, send=send)
        if page is None:
            self._window.warn(f"The sample has no request {key}.")
        elif not send:
            page.composer.focus_url()

    def _open_recent(self, folder: str, _checked: bool = False) -> None:
        self._bridge.library.open_folder(Path(folder))

    async def _choose_folder(self) -> None:
        from explorer.gui import dialogs  # late: no dialog opens at start

        folder = await dialogs.ask_folder(self._window, "Open a collection folder")
        if folder is not None:
            self._bridge.library.open_folder(folder)

    async def _create_collection(self) -> None:
        from explorer.gui import dialogs  # late: no dialog opens at start

        folder = await dialogs.ask_folder(self._window, "Choose a folder for the new collection")
        name = await dialogs.ask_text(self._window, "New collection", "Name") if folder else None
        if folder is not None and name:
            self._bridge.library.create_collection(folder, name)

    async def _choose_file(self) -> None:
        from explorer.gui import dialogs  # late: no dialog opens at start

        path = await dialogs.ask_open_file(self._window, "Import", _IMPORT_PATTERNS)
        if path is not None:
            await self._import(path)

    async def _import(self, path: Path) -> None:
        try:
            requests = await asyncio.to_thread(_requests_of_file, path)
        except (ExplorerError, OSError) as error:
            self._window.warn(f"{path.name} was not imported: {error}")
            return
        for request in requests[:_IMPORT_LIMIT]:
            self._window.new_request(request)
        if len(requests) > _IMPORT_LIMIT:
            self._window.warn(f"The first {_IMPORT_LIMIT} of {len(requests)} requests of {path.name} were opened.")

    async def _open_exchange(self, exchange_id: str, *, send: bool) -> None:
        from explorer.core.storage.codec import to_plain  # late, all three: nothing is opened at start
        from explorer.core.storage.secret_forms import MASK
        from explorer.gui.documents.origin import Origin

        try:
            exchange, diagnosis = await self._bridge.ledger.open(exchange_id)
            seen = await self._bridge.ledger.seen(exchange, diagnosis)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        page = self._window.open_key(exchange.request_key) if exchange.request_key and not send else None
        page = page or self._window.new_request(exchange.request)
        if not page.key:
            page.origin = Origin(key=exchange.request_key, url=exchange.request.url)
            page.refresh_variables()
        if not send:
            page.show_recorded(exchange, diagnosis, seen)
        elif MASK in str(to_plain(exchange.request)):
            self._window.warn("Not sent: some values were masked in the history (••••). Fill them in, then send.")
        else:
            page.send()

    async def _send_as_it_was(self, exchange_id: str) -> None:
        from explorer.core.storage.replay import as_sent  # late, both: seldom used
        from explorer.gui.theme.tokens import Family

        try:
            exchange, _ = await self._bridge.ledger.open(exchange_id)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        replay = as_sent(exchange)
        page = self._window.new_request(replay.request)
        if replay.missing:
            action, key = "Send with today's variables", f"{self.SEND_AGAIN}{exchange_id}"
            self._window.notify(replay.sentence, Family.CLIENT, action, key)
        else:
            page.send()

    def _history_changed(self) -> None:
        page = self._window.desk.document("catalogue")
        if page is not None:
            self.count_failures(page)  # type: ignore[arg-type]

    async def _count_failures(self, page: CataloguePage) -> None:
        from explorer.core.storage.history import HistoryQuery

        try:
            page.set_groups(await self._bridge.ledger.groups(HistoryQuery(failed_only=True)))
        except ExplorerError as error:
            self._window.warn(error.message)


_FIRST_REQUEST = "Sinch SMS API/Batches/Send a batch.yml"
_IMPORT_LIMIT = 20
_RECENT_LIMIT = 6
_REASONS = {"429": "Too Many Requests", "503": "Service Unavailable"}


def _lab_rows() -> list[dict[str, Any]]:
    rows = json.loads(assets.text("examples/failure-lab.json"))
    return list(rows)


def _requests_of_file(path: Path) -> tuple[Request, ...]:
    from explorer.core.interchange.curl_read import is_curl, requests_from_curl
    from explorer.core.interchange.har import exchanges_from_har
    from explorer.core.storage.collection_text import is_items_text, items_from_text, requests_in

    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if is_curl(text):
        return requests_from_curl(text).requests
    if path.suffix.lower() in (".yml", ".yaml") and is_items_text(text):
        return tuple(requests_in(items_from_text(text)))
    return tuple(exchange.request for exchange in exchanges_from_har(text, path.name))
