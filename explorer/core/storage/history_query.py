"""What to look for in the history, as a value and as SQL that reads only what it shows, the newest first."""

import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Any

from explorer.core.storage import history_facets as facets
from explorer.core.storage import history_hosts
from explorer.core.storage.history_rows import WORDS_OF_BODY, microseconds, words_of
from explorer.core.storage.history_tokens import Clause, Token, clause, like
from explorer.core.storage.history_words import beginnings, whole

_PART = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_LAST = 2**62
_FEW = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Filters are joined by "and"; an empty one does not filter."""

    text: str = ""
    """Beginnings of words, all of which must occur: in URL, name, status, code, message, headers or bodies. A text in
    quotes must occur as it is, what stands behind a minus must not."""
    tokens: tuple[Token, ...] = ()
    failed_only: bool = False
    pinned_only: bool = False
    environment: tuple[str, ...] = ()
    """Any of these names."""
    since: datetime | None = None
    """Aware."""
    request_key: str | None = None
    fingerprint: str | None = None
    label: str | None = None
    status: int | None = None
    code: str | None = None
    limit: int = 200
    before_id: str | None = None
    """The last row of the page before: only older ones are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A FROM clause, a WHERE condition with its parameters, and the column that holds the row's number."""

    source: str
    where: str
    values: tuple[Any, ...]
    seq: str


def plan(connection: sqlite3.Connection, query: HistoryQuery, *, window_only: bool = False, paged: bool = True) -> Plan:
    """How to find the rows of a query. ``window_only`` leaves out failed and pinned, for the counts beside them.

    Raises TokenError for a token that cannot be understood.
    """
    query = replace(query, tokens=history_hosts.spelled_out(connection, query.tokens))
    clauses = clauses_of(query, window_only=window_only)
    match = _match(connection, clauses, query.text)
    seq = "search.rowid" if match else "exchanges.seq"
    found: list[tuple[str, tuple[Any, ...]]] = [("search MATCH ?", (match,))] if match else []
    found += _bounds(connection, query, clauses, seq, paged=paged)
    found += [(f"({one.where})", one.values) for one in clauses if one.where != "1"]
    found += [_held(one.body, "body", one.negated) for one in clauses if one.body]
    found += _text_conditions(query.text)
    source = "search CROSS JOIN exchanges ON exchanges.seq = search.rowid" if match else "exchanges"
    if match and not window_only and _asks_for_few(connection, query):
        # Each pinned row asks the index whether it is there; the other way round all the index finds would be read.
        source, seq = "exchanges CROSS JOIN search ON search.rowid = exchanges.seq", "exchanges.seq"
        found.append(("pinned = 1", ()))
    where = " AND ".join(sql for sql, _ in found) or "1"
    return Plan(source=source, where=where, values=tuple(value for _, values in found for value in values), seq=seq)


def clauses_of(query: HistoryQuery, *, window_only: bool = False) -> list[Clause]:
    """Everything a query asks for beside its free text. Raises TokenError."""
    now = datetime.now().astimezone()
    tokens = [token for token in query.tokens if not (window_only and token.name == "is" and not token.negated)]
    states = () if window_only else (("failed", query.failed_only), ("pinned", query.pinned_only))
    tokens += [Token(name="is", values=(state,)) for state, is_on in states if is_on]
    if query.environment:
        tokens.append(Token(name="env", values=query.environment))
    if query.code is not None:
        tokens.append(Token(name="code", values=(query.code,)))
    found = [clause(token, now) for token in tokens]
    if query.status is not None:
        word = facets.status(query.status)
        found.append(Clause(match=(word,) if word else (), where="exchanges.status = ?", values=(query.status,)))
    if query.label is not None:
        word = facets.open_word("label", query.label.upper()) if query.label else facets.FINE
        is_sign = not query.label.isdigit()
        found.append(Clause(match=(word,) if is_sign else (), where="exchanges.label = ?", values=(query.label,)))
    if query.fingerprint is not None:
        where = "failure_no = (SELECT failure_no FROM failures WHERE fingerprint = ?)"
        word = facets.open_word("failure", query.fingerprint)
        found.append(Clause(match=(word,), where=where, values=(query.fingerprint,)))
    if query.request_key is not None:
        where = "subject_no = (SELECT subject_no FROM subjects WHERE request_key = ? AND request_key <> '')"
        # One request's rows have an index of their own; with it the label of a success needs no word.
        found = [_by_columns(one) for one in found] if not query.text.strip() else found
        found.append(Clause(where=where, values=(query.request_key,)))
    return found


def _by_columns(one: Clause) -> Clause:
    """The clause as a condition on columns alone."""
    return Clause(where=one.where, values=one.values, since=one.since, until=one.until, body=one.body)


