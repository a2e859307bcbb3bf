"""What the history tells about repeated failures and about one request's past: rows, counts, runs.

Questions only; each function runs on the history's reading thread, and none reads more than it shows: what would have
to be counted is kept (``tallies``). "Days" are days of this computer's time zone.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.model.history import Change, FoundRows, Run, RunKind, SeenBefore
from explorer.core.storage.history_holds import Look
from explorer.core.storage.history_query import HistoryQuery, plan, seq_before
from explorer.core.storage.history_rows import ROW_COLUMNS, ROW_JOINS, host_of, microseconds, moment, row_of, subject_of

RUNS_SHOWN = 20
_KNOWN_FROM = 1_000
COUNTED = 1_000
"""Where a filter says more than failed, pinned and since, counting ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many exchanges a query's window holds, whatever it says of failed and pinned. With a filter, COUNTED + 1
    stands for more than COUNTED."""

    all: int
    failed: int
    pinned: int
    filtered: bool = False
    is_cut: bool = False
    """Whether the time was over before all were counted."""

    def words(self, number: int) -> str:
        """One of the three, for the eye: "36", "1,000+"."""
        if self.filtered and number > COUNTED:
            return f"{COUNTED:,}+"
        return f"{number:,}+" if self.is_cut else f"{number:,}"


def page(connection: sqlite3.Connection, query: HistoryQuery, look: Look) -> FoundRows:
    """The newest exchanges first, in the order in which they were recorded, whatever the clock said.

    When the look's time is over, those that were found until then.
    """
    found = plan(connection, query)
    sql = (
        f"SELECT {ROW_COLUMNS}, {found.seq} FROM {found.source} {ROW_JOINS} "
        f"WHERE {found.where} ORDER BY {found.seq} DESC LIMIT ?"
    )
    rows = tuple(row_of(row[:-1]) for row in look.rows(sql, (*found.values, query.limit)))
    if not look.is_spent:
        return FoundRows(rows=rows)
    sql = "SELECT id, started_us FROM exchanges WHERE seq = ?"
    last_id, started_us = connection.execute(sql, (look.last_seq,)).fetchone()
    return FoundRows(rows=rows, goes_on=last_id, searched_to=moment(started_us))


def counts(connection: sqlite3.Connection, query: HistoryQuery, look: Look) -> Counts:
    """Totals for the switch All, Failed, Pinned."""
    window = HistoryQuery(since=query.since)
    if _beside_states(query) == window:
        total, failed = _kept_counts(connection, query.since)
        return Counts(all=total, failed=failed, pinned=_count(connection, window, "pinned = 1", look))
    found, is_cut = [], False
    for condition in ("1", "is_error = 1", "pinned = 1"):
        found.append(_count(connection, query, condition, look))
        is_cut |= look.is_spent
    return Counts(all=found[0], failed=found[1], pinned=found[2], filtered=True, is_cut=is_cut)


def ids_between(
    connection: sqlite3.Connection, query: HistoryQuery, bounds: tuple[int, int], limit: int
) -> tuple[int, tuple[str, ...]]:
    """The oldest exchanges of a query whose numbers are above the first bound and not above the second: the number of
    the last one, and their ids. It needs a look without a limit of time."""
    found = plan(connection, query, paged=False)
    sql = (
        f"SELECT {found.seq}, exchanges.id FROM {found.source} WHERE {found.where} "
        f"AND {found.seq} > ? AND {found.seq} <= ? ORDER BY {found.seq} LIMIT ?"
    )
    rows = connection.execute(sql, (*found.values, *bounds, limit)).fetchall()
    return (rows[-1][0] if rows else bounds[1]), tuple(row[1] for row in rows)


def unpinned_of(connection: sqlite3.Connection, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some exchanges that are not pinned, oldest first."""
    sql = "SELECT id FROM exchanges WHERE pinned = 0 AND id IN (SELECT value FROM json_each(?)) ORDER BY seq"
    return tuple(row[0] for row in connection.execute(sql, (json.dumps(ids),)))


def seq_of_newest(connection: sqlite3.Connection, exchange_id: str) -> int:
    """The number of an exchange, or of the one before where it is gone; with none, of the newest."""
    if exchange_id:
        return seq_before(connection, exchange_id)
    (found,) = connection.execute("SELECT coalesce(max(seq), 0) FROM exchanges").fetchone()
    return int(found)


def last_before(connection: sqlite3.Connection, limit_us: int) -> int:
    """The highest number of an exchange that was sent before a moment; 0 for none."""
    sql = "SELECT coalesce(max(seq), 0) FROM exchanges WHERE started_us < ?"
    return int(connection.execute(sql, (limit_us,)).fetchone()[0])


