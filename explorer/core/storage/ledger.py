"""What the history tells about repeated failures and about one request's past: counts, groups, runs.

Questions only; each function runs on the history's reading thread. "Days" are days of this computer's time zone.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.model.history import Change, FailureGroup, HistoryRow, Run, RunKind, SeenBefore
from explorer.core.storage.history_query import HistoryQuery, conditions
from explorer.core.storage.history_rows import ROW_COLUMNS, host_of, microseconds, moment, row_of, subject_of

GROUP_DAYS = 14
RUNS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many exchanges a query's window holds, whatever it says of failed and pinned."""

    all: int
    failed: int
    pinned: int


def rows(connection: sqlite3.Connection, query: HistoryQuery) -> tuple[HistoryRow, ...]:
    """The newest exchanges first."""
    where, values = conditions(query)
    sql = f"SELECT {ROW_COLUMNS} FROM exchanges WHERE {where} ORDER BY id DESC LIMIT ?"
    return tuple(row_of(row) for row in connection.execute(sql, (*values, query.limit)))


def counts(connection: sqlite3.Connection, query: HistoryQuery) -> Counts:
    """Totals for the switch All, Failed, Pinned."""
    where, values = conditions(query, window_only=True, paged=False)
    sql = f"SELECT count(*), coalesce(sum(is_error), 0), coalesce(sum(pinned), 0) FROM exchanges WHERE {where}"
    total, failed, pinned = connection.execute(sql, values).fetchone()
    return Counts(all=total, failed=failed, pinned=pinned)


def groups(connection: sqlite3.Connection, query: HistoryQuery, today: date) -> tuple[FailureGroup, ...]:
    """The failures of a query by fingerprint, most frequent first; label and title are those of the latest one."""
    where, values = conditions(query, paged=False)
    sql = (
        "WITH grouped AS (SELECT fingerprint AS print, count(*) AS times, min(started_us) AS first_us, "
        "max(started_us) AS last_us, count(DISTINCT subject) AS requests, max(id) AS last_id "
        f"FROM exchanges WHERE fingerprint <> '' AND {where} GROUP BY fingerprint) "
        "SELECT print, label, title, times, first_us, last_us, requests FROM grouped "
        "JOIN exchanges ON exchanges.id = last_id ORDER BY times DESC, last_us DESC LIMIT ?"
    )
    found = connection.execute(sql, (*values, query.limit)).fetchall()
    per_day = _days(connection, query, today) if found else {}
    return tuple(
        FailureGroup(
            fingerprint=fingerprint,
            label=label,
            title=title,
            count=count,
            first=moment(first_us),
            last=moment(last_us),
            per_day=per_day.get(fingerprint, (0,) * GROUP_DAYS),
            requests=requests,
        )
        for fingerprint, label, title, count, first_us, last_us, requests in found
    )


