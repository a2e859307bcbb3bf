"""Rows of an earlier version whose sent body the index has the beginning of only are marked so, in steps.

A row that is recorded now has the mark among its words (``history_rows``). Until an old one has it, a text behind the
beginning of its sent body is not found; a received body tells by its size.
"""

import sqlite3

from explorer.core.storage import history_index
from explorer.core.storage.history_facets import IN_PART
from explorer.core.storage.history_rows import WORDS_OF_BODY
from explorer.core.storage.packing import Packer

_LOOKED_AT = 2_000
_MARKED_AT_ONCE = 50


def create(connection: sqlite3.Connection) -> None:
    """Version 5: all rows that are there are to be looked at."""
    connection.execute("CREATE TABLE marking (next_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL)")
    sql = "SELECT (SELECT min(seq) FROM details), (SELECT max(seq) FROM details)"
    first, last = connection.execute(sql).fetchone()
    if first is not None:
        connection.execute("INSERT INTO marking VALUES (?, ?)", (first, last))


def upkeep(connection: sqlite3.Connection, packer: Packer) -> bool:
    """A step of all that is to be done to a file of an earlier version; whether there is more."""
    return history_index.step(connection, packer.unpack) or step(connection, packer)


def step(connection: sqlite3.Connection, packer: Packer) -> bool:
    """Some tens of milliseconds of the way; whether there is more to do. Raises sqlite3.Error."""
    found = connection.execute("SELECT next_seq, last_seq FROM marking").fetchone()
    if found is None:
        return False
    first, last = found
    if first > last:
        connection.execute("DELETE FROM marking")
        return False
    rows = _unmarked(connection, first, min(last, first + _LOOKED_AT - 1))
    for seq in rows:
        _mark(connection, packer, seq)
    following = rows[-1] + 1 if len(rows) == _MARKED_AT_ONCE else first + _LOOKED_AT
    connection.execute("UPDATE marking SET next_seq = ?", (following,))
    return True


def _unmarked(connection: sqlite3.Connection, first: int, last: int) -> list[int]:
    sql = (
        "SELECT DISTINCT body_uses.seq FROM body_uses JOIN bodies USING (hash) JOIN exchanges USING (seq) "
        "WHERE body_uses.seq BETWEEN ? AND ? AND bodies.size_bytes > ? AND exchanges.size_bytes <= ? "
        f"ORDER BY body_uses.seq LIMIT {_MARKED_AT_ONCE}"
    )
    return [row[0] for row in connection.execute(sql, (first, last, WORDS_OF_BODY, WORDS_OF_BODY))]


def _mark(connection: sqlite3.Connection, packer: Packer, seq: int) -> None:
    (packed,) = connection.execute("SELECT words FROM details WHERE seq = ?", (seq,)).fetchone()
    words = packer.unpack(connection, packed).decode()
    if IN_PART in words:
        return
    history_index.remove(connection, [(seq, words)])
    words = f"{words} {IN_PART}"
    history_index.add(connection, seq, words)
    packed = packer.pack(connection, "words", words.encode())
    connection.execute("UPDATE details SET words = ? WHERE seq = ?", (packed, seq))
