"""Questions of the History page to the ledger: pages of rows, runs of a failure, the last success. It draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import HistoryQuery
from explorer.gui.bridge.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows, newest first, and whether there are no older ones."""

    rows: tuple[HistoryRow, ...] = ()
    is_last: bool = True


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
