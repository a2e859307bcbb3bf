"""The query of a URL as rows, and rows as a query. Text in, text out; nothing is decoded that the person typed.

Rows show what stands in the URL, so ``%20`` stays ``%20``. Only characters that would change the structure of the
query are percent-encoded on the way from a row to the URL (RFC 3986 §3.4; ``&`` and ``=`` as in WHATWG URL §5).
"""

import re
from dataclasses import replace
from typing import NamedTuple

from explorer.gui.widgets.key_value_rows import Row

_PATH_NAME = re.compile(r"(?<=/):([A-Za-z_][\w-]*)")
_STRUCTURE = {"&": "%26", "#": "%23", "\n": "", "\r": ""}


class Pair(NamedTuple):
    """One part of a query; ``text`` is how it is written, ``start`` where its value stands in the URL."""

    name: str
    value: str
    text: str
    start: int = -1


def split(url: str) -> tuple[str, str, str]:
    """The URL before its query, the query with its question mark, and the fragment with its hash."""
    body, mark, fragment = url.partition("#")
    base, question, query = body.partition("?")
    return base, question + query, mark + fragment


def pairs(url: str) -> tuple[Pair, ...]:
    """The parts of the query in order; empty parts are left out."""
    base, query, _ = split(url)
    found, at = [], len(base) + 1
    for text in query[1:].split("&"):
        name, sign, value = text.partition("=")
        if name or value:
            found.append(Pair(name=name, value=value, text=text, start=at + len(name) + len(sign)))
        at += len(text) + 1
    return tuple(found)


def path_names(url: str) -> tuple[str, ...]:
    """The names of ``:name`` segments, each once, in order."""
    return tuple(dict.fromkeys(_PATH_NAME.findall(split(url)[0])))


def is_mirrored(row: Row) -> bool:
    """True for a row that stands in the URL."""
    return row.enabled and bool(row.name or row.value)


def rewritten(url: str, rows: tuple[Row, ...]) -> str:
    """The URL with the query that these rows ask for; parts that stay keep their spelling."""
    base, _, fragment = split(url)
    known = list(pairs(url))
    texts = [_text(row, known) for row in rows if is_mirrored(row)]
    if texts == [pair.text for pair in pairs(url)]:
        return url
    return base + ("?" + "&".join(texts) if texts else "") + fragment


def merged(rows: tuple[Row, ...], url: str) -> tuple[Row, ...]:
    """The rows after the URL was edited: rows that are off stay where they are, descriptions stay with their row."""
    new = pairs(url)
    old = [row for row in rows if is_mirrored(row)]
    start, end = _shared(old, new)
    middle = list(new[start : len(new) - end])
    result, number = list[Row](), -1
    for row in rows:
        if not is_mirrored(row):
            result.append(row)
            continue
        number += 1
        if number < start or number >= len(old) - end:
            if number == len(old) - end:
                result += _drained(middle)
            result.append(row)
        elif middle:
            pair = middle.pop(0)
            result.append(replace(row, name=pair.name, value=pair.value))
        if number == len(old) - end - 1:
            result += _drained(middle)
    return (*result, *_drained(middle))


def loaded(rows: tuple[Row, ...], url: str) -> tuple[Row, ...]:
    """The rows of a request that was opened: the URL wins, a row that is not in it is switched off, not lost."""
    left = [(pair.name, pair.value) for pair in pairs(url)]
    kept = list[Row]()
    for row in rows:
        if is_mirrored(row):
            key = _key(row)
            if key in left:
                left.remove(key)
            else:
                row = replace(row, enabled=False)
        kept.append(row)
    return merged(tuple(kept), url)


def changed_span(before: str, after: str) -> tuple[int, int, str]:
    """The smallest edit: start and end in ``before``, and the text to put there."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, after[start : len(after) - end]


def _escaped(text: str, *, name: bool) -> str:
    escaped = "".join(_STRUCTURE.get(letter, letter) for letter in text)
    return escaped.replace("=", "%3D") if name else escaped


def _key(row: Row) -> tuple[str, str]:
    return _escaped(row.name, name=True), _escaped(row.value, name=False)


def _text(row: Row, known: list[Pair]) -> str:
    name, value = _key(row)
    for pair in known:
        if (pair.name, pair.value) == (name, value):
            known.remove(pair)
            return pair.text
    return f"{name}={value}"


def _shared(old: list[Row], new: tuple[Pair, ...]) -> tuple[int, int]:
    """How many rows at the beginning and at the end stay as they are."""
    same = [_key(row) for row in old]
    fresh = [(pair.name, pair.value) for pair in new]
    start = 0
    while start < min(len(same), len(fresh)) and same[start] == fresh[start]:
        start += 1
    end = 0
    while end < min(len(same), len(fresh)) - start and same[-1 - end] == fresh[-1 - end]:
        end += 1
    return start, end


def _drained(middle: list[Pair]) -> list[Row]:
    rows = [Row(name=pair.name, value=pair.value) for pair in middle]
    middle.clear()
    return rows
