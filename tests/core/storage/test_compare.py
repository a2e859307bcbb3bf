"""What differs between two exchanges, in few words."""

import json
from dataclasses import replace
from typing import Any

import pytest

from explorer.core.model.exchange import Content, Exchange, ResolvedSetting
from explorer.core.model.history import Change
from explorer.core.storage.compare import changes
from explorer.core.storage.compare_words import shortened
from tests import factories


def sending(body: Any = None, **changed: Any) -> Exchange:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return factories.exchange(sent=factories.sent(body=Content.of(data), **changed))


def told(before: Exchange, after: Exchange) -> list[tuple[str, str, str]]:
    return [(change.field, change.before, change.after) for change in changes(before, after)]


def test_the_picture() -> None:
    before = {
        "from": "12345",
        "to": ["46701740605", "46701740617"],
        "body": "Hi ${name}, see you at 19:00!",
        "parameters": {"name": {"46701740617": "Maja", "default": "there"}},
    }
    after = {
        "from": "12345",
        "to": [],
        "body": "Hi ${name}, see you at 19:30!",
        "parameters": {"name": {"default": "there"}},
    }
    assert told(sending(before), sending(after)) == [
        ("to", "2 elements", "0 elements"),
        ("body", "…at 19:00!", "…at 19:30!"),
        ("parameters.name.46701740617", "Maja", "not set"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [("a", "1", "true")]),
        ({"a": 1}, {"a": "1"}, [("a", "1", '"1"')]),
        ({"a": None}, {"a": ""}, [("a", "null", '""')]),
        ({"a": "x"}, {"a": ""}, [("a", "x", '""')]),
        ({}, {"a": "x"}, [("a", "not set", "x")]),
        ({"a": {"b": 1, "c": 2}}, {}, [("a", "2 fields", "not set")]),
        ({"a": [1]}, {"a": {"b": 1}}, [("a", "1 element", "1 field")]),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, [("a[1]", "y", "z")]),
        ([{"a": 1}], [{"a": 2}], [("[0].a", "1", "2")]),
        ([1], [1, 2], [("body", "1 element", "2 elements")]),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}, []),
        (b"one two", b"one three", [("body", "one two", "one three")]),
        (b"", b'{"a": 1}', [("body", "empty", '{"a": 1}')]),
        (b"\x00" * 700, b"\x01" * 2048, [("body", "700 B", "2.0 KB")]),
        (b"\xff\xfe", b"\xff", [("body", "2 B", "1 B")]),
        (b"[" * 100_000, b"[" * 100_001, [("body", "…" + "[" * 12, "…" + "[" * 13)]),
    ],
)
def test_bodies(before: Any, after: Any, wanted: list[tuple[str, str, str]]) -> None:
    found = told(sending(before), sending(after))
    if before == b"[" * 100_000:  # no JSON that could be read; only that it ends and is short matters
        assert [(field, len(old) < 30, len(new) < 30) for field, old, new in found] == [("body", True, True)]
    else:
        assert found == wanted


def test_forms_are_compared_by_field() -> None:
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    before, after = sending(b"a=1&b=2&b=3", headers=headers), sending(b"a=1&b=2&c=", headers=headers)
    assert told(before, after) == [("b", "2, 3", "2"), ("c", "not set", "")]


def test_urls_are_compared_by_part() -> None:
    before = sending(url="http://127.0.0.1:8025/xms/v1/batches?page=0&page_size=30")
    after = sending(url="https://us.example.com/xms/v1/groups?page=0&page_size=500")
    assert told(before, after) == [
        ("host", "http://127.0.0.1:8025", "https://us.example.com"),
        ("path", "/xms/v1/batches", "/xms/v1/groups"),
        ("page_size", "30", "500"),
    ]
    assert [name for name, _, _ in told(sending(url="http://[::1"), sending(url="http://[::2"))] == ["URL"]


def test_headers_of_the_person_count_and_automatic_ones_do_not() -> None:
    before = factories.sent(headers=(("Content-Type", "text/plain"), ("User-Agent", "a"), ("Date", "x"), ("X-A", "1")))
    after = factories.sent(headers=(("content-type", "application/json"), ("User-Agent", "b"), ("x-a", "1")))
    automatic = frozenset({"user-agent", "content-type"})
    first = factories.exchange(sent=replace(before, automatic=automatic))
    second = factories.exchange(sent=replace(after, automatic=automatic))
    assert told(first, second) == [("Content-Type", "text/plain", "application/json")]


def test_method_environment_and_settings() -> None:
    setting = ResolvedSetting(name="timeout_s", value="30", origin="default")
    before = replace(sending(method="POST"), settings=(setting,))
    after = replace(sending(method="PUT"), environment="Staging", settings=(replace(setting, value="5"),))
    assert told(before, after) == [
        ("environment", "Sandbox", "Staging"),
        ("method", "POST", "PUT"),
        ("timeout_s", "30", "5"),
    ]


def test_what_was_never_sent_is_compared_as_written() -> None:
    before = factories.exchange(sent=None)
    after = factories.exchange(sent=None, request=factories.request(url="{{base}}/x", method="GET"))
    assert [change.field for change in changes(before, after)] == ["method", "URL"]
    assert changes(before, before) == ()


def test_there_are_never_more_than_a_hundred() -> None:
    before, after = sending(dict.fromkeys(map(str, range(500)), 1)), sending({})
    found = changes(before, after)
    assert len(found) == 100
    assert found[0] == Change(field="0", before="1", after="not set")


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("short", "other", ("short", "other")),
        ("Hi ${name}, see you at 19:00!", "Hi ${name}, see you at 19:30!", ("…at 19:00!", "…at 19:30!")),
        ("a line\nwith a break", "b", ("a line with a break", "b")),
        ("x" * 100, "y" * 100, ("x" * 24 + "…", "y" * 24 + "…")),
        ("x" * 100, "", ("x" * 24 + "…", "")),
    ],
)
def test_shortening(before: str, after: str, wanted: tuple[str, str]) -> None:
    assert shortened(before, after) == wanted


def test_shortened_texts_of_any_length_show_the_difference() -> None:
    for length in (30, 1000, 5_000_000):
        old, new = shortened("ab " * length + "here " + "cd " * length, "ab " * length + "THERE " + "cd " * length)
        assert "here" in old
        assert "THERE" in new
        assert max(len(old), len(new)) <= 26
