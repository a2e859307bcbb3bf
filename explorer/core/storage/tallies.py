"""Numbers kept beside the rows, so that counts, groups and last results never scan: per day, per failure, per request.

They change in the transaction that adds or removes a row. A row is told by the names of its columns. "Days" are those
of this computer's calendar when the row was recorded, as ordinals.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence

Row = Mapping[str, object]


def subject_number(connection: sqlite3.Connection, subject: str, request_key: str) -> int:
    """The number of a request, a new one if it was never sent."""
    found = connection.execute("SELECT subject_no FROM subjects WHERE subject = ?", (subject,)).fetchone()
    if found is None:
        sql = "INSERT INTO subjects (subject, request_key, last_seq) VALUES (?, ?, 0) RETURNING subject_no"
        found = connection.execute(sql, (subject, request_key)).fetchone()
    return int(found[0])


def failure_number(connection: sqlite3.Connection, fingerprint: str, row: Row, *, is_latest: bool = True) -> int:
    """The number of a failure, 0 for none; its label, title, code and status become this row's, if it is the latest."""
    if not fingerprint:
        return 0
    facts = (row["label"], row["title"], row["code"], row["status"])
    found = connection.execute(
        "SELECT failure_no, label, title, code, status FROM failures WHERE fingerprint = ?", (fingerprint,)
    ).fetchone()
    if found is None:
        names = "fingerprint, label, title, code, status"
        sql = f"INSERT INTO failures ({names}) VALUES (?, ?, ?, ?, ?) RETURNING failure_no"
        found = connection.execute(sql, (fingerprint, *facts)).fetchone()
    elif is_latest and found[1:] != facts:
        sql = "UPDATE failures SET label = ?, title = ?, code = ?, status = ? WHERE failure_no = ?"
        connection.execute(sql, (*facts, found[0]))
    return int(found[0])


def add(connection: sqlite3.Connection, row: Row) -> None:
    """Count a row that was just stored."""
    connection.execute(
        "INSERT INTO days VALUES (:day, :seq, :seq, 1, :is_error) ON CONFLICT (day) DO UPDATE SET "
        "total = total + 1, failed = failed + excluded.failed, "
        "first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq)",
        row,
    )
    connection.execute("UPDATE subjects SET last_seq = :seq WHERE subject_no = :subject_no AND last_seq < :seq", row)
    if row["failure_no"]:
        connection.execute(
            "INSERT INTO failure_days VALUES (:day, :failure_no, :environment, 1, :started_us, :started_us) "
            "ON CONFLICT (day, failure_no, environment) DO UPDATE SET count = count + 1, "
            "first_us = min(first_us, excluded.first_us), last_us = max(last_us, excluded.last_us)",
            row,
        )
        connection.execute(
            "INSERT INTO failure_places VALUES (:failure_no, :subject_no, :environment, 1) "
            "ON CONFLICT (failure_no, subject_no, environment) DO UPDATE SET count = count + 1",
            row,
        )


def remove(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Count rows out that were just deleted."""
    _count_out(connection, rows)
    failures = [row for row in rows if row["failure_no"]]
    for day, failure, environment in {(row["day"], row["failure_no"], row["environment"]) for row in failures}:
        _count_again(connection, day, failure, environment)
    numbers = [{"failure_no": number} for number in {row["failure_no"] for row in failures}]
    connection.executemany("DELETE FROM failure_places WHERE failure_no = :failure_no AND count <= 0", numbers)
    connection.executemany(
        "DELETE FROM failures WHERE failure_no = :failure_no AND NOT EXISTS "
        "(SELECT 1 FROM failure_days WHERE failure_no = :failure_no)",
        numbers,
    )
    for subject in {row["subject_no"] for row in rows}:
        _last_of(connection, subject)


def _count_out(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    days = Counter(row["day"] for row in rows)
    failed = Counter(row["day"] for row in rows if row["is_error"])
    sql = "UPDATE days SET total = total - ?, failed = failed - ? WHERE day = ?"
    connection.executemany(sql, [(count, failed[day], day) for day, count in days.items()])
    connection.execute("DELETE FROM days WHERE total <= 0")
    places = Counter((row["failure_no"], row["subject_no"], row["environment"]) for row in rows if row["failure_no"])
    connection.executemany(
        "UPDATE failure_places SET count = count - ? WHERE failure_no = ? AND subject_no = ? AND environment = ?",
        [(count, *place) for place, count in places.items()],
    )


def _count_again(connection: sqlite3.Connection, day: object, failure: object, environment: object) -> None:
    where = "day = ? AND failure_no = ? AND environment = ?"
    count, first_us, last_us = connection.execute(
        f"SELECT count(*), min(started_us), max(started_us) FROM exchanges WHERE failure_no > 0 AND {where}",
        (day, failure, environment),
    ).fetchone()
    if count:
        connection.execute(
            f"UPDATE failure_days SET count = ?, first_us = ?, last_us = ? WHERE {where}",
            (count, first_us, last_us, day, failure, environment),
        )
    else:
        connection.execute(f"DELETE FROM failure_days WHERE {where}", (day, failure, environment))


def _last_of(connection: sqlite3.Connection, subject: object) -> None:
    (last,) = connection.execute("SELECT max(seq) FROM exchanges WHERE subject_no = ?", (subject,)).fetchone()
    if last is None:
        connection.execute("DELETE FROM subjects WHERE subject_no = ?", (subject,))
    else:
        connection.execute("UPDATE subjects SET last_seq = ? WHERE subject_no = ?", (last, subject))
