"""JSON as values of Python that a filter can work on: numbers keep their characters, and names that an object has more
than once are kept and told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from explorer.core.content.json_tree import decoded_values, escaped
from explorer.core.content.worker.query_faults import WrongQueryError

_LONGEST_INTEGER = 4000
"""Digits of a number with which Python still calculates."""

_MOST_LOOKED_AT = 500_000
"""Values among which the place of an object is looked for."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class ExactNumber(float):
    """A number that compares as one and is written as it was sent."""

    text: str

    def __new__(cls, text: str) -> ExactNumber:
        made = super().__new__(cls, text)
        made.text = text
        return made


class Doubled(dict[str, Any]):
    """An object that has a name more than once: a filter sees the last one, and all are written."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonDocument:
    """``note`` is the sentence about names that one object has more than once; empty without any."""

    value: Any
    note: str = ""


def parsed_json(data: bytes) -> JsonDocument:
    """The value; several one after another are in a list. Raises WrongQueryError."""
    text = data.decode("utf-8-sig", "replace")
    doubled: list[Doubled] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            made = Doubled(pairs)
            doubled.append(made)
        return made

    decoder = json.JSONDecoder(object_pairs_hook=members, parse_float=ExactNumber, parse_int=_integer)
    try:
        values = decoded_values(decoder, text)
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        reason = error.msg[0].lower() + error.msg[1:]
        raise WrongQueryError(
            f"The body is not valid JSON: {reason} at line {error.lineno}, column {error.colno}."
        ) from None
    root = values[0] if len(values) == 1 else values
    return JsonDocument(value=root, note=_told(root, doubled) if doubled else "")


def _integer(text: str) -> int | ExactNumber:
    """One that Python would not write as it was sent, or not read, is kept by its characters."""
    return ExactNumber(text) if text == "-0" or len(text) > _LONGEST_INTEGER else int(text)


def _told(root: Any, doubled: list[Doubled]) -> str:
    names = [name for name, _ in doubled[0].pairs]
    name = next(name for name in names if names.count(name) > 1)
    times = "twice" if names.count(name) == 2 else f"{names.count(name)} times"
    more = len(doubled) - 1
    others = f" (and names of {more} other {'object' if more == 1 else 'objects'})" if more else ""
    place = _place(root, doubled[0]) or "one object"
    return f"{_quoted(name)[:100]} occurs {times} in {place}{others}; the filter sees the last one."


def _place(root: Any, wanted: Doubled) -> str:
    """The path of an object; empty where it is too far off."""
    rest: list[Iterator[tuple[Any, str]]] = [iter([(root, "$")])]
    for _ in range(_MOST_LOOKED_AT):
        if not rest:
            break
        value, path = next(rest[-1], (None, ""))
        if value is None:
            rest.pop()
        elif value is wanted:
            return path
        else:
            rest.append(_inner(value, path))
    return ""


def _inner(value: Any, path: str) -> Iterator[tuple[Any, str]]:
    if isinstance(value, dict):
        pairs = value.pairs if isinstance(value, Doubled) else value.items()
        yield from ((item, path + _step(name)) for name, item in pairs if isinstance(item, dict | list))
    else:
        yield from ((item, f"{path}[{at}]") for at, item in enumerate(value) if isinstance(item, dict | list))


def _step(name: str) -> str:
    return f".{name}" if _PLAIN.match(name) else f"[{_quoted(name)}]"


def _quoted(name: str) -> str:
    return escaped(json.dumps(name, ensure_ascii=False))


def pieces(value: Any, line: str) -> Iterator[str]:
    """The value as JSON on lines; ``line`` is a line end with the indentation in force."""
    inner = line + "  "
    if isinstance(value, dict) and value:
        before = "{" + inner
        for name, item in value.pairs if isinstance(value, Doubled) else value.items():
            yield before + _quoted(name) + ": "
            yield from pieces(item, inner)
            before = "," + inner
        yield line + "}"
    elif isinstance(value, list) and value:
        before = "[" + inner
        for item in value:
            yield before
            yield from pieces(item, inner)
            before = "," + inner
        yield line + "]"
    elif isinstance(value, ExactNumber):
        yield value.text
    else:
        yield escaped(json.dumps(value, ensure_ascii=False))


def compact(value: Any) -> str:
    """The value as JSON without blanks."""
    if isinstance(value, dict):
        pairs = value.pairs if isinstance(value, Doubled) else value.items()
        return "{" + ",".join(f"{_quoted(name)}:{compact(item)}" for name, item in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return value.text if isinstance(value, ExactNumber) else escaped(json.dumps(value, ensure_ascii=False))
