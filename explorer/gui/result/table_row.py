"""One row of a table of a body. Its values stay the bytes they were sent in until a cell is looked at: a row may have
thousands of them, and of a list in a cell nothing is shown but how long it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from explorer.core.content.csv_rows import Table
from explorer.core.content.json_tree import Members, Number, Value, counted, parse_tree, summary
from explorer.core.content.row_texts import Written

SHOWN = 300
_LONG_BYTES = 4_000
_LONGEST_ESCAPE = 12
"""Two surrogates of six characters."""


class Words(str):
    """What stands for an object or an array."""

    __slots__ = ()


class TableRow:
    """Values by name; ``brief`` is enough of one to show it."""

    __slots__ = ("_briefs", "_is_read", "cells")

    def __init__(self, cells: Mapping[str, Any], *, is_read: bool) -> None:
        self.cells = cells
        self._is_read = is_read
        """Whether the cells are values, not yet the bytes of values."""
        self._briefs: dict[str, Value] = {}

    def brief(self, name: str) -> Value:
        """The beginning of a text, ``Words`` for an object or an array; anything else as it is."""
        if name not in self._briefs:
            cell = self.cells[name]
            self._briefs[name] = _of_value(cell) if self._is_read else _of_bytes(bytes(cell))
        return self._briefs[name]

    def value(self, name: str) -> Value:
        """None also where there is none."""
        cell = self.cells.get(name)
        return cell if cell is None or self._is_read else parse_tree(bytes(cell).decode("utf-8", "replace"))

    def written(self, name: str) -> Value:
        """The same with ``Written`` for an object or an array: a thousand deep ones would keep the collector busy."""
        data = b"" if self._is_read else bytes(self.cells.get(name, b""))
        return _one_line(data) if data[:1] in (b"{", b"[") else self.value(name)


def json_row(data: bytes) -> TableRow:
    """The row of a formatted object; an empty one for anything else."""
    data = data.strip().removesuffix(b",")
    try:
        return TableRow(_decoders()[0](data), is_read=False)
    except (ValueError, RecursionError):
        return _read_row(data)


def csv_row(text: str, table: Table) -> TableRow:
    return TableRow(dict(table.members(text).pairs), is_read=True)


def _read_row(data: bytes) -> TableRow:
    """By the parser that takes more."""
    try:
        value = parse_tree(data.decode("utf-8", "replace"))
    except ValueError:
        value = None
    return TableRow(dict(value.pairs) if isinstance(value, Members) else {}, is_read=True)


def _one_line(data: bytes) -> Written:
    from msgspec.json import format as format_json  # late, as the decoders

    try:
        line = format_json(data, indent=0)
    except (ValueError, RecursionError):
        line = b" ".join(map(bytes.strip, data.split(b"\n")))
    return Written(line.decode("utf-8", "replace"))


def _of_value(value: Value) -> Value:
    if isinstance(value, Members | list):
        return Words(summary(value))
    return type(value)(value[:SHOWN]) if isinstance(value, str) else value


def _of_bytes(data: bytes) -> Value:
    sign = data[:1]
    if sign in (b"{", b"["):
        return Words(_counted(data))
    if sign == b'"':
        if len(data) > _LONG_BYTES:
            return _beginning(data)
        if b"\\" not in data:
            return data[1:-1].decode("utf-8", "replace")[:SHOWN]
    elif sign in b"-0123456789":
        return Number(data[:SHOWN], "ascii")
    return _of_value(parse_tree(data.decode("utf-8", "replace")))


def _beginning(data: bytes) -> str:
    """Of a long text, wherever an escape is cut."""
    text = data[1:_LONG_BYTES].decode("utf-8", "ignore")
    for cut in range(len(text), len(text) - _LONGEST_ESCAPE, -1):
        try:
            return str(json.loads(f'"{text[:cut]}"'))[:SHOWN]
        except ValueError:
            continue
    return text[:SHOWN]


def _counted(data: bytes) -> str:
    members, items = _decoders()
    try:
        if data[:1] == b"{":
            return counted(len(members(data)), "member")
        return counted(len(items(data)), "item")
    except (ValueError, RecursionError):
        return "…"


@cache
def _decoders() -> tuple[Callable[[bytes], dict[str, Any]], Callable[[bytes], list[Any]]]:
    """Of objects and of arrays, whose values stay as they are."""
    from msgspec import Raw  # late: the first table asks for it before it has rows
    from msgspec.json import Decoder

    return Decoder(dict[str, Raw]).decode, Decoder(list[Raw]).decode
