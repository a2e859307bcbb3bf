"""Questions of the History page to the ledger: pages of rows, runs of a failure, the last success. It draws nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime

from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import HistoryQuery
from explorer.gui.bridge.ledger import Ledger

Batches = AsyncIterator["Batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows, newest first, and whether there are no older ones."""

    rows: tuple[HistoryRow, ...] = ()
    is_last: bool = True
    searched_to: datetime | None = None
    """Where a search inside the exchanges is; None when it is over."""


FIRST_BUDGET_S, BUDGET_S = 0.015, 0.2


async def batches(ledger: Ledger, wanted: HistoryQuery, limit: int, before_id: str | None = None) -> Batches:
    """At most ``limit`` rows older than ``before_id``, as they are found: the first batch comes at once, and each says
    how far the search is. Raises HistoryError."""
    left, budget_s = limit, FIRST_BUDGET_S
    while True:
        found = await ledger.page(replace(wanted, limit=left + 1, before_id=before_id), budget_s)
        rows, left = found.rows[:left], left - len(found.rows)
        if not found.goes_on or left <= 0:
            yield Batch(rows=rows, is_last=left >= 0 and not found.goes_on)
            return
        yield Batch(rows=rows, is_last=False, searched_to=found.searched_to)
        before_id, budget_s = found.goes_on, BUDGET_S


async def rows_of(ledger: Ledger, wanted: HistoryQuery, limit: int, before_id: str | None = None) -> Batch:
    """At most ``limit`` rows older than ``before_id``. Raises HistoryError."""
    found = await ledger.rows(replace(wanted, limit=limit + 1, before_id=before_id))
    return Batch(rows=found[:limit], is_last=len(found) <= limit)


async def runs_of(ledger: Ledger, wanted: HistoryQuery, fingerprint: str, limit: int) -> Batch:
    """The newest exchanges of one failure. Raises HistoryError."""
    return await rows_of(ledger, replace(wanted, fingerprint=fingerprint), limit)


async def last_success(ledger: Ledger, row: HistoryRow) -> HistoryRow | None:
    """The latest success of the same saved request before an exchange. Raises HistoryError."""
    if not row.request_key:
        return None
    # A success has an empty label; the window of time does not matter here.
    found = await ledger.rows(HistoryQuery(request_key=row.request_key, label="", before_id=row.id, limit=1))
    return found[0] if found else None
