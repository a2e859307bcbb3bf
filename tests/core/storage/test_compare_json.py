"""Differences of JSON by structure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.storage.compare_json import changes_words, json_changes

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
    assert [(change.kind.value, change.path) for change in json_changes(before, after)] == wanted


@given(VALUES, VALUES)
def test_there_is_a_difference_exactly_when_the_values_differ(before: Any, after: Any) -> None:
    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return "object", [(name, told(inner)) for name, inner in value.items()]
        return [told(one) for one in value] if isinstance(value, list) else (type(value), value)

    assert bool(list(json_changes(before, after))) == (told(before) != told(after))


def test_the_words_count_by_kind() -> None:
    assert changes_words({"a": 1, "b": [1, 2]}, {"b": [2, 1], "a": 2, "c": 0}) == "1 changed, 1 added, 2 moved"
    assert changes_words([], []) == ""