def last_beyond(connection: sqlite3.Connection, count: int) -> int:
    """The highest number of an exchange that has at least so many newer ones that are not pinned; 0 for none."""
    (total,) = connection.execute("SELECT coalesce(sum(total), 0) FROM days").fetchone()
    if total <= count:  # without looking at each
        return 0
    sql = "SELECT seq FROM exchanges WHERE pinned = 0 ORDER BY seq DESC LIMIT 1 OFFSET ?"
    found = connection.execute(sql, (count,)).fetchone()
    return int(found[0]) if found else 0


def _beside_states(query: HistoryQuery) -> HistoryQuery:
    """The query without what ``counts`` answers for each of."""
    tokens = tuple(token for token in query.tokens if token.name != "is" or token.negated)
    stripped = replace(query, tokens=tokens, text=query.text.strip(), failed_only=False, pinned_only=False)
    return replace(stripped, limit=HistoryQuery().limit, before_id=None)


def _kept_counts(connection: sqlite3.Connection, since: datetime | None) -> tuple[int, int]:
    sql = "SELECT coalesce(sum(total), 0), coalesce(sum(failed), 0) FROM days"
    if since is None:
        return tuple(connection.execute(sql).fetchone())
    first = since.astimezone()
    total, failed = connection.execute(f"{sql} WHERE day >= ?", (first.date().toordinal(),)).fetchone()
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if first > midnight:  # what was sent on that day before the moment does not count
        earlier, earlier_failed = connection.execute(
            "SELECT count(*), coalesce(sum(is_error), 0) FROM exchanges WHERE started_us >= ? AND started_us < ?",
            (microseconds(midnight), microseconds(first)),
        ).fetchone()
        total, failed = total - earlier, failed - earlier_failed
    return total, failed


def _count(connection: sqlite3.Connection, query: HistoryQuery, condition: str, look: Look) -> int:
    """At most COUNTED + 1."""
    asked = replace(query, failed_only=condition == "is_error = 1", pinned_only=condition == "pinned = 1")
    asked = replace(asked, tokens=tuple(token for token in query.tokens if token.name != "is" or token.negated))
    found = plan(connection, asked, paged=False)
    # In order where a look may end before the rows do; else it does not matter.
    sql = f"SELECT {found.seq} FROM {found.source} WHERE {found.where} ORDER BY 1 DESC LIMIT {COUNTED + 1}"
    return sum(1 for _ in look.rows(sql, found.values))


