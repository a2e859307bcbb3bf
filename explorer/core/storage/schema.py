"""The tables of the history database, their version and the steps from one version to the next."""

import sqlite3
from collections.abc import Mapping

VERSION = 1
"""``PRAGMA user_version`` of the database this program writes."""

_VERSION_1 = """
CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  started_us INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  request_key TEXT NOT NULL,
  environment TEXT NOT NULL,
  status INTEGER NOT NULL,
  label TEXT NOT NULL,
  title TEXT NOT NULL,
  code TEXT NOT NULL,
  is_error INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  duration_s REAL NOT NULL,
  size_bytes INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX exchanges_subject ON exchanges (subject, id, is_error, fingerprint, started_us);
CREATE INDEX exchanges_request_key ON exchanges (request_key, id, label) WHERE request_key <> '';
CREATE INDEX exchanges_fingerprint ON exchanges (fingerprint, started_us, subject) WHERE fingerprint <> '';
CREATE INDEX exchanges_failed ON exchanges (is_error, id);
CREATE INDEX exchanges_pinned ON exchanges (id) WHERE pinned = 1;
CREATE INDEX exchanges_host ON exchanges (host, started_us);
CREATE INDEX exchanges_started ON exchanges (started_us, is_error, pinned);

CREATE TABLE details (
  seq INTEGER PRIMARY KEY,
  exchange BLOB NOT NULL,
  diagnosis BLOB NOT NULL,
  words BLOB NOT NULL
);

CREATE TABLE bodies (
  hash TEXT NOT NULL PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  storage TEXT NOT NULL,
  data BLOB
);
CREATE TABLE body_uses (
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (seq, hash)
) WITHOUT ROWID;
CREATE INDEX body_uses_hash ON body_uses (hash);

CREATE VIRTUAL TABLE search USING fts5(words, content='', detail=none, prefix='1 2 3 4 5');
"""

_STEPS: Mapping[int, str] = {1: _VERSION_1}
"""For each version, what turns the one before into it."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version the database was written with; 0 for a new one. Raises sqlite3.DatabaseError when it is none."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to VERSION, all steps or none. Raises sqlite3.Error and changes nothing then.

    The version is read again once the lock is held: another program may have taken the same steps meanwhile.
    """
    if version_of(connection) >= VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(version_of(connection) + 1, VERSION + 1):
            for statement in _STEPS[version].split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
