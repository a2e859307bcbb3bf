"""JSON with references: checked and laid out without losing a character that matters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.gui.composer import json_text

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("{{name}}"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_laying_out_changes_only_white_space(value):
    text = json.dumps(value)
    laid_out = json_text.laid_out(text)
    assert json.loads(laid_out) == value
    assert json_text.laid_out(laid_out) == laid_out
    assert laid_out == json.dumps(value, indent=2)


def test_references_and_numbers_keep_their_spelling():
    text = '{"a":{{id}},"b":[1.50,1e400,"x{{y}}"],"c":{ },"d":12345678901234567890123}'
    assert json_text.laid_out(text) == (
        '{\n  "a": {{id}},\n  "b": [\n    1.50,\n    1e400,\n    "x{{y}}"\n  ],\n  "c": {},'
        '\n  "d": 12345678901234567890123\n}'
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{\n "a": 1\n "b": 2\n}', 3, "comma"),
        ('{\n "a": \n}', 3, "value"),
        ('{"a": "x', 1, "does not end"),
        ("[1, 2] 3", 1, "behind the end"),
        ("[NaN]", 1, "value"),
    ],
)
def test_a_flaw_names_its_line_and_what_is_wrong(text, line, words):
    with pytest.raises(json_text.JsonFlawError, match=words) as caught:
        json_text.check(text)
    assert caught.value.line == line


def test_nothing_is_said_of_empty_and_of_huge_texts():
    assert json_text.verdict("  ") == (True, "")
    assert json_text.verdict("[" * (json_text.CHECK_LIMIT + 1)) == (True, "")
    assert json_text.verdict("[" * 50_000)[0] is False
    assert json_text.verdict("{}") == (True, "Valid JSON")


def test_many_names_are_checked_in_one_pass_and_positions_stay():
    rows = ",\n".join('{"id": {{n}}, "name": "{{a.b}}"}' for _ in range(20_000))
    assert json_text.verdict(f"[{rows}]") == (True, "Valid JSON")
    with pytest.raises(json_text.JsonFlawError) as caught:
        json_text.check(f"[{rows} {{}}]")
    assert caught.value.line == 20_000


def test_a_text_that_is_too_long_is_refused_in_words():
    with pytest.raises(json_text.JsonFlawError, match="too long"):
        json_text.laid_out('"' + "x" * json_text.CHARACTER_LIMIT + '"')