def known_values(connection: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """Values of the latest exchanges by name of a filter token, and the codes of the latest failures."""
    columns = {"host": "host", "method": "method", "env": "environment", "status": "status"}
    sql = f"SELECT {', '.join(columns.values())} FROM exchanges ORDER BY seq DESC LIMIT {_KNOWN_FROM}"
    rows = connection.execute(sql).fetchall()
    found = {name: dict.fromkeys(str(row[index]) for row in rows) for index, name in enumerate(columns)}
    codes = connection.execute("SELECT code FROM failures WHERE code <> '' ORDER BY failure_no DESC LIMIT 100")
    found["code"] = dict.fromkeys(row[0] for row in codes)
    found["status"].pop("0", None)
    return {name: tuple(value for value in values if value)[:50] for name, values in found.items()}


def last_results(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The label of each saved request's latest exchange by request key; empty for a success."""
    sql = (
        "SELECT request_key, label FROM subjects JOIN exchanges ON exchanges.seq = subjects.last_seq "
        "WHERE request_key <> ''"
    )
    return dict(connection.execute(sql).fetchall())


def recent_sends(connection: sqlite3.Connection, host: str, since: datetime) -> tuple[datetime, ...]:
    """When something was sent to a host ("127.0.0.1:8025", or any URL on it) since then, oldest first."""
    name = host_of(host) if "//" in host else host.lower()
    sql = "SELECT started_us FROM exchanges WHERE host = ? AND started_us >= ? ORDER BY started_us"
    return tuple(moment(row[0]) for row in connection.execute(sql, (name, microseconds(since))))


def last_success_id(connection: sqlite3.Connection, subject: str, before_id: str | None = None) -> str:
    """The latest exchange of a request without an error, older than ``before_id``; empty when there is none."""
    sql = (
        "SELECT id FROM exchanges WHERE subject_no = (SELECT subject_no FROM subjects WHERE subject = ?) "
        "AND is_error = 0 AND seq < ? ORDER BY seq DESC LIMIT 1"
    )
    found = connection.execute(sql, (subject, _seq_of(connection, before_id))).fetchone()
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
    requests, environments, first_anywhere = _spread(connection, diagnosis.fingerprint, exchange, subject)
    return SeenBefore(
        count_here=here,
        count_all=anywhere,
        first=moment(first_us) if first_us is not None else None,
        last_success=started_of(connection, success_id),
        last_success_id=success_id,
        runs=runs,
        changes=changes,
        requests=requests,
        environments=environments,
        first_anywhere=first_anywhere,
        days=tuple(dict.fromkeys(run.started.astimezone().date() for run in runs)),
    )


def _seq_of(connection: sqlite3.Connection, exchange_id: str | None) -> int:
    """The number of a recorded exchange; a number behind all others for one that is not recorded."""
    if exchange_id is not None:
        found = connection.execute("SELECT seq FROM exchanges WHERE id = ?", (exchange_id,)).fetchone()
        if found is not None:
            return int(found[0])
    return 2**62


def _same(
    connection: sqlite3.Connection, fingerprint: str, exchange: Exchange, subject: str | None
) -> tuple[int, int | None]:
    """How often this failure was seen up to this exchange, and when first; nothing for a success."""
    if not fingerprint:
        return 0, None
    sql = "SELECT failure_no FROM failures WHERE fingerprint = ?"
    (failure,) = connection.execute(sql, (fingerprint,)).fetchone() or (0,)
    if subject is None:
        return _anywhere(connection, failure, exchange) + 1, None
    sql = (
        "SELECT count(*), min(seq) FROM exchanges WHERE failure_no = ? AND seq < ? "
        "AND subject_no = (SELECT subject_no FROM subjects WHERE subject = ?)"
    )
    values = (failure, _seq_of(connection, exchange.id), subject)
    count, first = connection.execute(
        sql.replace("exchanges", "exchanges INDEXED BY exchanges_subject"), values
    ).fetchone()
    if not first:
        return 1, microseconds(exchange.started)
    (first_us,) = connection.execute("SELECT started_us FROM exchanges WHERE seq = ?", (first,)).fetchone()
    return count + 1, min(first_us, microseconds(exchange.started))


def _anywhere(connection: sqlite3.Connection, failure: int, exchange: Exchange) -> int:
    """How often a failure was seen before an exchange: whole days from the tallies, the last one row by row."""
    day, started_us = exchange.started.astimezone().date().toordinal(), microseconds(exchange.started)
    (before,) = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM failure_days WHERE failure_no = ? AND day < ?", (failure, day)
    ).fetchone()
    (that_day,) = connection.execute(
        "SELECT count(*) FROM exchanges WHERE failure_no > 0 AND failure_no = ? AND day = ? AND started_us < ?",
        (failure, day, started_us),
    ).fetchone()
    return int(before + that_day)


def _spread(
    connection: sqlite3.Connection, fingerprint: str, exchange: Exchange, subject: str
) -> tuple[int, int, datetime | None]:
    """In how many requests and environments a failure was seen, and when first; the exchange counts."""
    if not fingerprint:
        return 0, 0, None
    sql = (
        "SELECT subject, environment FROM failures JOIN failure_places USING (failure_no) "
        "JOIN subjects USING (subject_no) WHERE fingerprint = ?"
    )
    places = {*connection.execute(sql, (fingerprint,)).fetchall(), (subject, exchange.environment)}
    sql = "SELECT min(first_us) FROM failures JOIN failure_days USING (failure_no) WHERE fingerprint = ?"
    (first_us,) = connection.execute(sql, (fingerprint,)).fetchone()
    first = min(exchange.started, moment(first_us)) if first_us is not None else exchange.started
    return len({one for one, _ in places}), len({one for _, one in places}), first


def _runs(connection: sqlite3.Connection, subject: str, exchange: Exchange, diagnosis: Diagnosis) -> tuple[Run, ...]:
    sql = (
        "SELECT id, started_us, is_error, coalesce(fingerprint, '') "
        "FROM exchanges LEFT JOIN failures USING (failure_no) "
        "WHERE subject_no = (SELECT subject_no FROM subjects WHERE subject = ?) AND seq < ? ORDER BY seq DESC LIMIT ?"
    )
    past = connection.execute(sql, (subject, _seq_of(connection, exchange.id), RUNS_SHOWN - 1)).fetchall()
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


def started_of(connection: sqlite3.Connection, exchange_id: str) -> datetime | None:
    """When an exchange was sent; None when it is not recorded."""
    found = connection.execute("SELECT started_us FROM exchanges WHERE id = ?", (exchange_id,)).fetchone()
    return moment(found[0]) if found else None
