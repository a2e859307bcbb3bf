"""Words of a search as questions to the full-text index."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from explorer.core.storage import history_index
from explorer.core.storage.history_rows import words_of

_EXPANDED = 64
_FIRST, _LAST = "\x01", "\U0010ffff"


def attach(connection: sqlite3.Connection) -> None:
    """Make the list of the index's words readable; without it some beginnings are only slower."""
    with suppress(sqlite3.Error):
        # Of the three kinds of list this one alone finds a word without counting its rows.
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search', 'instance')")


def whole(text: str) -> list[str]:
    """The words of a text, each as it is."""
    return [f'"{word}"' for word in words_of(text.lower())]


def beginnings(connection: sqlite3.Connection, text: str) -> list[str]:
    """The words of a text, each the beginning of one.

    For a beginning whose length is not in the index FTS5 first joins the rows of all words it fits, 50 ms where that is
    a word of a million rows and a second where it is a million words. So it is asked for as one of its longer
    beginnings that are in the index, or of its few words, which are read from the newest row on.
    """
    return [_beginning(connection, word) for word in words_of(text.lower())]


def _beginning(connection: sqlite3.Connection, word: str) -> str:
    lengths = history_index.prefix_lengths(connection)
    spelled = _spelled(word)
    if len(word) not in lengths and spelled:
        longer = min((one for one in lengths if one > len(word)), default=0)
        with suppress(sqlite3.OperationalError):
            found = list(islice(_continued(connection, spelled, longer), _EXPANDED + 1))
            if 0 < len(found) <= _EXPANDED:
                return f"({' OR '.join(found)})"
    return f'"{word}"*'


def _continued(connection: sqlite3.Connection, word: str, longer: int) -> Iterator[str]:
    """The words that begin so; with ``longer``, their beginnings of that length."""
    sql = "SELECT term FROM temp.vocabulary WHERE term >= ? LIMIT 1"
    found = connection.execute(sql, (word,)).fetchone()
    while found is not None and found[0].startswith(word):
        term = found[0]
        is_longer = bool(longer) and len(term) >= longer
        yield f'"{term[:longer]}"*' if is_longer else f'"{term}"'
        # What follows is said so that no row of this word is read: "greater than it" would pass over each of them.
        found = connection.execute(sql, (term[:longer] + _LAST if is_longer else term + _FIRST,)).fetchone()


def _spelled(word: str) -> str:
    """The word as the index spells it, without accents; empty where that is not sure."""
    if word.isascii():
        return word
    apart = [unicodedata.normalize("NFD", letter) for letter in word]
    if any(len(letter) > 2 or (len(letter) == 2 and not unicodedata.combining(letter[1])) for letter in apart):
        return ""
    return "".join(letter[0] for letter in apart)
