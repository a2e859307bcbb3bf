"""The words of the history's filter field as tokens, and tokens as a question. It knows no widgets and no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from explorer.core.storage.history_query import HistoryQuery
from explorer.core.storage.history_tokens import TOKEN_NAMES, Token, fault

__all__ = ["TOKEN_NAMES", "Filter", "Token", "Unknown", "faults", "parsed", "so_far", "typed", "unknown", "wanted"]

_QUOTED = r'"[^"]*(?:"|$)'
_TOKEN = re.compile(rf'(?:^|(?<=\s))(-?)({"|".join(TOKEN_NAMES)}):((?:{_QUOTED}|[^\s"])+)(?=\s|$)', re.IGNORECASE)
_ONE_OF_SEVERAL = re.compile(rf'(?:{_QUOTED}|[^",])+')
_NEARLY = re.compile(rf'(?:^|(?<=\s))-?([a-z]{{2,12}}):(?!//)((?:{_QUOTED}|[^\s"])+)', re.IGNORECASE)
_BEGUN = re.compile(rf"(?:^|(?<=\s))-?(?:{'|'.join(TOKEN_NAMES)}):$", re.IGNORECASE)
_PORT = re.compile(r"\d+(?:/\S*)?")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A word that looks like a filter of a name there is none of; it is searched for as text."""

    name: str
    near: str = ""
    """The name that may be meant."""

    @property
    def sentence(self) -> str:
        if self.near:
            return f"There is no filter “{self.name}:”. Did you mean “{self.near}:”?"
        return f"There is no filter “{self.name}:”, so this is searched for as text."

    def mended(self, text: str) -> str:
        """The text with the name that may be meant."""
        return re.sub(rf"(^|(?<=[\s-])){self.name}:", f"{self.near}:", text, count=1)


def parsed(text: str) -> Filter:
    """``is:failed env:Sandbox,"My own, second" group`` -> two tokens and a free word. What is in quotes is one value.
    Unknown names stay words; a quote that is not closed reaches to the end."""
    found = Filter(text=" ".join(_TOKEN.sub(" ", text).split()))
    for match in _TOKEN.finditer(text):
        name = match[2].lower()
        parts = (match[3],) if name in _WHOLE else _ONE_OF_SEVERAL.findall(match[3])
        values = tuple(value for part in parts if (value := part.replace('"', "").strip()))
        if values:
            found = found.adding(Token(name=name, values=values, negated=bool(match[1])))
    return found


def so_far(chosen: Filter) -> Filter:
    """With the tokens that stand among its words, which are being typed: those that can be understood count, others
    do not count yet. What looks into bodies waits until it is entered."""
    found = parsed(chosen.text)
    asked = replace(chosen, text=_BEGUN.sub("", found.text).strip())
    now = datetime.now().astimezone()
    for token in found.tokens:
        if token.name != "body" and not fault(token, now):
            asked = asked.adding(token)
    return asked


def is_open(text: str) -> bool:
    """Whether the text ends inside quotes, so that what follows still belongs to them."""
    return text.count('"') % 2 == 1


def typed(token: Token) -> str:
    """The token as it is written in the field."""
    values = (f'"{one}"' if " " in one or ("," in one and token.name not in _WHOLE) else one for one in token.values)
    return f"{token.title}:{','.join(values)}"


def faults(chosen: Filter) -> tuple[str, ...]:
    """Tokens whose values cannot be understood, as sentences."""
    now = datetime.now().astimezone()
    return tuple(sentence for token in chosen.tokens if (sentence := fault(token, now)))


def unknown(chosen: Filter) -> tuple[Unknown, ...]:
    """Words that look like filters of other names. ``localhost:8080`` is not one."""
    found = []
    for match in _NEARLY.finditer(chosen.text):
        name = match[1]
        if name.lower() in TOKEN_NAMES or (name.lower() == "localhost" and _PORT.fullmatch(match[2])):
            continue
        near = get_close_matches(name.lower(), TOKEN_NAMES, 1, 0.6)
        if near or not _PORT.fullmatch(match[2]):
            found.append(Unknown(name=name, near=near[0] if near else ""))
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
