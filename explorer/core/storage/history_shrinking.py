"""Giving the disk back what deleted rows took: free pages in steps, and the journal."""

import sqlite3
from pathlib import Path

JOURNAL_PAGES = 4_000
"""16 MB until the journal is written into the file, four times as many as usual: the same pages of the index change
again and again. (Removing from a million rows: 1.5 times as fast, and the longest turn no longer.)"""

_LONG_BYTES = 8_000_000
"""Of the journal amid long work: half of JOURNAL_PAGES, at which a record would have to write it into the file."""

_FREED_AT_ONCE = 100
"""Pages; some 5 ms."""

_WRITTEN_ANEW = 25_000
"""Pages; some 100 MB, and half a second."""


def make_ready(connection: sqlite3.Connection) -> None:
    """A new file keeps account of its free pages. To be said before anything is written: before the first table, and
    before the journal is chosen. Raises sqlite3.Error."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")


def free_some(connection: sqlite3.Connection) -> bool:
    """Give some free pages of the file back; whether there are more. Raises sqlite3.Error."""
    before = _number(connection, "freelist_count")
    if not before:
        return False
    if not _number(connection, "auto_vacuum"):
        _write_anew(connection, before)
        return False
    # The statement frees one page at each step, and ``execute`` takes a single one where there are no columns:
    # ``executescript`` steps to the end.
    connection.executescript(f"PRAGMA incremental_vacuum({_FREED_AT_ONCE})")
    return 0 < _number(connection, "freelist_count") < before


def limit_journal(connection: sqlite3.Connection) -> None:
    """Whoever begins the journal anew makes it short again, so that its length tells what is in it."""
    connection.execute(f"PRAGMA journal_size_limit = {_LONG_BYTES // 2}")


def is_long(path: Path) -> bool:
    """Whether the journal of the database at a path is to be written into it."""
    try:
        return Path(f"{path}-wal").stat().st_size > _LONG_BYTES
    except OSError:
        return False


def empty_journal(connection: sqlite3.Connection, busy_timeout_s: float) -> bool:
    """Whether the journal is empty now. One who reads from it is not waited for, since whoever writes would wait too;
    ``busy_timeout_s`` is what is in force again afterwards. Raises sqlite3.Error."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {busy_timeout_s * 1000:.0f}")
    return not is_busy


def _write_anew(connection: sqlite3.Connection, free_pages: int) -> None:
    """A file of a version that chose the journal first keeps no account; once written anew it does. Where that would
    take long, or win little, the free pages stay, and what is recorded fills them."""
    used = _number(connection, "page_count") - free_pages
    if used <= _WRITTEN_ANEW and free_pages * 4 > used:
        make_ready(connection)
        connection.execute("VACUUM")


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
