"""The words of the history's filter field as tokens, and tokens as a question. It knows no widgets and no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from explorer.core.storage.history_query import HistoryQuery
from explorer.core.storage.history_tokens import TOKEN_NAMES, Token, fault

__all__ = ["TOKEN_NAMES", "Filter", "Token", "faults", "parsed", "typed", "wanted"]

_TOKEN = re.compile(rf'(?:^|(?<=\s))(-?)({"|".join(TOKEN_NAMES)}):("[^"]*"|"[^"]*$|\S+)(?=\s|$)', re.IGNORECASE)
_NEARLY = re.compile(r"(?:^|(?<=\s))-?([a-z]{2,12}):(?!//)\S", re.IGNORECASE)
_WHOLE = frozenset({"body"})
"""Names whose value is one text, commas included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Tokens of different titles, and free words."""

    tokens: tuple[Token, ...] = ()
    text: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a token that is not negated, none when it is not there."""
        return next((token.values for token in self.tokens if token.title == name), ())

    def adding(self, token: Token) -> Filter:
        """With a token; its values join those of the same title, except where only one makes sense."""
        if token.name in ("is", "since", "until", "body") or not any(one.title == token.title for one in self.tokens):
            kept = self.without(token.title).tokens
            return replace(self, tokens=(*kept, token))
        return replace(self, tokens=tuple(_joined(one, token) for one in self.tokens))

    def without(self, title: str) -> Filter:
        """Without the token of a title: "env", "-host"."""
        return replace(self, tokens=tuple(token for token in self.tokens if token.title != title))

    @property
    def is_empty(self) -> bool:
        return not self.tokens and not self.text.strip()


def parsed(text: str) -> Filter:
    """``is:failed env:"Sandbox, Staging" group`` -> two tokens and a free word. Unknown names stay words; a quote that
    is not closed reaches to the end."""
    found = Filter(text=" ".join(_TOKEN.sub(" ", text).split()))
    for match in _TOKEN.finditer(text):
        name, words = match[2].lower(), match[3].strip('"')
        parts = (words,) if name in _WHOLE else words.split(",")
        values = tuple(value.strip() for value in parts if value.strip())
        if values:
            found = found.adding(Token(name=name, values=values, negated=bool(match[1])))
    return found


def is_open(text: str) -> bool:
    """Whether the text ends inside quotes, so that what follows still belongs to them."""
    return text.count('"') % 2 == 1


def typed(token: Token) -> str:
    """The token as it is written in the field."""
    values = token.words
    return f'{token.title}:"{values}"' if " " in values else f"{token.title}:{values}"


def faults(chosen: Filter) -> tuple[str, ...]:
    """What cannot be understood, as sentences."""
    now = datetime.now().astimezone()
    found = [sentence for token in chosen.tokens if (sentence := fault(token, now))]
    for match in _NEARLY.finditer(chosen.text):
        near = get_close_matches(match[1].lower(), TOKEN_NAMES, 1, 0.6)
        if near and match[1].lower() not in TOKEN_NAMES:
            found.append(f"There is no filter “{match[1]}:”. Did you mean “{near[0]}:”?")
    return tuple(found)


def wanted(chosen: Filter, query: HistoryQuery = HistoryQuery()) -> HistoryQuery:
    """The question for a filter; ``query`` brings the window of time and the size of a page."""
    states = frozenset(value.lower() for value in chosen.values("is"))
    tokens = tuple(token for token in chosen.tokens if token.title != "is" or states - {"failed", "pinned"})
    return replace(
        query,
        text=chosen.text,
        tokens=tokens,
        failed_only="failed" in states,
        pinned_only="pinned" in states,
        since=None if chosen.values("since") else query.since,
    )


def _joined(one: Token, other: Token) -> Token:
    if one.title != other.title:
        return one
    return replace(one, values=tuple(dict.fromkeys((*one.values, *other.values))))
