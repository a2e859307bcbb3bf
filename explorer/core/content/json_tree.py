"""JSON text -> nested values for a tree, without losing number text, order or duplicate names.

Python's own parser does the work through its hooks, so a number stays the characters that were sent.
"""

import json
import re
from dataclasses import dataclass
from typing import Any


class Number(str):
    """The characters of a number, or NaN and Infinity."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Members:
    """An object: pairs in order, duplicates kept."""

    pairs: tuple[tuple[str, "Value"], ...]


class Several(list["Value"]):
    """Values that stand one after another without being in an array (NDJSON)."""


class Broken(str):
    """Where a text stops being JSON, and why."""

    __slots__ = ()


class BrokenLine(Broken):
    """One of several values that is no JSON, as it came."""

    __slots__ = ()


_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")
BREAK = "…"
"""The name of what is broken."""

Value = Members | list["Value"] | Number | str | bool | None


def parse_tree(text: str) -> Value:
    """The value, or ``Several``; raises ValueError when the text is no JSON or nested deeper than the parser goes."""
    decoder = json.JSONDecoder(object_pairs_hook=_members, parse_float=Number, parse_int=Number, parse_constant=Number)
    try:
        values = decoded_values(decoder, text)
    except RecursionError:
        raise ValueError("nested too deeply for a tree") from None
    return values[0] if len(values) == 1 else Several(values)


def decoded_values(decoder: json.JSONDecoder, text: str) -> list[Any]:
    """The value, or several one after another, as the decoder makes them. Raises what it raises, also for none."""
    values: list[Any] = []
    at = _space_end(text, 0)
    while at < len(text) or not values:
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        at = _space_end(text, at)
    return values


def parse_lines(text: str) -> Several:
    """Values that begin on a line each, and lines that are none; raises ValueError where one is nested too deeply."""
    decoder = json.JSONDecoder(object_pairs_hook=_members, parse_float=Number, parse_int=Number, parse_constant=Number)
    values = Several()
    at = _space_end(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except RecursionError:
            raise ValueError("nested too deeply for a tree") from None
        except json.JSONDecodeError:
            value, end = None, -1
        if end < 0 or text[end : end + 1] not in ("\n", ""):
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            value = BrokenLine(text[at:end])
        values.append(value)
        at = _space_end(text, end)
    return values


def children(value: Value) -> tuple[tuple[str, Value], ...]:
    """Names or indexes with their values; empty for a scalar."""
    match value:
        case Members():
            return value.pairs
        case list():
            return tuple((BREAK if type(item) is Broken else str(index), item) for index, item in enumerate(value))
        case _:
            return ()


def summary(value: Value) -> str:
    """One line for a row: a scalar's text, or how many members or items there are."""
    match value:
        case Members() | list():
            return _size(value)
        case Number() | Broken():
            return str(value)
        case _:
            return escaped(json.dumps(value, ensure_ascii=False))


def type_words(value: Value) -> str:
    """The type as the path bar says it: "String, 26 characters"."""
    match value:
        case Members():
            return f"Object, {_size(value)}"
        case list():
            return f"Array, {_size(value)}"
        case Broken():
            return "Error"
        case Number():
            return "Number"
        case bool():
            return "Boolean"
        case None:
            return "Null"
        case str():
            return f"String, {counted(len(value), 'character')}"


def _size(value: Members | list[Value]) -> str:
    items = [item for _, item in value.pairs] if isinstance(value, Members) else value
    count = len(items) - (type(items[-1]) is Broken if items else 0)
    return counted(count, "member" if isinstance(value, Members) else "item")


def break_words(reason: str, what: str = "valid JSON") -> str:
    """What stands for the part of a text that is no JSON, or not ``what`` it should be."""
    return f"Not {what} from here on: {reason.rstrip(',')}."


def escaped(text: str) -> str:
    """Halves of characters, which no text may have, as JSON writes them."""
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def counted(count: int, noun: str) -> str:
    """ "1 item", "2 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _space_end(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _members(pairs: list[tuple[str, Value]]) -> Members:
    return Members(tuple(pairs))
