"""Edits: what they replace is there, what comes out is what was meant, and the preview shows it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import previews, remedies
from explorer.core.diagnosis.context import Context, RequestRef
from explorer.core.model.diagnosis import Edit, EditTarget, Remedy, RemedyKind
from explorer.core.model.request import Header, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import answered

KEYS = st.text(alphabet="abcdef", min_size=1, max_size=4)
OBJECTS = st.dictionaries(KEYS, st.integers() | st.lists(st.text(max_size=4), max_size=3), max_size=4)


def written(text: str, **rest: Any) -> Request:
    return Request(method="POST", url="https://a.b/x?to=+467&x=1", body=TextBody(kind=TextKind.JSON, text=text), **rest)


def apply(text: str, edit: Edit) -> str:
    assert text[edit.start : edit.end] == edit.before
    return text[: edit.start] + edit.after + text[edit.end :]


def only(fix: Remedy | None) -> Edit:
    assert fix is not None
    assert (fix.kind, fix.action) == (RemedyKind.EDIT, "Apply fix")
    assert fix.preview
    return fix.edits[0]


@given(OBJECTS, KEYS, st.sampled_from([None, 2, 4]))
def test_a_value_is_set_or_added(value: dict[str, Any], key: str, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    fix = remedies.set_value(written(text), (key,), '"new"', "Set it")
    assert json.loads(apply(text, only(fix))) == {**value, key: "new"}


def test_an_added_member_is_laid_out_like_its_neighbours() -> None:
    text = '{\n  "a": 1,\n  "b": 2\n}'
    fix = remedies.add_member(written(text), "c", "3", "Add it")
    assert apply(text, only(fix)) == '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}'
    assert fix is not None
    assert fix.preview == ('-  "b": 2', '+  "b": 2,', '+  "c": 3')


def test_nothing_is_added_where_that_is_not_certain() -> None:
    assert remedies.add_member(written('{"a": 1'), "c", "3", "x") is None
    assert remedies.add_member(written("[1]"), "c", "3", "x") is None
    assert remedies.add_member(Request(), "c", "3", "x") is None
    assert remedies.set_value(written("{}"), ("a", "b"), "1", "x") is None
    assert remedies.set_value(written('{"a": 1}'), ("a",), "1", "same") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_whole_body_is_replaced_by_a_small_edit(before: str, after: str) -> None:
    fix = remedies.replace_whole_body(written(before), after, "x")
    if before == after:
        assert fix is None
    else:
        assert fix is not None
        assert apply(before, fix.edits[0]) == after


def test_a_field_is_restored_as_it_was_typed() -> None:
    last = answered(written('{"to": ["{{a}}", "2"]}'), 201, {})
    context = Context(last_success=last)
    text = '{"to": []}'
    assert apply(text, only(remedies.restore_field(written(text), context, "to"))) == '{"to": ["{{a}}", "2"]}'
    text = '{"to": ["x", "y"]}'
    assert apply(text, only(remedies.restore_field(written(text), context, "to[1]"))) == '{"to": ["x", "2"]}'
    text = '{"to": ["x", "y", "z"]}'
    whole = remedies.restore_field(written(text), context, "to[2]")
    assert whole is not None
    assert whole.title == "Restore `to` from the last success"
    assert apply("{}", only(remedies.restore_field(written("{}"), context, "to"))) == '{"to": ["{{a}}", "2"]}'
    assert remedies.restore_field(written(text), context, "unheard_of") is None
    assert remedies.restore_field(written(text), Context(), "to") is None


def test_a_plus_is_encoded() -> None:
    request = written("{}")
    assert apply(request.url, only(remedies.encode_plus(request, "to"))) == "https://a.b/x?to=%2B467&x=1"
    assert remedies.encode_plus(request, "x") is None


def test_headers() -> None:
    request = written(
        "{}", headers=(Header(name="Accept", value="text/csv"), Header(name="X", value="1", enabled=False))
    )
    edit = only(remedies.set_header(request, "accept", "*/*"))
    assert (edit.target, edit.name, edit.before, edit.after) == (EditTarget.HEADER, "Accept", "text/csv", "*/*")
    added = remedies.set_header(request, "X", "2")
    assert (added.edits[0].before, added.preview) == ("", ("+X: 2",))
    removed = only(remedies.remove_header(request, "Accept", "Take it out"))
    assert (removed.before, removed.after) == ("text/csv", "")
    assert remedies.remove_header(request, "X", "it is off") is None


def test_requests_are_opened_by_name() -> None:
    context = Context(requests=(RequestRef(key="Groups/List groups.yml", name="List groups"),))
    found = remedies.open_request(context, "list groups", "See them")
    assert found is not None
    assert (found.action, found.target) == ("Open List groups", "Groups/List groups.yml")
    assert remedies.open_request(context, "Unheard of", "x") is None


@pytest.mark.parametrize(
    ("text", "start", "end", "after", "lines"),
    [
        ("a\nb\nc", 2, 3, "B", ("-b", "+B")),
        ("a\nb\nc", 5, 5, "\nd", ("+d",)),
        ("a\nb\nc", 2, 4, "", ("-b",)),
        ("abc", 1, 2, "x\ny", ("-abc", "+ax", "+yc")),
    ],
)
def test_previews(text: str, start: int, end: int, after: str, lines: tuple[str, ...]) -> None:
    assert previews.of_text(text, start, end, after) == lines


def test_previews_are_short() -> None:
    lines = previews.of_texts("\n".join("abcdefghijkl"), "x" * 500)
    assert lines[6] == "-…"
    assert len(lines[-1]) == 161
