"""Steps through the recorded exchanges of one request and shows them in its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.result.panel import ResultPanel


class PastExchanges(QObject):
    """Older and newer answers of the request of a page."""

    def __init__(self, page: RequestPage, bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge

    def serve(self, result: ResultPanel) -> None:
        """Do what the panel wishes."""
        result.open_exchange_requested.connect(self.open)
        result.older_requested.connect(self.show_older)
        result.newer_requested.connect(self.show_newer)

    def show_older(self) -> None:
        """The exchange before the one shown."""
        self._bridge.tasks.start(f"older {self._page.document}", self._step(older=True), self)

    def show_newer(self) -> None:
        """The exchange after the one shown."""
        self._bridge.tasks.start(f"newer {self._page.document}", self._step(older=False), self)

    def open(self, exchange_id: str) -> None:
        """This exchange."""
        self._bridge.tasks.start(f"open {self._page.document}", self._open(exchange_id), self)

    async def _step(self, *, older: bool) -> None:
        shown = self._page.shown
        if shown is None:
            return
        try:
            found = await self._bridge.ledger.neighbour(shown.exchange, older=older)
        except ExplorerError as error:
            self._page.notice.emit(error.message)
            return
        if found:
            await self._open(found)
        else:
            self._page.notice.emit(f"There is no {'older' if older else 'newer'} response.")

    async def _open(self, exchange_id: str) -> None:
        try:
            exchange, diagnosis = await self._bridge.ledger.open(exchange_id, self._page.show_head)
            seen = await self._bridge.ledger.seen(exchange, diagnosis)
        except ExplorerError as error:
            self._page.notice.emit(error.message)
            return
        self._page.show_recorded(exchange, diagnosis, seen)
