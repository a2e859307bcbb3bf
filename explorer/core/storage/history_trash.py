"""Exchanges that were deleted a moment ago and can be brought back: out of list, search and counts at once, out of the
file when their time is over.

What was deleted together has one key and one deadline. The program that deleted it ends the time; where that died, the
next start does so. Texts and bodies stay in their places until then, the row itself lies in ``trashed``.
"""

import json
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass

from explorer.core.storage import history_index
from explorer.core.storage.bodies import Bodies
from explorer.core.storage.history_removing import erase, put_back, withdraw
from explorer.core.storage.packing import Packer

KEPT_S = 10.0
"""How long there is an undo; like Gmail's, which has 5 to 30 s, and not so long that "deleted" would be untrue."""

_GRACE_S = 2.0
"""The deadline in the file is a little later, so that no other program ends the time before this one does."""

LONGEST_S = KEPT_S + _GRACE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Trashed:
    """What was deleted together."""

    key: str
    count: int = 0
    pinned: int = 0
    """How many of them are pinned."""


def create(connection: sqlite3.Connection) -> None:
    """Version 6."""
    connection.execute(
        "CREATE TABLE trashed (seq INTEGER PRIMARY KEY, key TEXT NOT NULL, until_s REAL NOT NULL, facts TEXT NOT NULL)"
    )


def put(connection: sqlite3.Connection, packer: Packer, ids: Iterable[str], key: str) -> tuple[int, int]:
    """Delete exchanges so that they can be brought back; unknown ones are passed over. How many went, and how many of
    them are pinned. Raises sqlite3.Error."""
    rows = withdraw(connection, packer, ids)
    until_s = time.time() + LONGEST_S
    values = [(row["seq"], key, until_s, json.dumps(row)) for row in rows]
    connection.executemany("INSERT INTO trashed VALUES (?, ?, ?, ?)", values)
    return len(rows), sum(bool(row["pinned"]) for row in rows)


def restore(connection: sqlite3.Connection, packer: Packer, key: str, limit: int) -> tuple[int, bool]:
    """Bring some of what was deleted together back: how many came, and whether there are more. What cannot come back
    stays until its time is over. Raises sqlite3.Error."""
    sql = "SELECT seq, facts FROM trashed WHERE key = ? ORDER BY seq LIMIT ?"
    found = connection.execute(sql, (key, limit)).fetchall()
    came = 0
    for seq, facts in found:
        if put_back(connection, packer, json.loads(facts)):
            connection.execute("DELETE FROM trashed WHERE seq = ?", (seq,))
            came += 1
        else:
            connection.execute("UPDATE trashed SET key = '' WHERE seq = ?", (seq,))
    return came, len(found) == limit


def end_time(connection: sqlite3.Connection, key: str) -> None:
    """What was deleted together can be brought back no more; ``empty`` takes it. Raises sqlite3.Error."""
    connection.execute("UPDATE trashed SET until_s = 0 WHERE key = ?", (key,))


def empty(connection: sqlite3.Connection, bodies: Bodies, limit: int) -> tuple[list[str], bool]:
    """Erase some of what has no time left: the hashes of body files to remove after it, and whether there is more.
    Raises sqlite3.Error."""
    now_s = time.time()
    # A deadline further away than any can be was written before the clock was set back.
    sql = "SELECT seq FROM trashed WHERE until_s <= ? OR until_s > ? LIMIT ?"
    seqs = [row[0] for row in connection.execute(sql, (now_s, now_s + LONGEST_S + 1, limit))]
    if not seqs:
        return [], False
    history_index.want_forgotten(connection)
    files = erase(connection, bodies, seqs)
    connection.execute("DELETE FROM trashed WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(seqs),))
    return files, len(seqs) == limit


def has_any(connection: sqlite3.Connection) -> bool:
    """Whether something waits. Raises sqlite3.Error."""
    return connection.execute("SELECT 1 FROM trashed LIMIT 1").fetchone() is not None


def latest_deadline_s(connection: sqlite3.Connection) -> float:
    """When nothing that was deleted until now can be brought back any more, as seconds since 1970; 0 when nothing
    waits. Raises sqlite3.Error."""
    (found,) = connection.execute("SELECT max(until_s) FROM trashed").fetchone()
    return float(found or 0)
