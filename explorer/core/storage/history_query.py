"""What to look for in the history, as a value and as SQL over the ``exchanges`` table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from explorer.core.storage.history_rows import microseconds, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Filters are joined by "and"; an empty one does not filter."""

    text: str = ""
    """Beginnings of words, all of which must occur: in URL, name, status, code, message or bodies."""
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


Conditions = tuple[str, tuple[Any, ...]]
"""An SQL condition and its parameters."""


def conditions(query: HistoryQuery, *, window_only: bool = False, paged: bool = True) -> Conditions:
    """The query as a WHERE condition. ``window_only`` leaves out failed and pinned, for the counts beside them."""
    found: list[Conditions] = []
    if not window_only:
        found += [("is_error = 1", ())] if query.failed_only else []
        found += [("pinned = 1", ())] if query.pinned_only else []
    if query.environment:
        found.append((f"environment IN ({', '.join('?' for _ in query.environment)})", query.environment))
    if query.since is not None:
        found.append(("started_us >= ?", (microseconds(query.since),)))
    for column in ("request_key", "fingerprint", "label", "status", "code"):
        value = getattr(query, column)
        if value is not None:
            found.append((f"{column} = ?", (value,)))
    if query.text.strip():
        found.append(_text_condition(query.text))
    if paged and query.before_id is not None:
        found.append(("id < ?", (query.before_id,)))
    where = " AND ".join(sql for sql, _ in found) or "1"
    return where, tuple(value for _, values in found for value in values)


def _text_condition(text: str) -> Conditions:
    words = words_of(text.lower())
    if not words:
        return "url LIKE ? ESCAPE '\\'", (f"%{_like(text.strip())}%",)
    match = " ".join(f'"{word}"*' for word in words)
    return "seq IN (SELECT rowid FROM search WHERE search MATCH ?)", (match,)


def _like(text: str) -> str:
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return text
