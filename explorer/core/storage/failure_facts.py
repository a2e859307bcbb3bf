"""One failure with all the kept numbers about it: where, when, how often. Runs on the history's reading thread."""

import sqlite3
from datetime import date

from explorer.core.errors import HistoryError
from explorer.core.model.history import FailureFacts, FailurePlace
from explorer.core.storage.failure_groups import GROUP_DAYS
from explorer.core.storage.history_rows import moment

PLACES_SHOWN = 12


def facts(connection: sqlite3.Connection, fingerprint: str, today: date) -> FailureFacts:
    """Without its last success. Raises HistoryError when there is no such failure (any more)."""
    sql = "SELECT failure_no, label, title FROM failures WHERE fingerprint = ?"
    found = connection.execute(sql, (fingerprint,)).fetchone()
    if found is None:
        raise HistoryError("This failure is no longer in the history.")
    number, label, title = found
    count, first_us, last_us = connection.execute(
        "SELECT sum(count), min(first_us), max(last_us) FROM failure_days WHERE day IN "
        "(SELECT day FROM failure_days WHERE failure_no = ?1) AND failure_no = ?1",
        (number,),
    ).fetchone()
    return FailureFacts(
        label=label,
        title=title,
        count=count,
        first=moment(first_us),
        last=moment(last_us),
        last_id=_last_id(connection, number),
        per_day=_per_day(connection, number, today),
        places=_places(connection, number),
    )


def _last_id(connection: sqlite3.Connection, number: int) -> str:
    sql = "SELECT id FROM exchanges WHERE failure_no > 0 AND failure_no = ? ORDER BY day DESC, started_us DESC LIMIT 1"
    return str(connection.execute(sql, (number,)).fetchone()[0])


def _per_day(connection: sqlite3.Connection, number: int, today: date) -> tuple[int, ...]:
    oldest = today.toordinal() - GROUP_DAYS + 1
    sql = "SELECT day, sum(count) FROM failure_days WHERE failure_no = ? AND day >= ? GROUP BY day"
    found = dict(connection.execute(sql, (number, oldest)).fetchall())
    return tuple(found.get(oldest + index, 0) for index in range(GROUP_DAYS))


def _places(connection: sqlite3.Connection, number: int) -> tuple[FailurePlace, ...]:
    sql = (
        "SELECT subject, environment, count FROM failure_places JOIN subjects USING (subject_no) "
        "WHERE failure_no = ? ORDER BY count DESC LIMIT ?"
    )
    rows = connection.execute(sql, (number, PLACES_SHOWN))
    return tuple(FailurePlace(request=request, environment=env, count=count) for request, env, count in rows)
