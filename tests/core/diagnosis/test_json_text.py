"""Spans of keys and values in JSON texts: exact for valid JSON, patient with broken JSON and templates."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.json_text import Kind, line_column, offsets, scan, unquoted, walk

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def at(value: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


@given(VALUES, st.sampled_from([None, 1, 4]), st.booleans())
def test_every_span_holds_its_value(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    tree = scan(text)
    assert tree is not None
    for path, node in walk(tree):
        assert 0 <= node.start < node.end <= len(text)
        assert json.loads(text[node.start : node.end]) == at(value, path)


@given(VALUES, st.integers(0, 200), st.text(alphabet='{}[]",: x', max_size=5))
def test_broken_json_gives_spans_inside_the_text(value: Any, cut: int, rubbish: str) -> None:
    text = json.dumps(value)[:cut] + rubbish
    tree = scan(text)
    for _, node in walk(tree) if tree else ():
        assert 0 <= node.start <= node.end <= len(text)


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    tree = scan(text)
    for _, node in walk(tree) if tree else ():
        assert 0 <= node.start <= node.end <= len(text)


def test_templates_stand_for_values() -> None:
    text = '{"a": {{x}}, "b": [{{y}}, "{{z}}"], "c": {{x}}}'
    tree = scan(text)
    assert tree is not None
    spans = {".".join(path): text[node.start : node.end] for path, node in walk(tree)}
    assert spans["a"] == "{{x}}"
    assert spans["b.0"] == "{{y}}"
    assert spans["b.1"] == '"{{z}}"'
    assert spans["c"] == "{{x}}"


def test_an_unclosed_bracket_keeps_what_was_read() -> None:
    text = '{"from": "1", "to": ["2", "3"'
    tree = scan(text)
    assert tree is not None
    to = tree.child("to")
    assert to is not None
    assert (to.kind, len(to.items)) == (Kind.ARRAY, 2)
    assert to.end == len(text)


def test_comments_trailing_commas_and_single_quotes_are_read_over() -> None:
    tree = scan("{'a': 1, // one\n /* two */ \"b\": [2,],}")
    assert tree is not None
    assert [member.key for member in tree.members] == ["a", "b"]


def test_the_last_of_equal_keys_counts() -> None:
    text = '{"a": 1, "a": 2}'
    tree = scan(text)
    assert tree is not None
    found = tree.child("a")
    assert found is not None
    assert text[found.start : found.end] == "2"


def test_deep_nesting_does_not_run_out_of_stack() -> None:
    assert scan("[" * 50_000) is not None


def test_lines_and_columns_count_from_one() -> None:
    assert line_column("ab\ncd", 0) == (1, 1)
    assert line_column("ab\ncd", 4) == (2, 2)


def test_escapes() -> None:
    assert unquoted('"a\\n\\u00e4\\ud83d\\ude00"') == "a\nä😀"
    assert unquoted('"\\ud83d"') == "\ufffd"


@given(st.text(), st.booleans())
def test_every_character_of_a_string_has_its_place(value: str, ascii_only: bool) -> None:
    token = json.dumps(value, ensure_ascii=ascii_only)
    places = offsets(token)
    assert len(places) == len(value) + 1
    for index, character in enumerate(value):
        assert unquoted(f'"{token[places[index] : places[index + 1]]}"') == character


@given(st.text(alphabet='\\u"dDc8af0n{', max_size=30))
def test_places_in_broken_strings_never_go_backwards(inner: str) -> None:
    token = f'"{inner}'
    places = offsets(token)
    assert list(places) == sorted(places)
    assert all(0 <= place <= len(token) for place in places)
