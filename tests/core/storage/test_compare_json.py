"""Differences of JSON by structure."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.storage.compare_json import JsonKind, counted_words, json_changes


def changes(before: Any, after: Any) -> list[Any]:
    return list(json_changes(json.dumps(before), json.dumps(after)))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from("ab"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": True}, [("changed", "a")]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, [("moved", "")]),
        ({"a": 1}, {"b": 1}, [("removed", "a"), ("added", "b")]),
        ({"to": ["x", "y"]}, {"to": ["y", "x"]}, [("moved", "to[0]")]),
        ({"to": ["x", "y"]}, {"to": ["y"]}, [("removed", "to[0]")]),
        ([{"n": 1, "v": 1}, {"n": 2}], [{"n": 1, "v": 5}, {"n": 2}], [("changed", "[0].v")]),
        ([1, 2], [1, 3, 2], [("added", "[1]")]),
        ({}, [], [("changed", "")]),
    ],
)
def test_each_difference_is_told_once(before: Any, after: Any, wanted: list[tuple[str, str]]) -> None:
    assert [(change.kind.value, change.path) for change in changes(before, after)] == wanted


@given(VALUES, VALUES)
def test_there_is_a_difference_exactly_when_the_values_differ(before: Any, after: Any) -> None:
    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return "object", [(name, told(inner)) for name, inner in value.items()]
        return [told(one) for one in value] if isinstance(value, list) else (type(value), value)

    assert bool(changes(before, after)) == (told(before) != told(after))


def test_the_words_count_by_kind() -> None:
    found = changes({"a": 1, "b": [1, 2]}, {"b": [2, 1], "a": 2, "c": 0})
    assert counted_words(found) == "1 changed, 1 added, 2 moved"
    assert counted_words([]) == ""


def test_values_places_and_lines_are_told() -> None:
    before = {"to": [{"id": 7, "name": "Maja"}, {"id": 8}], "text": "see you at 19:00", "n": 12345678901234567890}
    after = {"to": [{"id": 8}, {"id": 9}, {"id": 7, "name": "Mia"}], "text": "see you at 19:30", "m": [1, 2]}
    found = {
        change.path: change
        for change in json_changes(json.dumps(before, indent=2), json.dumps(after, indent=2))
    }  # fmt: skip
    assert {path: (change.before, change.after) for path, change in found.items()} == {
        "to[2].name": ('"Maja"', '"Mia"'),
        "to[1]": ("", '{ "id": 9 }'),
        "text": ('"see you at 19:00"', '"see you at 19:30"'),
        "n": ("12345678901234567890", ""),
        "m": ("", "[ 1, 2 ]"),
    }
    assert (found["to[2].name"].left_line, found["to[2].name"].right_line) == (5, 11)
    assert (found["n"].left_line, found["m"].right_line) == (12, 15)
    assert found["to[1]"].kind is JsonKind.ADDED


def test_megabytes_with_few_differences_take_no_time() -> None:
    items = [
        {"id": number, "name": f"person {number}", "tags": ["a", "b"], "at": {"x": number}} for number in range(30_000)
    ]
    before = json.dumps(items, indent=2)
    items[20_000]["at"] = {"x": -1}
    del items[25_000]
    after = json.dumps(items, indent=2)
    assert len(before) > 3_000_000
    begun = time.process_time()
    found = [(change.kind.value, change.path) for change in json_changes(before, after)]
    assert time.process_time() - begun < 0.8
    assert found == [("changed", "[20000].at.x"), ("removed", "[25000]")]


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="malformed"):
        list(json_changes("{a}", "{}"))
