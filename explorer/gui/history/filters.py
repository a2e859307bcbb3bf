"""The words of the history's filter field as tokens, and tokens as a question. It knows no widgets and no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from explorer.core.model.history import HistoryRow
from explorer.core.storage.history_query import HistoryQuery

TOKEN_NAMES = ("is", "status", "code", "env", "method", "host")
"""What may stand before a colon, in the order in which it is offered."""

_TOKEN = re.compile(r'(?:^|(?<=\s))(is|status|code|env|method|host):("[^"]*"|\S+)(?=\s|$)', re.IGNORECASE)
_CLASS = re.compile(r"([1-5])xx", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """``env:Sandbox, Staging``: any of the values."""

    name: str
    values: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Tokens of different names, and free words."""

    tokens: tuple[Token, ...] = ()
    text: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a token, none when it is not there."""
        return next((token.values for token in self.tokens if token.name == name), ())

    def adding(self, token: Token) -> Filter:
        """With a token; its values join those of the same name, except that ``is`` is exclusive."""
        if token.name == "is" or not self.values(token.name):
            kept = self.without(token.name).tokens
            return replace(self, tokens=(*kept, token))
        joined = tuple(dict.fromkeys((*self.values(token.name), *token.values)))
        tokens = tuple(replace(one, values=joined) if one.name == token.name else one for one in self.tokens)
        return replace(self, tokens=tokens)

    def without(self, name: str) -> Filter:
        return replace(self, tokens=tuple(token for token in self.tokens if token.name != name))

    @property
    def is_empty(self) -> bool:
        return not self.tokens and not self.text.strip()


def parsed(text: str) -> Filter:
    """``is:failed env:"Sandbox, Staging" group`` -> two tokens and a free word. Unknown names stay words."""
    found = Filter(text=" ".join(_TOKEN.sub(" ", text).split()))
    for match in _TOKEN.finditer(text):
        values = tuple(value.strip() for value in match[2].strip('"').split(",") if value.strip())
        if values:
            found = found.adding(Token(name=match[1].lower(), values=values))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question to the history, and what remains to be tested on each row because the history cannot be asked."""

    query: HistoryQuery = HistoryQuery()
    methods: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset()
    classes: frozenset[int] = frozenset()
    """First digits of statuses."""
    labels: frozenset[str] = frozenset()

    @property
    def tests_rows(self) -> bool:
        """Whether ``accepts`` can say no."""
        return bool(self.methods or self.hosts or self.statuses or self.classes or self.labels)

    def accepts(self, row: HistoryRow) -> bool:
        return (
            (not self.methods or row.method.upper() in self.methods)
            and (not self.hosts or _host_matches(row.url, self.hosts))
            and self._accepts_status(row)
        )

    def _accepts_status(self, row: HistoryRow) -> bool:
        if not (self.statuses or self.classes or self.labels):
            return True
        known = row.status in self.statuses or row.status // 100 in self.classes
        return known or row.label.upper() in self.labels


def wanted(chosen: Filter, query: HistoryQuery = HistoryQuery()) -> Wanted:
    """The question for a filter; ``query`` brings the window of time and the size of a page."""
    states = frozenset(value.lower() for value in chosen.values("is"))
    codes = chosen.values("code")
    statuses = chosen.values("status")
    only = int(statuses[0]) if len(statuses) == 1 and statuses[0].isdigit() else None
    tested = () if only is not None else statuses
    return Wanted(
        query=replace(
            query,
            text=" ".join((chosen.text, *codes)) if len(codes) > 1 else chosen.text,
            failed_only="failed" in states,
            pinned_only="pinned" in states,
            environment=chosen.values("env"),
            code=codes[0] if len(codes) == 1 else None,
            status=only,
        ),
        methods=frozenset(value.upper() for value in chosen.values("method")),
        hosts=frozenset(value.lower() for value in chosen.values("host")),
        classes=frozenset(int(match[1]) for value in tested if (match := _CLASS.fullmatch(value))),
        statuses=frozenset(int(value) for value in tested if value.isdigit()),
        labels=frozenset(value.upper() for value in tested if not value.isdigit() and not _CLASS.fullmatch(value)),
    )


def _host_matches(url: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    netloc = parts.netloc.rpartition("@")[2].lower()
    return netloc in hosts or (parts.hostname or "") in hosts
