"""The native formatter is used where it comes to the same as our own, and only there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content import json_quickly
from explorer.core.content.json_text import format_json
from explorer.core.content.view import ContentKind, View

BRACKETS = ["{", "}", "[", "]", ",", ":", " ", "\n"]
SCALARS = [
    '"a"',
    '"b\\u00e9"',
    '"\\ud800"',
    '"q\\"{["',
    '"\u2028"',
    '"\t"',
    "-0",
    "1.10",
    "1e400",
    "01",
    "tru",
    "null",
    "NaN",
]
TEXTS = st.lists(st.sampled_from([*BRACKETS, *SCALARS, "null", "NaN", "9" * 30]), max_size=8).map("".join)
VALUES = st.recursive(
    st.none() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
).map(json.dumps)


def formatted(text):
    return format_json(View(kind=ContentKind.JSON, text=text, raw=text))


@given(TEXTS | VALUES)
def test_both_ways_come_to_the_same(text):
    own = formatted(text)
    before, json_quickly._SHORTEST = json_quickly._SHORTEST, 0
    try:
        assert formatted(text) == own
    finally:
        json_quickly._SHORTEST = before


@pytest.mark.parametrize(
    "body",
    [
        '{"a": %s, "b": {"c": 1, "c": 1e400}}',
        ")]}',\n[%s]",
        '{"a": %s, "b": NaN}',
        '{"a": %s, "b": 01}',
        "%s\n%s",
        "[" * 150 + "%s" + "]" * 150,
    ],
)
def test_a_long_text_says_the_same_as_a_short_one(body):
    long, short = (formatted(body.replace("%s", f"[{item}]")) for item in ("1," * 12_000 + "2", "2"))
    assert long.is_formatted == short.is_formatted
    assert long.note.partition(" at line")[0] == short.note.partition(" at line")[0]
