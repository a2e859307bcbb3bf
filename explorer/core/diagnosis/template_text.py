"""Small readings of template texts: which ``{{names}}`` a text uses, and its parts as a URL. No values here."""

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")
_SEGMENT = re.compile(r"(?:\{\{[^{}]*\}\}|[^/?#])+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PAIR = re.compile(r"(?:\{\{[^{}]*\}\}|[^&#])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPair:
    """A query parameter as typed; ``value`` has its place in the URL."""

    name: str
    value: Stretch


def names(text: str) -> tuple[str, ...]:
    """Names of the variables a text refers to, in order."""
    return tuple(match[1] for match in _REFERENCE.finditer(text))


def path_segments(url: str) -> tuple[Stretch, ...]:
    """The path's segments; a leading variable such as ``{{base_url}}`` counts as scheme and host."""
    start = _path_start(url)
    end = _path_end(url)
    matches = _SEGMENT.finditer(url, start, end)
    return tuple(Stretch(text=match.group(), start=match.start(), end=match.end()) for match in matches)


def query_pairs(url: str) -> tuple[QueryPair, ...]:
    """The query's parameters as typed."""
    begin = _path_end(url)
    if url[begin : begin + 1] != "?":
        return ()
    fragment = url.find("#", begin)
    return tuple(_pair(match) for match in _PAIR.finditer(url, begin + 1, fragment if fragment >= 0 else len(url)))


def authority(url: str) -> Stretch:
    """Host and port as typed, or the leading variable; empty when there is none."""
    start, end = _scheme_end(url), _path_start(url)
    return Stretch(text=url[start:end], start=start, end=end)


def _path_start(url: str) -> int:
    first = _SEGMENT.match(url, _scheme_end(url))
    return first.end() if first else _scheme_end(url)


def _scheme_end(url: str) -> int:
    scheme = _SCHEME.match(url)
    return scheme.end() if scheme else 0


def _path_end(url: str) -> int:
    outside = _REFERENCE.sub(lambda match: "x" * len(match.group()), url)
    ends = [place for place in (outside.find("?"), outside.find("#")) if place >= 0]
    return min(ends, default=len(url))


def _pair(match: re.Match[str]) -> QueryPair:
    name, sign, value = match.group().partition("=")
    start = match.start() + len(name) + len(sign)
    return QueryPair(name=name, value=Stretch(text=value, start=start, end=match.end()))
