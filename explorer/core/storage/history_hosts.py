"""The hosts of the history, each once with the number of its exchanges, and which of them a filter means."""

import sqlite3
from collections import Counter
from dataclasses import replace

from explorer.core.storage.history_facets import name_of
from explorer.core.storage.history_tokens import Token, like

_MOST = 10_000
"""Hosts that a beginning may stand for; SQLite takes three times as many values."""


def create(connection: sqlite3.Connection) -> None:
    """Version 5: the table, with the hosts that are there."""
    connection.execute("CREATE TABLE hosts (host TEXT NOT NULL PRIMARY KEY, total INTEGER NOT NULL) WITHOUT ROWID")
    connection.execute("INSERT INTO hosts SELECT host, count(*) FROM exchanges WHERE host <> '' GROUP BY host")


def add(connection: sqlite3.Connection, host: str) -> None:
    """Count an exchange that was just stored."""
    if host:
        sql = "INSERT INTO hosts VALUES (?, 1) ON CONFLICT (host) DO UPDATE SET total = total + 1"
        connection.execute(sql, (host,))


def remove(connection: sqlite3.Connection, hosts: list[str]) -> None:
    """Count exchanges out that were just deleted; a host without any leaves nothing behind."""
    counts = Counter(hosts)
    gone = [(count, host) for host, count in counts.items()]
    connection.executemany("UPDATE hosts SET total = total - ? WHERE host = ?", gone)
    connection.executemany("DELETE FROM hosts WHERE host = ? AND total <= 0", [(host,) for host in counts])


def spelled_out(connection: sqlite3.Connection, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with each host in full: a whole name means that host on any port, else a value is the beginning of a
    name, of one of its labels or of a port. What is the beginning of none stays as it is, and finds nothing."""
    return tuple(_spelled(connection, token) if token.name == "host" else token for token in tokens)


def _spelled(connection: sqlite3.Connection, token: Token) -> Token:
    found = dict.fromkeys(host for value in token.values for host in _meant(connection, value.lower()) or [value])
    return replace(token, values=tuple(found)[:_MOST])


def _meant(connection: sqlite3.Connection, value: str) -> list[str]:
    beginning = like(value)
    patterns = (f"{beginning}%", f"%.{beginning}%", f"%:{beginning}%")
    where = " OR ".join("host LIKE ? ESCAPE '\\'" for _ in patterns)
    found = [row[0] for row in connection.execute(f"SELECT host FROM hosts WHERE {where} LIMIT {_MOST}", patterns)]
    return [host for host in found if value in (host, name_of(host))] or found
