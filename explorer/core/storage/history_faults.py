"""What SQLite and the disk raise while the history is used, as sentences; a damaged file is a case of its own."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from explorer.core.errors import HistoryError, StorageError

_BROKEN_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full, so this was not written to the history.",
    sqlite3.SQLITE_BUSY: "Another program holds the history database, so this was not written to it.",
    sqlite3.SQLITE_LOCKED: "Another program holds the history database, so this was not written to it.",
    sqlite3.SQLITE_READONLY: "The history database is write-protected.",
    sqlite3.SQLITE_PERM: "The history database may not be opened.",
    sqlite3.SQLITE_CANTOPEN: "The history database cannot be opened.",
    sqlite3.SQLITE_IOERR: "The disk reported an error while the history was used.",
}


class BrokenError(HistoryError):
    """The file is no usable database. Others see it only when a fresh one is broken too."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The history database is damaged: {reason}.")


@contextmanager
def translated() -> Iterator[None]:
    """Turns what SQLite, the disk and stored data raise into HistoryError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error) from error
    except StorageError as error:
        raise HistoryError(error.message) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        words = _SENTENCES[sqlite3.SQLITE_FULL] if full else f"The history cannot be used: {error.strerror or error}."
        raise HistoryError(words) from error


def _translation(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _BROKEN_CODES:
        return BrokenError(str(error))
    return HistoryError(_SENTENCES.get(code) or f"The history database reported: {error}.")
