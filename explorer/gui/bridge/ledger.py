"""The history for the window: questions in, rows out, and a signal when something was recorded or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.core.model.diagnosis import Diagnosis
    from explorer.core.model.exchange import Exchange
    from explorer.core.model.history import FailureFacts, FailureGroup, FoundRows, HistoryRow, SeenBefore
    from explorer.core.settings import Settings
    from explorer.core.storage.history import Counts, History, HistoryQuery, OnHead
    from explorer.gui.tasks import Tasks


class Ledger(QObject):
    """Asks the history. Every method may raise HistoryError, whose sentence is for the person."""

    changed = Signal()
    results_changed = Signal(object)
    """Request key to the label of its last exchange ("400", "TLS", "" for a success)."""
    counted = Signal(int)
    """How many exchanges are recorded."""
    failed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._history: History | None = None
        self._newest: tuple[int, str] = (0, "")
        """How many exchanges there were and which was the newest, when last looked at."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._application_changed)

    def set_history(self, history: History | None) -> None:
        """The history to ask; None when it cannot be used."""
        self._history = history
        self.refresh()

    def end(self) -> None:
        """Ask nothing more: the history is about to be closed, and a window that comes to the front is no reason."""
        self._history = None

    @property
    def history(self) -> History:
        """The history; raises HistoryError when there is none."""
        if self._history is None:
            raise HistoryError("There is no history in this run.")
        return self._history

    def refresh(self) -> None:
        """Tell everybody that there may be new rows, and read the last results for the tree."""
        if self._history is not None:
            self._tasks.start("history results", self._read_results())
        self.changed.emit()

    async def rows(self, query: HistoryQuery) -> tuple[HistoryRow, ...]:
        """Rows, newest first."""
        return await self.history.rows(query)

    async def page(self, query: HistoryQuery, budget_s: float) -> FoundRows:
        """Rows, newest first, as far as they are found in this time."""
        return await self.history.page(query, budget_s)

    async def groups(self, query: HistoryQuery) -> tuple[FailureGroup, ...]:
        """Failures grouped by fingerprint, most frequent first."""
        return await self.history.groups(query)

    async def failure(self, fingerprint: str) -> FailureFacts:
        """All about one failure."""
        return await self.history.failure(fingerprint)

    async def counts(self, query: HistoryQuery) -> Counts:
        """How many rows, failures and pins the window holds."""
        return await self.history.counts(query)

    async def known_values(self) -> Mapping[str, tuple[str, ...]]:
        """Values that were seen lately by name of a filter token."""
        return await self.history.known_values()

    async def open(self, exchange_id: str, on_head: OnHead | None = None) -> tuple[Exchange, Diagnosis]:
        """One exchange with its diagnosis, as they were recorded; ``on_head`` gets them before a large body is read."""
        return await self.history.open(exchange_id, on_head)

    async def seen(self, exchange: Exchange, diagnosis: Diagnosis) -> SeenBefore:
        """What the ledger knows about the same failure."""
        return await self.history.seen(exchange, diagnosis)

    async def neighbour(self, exchange: Exchange, *, older: bool) -> str:
        """Id of the exchange of the same request just before or after this one; empty when there is none."""
        from explorer.core.storage.history import HistoryQuery  # late: the database code must not delay the start

        key = exchange.request_key or None
        if older:
            rows = await self.history.rows(HistoryQuery(request_key=key, before_id=exchange.id, limit=1))
            return rows[0].id if rows else ""
        rows = await self.history.rows(HistoryQuery(request_key=key, since=exchange.started))
        newer = [row.id for row in rows if row.id > exchange.id]
        return newer[-1] if newer else ""

    def pin(self, exchange_id: str, pinned: bool) -> None:
        """Keep an exchange beyond the retention limit, or no longer."""
        self._tasks.start(f"history pin {exchange_id}", self._change(self._pin(exchange_id, pinned)))

    def delete(self, exchange_ids: tuple[str, ...]) -> None:
        """Delete for good."""
        self._tasks.start("history delete", self._change(self._delete(exchange_ids)))

    def clear(self) -> None:
        """Delete everything that is not pinned."""
        self._tasks.start("history clear", self._change(self._clear()))

    async def retain(self, settings: Settings) -> None:
        """Delete what is older, more or larger than the preferences allow."""
        try:
            gone = await self.history.retain(
                max_age_days=settings.history_days,
                max_rows=settings.history_rows,
                max_bytes=settings.history_mb * 1_000_000,
            )
        except HistoryError as error:
            self.failed.emit(error.message)
            return
        if gone:
            self.refresh()
        self._tasks.start("history forget", self._forget())

    async def _pin(self, exchange_id: str, pinned: bool) -> None:
        await self.history.pin(exchange_id, pinned)

    async def _delete(self, exchange_ids: tuple[str, ...]) -> None:
        await self.history.delete(*exchange_ids)
        self._tasks.start("history forget", self._forget())

    async def _clear(self) -> None:
        await self.history.clear(keep_pinned=True)
        self._tasks.start("history forget", self._forget())

    async def _forget(self) -> None:
        """Takes a while in a long history; nobody waits for it."""
        try:
            await self.history.forget()
        except HistoryError as error:
            self.failed.emit(error.message)

    async def _change(self, work: object) -> None:
        try:
            await work  # type: ignore[misc]
        except HistoryError as error:
            self.failed.emit(error.message)
        self.refresh()

    def _application_changed(self, state: Qt.ApplicationState) -> None:
        """Another window or the command line may have recorded something meanwhile."""
        is_front = state is Qt.ApplicationState.ApplicationActive
        if is_front and self._history is not None and self._tasks.can_start():
            self._tasks.start("history look", self._look_again())

    async def _look_again(self) -> None:
        before = self._newest
        try:
            await self._look()
        except HistoryError as error:
            self.failed.emit(error.message)
            return
        if self._newest != before:
            self.refresh()

    async def _look(self) -> None:
        from explorer.core.storage.history import HistoryQuery  # late: the database code must not delay the start

        rows = await self.history.rows(HistoryQuery(limit=1))
        self._newest = (await self.history.counts()).all, rows[0].id if rows else ""

    async def _read_results(self) -> None:
        try:
            self.results_changed.emit(await self.history.last_results())
            await self._look()
            self.counted.emit(self._newest[0])
        except HistoryError as error:
            self.failed.emit(error.message)
