"""A place in the text as it came is found in the formatted one, and the other way round."""

import json
from functools import cache
from typing import Any

from explorer.core.content.same_place import place_of, same_places, signs_before


@cache
def rows() -> list[dict[str, Any]]:
    return [{"id": number, "name": f"a b  c {number}", "more": [1, {"x": None}]} for number in range(20_000)]


@cache
def raw() -> bytes:
    return json.dumps(rows(), separators=(",", ":")).encode()


@cache
def pretty() -> bytes:
    return json.dumps(rows(), indent=2).encode()


def reader(data):
    return lambda start, size: data[start : start + size]


def test_each_value_is_where_it_is():
    wanted = [b'"a b  c 7"', b'"a b  c 19999"', b'{"x":null}'[:4]]
    offsets = tuple(raw().index(text) for text in wanted)
    places = same_places(reader(raw()), len(raw()), reader(pretty()), len(pretty()), offsets)
    assert [pretty()[at : at + 2] for at in places] == [b'"a', b'"a', b"{\n"]
    assert places[0] == pretty().index(wanted[0])
    assert places[1] == pretty().index(wanted[1])
    assert same_places(reader(pretty()), len(pretty()), reader(raw()), len(raw()), places) == offsets


def test_begin_and_end():
    assert place_of(reader(b"  {"), 3, 0) == 0
    assert place_of(reader(b"{ } "), 4, 9) == 4
    assert signs_before(reader(b"{ } "), 4) == 2
