"""Pasted text as requests: YAML of a collection or curl commands, for the tree or the fields of an open request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

from explorer.core.errors import ExplorerError
from explorer.core.model.request import Body, BodyVariant, GraphQLBody, NoBody, Request
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.models.collection_drag import Dropped, is_items

if TYPE_CHECKING:
    from explorer.core.storage.collection_text import Copied
    from explorer.gui.main_window.window import MainWindow

_MOST_FILES = 200
_MOST_OPENED = 20


def paste_into(window: MainWindow, page: RequestPage, text: str) -> bool:
    """Fill the fields of a request from a curl command or YAML that was pasted as its URL; false for any other text."""
    if not is_items(text):
        return False
    try:
        requests, notes = requests_of_text(text)
    except ExplorerError as error:
        window.warn(error.message)
        return True
    before = page.request()
    pasted = replace(requests[0], variants=requests[0].variants or _kept_variants(before, requests[0].body))
    page.take_request(replace(pasted, name=before.name or pasted.name))
    _PastedOver(page, before)
    for request in requests[1:_MOST_OPENED]:
        window.new_request(request)
    window.notify(" ".join(("The pasted request is in the fields; Ctrl Z takes it back.", *notes)))
    return True


def _kept_variants(before: Request, body: Body) -> tuple[BodyVariant, ...]:
    """The variants beside another body, which takes the place of the selected one; no body takes nobody's place."""
    others = [one.body for one in before.variants if one.body is not None]
    if isinstance(body, NoBody):
        return tuple(replace(one, body=before.body if one.body is None else one.body) for one in before.variants)
    if any(isinstance(one, GraphQLBody) is not isinstance(body, GraphQLBody) for one in others):
        return ()  # all variants of an item are of one kind
    return before.variants


class _PastedOver(QObject):
    """Ctrl Z in the URL brings back what stood in the fields before, as long as nothing else was changed."""

    def __init__(self, page: RequestPage, before: Request) -> None:
        super().__init__(page)
        self._page, self._before, self._after = page, before, page.request()
        for old in page.findChildren(_PastedOver):
            if old is not self:
                old.deleteLater()
        page.composer.bar.url.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not pressed or not event.matches(QKeySequence.StandardKey.Undo):  # type: ignore[attr-defined]
            return False
        if self._page.request() != self._after:
            return False
        self._page.take_request(self._before)
        self.deleteLater()
        return True


def texts_of(found: Dropped) -> list[str]:
    """The text that was dropped, or what is in the files; blocks, and raises StorageError."""
    from explorer.core.storage.atomic import refused

    texts = [found.text] if found.text else []
    for path in found.paths[:_MOST_FILES]:
        try:
            texts.append(path.read_text(encoding="utf-8-sig", errors="replace"))
        except OSError as error:
            raise refused(error, path) from error
    return texts


def items_of(texts: Sequence[str]) -> tuple[tuple[Copied, ...], tuple[str, ...]]:
    """Items in YAML or curl commands; raises UsageError with the reason."""
    from explorer.core.interchange.curl_read import is_curl, requests_from_curl
    from explorer.core.storage.collection_text import items_from_text, items_of_requests

    items: list[Copied] = []
    notes: list[str] = []
    for text in texts:
        if is_curl(text):
            read = requests_from_curl(text)
            items += items_of_requests(read.requests)
            notes += read.notes
        else:
            items += items_from_text(text)
    return tuple(items), tuple(dict.fromkeys(notes))


def requests_of_text(text: str) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """The requests of a pasted text and sentences about what was left out; raises UsageError."""
    from explorer.core.errors import UsageError
    from explorer.core.storage.collection_text import requests_in

    items, notes = items_of((text,))
    found = tuple(requests_in(items))
    if not found:
        raise UsageError("This text holds no request that Explorer can send.")
    return found, notes
