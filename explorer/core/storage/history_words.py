"""Words of a search as questions to the full-text index."""

import sqlite3
from contextlib import suppress

from explorer.core.storage.history_rows import words_of

LONGEST_INDEXED = 5
"""The index keeps the beginnings of words up to this length (``prefix`` of the table)."""

_EXPANDED = 64


def attach(connection: sqlite3.Connection) -> None:
    """Make the list of the index's words readable; without it long beginnings are only slower."""
    with suppress(sqlite3.Error):
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search', 'row')")


def whole(text: str) -> list[str]:
    """The words of a text, each as it is."""
    return [f'"{word}"' for word in words_of(text.lower())]


def beginnings(connection: sqlite3.Connection, text: str) -> list[str]:
    """The words of a text, each the beginning of one.

    For a beginning that is longer than those in the index FTS5 first joins the rows of all words it fits, 50 ms where
    that is a word of a million rows; the few words themselves, joined by "or", are read from the newest row on.
    """
    return [_beginning(connection, word) for word in words_of(text.lower())]


def _beginning(connection: sqlite3.Connection, word: str) -> str:
    if len(word) > LONGEST_INDEXED and word.isascii():  # others are spelled differently in the index
        sql = "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT ?"
        with suppress(sqlite3.OperationalError):
            rows = connection.execute(sql, (word, f"{word}\U0010ffff", _EXPANDED + 1)).fetchall()
            if 0 < len(rows) <= _EXPANDED:
                return "(" + " OR ".join(f'"{term}"' for (term,) in rows) + ")"
    return f'"{word}"*'
