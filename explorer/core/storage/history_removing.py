"""Taking exchanges out of the history: out of the list, the index and the kept numbers first, then their texts and
bodies. Between the two they can be put back.

What belongs to many rows is done in one statement for all of them: a statement for each row and table took most of the
time of a long removal.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from explorer.core.storage import history_hosts, history_index, tallies
from explorer.core.storage.bodies import Bodies
from explorer.core.storage.packing import Packer

_TABLES = (
    *("exchanges", "details", "bodies", "body_uses", "subjects", "failures", "days", "failure_days"),
    *("failure_places", "dictionaries", "hosts", "trashed"),
)
_OF_OTHER_TABLES = (
    "(SELECT subject FROM subjects WHERE subject_no = exchanges.subject_no) AS subject, "
    "(SELECT request_key FROM subjects WHERE subject_no = exchanges.subject_no) AS request_key, "
    "coalesce((SELECT fingerprint FROM failures WHERE failure_no = exchanges.failure_no), '') AS fingerprint"
)

Row = Mapping[str, Any]


def withdraw(connection: sqlite3.Connection, packer: Packer, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Take exchanges out of list, index and numbers; unknown ones are passed over. The rows come back as ``put_back``
    wants them. Raises sqlite3.Error, ValueError."""
    sql = f"SELECT exchanges.*, {_OF_OTHER_TABLES}, words FROM exchanges JOIN details USING (seq) WHERE {_within('id')}"
    cursor = connection.execute(sql, (json.dumps([*ids]),))
    names = [one[0] for one in cursor.description]
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in cursor]
    # Python's driver gives "seq" twice where a join has it twice; the words are no column of the row.
    words = [(row["seq"], packer.unpack(connection, row.pop("words")).decode()) for row in rows]
    history_index.remove(connection, words)
    connection.execute(f"DELETE FROM exchanges WHERE {_within('seq')}", (json.dumps([seq for seq, _ in words]),))
    tallies.remove(connection, rows)
    history_hosts.remove(connection, [str(row["host"]) for row in rows])
    return rows


def put_back(connection: sqlite3.Connection, packer: Packer, row: Row) -> bool:
    """The reverse, for a row whose texts are still there; whether it could be done. An exchange that was recorded
    again meanwhile stays as it is. Raises sqlite3.Error, ValueError."""
    seq = row["seq"]
    found = connection.execute("SELECT words FROM details WHERE seq = ?", (seq,)).fetchone()
    if found is None or connection.execute("SELECT 1 FROM exchanges WHERE id = ?", (row["id"],)).fetchone():
        return False
    facts = dict(row)
    subject, request_key, fingerprint = (facts.pop(name) for name in ("subject", "request_key", "fingerprint"))
    facts["subject_no"] = tallies.subject_number(connection, subject, request_key)
    facts["failure_no"] = tallies.failure_number(connection, fingerprint, facts, is_latest=False)
    marks = ", ".join("?" for _ in facts)
    connection.execute(f"INSERT INTO exchanges ({', '.join(facts)}) VALUES ({marks})", tuple(facts.values()))
    tallies.add(connection, facts)
    history_hosts.add(connection, facts["host"])
    history_index.add(connection, seq, packer.unpack(connection, found[0]).decode())
    return True


def erase(connection: sqlite3.Connection, bodies: Bodies, seqs: Iterable[int]) -> list[str]:
    """Delete the texts of withdrawn rows, and the bodies that no other row uses; returns the hashes of body files to
    remove after it. Raises sqlite3.Error."""
    numbers = json.dumps([*seqs])
    connection.execute(f"DELETE FROM details WHERE {_within('seq')}", (numbers,))
    used = connection.execute(f"DELETE FROM body_uses WHERE {_within('seq')} RETURNING hash", (numbers,)).fetchall()
    return bodies.drop_unused(connection, {row[0] for row in used})


def remove(connection: sqlite3.Connection, bodies: Bodies, ids: Iterable[str]) -> list[str]:
    """Both at once: delete exchanges with all that belongs to them; returns hashes of body files to remove after it."""
    return erase(connection, bodies, [row["seq"] for row in withdraw(connection, bodies.packer, ids)])


def remove_all(connection: sqlite3.Connection) -> tuple[int, list[str]]:
    """Empty all tables; returns how many exchanges went and the hashes of the bodies whose files are to be unlinked."""
    (count,) = connection.execute("SELECT count(*) FROM exchanges").fetchone()
    files = [row[0] for row in connection.execute("SELECT hash FROM bodies WHERE storage = 'file'")]
    history_index.remove_all(connection)
    history_index.want_forgotten(connection)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    return count, files


def _within(column: str) -> str:
    """A condition for any number of values, given as one JSON array."""
    return f"{column} IN (SELECT value FROM json_each(?))"
