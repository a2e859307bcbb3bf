"""JSON text -> nested values for a tree, without losing number text, order or duplicate names.

Python's own parser does the work through its hooks, so a number stays the characters that were sent.
"""

import json
from dataclasses import dataclass


class Number(str):
    """The characters of a number, or NaN and Infinity."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Members:
    """An object: pairs in order, duplicates kept."""

    pairs: tuple[tuple[str, "Value"], ...]


Value = Members | list["Value"] | Number | str | bool | None


def parse_tree(text: str) -> Value:
    """The value; raises ValueError when the text is no JSON or nested deeper than the parser goes."""
    try:
        parsed: Value = json.loads(
            text, object_pairs_hook=_members, parse_float=Number, parse_int=Number, parse_constant=Number
        )
    except RecursionError:
        raise ValueError("nested too deeply for a tree") from None
    return parsed


def children(value: Value) -> tuple[tuple[str, Value], ...]:
    """Names or indexes with their values; empty for a scalar."""
    match value:
        case Members():
            return value.pairs
        case list():
            return tuple((str(index), item) for index, item in enumerate(value))
        case _:
            return ()


def summary(value: Value) -> str:
    """One line for a row: a scalar's text, or how many members or items there are."""
    match value:
        case Members():
            return counted(len(value.pairs), "member")
        case list():
            return counted(len(value), "item")
        case Number():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def type_words(value: Value) -> str:
    """The type as the path bar says it: "String, 26 characters"."""
    match value:
        case Members():
            return f"Object, {counted(len(value.pairs), 'member')}"
        case list():
            return f"Array, {counted(len(value), 'item')}"
        case Number():
            return "Number"
        case bool():
            return "Boolean"
        case None:
            return "Null"
        case str():
            return f"String, {counted(len(value), 'character')}"


def counted(count: int, noun: str) -> str:
    """ "1 item", "2 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _members(pairs: list[tuple[str, Value]]) -> Members:
    return Members(tuple(pairs))
