"""Fills the history's list: each question is a named task, and a newer one replaces the older."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import HistoryError
from explorer.core.storage.history import Counts, HistoryQuery
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history import asking
from explorer.gui.history.list_model import RUNS_AT_FIRST, HistoryModel
from explorer.gui.tasks import Tasks

Work = Callable[[], Coroutine[Any, Any, None]]

PAGE_ROWS = 200
LONGEST_PAGE_ROWS = 2_000
OLDER_RUNS = 50


class ListLoader(QObject):
    """Knows the question in force, and the model that shows the answers."""

    counted = Signal(object)
    """Counts."""
    values_known = Signal(object)
    """Values by name of a token, for offering them."""
    loaded = Signal()
    """The list is filled anew."""
    runs_loaded = Signal(str)
    """The runs of the failure with this fingerprint are in the list."""
    searching = Signal(object)
    """A datetime: the search inside the exchanges is there, and goes on."""
    searched = Signal()
    """More rows are there; what ``searching`` said is over."""
    failed = Signal(str)

    def __init__(self, ledger: Ledger, tasks: Tasks, model: HistoryModel, owner: QObject) -> None:
        super().__init__(owner)
        self._ledger, self._tasks, self._model, self._owner = ledger, tasks, model, owner
        self._wanted = HistoryQuery()
        self._name = f"history page {id(owner)}"
        model.more_requested.connect(self.load_more)
        model.runs_requested.connect(self.load_runs)

    def load(self, wanted: HistoryQuery, grouped: bool) -> None:
        """Ask anew; as many rows by time as are shown now, so that the place in the list is kept."""
        self._wanted = wanted
        self._tasks.cancel(f"{self._name} more")
        self._start("list", partial(self._load, wanted, grouped))

    def load_more(self) -> None:
        """The next page of rows by time."""
        self._start("more", self._load_more)

    def load_runs(self, fingerprint: str, count: int = RUNS_AT_FIRST) -> None:
        """The newest runs of a failure."""
        self._start(f"runs {fingerprint}", partial(self._load_runs, fingerprint, count))

    def load_older_runs(self, fingerprint: str) -> None:
        """More runs of a failure than are shown."""
        self.load_runs(fingerprint, self._model.shown_runs(fingerprint) + OLDER_RUNS)

    def _start(self, name: str, work: Work) -> None:
        self._tasks.start(f"{self._name} {name}", self._guarded(work), self._owner)

    async def _guarded(self, work: Work) -> None:
        # Called here, not by the caller: a task replaced before its first step would leave a coroutine unawaited.
        try:
            await work()
        except HistoryError as error:
            self.failed.emit(error.message)

    async def _load(self, wanted: HistoryQuery, grouped: bool) -> None:
        if grouped:
            groups = await self._ledger.groups(wanted)
            self._model.show_groups(groups)
        else:
            shown = 0 if self._model.is_grouped else self._model.loaded_count()
            limit = max(PAGE_ROWS, min(shown, LONGEST_PAGE_ROWS))
            await self._load_rows(wanted, limit)
        self.loaded.emit()
        counts: Counts = await self._ledger.counts(wanted)
        self.counted.emit(counts)
        self.values_known.emit(await self._ledger.known_values())

    async def _load_rows(self, wanted: HistoryQuery, limit: int) -> None:
        is_first = True
        async for batch in asking.batches(self._ledger, wanted, limit):
            # Until the search is over the model must not ask for more by itself.
            is_last = batch.is_last or batch.searched_to is not None
            if is_first:
                self._model.show_rows(batch.rows, is_last)
            else:
                self._model.append_rows(batch.rows, is_last)
            is_first = False
            if batch.searched_to is not None:
                self.searching.emit(batch.searched_to)

    async def _load_more(self) -> None:
        limit = max(PAGE_ROWS, min(self._model.loaded_count(), LONGEST_PAGE_ROWS))
        async for batch in asking.batches(self._ledger, self._wanted, limit, self._model.last_id()):
            self._model.append_rows(batch.rows, batch.is_last or batch.searched_to is not None)
            if batch.searched_to is not None:
                self.searching.emit(batch.searched_to)
        self.searched.emit()

    async def _load_runs(self, fingerprint: str, count: int) -> None:
        batch = await asking.runs_of(self._ledger, self._wanted, fingerprint, count)
        success = await asking.last_success(self._ledger, batch.rows[0]) if batch.rows else None
        self._model.show_runs(fingerprint, batch.rows, success, batch.is_last)
        self.runs_loaded.emit(fingerprint)
