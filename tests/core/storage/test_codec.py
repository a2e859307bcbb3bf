"""Nouns to plain data and back."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.core.model.collection import Collection
from explorer.core.model.diagnosis import Diagnosis, Place
from explorer.core.model.environment import Environment
from explorer.core.model.exchange import Content, Exchange, Failure, FailureKind, Outcome, Response
from explorer.core.model.history import FailureGroup, HistoryRow, SeenBefore
from explorer.core.model.request import Auth, BearerAuth, Body, FileBody, Request, TextBody, TextKind
from explorer.core.storage.codec import from_plain, to_plain
from tests import factories, stories

TEXT = st.text(max_size=8)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bytes: st.binary(max_size=16),
    int: st.integers(-(2**63), 2**63),
    bool: st.booleans(),
    float: st.floats(allow_nan=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    Path: st.sampled_from([Path("a/b.bin"), Path("/tmp/ä ö")]),
}


def values(kind: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Every field of every noun filled, not only those without a default."""
    origin, inner = get_origin(kind), get_args(kind)
    size = 2 if depth < 4 else 0
    if kind in LEAVES:
        return LEAVES[kind]
    if kind is NoneType:
        return st.none()
    if origin is Union or origin is UnionType:
        return st.one_of(*(st.deferred(lambda member=member: values(member, depth)) for member in inner))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        if size == 0:
            return st.just(())
        return st.lists(st.deferred(lambda: values(inner[0], depth + 1)), max_size=size).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(member, depth) for member in inner))
    if origin is frozenset:
        return st.frozensets(values(inner[0], depth), max_size=size)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    return st.builds(kind, **{item.name: values(hints[item.name], depth + 1) for item in fields(kind)})


@pytest.mark.parametrize(
    "kind",
    [Request, Exchange, Diagnosis, Environment, Collection, HistoryRow, FailureGroup, SeenBefore, Auth, Body, Outcome],
    ids=lambda kind: getattr(kind, "__name__", str(kind)),
)
def test_every_noun_comes_back_equal(kind: Any) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(values(kind))
    def check(value: Any) -> None:
        stored = json.dumps(to_plain(value))
        assert from_plain(kind, json.loads(stored)) == value

    check()


def test_whole_scenes_come_back_equal() -> None:
    for exchange, diagnosis, *_ in (stories.empty_recipients_story(), stories.expired_certificate_story()):
        assert from_plain(Exchange, json.loads(json.dumps(to_plain(exchange)))) == exchange
        assert from_plain(Diagnosis, json.loads(json.dumps(to_plain(diagnosis)))) == diagnosis


def test_keys_of_a_newer_program_are_ignored_and_missing_ones_take_the_default() -> None:
    plain = to_plain(Request(name="A", method="PUT", url="http://a.test"))
    plain["invented_later"] = {"x": 1}
    plain["auth"] = {"type": "BearerAuth", "token": "t", "rotated": True}
    del plain["docs"], plain["body"], plain["params"]
    found = from_plain(Request, plain)
    assert found == Request(name="A", method="PUT", url="http://a.test", auth=BearerAuth(token="t"))


def test_union_members_are_told_apart_by_their_class() -> None:
    assert from_plain(Body, to_plain(FileBody(file_path="a"))) == FileBody(file_path="a")
    assert from_plain(Auth | None, None) is None
    assert isinstance(from_plain(Outcome, to_plain(factories.failure())), Failure)
    assert isinstance(from_plain(Outcome, to_plain(factories.response())), Response)


def test_texts_that_are_no_valid_unicode_survive() -> None:
    body = TextBody(kind=TextKind.TEXT, text="half a pair \ud83d and \x00")
    assert from_plain(TextBody, json.loads(json.dumps(to_plain(body)))) == body


def test_own_converters_are_used_in_both_directions() -> None:
    kept: dict[str, Content] = {}

    def keep(content: Content) -> str:
        kept[str(len(kept))] = content
        return str(len(kept) - 1)

    exchange = factories.exchange(factories.response(body=b"abc"))
    plain = to_plain(exchange, {Content: keep})
    assert plain["outcome"]["body"] == "1"
    assert from_plain(Exchange, plain, {Content: kept.__getitem__}) == exchange


@pytest.mark.parametrize(
    ("kind", "plain", "words"),
    [
        (Request, [], "expected an object for Request, found list"),
        (Request, {"name": 3}, "expected str, found int"),
        (Request, {"params": "x"}, "expected a list, found str"),
        (Place, {"part": "body"}, "Place: .*missing 2 required"),
        (Body, {"type": "Mystery"}, "expected one of NoBody, .*found Mystery"),
        (Failure, {"kind": "not_a_kind"}, "not_a_kind"),
        (Content, {"data": "%%%"}, "."),
        (int, True, "expected int, found bool"),
        (tuple[str, str], ["a"], "expected 2 items, found 1"),
    ],
)
def test_data_that_is_something_else_is_refused(kind: Any, plain: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        from_plain(kind, plain)


def test_what_is_no_noun_cannot_be_stored() -> None:
    with pytest.raises(TypeError, match="object cannot be stored"):
        to_plain(object())
    with pytest.raises(TypeError):
        to_plain(FailureKind)
