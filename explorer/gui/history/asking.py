"""Questions of the History page to the ledger: pages of rows, groups, counts, the last success. It draws nothing.

Where a filter holds something the history cannot be asked for, rows are tested here, page by page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from explorer.core.model.history import FailureGroup, HistoryRow
from explorer.core.storage.history import Counts
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history.filters import Wanted

GROUP_DAYS = 14
_SCAN_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows, newest first, and whether there are no older ones."""

    rows: tuple[HistoryRow, ...] = ()
    is_last: bool = True


async def rows_of(ledger: Ledger, wanted: Wanted, limit: int, before_id: str | None = None) -> Batch:
    """At most ``limit`` rows older than ``before_id``. Raises HistoryError."""
    if not wanted.tests_rows:
        found = await ledger.rows(replace(wanted.query, limit=limit + 1, before_id=before_id))
        return Batch(rows=found[:limit], is_last=len(found) <= limit)
    kept: list[HistoryRow] = []
    async for row in _scan(ledger, wanted, before_id):
        kept.append(row)
        if len(kept) > limit:
            break
    return Batch(rows=tuple(kept[:limit]), is_last=len(kept) <= limit)


async def groups_of(ledger: Ledger, wanted: Wanted) -> tuple[FailureGroup, ...]:
    """Failures by fingerprint, most frequent first. Raises HistoryError."""
    if not wanted.tests_rows:
        return await ledger.groups(wanted.query)
    found: dict[str, list[HistoryRow]] = {}
    async for row in _scan(ledger, wanted, None):
        if row.fingerprint:
            found.setdefault(row.fingerprint, []).append(row)
    today = datetime.now().astimezone().date()
    groups = [_group(rows, today) for rows in found.values()]
    return tuple(sorted(groups, key=lambda group: (group.count, group.last), reverse=True))


async def counts_of(ledger: Ledger, wanted: Wanted) -> Counts:
    """How many there are, whatever the filter says of failed and pinned. Raises HistoryError."""
    if not wanted.tests_rows:
        return await ledger.counts(wanted.query)
    everything = replace(wanted, query=replace(wanted.query, failed_only=False, pinned_only=False))
    total = failed = pinned = 0
    async for row in _scan(ledger, everything, None):
        total, failed, pinned = total + 1, failed + row.is_error, pinned + row.pinned
    return Counts(all=total, failed=failed, pinned=pinned)


async def runs_of(ledger: Ledger, wanted: Wanted, fingerprint: str, limit: int, before_id: str | None = None) -> Batch:
    """The exchanges of one failure. Raises HistoryError."""
    of_group = replace(wanted, query=replace(wanted.query, fingerprint=fingerprint))
    return await rows_of(ledger, of_group, limit, before_id)


async def last_success(ledger: Ledger, row: HistoryRow) -> HistoryRow | None:
    """The latest success of the same saved request before an exchange. Raises HistoryError."""
    if not row.request_key:
        return None
    # A success has an empty label; the window of time does not matter here.
    found = await ledger.rows(replace(Wanted().query, request_key=row.request_key, label="", before_id=row.id, limit=1))
    return found[0] if found else None


async def _scan(ledger: Ledger, wanted: Wanted, before_id: str | None) -> AsyncIterator[HistoryRow]:
    while True:
        rows = await ledger.rows(replace(wanted.query, limit=_SCAN_ROWS, before_id=before_id))
        for row in rows:
            if wanted.accepts(row):
                yield row
        if len(rows) < _SCAN_ROWS:
            return
        before_id = rows[-1].id


def _group(rows: list[HistoryRow], today: date) -> FailureGroup:
    latest, per_day = rows[0], [0] * GROUP_DAYS
    oldest = today - timedelta(days=GROUP_DAYS - 1)
    for row in rows:
        index = (row.started.astimezone().date() - oldest).days
        if 0 <= index < GROUP_DAYS:
            per_day[index] += 1
    return FailureGroup(
        fingerprint=latest.fingerprint,
        label=latest.label,
        title=latest.title,
        count=len(rows),
        first=rows[-1].started,
        last=latest.started,
        per_day=tuple(per_day),
        requests=len({row.request_key or f"{row.method} {row.url}" for row in rows}),
    )