def seq_before(connection: sqlite3.Connection, exchange_id: str) -> int:
    """The number of an exchange; of one that is gone, the number after the one before it."""
    found = connection.execute("SELECT seq FROM exchanges WHERE id = ?", (exchange_id,)).fetchone()
    if found is None:
        sql = "SELECT seq + 1 FROM exchanges WHERE id < ? ORDER BY id DESC LIMIT 1"
        found = connection.execute(sql, (exchange_id,)).fetchone()
    return int(found[0]) if found else 0


def _asks_for_few(connection: sqlite3.Connection, query: HistoryQuery) -> bool:
    if not query.pinned_only:
        return False
    sql = f"SELECT count(*) FROM (SELECT 1 FROM exchanges WHERE pinned = 1 LIMIT {_FEW + 1})"
    return int(connection.execute(sql).fetchone()[0]) <= _FEW


def _bounds(
    connection: sqlite3.Connection, query: HistoryQuery, clauses: list[Clause], seq: str, *, paged: bool
) -> list[tuple[str, tuple[Any, ...]]]:
    """Limits of time as limits of the row's number first, so that a search ends where the window of time begins."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for since in (query.since, *(one.since for one in clauses)):
        if since is not None:
            sql = "SELECT min(first_seq) FROM days WHERE day >= ?"
            (first,) = connection.execute(sql, (since.astimezone().date().toordinal(),)).fetchone()
            found.append((f"{seq} >= ?", (first or _LAST,)))
            found.append(("started_us >= ?", (microseconds(since),)))
    for until in (one.until for one in clauses):
        if until is not None:
            sql = "SELECT max(last_seq) FROM days WHERE day <= ?"
            (last,) = connection.execute(sql, (until.astimezone().date().toordinal(),)).fetchone()
            found.append((f"{seq} <= ?", (last or 0,)))
            found.append(("started_us < ?", (microseconds(until),)))
    if paged and query.before_id is not None:
        found.append((f"{seq} < ?", (seq_before(connection, query.before_id),)))
    return found


def _match(connection: sqlite3.Connection, clauses: list[Clause], text: str) -> str:
    """The full-text question; empty when there is none."""
    wanted = [_either(one.match) for one in clauses if one.match and not one.negated]
    bodies = [one.body[0] for one in clauses if len(one.body) == 1 and not one.negated]
    wanted += [_in_a_body(_every(beginnings(connection, text))) for text in bodies]
    refused = [_either(one.match) for one in clauses if one.match and one.negated]
    for minus, phrase, word in _PART.findall(text):
        if minus:
            words = whole(phrase) or beginnings(connection, word)
            # What is refused as a phrase of several words may hold one of them.
            refused += [_every(words)] if len(words) == 1 else []
        else:
            wanted.append(_every(whole(phrase)))
    wanted += [_every(beginnings(connection, word)) for word in _telling(text)]
    wanted = [one for one in wanted if one]
    if refused and not wanted:
        wanted = [_either((facets.FAILED, facets.FINE))]
    if not wanted:
        return ""
    joined = " AND ".join(wanted)
    return f"({joined}) NOT ({' OR '.join(refused)})" if refused else joined


def _telling(text: str) -> list[str]:
    """The words of a text that are beginnings, without those that say nothing beside another one: who has a word that
    begins with "2026" has one that begins with "20", and beginnings of two letters are the slow ones."""
    parts = [(phrase, word) for minus, phrase, word in _PART.findall(text) if not minus]
    words = dict.fromkeys(one for _, word in parts for one in words_of(word.lower()))
    others = [*words, *(one for phrase, _ in parts for one in words_of(phrase.lower()))]
    return [word for word in words if not any(one != word and one.startswith(word) for one in others)]


def _text_conditions(text: str) -> list[tuple[str, tuple[Any, ...]]]:
    """What the index cannot answer: texts in quotes, and texts without a word."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for minus, phrase, word in _PART.findall(text):
        exact = phrase.strip() if phrase.strip() else "" if words_of(word) else word
        if not exact:
            continue
        if not words_of(exact):
            found.append((f"url {'NOT ' if minus else ''}LIKE ? ESCAPE '\\'", (f"%{like(exact)}%",)))
        elif len(words_of(exact)) > 1 or exact != words_of(exact)[0]:
            found.append(_held((exact,), "all", bool(minus)))
    return found


def _held(texts: tuple[str, ...], place: str, negated: bool) -> tuple[str, tuple[Any, ...]]:
    sql = " OR ".join("holds(exchanges.seq, ?, ?)" for _ in texts)
    return f"(over(exchanges.seq) OR {'NOT ' if negated else ''}({sql}))", tuple(
        value for text in texts for value in (place, text.lower())
    )


def _in_a_body(words: str) -> str:
    """Of a long body the index has the beginning only, so any long one may hold the words. Rows of an earlier
    version have no mark of that, but the size of what was received."""
    return f"({words} OR {_either((facets.IN_PART, *facets.sizes(WORDS_OF_BODY, inf)))})" if words else ""


def _every(words: list[str]) -> str:
    return f"({' AND '.join(words)})" if words else ""


def _either(words: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")"
