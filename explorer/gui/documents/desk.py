"""The open documents: a strip of tabs over a stack of pages. It opens, closes and orders them, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from explorer.core.model.request import Request
from explorer.gui import memory
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.documents.strip import DocumentStrip
from explorer.gui.widgets.document_tabs import DocumentTab

Factory = Callable[[], QWidget]


class PageKind:
    """A page that is not a request: its tab's words and how it is made, on first use."""

    def __init__(self, title: str, icon: str, make: Factory) -> None:
        self.title, self.icon, self.make = title, icon, make


class Desk(QWidget):
    """Documents by id. Requests are "r1", "r2", ...; pages have their names ("history")."""

    current_changed = Signal(str)
    closed = Signal(str)
    close_refused = Signal(str)
    """Id of a request with unsaved changes: the owner asks, then calls ``close_now``."""
    changed = Signal()
    """Which documents are open, their order or their drafts may differ now."""
    page_made = Signal(object)
    """A RequestPage that was just made, to be connected."""

    def __init__(self, make_request_page: Callable[[str], RequestPage], pages: Mapping[str, PageKind]) -> None:
        super().__init__()
        self.strip = DocumentStrip(self)
        self.stack = QStackedWidget(self)
        self._make_request_page = make_request_page
        self._pages = pages
        self._documents: dict[str, QWidget] = {}
        self._number = 0
        self._recent: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.stack, 1)
        tabs = self.strip.tabs
        tabs.current_changed.connect(self.show_document)
        tabs.close_requested.connect(self.close)
        tabs.order_changed.connect(self._reordered)

    # -- what is open

    @property
    def current_id(self) -> str:
        """Id of the document in front; empty when none is open."""
        return self.strip.tabs.current

    @property
    def current(self) -> QWidget | None:
        """The document in front."""
        return self._documents.get(self.current_id)

    @property
    def request_page(self) -> RequestPage | None:
        """The document in front, if it is a request."""
        current = self.current
        return current if isinstance(current, RequestPage) else None

    def document(self, document_id: str) -> QWidget | None:
        """An open document."""
        return self._documents.get(document_id)

    def ids(self) -> tuple[str, ...]:
        """Ids in the order of the tabs."""
        return tuple(tab.id for tab in self.strip.tabs.tabs)

    def request_pages(self) -> tuple[RequestPage, ...]:
        """All requests, in the order of the tabs."""
        pages = (self._documents.get(one) for one in self.ids())
        return tuple(page for page in pages if isinstance(page, RequestPage))

    def find_request(self, key: str) -> RequestPage | None:
        """The document of a saved request."""
        return next((page for page in self.request_pages() if key and page.key == key), None)

    # -- opening

    def open_request(self, request: Request, key: str, *, saved: Request | None, show: bool = True) -> RequestPage:
        """Open a request, or come back to it when its file is open already."""
        page = self.find_request(key) or self._new_request(request, key, saved)
        if show:
            self.show_document(page.document)
        return page

    def open_page(self, page_id: str) -> QWidget:
        """Open one of the pages, made on first use."""
        if page_id not in self._documents:
            kind = self._pages[page_id]
            self._add(page_id, kind.make(), DocumentTab(id=page_id, title=kind.title, icon=kind.icon))
        self.show_document(page_id)
        return self._documents[page_id]

    def show_document(self, document_id: str) -> None:
        """Bring a document to the front."""
        page = self._documents.get(document_id)
        if page is None:
            return
        if self.strip.tabs.current != document_id:
            self.strip.tabs.set_current(document_id)  # which comes back here
            return
        self.stack.setCurrentWidget(page)
        self._recent = [*(one for one in self._recent if one != document_id), document_id]
        self.current_changed.emit(document_id)
        self.changed.emit()

    def step(self, by: int) -> None:
        """The tab ``by`` places further, round about."""
        ids = self.ids()
        if ids:
            self.show_document(ids[(ids.index(self.current_id) + by) % len(ids)])

    def show_number(self, number: int) -> None:
        """The tab with this number, counting from 1; 9 is the last one."""
        ids = self.ids()
        if ids and (number <= len(ids) or number == 9):
            self.show_document(ids[-1] if number == 9 else ids[number - 1])

    # -- closing

    def close(self, document_id: str = "") -> bool:
        """Close a document; one with unsaved changes is only asked about."""
        document_id = document_id or self.current_id
        page = self._documents.get(document_id)
        if page is None:
            return False
        if isinstance(page, RequestPage) and page.is_unsaved:
            self.close_refused.emit(document_id)
            return False
        self.close_now(document_id)
        return True

    def close_now(self, document_id: str) -> None:
        """Close without a question; the document shown before comes to the front."""
        page = self._documents.pop(document_id, None)
        if page is None:
            return
        if isinstance(page, RequestPage) and (page.cancel() or page.shown is not None):
            # The page itself may live a while longer, until its circles of references are found.
            page.shown = None
            page.result.clear()
            memory.give_back()
        before = [one for one in self._recent if one != document_id]
        self.strip.tabs.remove_tab(document_id)
        self._recent = before  # taking the tab away brought its neighbour to the front
        self.stack.removeWidget(page)
        page.deleteLater()
        if self._recent:
            self.show_document(self._recent[-1])
        else:
            self.current_changed.emit("")
        self.closed.emit(document_id)
        self.changed.emit()

    # -- inside

    def _new_request(self, request: Request, key: str, saved: Request | None) -> RequestPage:
        self._number += 1
        document_id = f"r{self._number}"
        page = self._make_request_page(document_id)
        page.set_request(request, key, saved=saved)
        self._add(document_id, page, self._tab(page))
        page.changed.connect(partial(self._refresh_tab, page))
        self.page_made.emit(page)
        return page

    def _add(self, document_id: str, page: QWidget, tab: DocumentTab) -> None:
        self._documents[document_id] = page
        self.stack.addWidget(page)
        self.strip.tabs.set_tab(tab)

    def _tab(self, page: RequestPage) -> DocumentTab:
        return DocumentTab(
            id=page.document, title=page.title, method=page.request().method or "GET", unsaved=page.is_unsaved
        )

    def _refresh_tab(self, page: RequestPage) -> None:
        if page.document in self._documents:
            self.strip.tabs.set_tab(self._tab(page))
            self.changed.emit()

    def _reordered(self, _ids: tuple[str, ...]) -> None:
        self.changed.emit()