def last_results(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The label of each saved request's latest exchange by request key; empty for a success."""
    sql = (
        "SELECT request_key, label FROM exchanges WHERE id IN "
        "(SELECT max(id) FROM exchanges WHERE request_key <> '' GROUP BY request_key)"
    )
    return dict(connection.execute(sql).fetchall())


def recent_sends(connection: sqlite3.Connection, host: str, since: datetime) -> tuple[datetime, ...]:
    """When something was sent to a host ("127.0.0.1:8025", or any URL on it) since then, oldest first."""
    name = host_of(host) if "//" in host else host.lower()
    sql = "SELECT started_us FROM exchanges WHERE host = ? AND started_us >= ? ORDER BY started_us"
    return tuple(moment(row[0]) for row in connection.execute(sql, (name, microseconds(since))))


def last_success_id(connection: sqlite3.Connection, subject: str, before_id: str | None = None) -> str:
    """The latest exchange of a request without an error, older than ``before_id``; empty when there is none."""
    sql = "SELECT id FROM exchanges WHERE subject = ? AND is_error = 0 AND id < ? ORDER BY id DESC LIMIT 1"
    found = connection.execute(sql, (subject, before_id or "~")).fetchone()
    return str(found[0]) if found else ""


def seen(
    connection: sqlite3.Connection, exchange: Exchange, diagnosis: Diagnosis, changes: tuple[Change, ...]
) -> SeenBefore:
    """The past of a (masked) exchange's request and failure; the exchange itself counts, recorded or not."""
    request = exchange.request
    subject = subject_of(exchange.request_key, request.method, request.url)
    here, first_us = _same(connection, diagnosis.fingerprint, exchange, subject)
    anywhere, _ = _same(connection, diagnosis.fingerprint, exchange, None)
    success_id = last_success_id(connection, subject, exchange.id)
    runs = _runs(connection, subject, exchange, diagnosis)
    return SeenBefore(
        count_here=here,
        count_all=anywhere,
        first=moment(first_us) if first_us is not None else None,
        last_success=_started(connection, success_id),
        last_success_id=success_id,
        runs=runs,
        changes=changes,
        days=tuple(dict.fromkeys(run.started.astimezone().date() for run in runs)),
    )


def _days(connection: sqlite3.Connection, query: HistoryQuery, today: date) -> dict[str, tuple[int, ...]]:
    where, values = conditions(query, paged=False)
    oldest = today - timedelta(days=GROUP_DAYS - 1)
    since_us = microseconds(datetime(oldest.year, oldest.month, oldest.day).astimezone())
    sql = (
        "SELECT fingerprint, date(started_us / 1000000, 'unixepoch', 'localtime') AS day, count(*) "
        f"FROM exchanges WHERE fingerprint <> '' AND started_us >= ? AND {where} GROUP BY fingerprint, day"
    )
    found: dict[str, list[int]] = {}
    for fingerprint, day, count in connection.execute(sql, (since_us, *values)):
        index = (date.fromisoformat(day) - oldest).days
        if index < GROUP_DAYS:
            found.setdefault(fingerprint, [0] * GROUP_DAYS)[index] = count
    return {fingerprint: tuple(per_day) for fingerprint, per_day in found.items()}


def _same(
    connection: sqlite3.Connection, fingerprint: str, exchange: Exchange, subject: str | None
) -> tuple[int, int | None]:
    """How often this failure was seen up to this exchange, and when first; nothing for a success."""
    if not fingerprint:
        return 0, None
    sql = "SELECT count(*), min(started_us) FROM exchanges WHERE fingerprint = ? AND fingerprint <> '' AND id < ?"
    values: tuple[str, ...] = (fingerprint, exchange.id)
    if subject is not None:
        sql, values = f"{sql} AND subject = ?", (*values, subject)
    count, first_us = connection.execute(sql, values).fetchone()
    return count + 1, microseconds(exchange.started) if first_us is None else first_us


def _runs(connection: sqlite3.Connection, subject: str, exchange: Exchange, diagnosis: Diagnosis) -> tuple[Run, ...]:
    sql = (
        "SELECT id, started_us, is_error, fingerprint FROM exchanges "
        "WHERE subject = ? AND id < ? ORDER BY id DESC LIMIT ?"
    )
    past = connection.execute(sql, (subject, exchange.id, RUNS_SHOWN - 1)).fetchall()
    runs = [
        Run(id=id_text, started=moment(started_us), kind=_kind(bool(is_error), fingerprint, diagnosis))
        for id_text, started_us, is_error, fingerprint in reversed(past)
    ]
    kind = RunKind.SAME if diagnosis.is_error else RunKind.SUCCESS
    return (*runs, Run(id=exchange.id, started=exchange.started, kind=kind, current=True))


def _kind(is_error: bool, fingerprint: str, diagnosis: Diagnosis) -> RunKind:
    if not is_error:
        return RunKind.SUCCESS
    return RunKind.SAME if fingerprint and fingerprint == diagnosis.fingerprint else RunKind.OTHER


def _started(connection: sqlite3.Connection, exchange_id: str) -> datetime | None:
    found = connection.execute("SELECT started_us FROM exchanges WHERE id = ?", (exchange_id,)).fetchone()
    return moment(found[0]) if found else None
