"""Fills the right half of the History page: reads what is to be shown, compares it, and says when that takes long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from explorer.core.errors import HistoryError
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history.chosen import Chosen
from explorer.gui.history.comparing import compare
from explorer.gui.history.comparison import Recorded, is_long
from explorer.gui.history.detail_pane import DetailPane
from explorer.gui.tasks import Tasks
from explorer.gui.theme import measures


class DetailReader(QObject):
    """What is asked for later replaces what was asked for before; a comparison under way is given up then."""

    def __init__(self, ledger: Ledger, tasks: Tasks, pane: DetailPane, owner: QObject) -> None:
        super().__init__(owner)
        self._ledger, self._tasks, self._pane, self._owner = ledger, tasks, pane, owner
        self._name = f"history details {id(owner)}"
        self.given: Recorded | None = None
        """An exchange that need not be read: it may not be in the history."""
        self._late = QTimer(self, singleShot=True, interval=measures.LOADING_DELAY_MS)
        self._late.timeout.connect(self._say_reading)

    def show(self, a_id: str, b_id: str, selected_id: str) -> None:
        """A and B side by side, or the one there is. What takes its time does not leave another one in its place."""
        self._late.start()
        self._tasks.start(self._name, self._read(a_id, b_id, selected_id), self._owner)

    def show_failure(self, fingerprint: str) -> None:
        """All about one failure."""
        self._late.stop()
        self._tasks.start(self._name, self._read_failure(fingerprint), self._owner)

    def show_several(self, chosen: Chosen) -> None:
        """How many are selected; nothing of them is read."""
        self._late.stop()
        self._tasks.cancel(self._name)
        self._pane.show_several(chosen)

    def _say_reading(self) -> None:
        self._pane.clear("Reading the exchange…")

    async def _read_failure(self, fingerprint: str) -> None:
        try:
            self._pane.show_failure(await self._ledger.failure(fingerprint))
        except HistoryError as error:
            self._pane.clear(error.message)

    async def _read(self, a_id: str, b_id: str, selected_id: str) -> None:
        both = bool(a_id and b_id)
        first = a_id if both else selected_id or a_id or b_id
        if not first:
            self._show_sentence()
            return
        try:
            a = await self._recorded(first)
            b = await self._recorded(b_id) if both else None
        except HistoryError as error:
            self._show_sentence(error.message)
            return
        if both and is_long(a, b):
            self._show_sentence("Comparing two long exchanges…", "Stop")
        found = await compare(a, b)
        self._late.stop()
        self._pane.show_compared(found)

    def _show_sentence(self, *words: str) -> None:
        self._late.stop()
        self._pane.clear(*words)

    async def _recorded(self, exchange_id: str) -> Recorded:
        if self.given is not None and self.given.exchange.id == exchange_id:
            return self.given
        exchange, diagnosis = await self._ledger.open(exchange_id)
        return Recorded(exchange=exchange, diagnosis=diagnosis)
