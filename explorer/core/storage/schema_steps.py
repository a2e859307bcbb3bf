"""Each version of the history's tables as a step from the version before. A step that was released never changes.

Version 2 keeps what the lists ask for as numbers beside the rows (``tallies``), makes filters words of the full-text
index (``history_facets``), and packs texts with trained dictionaries (``packing``). Version 3 gives the index its
smaller form (``history_index``).
"""

import sqlite3
import zlib
from datetime import UTC, datetime

from explorer.core.storage import history_facets, history_hosts, history_index, history_marks, history_trash, tallies

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

_VERSION_2 = """
DROP INDEX IF EXISTS exchanges_subject;
DROP INDEX IF EXISTS exchanges_request_key;
DROP INDEX IF EXISTS exchanges_fingerprint;
DROP INDEX IF EXISTS exchanges_failed;
DROP INDEX IF EXISTS exchanges_pinned;
DROP INDEX IF EXISTS exchanges_host;
DROP INDEX IF EXISTS exchanges_started;
ALTER TABLE exchanges RENAME TO exchanges_1;
DROP TABLE search;
CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  started_us INTEGER NOT NULL,
  day INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  name TEXT NOT NULL,
  subject_no INTEGER NOT NULL,
  failure_no INTEGER NOT NULL,
  environment TEXT NOT NULL,
  status INTEGER NOT NULL,
  label TEXT NOT NULL,
  title TEXT NOT NULL,
  code TEXT NOT NULL,
  is_error INTEGER NOT NULL,
  duration_s REAL NOT NULL,
  size_bytes INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX exchanges_subject ON exchanges (subject_no, seq, is_error, failure_no);
CREATE INDEX exchanges_failure ON exchanges (failure_no, day, started_us, environment) WHERE failure_no > 0;
CREATE INDEX exchanges_started ON exchanges (started_us);
CREATE INDEX exchanges_pinned ON exchanges (seq) WHERE pinned = 1;
CREATE TABLE subjects (
  subject_no INTEGER PRIMARY KEY,
  subject TEXT NOT NULL UNIQUE,
  request_key TEXT NOT NULL,
  last_seq INTEGER NOT NULL
);
CREATE INDEX subjects_request_key ON subjects (request_key) WHERE request_key <> '';
CREATE TABLE failures (
  failure_no INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  title TEXT NOT NULL,
  code TEXT NOT NULL,
  status INTEGER NOT NULL
);
CREATE TABLE days (
  day INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  total INTEGER NOT NULL,
  failed INTEGER NOT NULL
);
CREATE TABLE failure_days (
  day INTEGER NOT NULL,
  failure_no INTEGER NOT NULL,
  environment TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_us INTEGER NOT NULL,
  last_us INTEGER NOT NULL,
  PRIMARY KEY (day, failure_no, environment)
) WITHOUT ROWID;
CREATE INDEX failure_days_failure ON failure_days (failure_no, day, count);
CREATE TABLE failure_places (
  failure_no INTEGER NOT NULL,
  subject_no INTEGER NOT NULL,
  environment TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (failure_no, subject_no, environment)
) WITHOUT ROWID;
CREATE INDEX bodies_files ON bodies (size_bytes) WHERE storage = 'file';
CREATE TABLE dictionaries (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  data BLOB NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5(words, content='', detail=none, prefix='1 2 3 4 5');
"""

_COPIED = (
    *("seq", "id", "started_us", "method", "url", "host", "name", "environment", "status", "label", "title", "code"),
    *("is_error", "duration_s", "size_bytes", "pinned"),
)


def version_1(connection: sqlite3.Connection) -> None:
    """A new file; the indexes that version 1 had are those that version 2 takes away."""
    _run(connection, _VERSION_1)


def version_2(connection: sqlite3.Connection) -> None:
    """Rows keep their numbers; their words are indexed anew with the facets."""
    _run(connection, _VERSION_2)
    names = ", ".join(("subject", "request_key", "fingerprint", "path", "words", *_COPIED))
    rows = connection.execute(f"SELECT {names} FROM exchanges_1 JOIN details USING (seq) ORDER BY seq")
    for values in rows:
        subject, request_key, fingerprint, path, words, *copied = values
        _copy(connection, dict(zip(_COPIED, copied, strict=True)), (subject, request_key, fingerprint), path, words)
    connection.execute("DROP TABLE exchanges_1")


def version_3(connection: sqlite3.Connection) -> None:
    """The rows that are there are indexed anew while the program runs."""
    history_index.create(connection)


def version_4(connection: sqlite3.Connection) -> None:
    """What was deleted before may have left its words in the index: they are taken out."""
    connection.execute("CREATE TABLE forgetting (is_begun INTEGER NOT NULL)")
    if connection.execute("SELECT 1 FROM details LIMIT 1").fetchone():
        history_index.want_forgotten(connection)


def version_5(connection: sqlite3.Connection) -> None:
    """Hosts are found by beginnings, and texts anywhere in sent bodies."""
    history_hosts.create(connection)
    history_marks.create(connection)


def version_6(connection: sqlite3.Connection) -> None:
    """What is deleted can be brought back for a moment."""
    history_trash.create(connection)


def _copy(
    connection: sqlite3.Connection, row: dict[str, object], keys: tuple[str, str, str], path: str, words: bytes
) -> None:
    subject, request_key, fingerprint = keys
    started = datetime.fromtimestamp(int(str(row["started_us"])) / 1e6, UTC)
    row["name"] = row["name"] or path
    facts = row | {
        "day": started.astimezone().date().toordinal(),
        "subject_no": tallies.subject_number(connection, subject, request_key),
        "failure_no": tallies.failure_number(connection, fingerprint, row),
    }
    marks = ", ".join("?" for _ in facts)
    connection.execute(f"INSERT INTO exchanges ({', '.join(facts)}) VALUES ({marks})", tuple(facts.values()))
    tallies.add(connection, facts)
    text = f"{zlib.decompress(words).decode()} {history_facets.of_row(facts | {'fingerprint': fingerprint})}"
    connection.execute("UPDATE details SET words = ? WHERE seq = ?", (zlib.compress(text.encode(), 1), row["seq"]))
    connection.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (row["seq"], text))


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        connection.execute(statement)
