"""The failures of a query, counted by fingerprint. Runs on the history's reading thread.

Where the query asks only for time, environment, status, sign or code, the kept numbers answer it, however many rows
there are; any other filter is answered from the newest SCANNED failures it finds.
"""

import sqlite3
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from explorer.core.model.history import FailureGroup
from explorer.core.storage.history_holds import Look
from explorer.core.storage.history_query import HistoryQuery, clauses_of, plan
from explorer.core.storage.history_rows import moment

GROUP_DAYS = 14
SCANNED = 5_000

_KEPT_TOKENS = frozenset({"env", "status", "code"})


@dataclass(slots=True, kw_only=True)
class _Tally:
    count: int = 0
    first_us: int = 2**62
    last_us: int = 0
    per_day: list[int] = field(default_factory=lambda: [0] * GROUP_DAYS)
    subjects: set[int] = field(default_factory=set)

    def add(self, count: int, first_us: int, last_us: int, index: int) -> None:
        self.count += count
        self.first_us, self.last_us = min(self.first_us, first_us), max(self.last_us, last_us)
        if 0 <= index < GROUP_DAYS:
            self.per_day[index] += count


def groups(connection: sqlite3.Connection, query: HistoryQuery, today: date, look: Look) -> tuple[FailureGroup, ...]:
    """Most frequent first; label and title are those of the latest one."""
    oldest = today.toordinal() - GROUP_DAYS + 1
    kept = _is_kept(query)
    tallies, is_cut = (_kept(connection, query, oldest), False) if kept else _scanned(connection, query, oldest, look)
    first = sorted(tallies.items(), key=lambda item: (-item[1].count, -item[1].last_us))[: query.limit]
    found = [(tally, _facts(connection, number)) for number, tally in first]
    return tuple(
        FailureGroup(
            fingerprint=facts[0],
            label=facts[1],
            title=facts[2],
            count=tally.count,
            first=moment(tally.first_us),
            last=moment(tally.last_us),
            per_day=tuple(tally.per_day),
            requests=len(tally.subjects) or facts[3],
            is_cut=is_cut,
        )
        for tally, facts in found
    )


def _is_kept(query: HistoryQuery) -> bool:
    """Whether the kept numbers know all the query asks for."""
    tokens = all(not one.negated and (one.name in _KEPT_TOKENS or _is_failed(one.values)) for one in query.tokens)
    midnight = query.since is None or query.since.astimezone().time().replace(tzinfo=None).isoformat() == "00:00:00"
    return tokens and midnight and not (query.text.strip() or query.pinned_only or query.request_key)


def _is_failed(values: tuple[str, ...]) -> bool:
    return [value.lower() for value in values] == ["failed"]


def _kept(connection: sqlite3.Connection, query: HistoryQuery, oldest: int) -> dict[int, _Tally]:
    asked = replace(query, failed_only=False, tokens=tuple(one for one in query.tokens if one.name != "is"))
    conditions: list[tuple[str, tuple[Any, ...]]] = [(one.where, one.values) for one in clauses_of(asked)]
    if query.since is not None:
        conditions.append(("day >= ?", (query.since.astimezone().date().toordinal(),)))
    where = " AND ".join(f"({sql})" for sql, _ in conditions) or "1"
    needs_facts = len(conditions) > (query.since is not None)
    source = "failure_days JOIN failures AS exchanges USING (failure_no)" if needs_facts else "failure_days"
    values = [one for _, many in conditions for one in many]
    found: dict[int, _Tally] = {}
    sql = f"SELECT failure_no, sum(count), min(first_us), max(last_us) FROM {source} WHERE {where} GROUP BY 1"
    for number, count, first_us, last_us in connection.execute(sql, values):
        found.setdefault(number, _Tally()).add(count, first_us, last_us, -1)
    sql = f"SELECT failure_no, day, sum(count) FROM {source} WHERE day >= ? AND {where} GROUP BY 2, 1"
    for number, day, count in connection.execute(sql, [oldest, *values]):
        if number in found and 0 <= day - oldest < GROUP_DAYS:
            found[number].per_day[day - oldest] = count
    return found


def _scanned(
    connection: sqlite3.Connection, query: HistoryQuery, oldest: int, look: Look
) -> tuple[dict[int, _Tally], bool]:
    chosen = plan(connection, replace(query, failed_only=True), paged=False)
    sql = (
        f"SELECT failure_no, day, started_us, subject_no, {chosen.seq} FROM {chosen.source} "
        f"WHERE {chosen.where} AND failure_no > 0 ORDER BY {chosen.seq} DESC LIMIT {SCANNED + 1}"
    )
    found: dict[int, _Tally] = {}
    rows = list(look.rows(sql, chosen.values))
    for number, day, started_us, subject, _ in rows[:SCANNED]:
        tally = found.setdefault(number, _Tally())
        tally.add(1, started_us, started_us, day - oldest)
        tally.subjects.add(subject)
    return found, len(rows) > SCANNED or look.is_spent


def _facts(connection: sqlite3.Connection, number: int) -> tuple[str, str, str, int]:
    sql = (
        "SELECT fingerprint, label, title, (SELECT count(DISTINCT subject_no) FROM failure_places "
        "WHERE failure_no = ?1) FROM failures WHERE failure_no = ?1"
    )
    fingerprint, label, title, requests = connection.execute(sql, (number,)).fetchone()
    return fingerprint, label, title, requests


def days_before(today: date, count: int = GROUP_DAYS) -> tuple[date, ...]:
    """The local days that ``FailureGroup.per_day`` counts, oldest first."""
    return tuple(today - timedelta(days=ago) for ago in range(count - 1, -1, -1))
