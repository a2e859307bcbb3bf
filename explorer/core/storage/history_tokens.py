"""The tokens a history can be filtered by (``status:4xx``, ``-host:api.test``, ``duration:>1s``), and what each of
them means: words of the full-text index, a condition on the columns, or a limit of time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from typing import Any

from explorer.core.errors import HistoryError
from explorer.core.storage import history_facets as facets

_AMOUNT = re.compile(r"(>=|<=|>|<|)(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)
_RANGE = re.compile(r"(\d+(?:\.\d+)?\s*[a-z]*)\.\.(\d+(?:\.\d+)?\s*[a-z]*)", re.IGNORECASE)
_STATUSES = re.compile(r"(>=|<=|>|<)([1-9]\d\d)|([1-9]\d\d)\.\.([1-9]\d\d)")
_CLASS = re.compile(r"([1-5])xx", re.IGNORECASE)
_AGO = re.compile(r"(\d+)\s*(min|m|h|d|w)", re.IGNORECASE)
_SECONDS = {"": 1e-3, "ms": 1e-3, "s": 1.0, "m": 60.0, "min": 60.0}
_BYTES = {"": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1024.0, "mib": 1024.0**2, "gib": 1024.0**3}
_AGO_UNITS = {"min": "minutes", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MANY_HOSTS = 300
_STATE_CLAUSES = {
    "failed": (facets.FAILED, "is_error = 1"),
    "ok": (facets.FINE, "is_error = 0"),
    "pinned": ("", "pinned = 1"),
}
STATES = tuple(_STATE_CLAUSES)
SIGNS = ("DNS", "HTTP", "TCP", "TLS")
"""Labels of failures without an answer, as the catalog of transport failures has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """``env:Sandbox, Staging``: any of the values; negated: none of them."""

    name: str
    values: tuple[str, ...]
    negated: bool = False

    @property
    def words(self) -> str:
        """The values as a list."""
        return ", ".join(self.values)

    @property
    def title(self) -> str:
        """The name as it is typed, with the minus of a negated one."""
        return f"-{self.name}" if self.negated else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What one token asks of a row. All parts that are given must hold; none is empty only for nothing at all."""

    match: tuple[str, ...] = ()
    """Words of the index, any of which a row has; with ``negated`` none."""
    where: str = "1"
    values: tuple[Any, ...] = ()
    negated: bool = False
    since: datetime | None = None
    until: datetime | None = None
    body: tuple[str, ...] = ()
    """Texts, any of which is in a body."""


class TokenError(HistoryError):
    """A token that cannot be understood; its message is a sentence for the person."""


def clause(token: Token, now: datetime) -> Clause:
    """The meaning of a token at a moment. Raises TokenError."""
    maker = _MAKERS.get(token.name)
    if maker is None:
        raise TokenError(f"There is no filter “{token.name}:”.")
    found = maker(token.values, now)
    if not token.negated:
        return found
    if found.since or found.until:
        return replace(found, since=found.until, until=found.since)
    # The words of a range reach beyond its ends, so they cannot rule rows out.
    match = () if token.name in ("duration", "size") else found.match
    where = "1" if found.where == "1" else f"NOT ({found.where})"
    return replace(found, match=match, where=where, negated=True)


def fault(token: Token, now: datetime) -> str:
    """Why a token cannot be understood, as a sentence; empty when it can."""
    try:
        clause(token, now)
    except TokenError as error:
        return error.message
    return ""


def _states(values: tuple[str, ...], _now: datetime) -> Clause:
    found = [_STATE_CLAUSES.get(value.lower()) for value in values]
    if None in found:
        raise TokenError(f"“is:” takes {', '.join(STATES[:-1])} or {STATES[-1]}.")
    pairs = [pair for pair in found if pair]
    words = tuple(word for word, _ in pairs)
    return Clause(match=words if all(words) else (), where=" OR ".join(where for _, where in pairs))


def _statuses(values: tuple[str, ...], _now: datetime) -> Clause:
    match, where, bound = [], [], []
    for value in values:
        if found := _CLASS.fullmatch(value):
            first = int(found[1])
            match.append(facets.status_class(first))
            where.append(f"exchanges.status BETWEEN {first}00 AND {first}99")
        elif ends := _status_ends(value):
            match += [facets.status_class(first) for first in range(ends[0] // 100, ends[1] // 100 + 1)]
            where.append(f"exchanges.status BETWEEN {ends[0]} AND {ends[1]}")
        elif value.isdigit():
            if not facets.status(int(value)):
                raise TokenError(f"“{value}” is no HTTP status; write 404, 4xx or a sign such as TLS.")
            match.append(facets.status(int(value)))
            where.append(f"exchanges.status = {int(value)}")
        else:
            if value.upper() not in SIGNS:
                raise TokenError(f"“{value}” is no HTTP status; write 404, 4xx or a sign such as TLS.")
            match.append(facets.open_word("label", value.upper()))
            where.append("upper(exchanges.label) = ?")
            bound.append(value.upper())
    return Clause(match=tuple(match), where=" OR ".join(where), values=tuple(bound))


def _status_ends(value: str) -> tuple[int, int] | None:
    """ ">=400" and "400..429" as the first and the last status; None for no range."""
    if found := _STATUSES.fullmatch(value):
        sign, first = found[1], int(found[2] or found[3])
        if sign in ("<", "<="):
            return 100, first - (sign == "<")
        return first + (sign == ">"), int(found[4] or 999)
    return None


def _hosts(values: tuple[str, ...], _now: datetime) -> Clause:
    hosts = tuple(value.lower() for value in values)
    # Each in full: ``history_hosts`` has seen to that. So many that nearly every row has one need no index.
    match = tuple(facets.open_word("host", host) for host in hosts) if len(hosts) <= _MANY_HOSTS else ()
    return Clause(match=match, where=_any("host", hosts), values=hosts)


def _methods(values: tuple[str, ...], _now: datetime) -> Clause:
    methods = tuple(value.upper() for value in values)
    return Clause(match=tuple(map(facets.method, methods)), where=_any("upper(method)", methods), values=methods)


def _environments(values: tuple[str, ...], _now: datetime) -> Clause:
    match = tuple(facets.open_word("env", value) for value in values)
    return Clause(match=match, where=_any("environment", values), values=values)


def _codes(values: tuple[str, ...], _now: datetime) -> Clause:
    match = tuple(facets.open_word("code", value) for value in values)
    return Clause(match=match, where=_any("exchanges.code", values), values=values)


def _durations(values: tuple[str, ...], _now: datetime) -> Clause:
    return _amounts(values, "duration_s", _SECONDS, facets.durations, "“duration:” takes >1s, <200ms or 100ms..2s.")


def _sizes(values: tuple[str, ...], _now: datetime) -> Clause:
    return _amounts(values, "size_bytes", _BYTES, facets.sizes, "“size:” takes >10KB, <1MB or 1KB..1MB.")


def _since(values: tuple[str, ...], now: datetime) -> Clause:
    return Clause(since=moment_of(values[0], now))


def _until(values: tuple[str, ...], now: datetime) -> Clause:
    return Clause(until=moment_of(values[0], now))


def _body(values: tuple[str, ...], _now: datetime) -> Clause:
    return Clause(body=values)


_MAKERS: dict[str, Callable[[tuple[str, ...], datetime], Clause]] = {
    "is": _states,
    "status": _statuses,
    "code": _codes,
    "host": _hosts,
    "method": _methods,
    "env": _environments,
    "since": _since,
    "until": _until,
    "duration": _durations,
    "size": _sizes,
    "body": _body,
}

TOKEN_NAMES = tuple(_MAKERS)
"""What may stand before a colon, in the order in which it is offered."""


def moment_of(text: str, now: datetime) -> datetime:
    """ "2h" (ago), "today", "yesterday", "2026-11-01" or a whole ISO date and time. Raises TokenError."""
    local = now.astimezone()
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    match text.lower():
        case "today":
            return midnight
        case "yesterday":
            return midnight - timedelta(days=1)
    if found := _AGO.fullmatch(text):
        return local - timedelta(**{_AGO_UNITS[found[2].lower()]: min(int(found[1]), 20_000)})
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise TokenError(f"“{text}” is no time; write 2h, 3d, today, yesterday or 2026-11-01.") from error


def like(text: str) -> str:
    """A text as a part of a LIKE pattern with a backslash as its escape."""
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return text


def _any(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join('?' for _ in values)})"


def _amounts(
    values: tuple[str, ...],
    column: str,
    units: dict[str, float],
    words: Callable[[float, float], list[str]],
    sentence: str,
) -> Clause:
    """Any of several ranges."""
    match: dict[str, None] = {}
    where: list[str] = []
    bound: list[float] = []
    for value in values:
        try:
            low, high, sign = _ends(value, units)
        except (KeyError, TypeError) as error:
            raise TokenError(sentence) from error
        match |= dict.fromkeys(words(low, high))
        strict_low, strict_high = sign == ">", sign == "<"
        where.append(f"{column} {'>' if strict_low else '>='} ? AND {column} {'<' if strict_high else '<='} ?")
        bound += [low, 9e18 if high == inf else high]
    return Clause(match=tuple(match), where=" OR ".join(f"({one})" for one in where), values=tuple(bound))


def _ends(text: str, units: dict[str, float]) -> tuple[float, float, str]:
    if found := _RANGE.fullmatch(text):
        return _amount(found[1], units), _amount(found[2], units), ""
    match = _AMOUNT.fullmatch(text)
    if match is None or not match[1]:
        raise KeyError(text)
    amount = _amount(text[len(match[1]) :], units)
    return (amount, inf, match[1]) if match[1][0] == ">" else (0.0, amount, match[1])


def _amount(text: str, units: dict[str, float]) -> float:
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise KeyError(text)
    return float(match[2]) * units[match[3].lower()]
