"""The full-text index of the history's words: what is written to it, and how an older form of it is replaced in steps.

Beginnings of one, three and five letters are kept; ``history_words`` asks for the others by these (tried on a million
rows: a fifth of the disk and a quarter of the time of all lengths from one to five, at the same speed of search). While
``reindexing`` has a row, a new table is filled from the old one's texts, between other jobs, and takes its place at
the end; whoever searches meanwhile sees the old one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping

TABLE = "search"
_NEXT, _OLD = "search_next", "search_old"
_ROWS_AT_ONCE = 250
_BLOCKS_AT_ONCE = 4_000
"""Some 16 MB."""

_USUAL = {"automerge": 4, "usermerge": 4, "crisismerge": 16}
"""SQLite's own (FTS5, 6.7 to 6.9)."""

_AMID_MANY = {"automerge": 0, "usermerge": 16, "crisismerge": 64}

Unpack = Callable[[sqlite3.Connection, bytes], bytes]

_DEFINITION = "USING fts5(words, content='', detail=none, columnsize=0, prefix='1 3 5')"


def create(connection: sqlite3.Connection) -> None:
    """Version 3: the new form, at once where there is nothing to index, otherwise to be filled by ``step``."""
    connection.execute("CREATE TABLE reindexing (next_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL)")
    # Two questions: for both in one SQLite reads the whole table.
    sql = "SELECT (SELECT min(seq) FROM details), (SELECT max(seq) FROM details)"
    first, last = connection.execute(sql).fetchone()
    if first is None:
        connection.execute(f"DROP TABLE {TABLE}")
        connection.execute(f"CREATE VIRTUAL TABLE {TABLE} {_DEFINITION}")
        return
    connection.execute(f"CREATE VIRTUAL TABLE {_NEXT} {_DEFINITION}")
    connection.execute("INSERT INTO reindexing VALUES (?, ?)", (first, last))


def add(connection: sqlite3.Connection, seq: int, words: str) -> None:
    """Index a row that was just stored."""
    for table in _tables_of(connection, seq):
        connection.execute(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", (seq, words))


def remove(connection: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Forget rows, each told by its number and its words: the index keeps no text of its own, so it must be told which
    (SQLite FTS5, section 6.3)."""
    for seq, words in rows:
        for table in _tables_of(connection, seq):
            connection.execute(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)", (seq, words))


def remove_all(connection: sqlite3.Connection) -> None:
    """Forget every row; an index that was being filled is full then."""
    for table in (TABLE, _NEXT):
        if _exists(connection, table):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    connection.execute("UPDATE reindexing SET next_seq = last_seq + 1")


def want_forgotten(connection: sqlite3.Connection) -> None:
    """Rows were deleted, whose words the index goes on holding beside the news that they are gone: have them taken
    out. This wish is a part of the file, so it outlives the program."""
    connection.execute("DELETE FROM forgetting")
    connection.execute("INSERT INTO forgetting VALUES (0)")


def has_to_forget(connection: sqlite3.Connection) -> bool:
    """Whether words of deleted rows may still be in the index."""
    return connection.execute("SELECT 1 FROM forgetting").fetchone() is not None


def forget(connection: sqlite3.Connection, pages: int) -> bool:
    """One step towards an index without the words of deleted rows (SQLite FTS5, 6.8); whether there is more to do."""
    found = connection.execute("SELECT is_begun FROM forgetting").fetchone()
    if found is None:
        return False
    if not found[0]:
        _merge(connection, -pages)  # a negative number begins
        connection.execute("UPDATE forgetting SET is_begun = 1")
        return True
    if _merge(connection, pages):
        return True
    connection.execute("DELETE FROM forgetting")
    _configure(connection, _USUAL)
    return False


def prepare_for_many(connection: sqlite3.Connection) -> None:
    """Many rows are about to be deleted in steps: the index merges its parts no more by itself, amid a step or a
    record, but by ``tidy`` between these. ``want_forgotten`` is to be said too: ``forget`` ends both."""
    _configure(connection, _AMID_MANY)


def is_prepared_for_many(connection: sqlite3.Connection) -> bool:
    """Whether ``prepare_for_many`` is in force."""
    found = connection.execute(f"SELECT v FROM {TABLE}_config WHERE k = 'automerge'").fetchone()
    return found is not None and found[0] == _AMID_MANY["automerge"]


def tidy(connection: sqlite3.Connection, pages: int) -> None:
    """Merge some of what the steps of a long deletion have left; without that a search would look into many parts."""
    _merge(connection, pages)


def step(connection: sqlite3.Connection, unpack: Unpack) -> bool:
    """Some tens of milliseconds of the way to the new form; whether there is more to do. Raises sqlite3.Error.

    Each step is a transaction that leaves the next one's beginning behind it: a killed program goes on from there.
    """
    found = connection.execute("SELECT next_seq, last_seq FROM reindexing").fetchone()
    if found is None:
        return False
    if _exists(connection, _NEXT):
        if not _filled_further(connection, unpack, *found):
            connection.execute(f"ALTER TABLE {TABLE} RENAME TO {_OLD}")
            connection.execute(f"ALTER TABLE {_NEXT} RENAME TO {TABLE}")
        return True
    # One DROP would write all pages of the old table into the journal while everybody waits.
    data = f"{_OLD}_data"
    sql = f"DELETE FROM {data} WHERE id IN (SELECT id FROM {data} WHERE id > 10 LIMIT ?)"
    if connection.execute(sql, (_BLOCKS_AT_ONCE,)).rowcount:
        return True
    connection.execute(f"DROP TABLE {_OLD}")
    connection.execute("DELETE FROM reindexing")
    return False


def _configure(connection: sqlite3.Connection, options: Mapping[str, int]) -> None:
    for table in (TABLE, _NEXT):
        for name, value in options.items() if _exists(connection, table) else ():
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))


def _merge(connection: sqlite3.Connection, pages: int) -> bool:
    """Whether there was something to do."""
    more = False
    for table in (TABLE, _NEXT):
        if _exists(connection, table):
            before = connection.total_changes
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))
            more |= connection.total_changes - before >= 2
    return more


def prefix_lengths(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The lengths of beginnings that the index keeps, as its own definition says."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone()
    return tuple(map(int, sql.partition("prefix='")[2].partition("'")[0].split()))


def _filled_further(connection: sqlite3.Connection, unpack: Unpack, next_seq: int, last_seq: int) -> bool:
    sql = (  # not the texts of those that were deleted and may come back
        "SELECT seq, words FROM details JOIN exchanges USING (seq) WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
    )
    rows = connection.execute(sql, (next_seq, last_seq, _ROWS_AT_ONCE)).fetchall()
    connection.executemany(
        f"INSERT INTO {_NEXT} (rowid, words) VALUES (?, ?)",
        [(seq, unpack(connection, words).decode()) for seq, words in rows],
    )
    connection.execute("UPDATE reindexing SET next_seq = ?", (rows[-1][0] + 1 if rows else last_seq + 1,))
    return bool(rows)


def _tables_of(connection: sqlite3.Connection, seq: int) -> tuple[str, ...]:
    """Where the words of a row are, or belong."""
    found = connection.execute("SELECT next_seq, last_seq FROM reindexing").fetchone()
    if found is None or not _exists(connection, _NEXT) or found[0] <= seq <= found[1]:
        return (TABLE,)
    return TABLE, _NEXT


def _exists(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None
