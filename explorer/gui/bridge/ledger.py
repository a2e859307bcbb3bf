"""The history for the window: questions in, rows out, and a signal when something was recorded or removed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from explorer.core.model.diagnosis import Diagnosis
    from explorer.core.model.exchange import Exchange
    from explorer.core.model.history import FailureFacts, FailureGroup, FoundRows, HistoryRow, SeenBefore
    from explorer.core.settings import Settings
    from explorer.core.storage.history import Counts, History, HistoryQuery, OnHead
    from explorer.gui.tasks import Tasks


TRASH_KEPT_MS = 10_000
"""How long a deletion can be taken back; the history's own deadline (``history_trash``) lies a little later."""


class Ledger(QObject):
    """Asks the history. Every method may raise HistoryError, whose sentence is for the person."""

    changed = Signal()
    results_changed = Signal(object)
    """Request key to the label of its last exchange ("400", "TLS", "" for a success)."""
    counted = Signal(int)
    """How many exchanges are recorded."""
    failed = Signal(str)
    told = Signal(str)
    """How something ended that nobody waited for."""
    trashed = Signal(object)
    """Trashed: exchanges were deleted, and ``restore`` brings them back."""
    trash_ended = Signal(str)
    """The key of what cannot be brought back any more, or is back."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._history: History | None = None
        self._trash: dict[str, QTimer] = {}
        """What can be brought back, by its key, and when that ends."""
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
        """Ask nothing more: the history is about to be closed, and a window that comes to the front is no reason. What
        could be brought back is erased by the closing."""
        for timer in self._trash.values():
            timer.stop()
        self._trash.clear()
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

    async def ids(self, query: HistoryQuery, newest_id: str = "") -> AsyncIterator[tuple[str, ...]]:
        """All that a search finds, oldest first, as portions of ids, up to an exchange or to what is the newest now."""
        async for portion in self.history.ids(query, newest_id):
            yield portion

    async def unpinned_ids(self, query: HistoryQuery, newest_id: str) -> AsyncIterator[tuple[str, ...]]:
        """The same without the pinned."""
        async for portion in self.history.unpinned_ids(query, newest_id):
            yield portion

    def pin(self, exchange_ids: tuple[str, ...], pinned: bool) -> None:
        """Keep exchanges beyond the retention limit, or no longer."""
        self._tasks.start(f"history pin {exchange_ids[:1]}", self._change(self._pin(exchange_ids, pinned)))

    def pin_found(self, query: HistoryQuery, newest_id: str, pinned: bool) -> None:
        """All that a search finds up to an exchange."""
        self._tasks.start("history pin found", self._change(self._pin_found(query, newest_id, pinned)))

    def delete(self, exchange_ids: tuple[str, ...]) -> None:
        """Delete; ``trashed`` says how to bring them back."""
        self._tasks.start(f"history delete {exchange_ids[:1]}", self._change(self._delete(exchange_ids)))

    def delete_for_good(self, exchange_ids: tuple[str, ...]) -> None:
        """Delete so many that nobody could look at what came back."""
        self._tasks.start("history delete for good", self._change(self._delete_for_good(exchange_ids)))

    def delete_found(self, query: HistoryQuery, newest_id: str) -> None:
        """Delete for good all that a search finds up to an exchange, but the pinned."""
        self._tasks.start("history delete found", self._change(self._delete_found(query, newest_id)))

    def restore(self, key: str) -> None:
        """Bring back what was deleted together."""
        self._drop_timer(key)
        self._tasks.start(f"history restore {key}", self._change(self._restore(key)))

    def restore_last(self) -> None:
        """Bring back what was deleted last, if that is possible still."""
        if self._trash:
            self.restore(list(self._trash)[-1])

    @property
    def can_restore(self) -> bool:
        """Whether something can be brought back."""
        return bool(self._trash)

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
        await self._end_trash_of_ended_programs()
        self._tasks.start("history forget", self._forget())

    async def _pin(self, exchange_ids: tuple[str, ...], pinned: bool) -> None:
        await self.history.pin(*exchange_ids, pinned=pinned)

    async def _pin_found(self, query: HistoryQuery, newest_id: str, pinned: bool) -> None:
        async for portion in self.history.ids(query, newest_id):
            await self.history.pin(*portion, pinned=pinned)

    async def _delete(self, exchange_ids: tuple[str, ...]) -> None:
        trashed = await self.history.trash(*exchange_ids)
        if trashed.count and self._history is not None:
            timer = QTimer(self, singleShot=True, interval=TRASH_KEPT_MS)
            timer.timeout.connect(partial(self._trash_time_over, trashed.key))
            timer.start()
            self._trash[trashed.key] = timer
            self.trashed.emit(trashed)

    async def _delete_for_good(self, exchange_ids: tuple[str, ...]) -> None:
        await self.history.delete(*exchange_ids)
        self._tell_deleted(len(exchange_ids))

    async def _delete_found(self, query: HistoryQuery, newest_id: str) -> None:
        self._tell_deleted(await self.history.delete_found(query, newest_id))

    def _tell_deleted(self, count: int) -> None:
        self.told.emit("1 exchange was deleted." if count == 1 else f"{count:,} exchanges were deleted.")
        self._tasks.start("history forget", self._forget())

    async def _restore(self, key: str) -> None:
        if not await self.history.restore(key):
            self.failed.emit("What was deleted cannot be brought back any more.")

    def _trash_time_over(self, key: str) -> None:
        self._drop_timer(key)
        if self._history is not None:
            self._tasks.start(f"history trash {key}", self._end_trash(key))

    def _drop_timer(self, key: str) -> None:
        if (timer := self._trash.pop(key, None)) is not None:
            timer.stop()
            timer.deleteLater()
        self.trash_ended.emit(key)

    async def _end_trash(self, *keys: str) -> None:
        try:
            await self.history.end_trash(*keys)
        except HistoryError as error:
            self.failed.emit(error.message)
            return
        self._tasks.start("history forget", self._forget())

    async def _end_trash_of_ended_programs(self) -> None:
        """At the start: now, or when their time is over."""
        try:
            await self.history.end_trash()
            left_s = await self.history.trash_ends_in_s()
        except HistoryError as error:
            self.failed.emit(error.message)
            return
        if left_s and self._history is not None:
            QTimer.singleShot(int(left_s * 1000) + 500, self, partial(self._trash_time_over, ""))

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
