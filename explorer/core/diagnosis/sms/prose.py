"""Reads the sentences of the API's error bodies, which name the field and its value in words only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_QUOTES = "'\"`\u2018\u2019"
_PARAMETER = re.compile(rf"parameter [{_QUOTES}]([\w.\[\]]+)[{_QUOTES}]")
_VALUE = re.compile(rf"value [{_QUOTES}](.*?)[{_QUOTES}](?: |$|\.)")
_LEADING = re.compile(r"^\s*([a-z_][\w.\[\]]*): ")
_LEADING_VALUE = re.compile(rf"^\s*[{_QUOTES}](.*?)[{_QUOTES}] is not a valid (.+?)\.?\s*$")
_OF_GROUP = re.compile(r"(?i)\b(?:group|id)\s+(?:with id |has the id )?['\"`]?([A-Za-z0-9_-]{6,64})['\"`]?")
_QUOTED = re.compile(rf"[{_QUOTES}]([\w.\[\]]+)[{_QUOTES}]")
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)+(?:\[\d+\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a text names; empty where it names nothing."""

    field: str = ""
    """As spelt in the text: ``to[0]``."""
    value: str = ""
    """The value the text quotes."""
    expected: str = ""
    """What the value is not: "boolean"."""


def read(text: str, fields: Iterable[str]) -> Prose:
    """Field and value out of an error text; ``fields`` are the names the API knows."""
    known = frozenset(fields)
    value = _VALUE.search(text)
    leading = _LEADING_VALUE.search(text)
    if leading and not _PARAMETER.search(text):
        return Prose(value=leading[1], expected=leading[2])
    field = _field(text, known)
    return Prose(field=field, value=value[1] if value else _other_value(text, field))


def group_id(text: str) -> str:
    """The id out of ``Group '...' is unknown or deleted``; empty when there is none."""
    return next((match[1] for match in _OF_GROUP.finditer(text) if any(sign.isdigit() for sign in match[1])), "")


def _field(text: str, known: frozenset[str]) -> str:
    for pattern in (_PARAMETER, _LEADING):
        match = pattern.search(text)
        if match:
            return match[1]
    quoted = [name for name in _QUOTED.findall(text) if _root(name) in known]
    worded = [name for name in _WORD.findall(text) if _root(name) in known]
    return next(iter(quoted + worded), "")


def _other_value(text: str, field: str) -> str:
    return next((found for found in _QUOTED.findall(text) if found != field), "")


def _root(name: str) -> str:
    return re.split(r"[.\[]", name)[0]
