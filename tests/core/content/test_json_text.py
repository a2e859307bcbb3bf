"""Formatting of JSON keeps every token; broken JSON is shown as it came, with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content.json_layout import Layout
from explorer.core.content.look import look
from explorer.core.content.view import ContentKind

HEADERS = (("Content-Type", "application/json"),)

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_formatting_is_the_same_as_json_dumps(value):
    view = look(json.dumps(value).encode(), HEADERS)
    assert view.is_formatted
    assert view.text == json.dumps(value, indent=2)


def test_number_text_order_and_duplicates_survive():
    view = look(b'{"b":1.0000000000000000001,"a":1e5,"b":-0,"s":"\\u00e5\\/"}', HEADERS)
    assert view.text == '{\n  "b": 1.0000000000000000001,\n  "a": 1e5,\n  "b": -0,\n  "s": "\\u00e5\\/"\n}'
    assert view.note == 'The name "b" occurs twice in one object.'


@pytest.mark.parametrize(
    ("body", "line", "column", "reason"),
    [
        ('{"a":[1,2', 1, 10, "the text ends before ]"),
        ('{"a":1,}', 1, 8, "} right after a comma"),
        ("[1 2]", 1, 4, "a comma expected before 2"),
        ('{"a":\n "b" "c":1}', 2, 6, 'a comma expected before "c"'),
        ('{"a" 1}', 1, 6, "a name in quotes expected before 1"),
        ("{a:1}", 1, 2, "unexpected a"),
        ("[01]", 1, 2, "unexpected 01"),
        ("[1,,2]", 1, 4, "unexpected comma"),
        ('{"a":"x\ny"}', 1, 8, "U+000A in a string, where it must be escaped,"),
        ('{"a":"\\u00e9 \0"}', 1, 14, "U+0000 in a string, where it must be escaped,"),
        ('["ab\\x"]', 1, 5, "a wrong escape in a string"),
        ('["\\u12g4"]', 1, 3, "a wrong escape in a string"),
        ('["ab', 1, 2, "a string that does not end"),
        ("[]]", 1, 3, "unexpected ]"),
        ("{]", 1, 2, "unexpected ]"),
        ('{"a":}', 1, 6, "} right after a colon"),
        ('{"a"}', 1, 5, "} right after a name"),
    ],
)
def test_broken_json_is_shown_as_it_came_with_its_place(body, line, column, reason):
    view = look(body.encode(), HEADERS)
    assert view.kind is ContentKind.JSON
    assert not view.is_formatted
    assert view.text == body
    assert view.flaw is not None
    assert (view.flaw.line, view.flaw.column, view.flaw.reason) == (line, column, reason)
    assert f"line {line}, column {column}" in view.note


@given(st.text(alphabet='{}[],:"\\1-e.tn ', max_size=12))
def test_accepts_exactly_what_the_standard_parser_accepts(text):
    view = look(text.encode() or b" ", HEADERS)
    try:
        json.loads(text)
        valid = True
    except ValueError:
        valid = False
    if valid:
        assert view.is_formatted
        assert json.loads(view.text) == json.loads(text)
    elif view.is_formatted:
        assert "one after another" in view.note


def test_open_brackets_line_by_line_are_not_read_again_and_again(monkeypatch):
    read, has_value = [], Layout.has_value

    def counted(layout):
        start, found = layout.position, has_value(layout)
        read.append(layout.position - start)
        return found

    monkeypatch.setattr(Layout, "has_value", counted)
    body = "{}\n" + "[\n" * 1000
    assert look(body.encode(), HEADERS).note.endswith("1000 lines are broken and shown as they came.")
    assert sum(read) <= 5 * len(body)


def test_several_values_and_odd_numbers_are_noted():
    view = look(b'{"a":1}\n{"a":NaN}\n', HEADERS)
    assert view.text == '{\n  "a": 1\n}\n{\n  "a": NaN\n}'
    assert view.note == "2 JSON values, one after another. NaN is not JSON (RFC 8259 §6)."


def test_prefix_against_inclusion_and_callback_are_taken_off():
    assert look(b')]}\',\n{"a":1}', HEADERS).text == '{\n  "a": 1\n}'
    wrapped = look(b'cb({"a":1});', (("Content-Type", "application/javascript"),))
    assert wrapped.text == '{\n  "a": 1\n}'
    assert wrapped.note == "Inside a call of cb."


def test_deep_nesting_grows_with_the_depth_not_its_square():
    depth = 20_000
    view = look(b"[" * depth + b"]" * depth, HEADERS)
    assert view.is_formatted
    assert len(view.text) < depth * 500


def test_long_bodies_are_shown_as_they_came():
    body = json.dumps([{"id": number} for number in range(1000)]).encode()
    view = look(body, HEADERS, limit_bytes=1000)
    assert not view.is_formatted
    assert view.text == body.decode()
    assert view.note == "Long body, shown as it came."
