"""What becomes of bytes: text, kind, values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.formats.body import PREFIX_BYTES, BodyKind, ReceivedBody, received
from explorer.core.diagnosis.formats.decoding import decoded
from explorer.core.diagnosis.formats.json_values import JsonForm, read_json
from explorer.core.diagnosis.formats.xml_tree import as_plain, read_xml
from explorer.core.model.exchange import Headers
from tests.core.diagnosis.formats.test_shapes import exchange


def body(data: bytes, content_type: str = "", headers: Headers = ()) -> ReceivedBody:
    sent = exchange(400, (("Content-Type", content_type), *headers), data)
    assert sent.response is not None
    return received(sent, sent.response)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("Fält".encode(), ""),
        ("Fält".encode("utf-8-sig"), "text/plain; charset=utf-16"),
        ("Fält".encode("utf-16"), ""),
        ("Fält".encode("latin-1"), "text/plain; charset=ISO-8859-1"),
        ("Fält".encode("cp1252"), "text/plain; charset=utf-8"),
        ("Fält".encode(), "text/plain; charset=no-such"),
        ("Fält".encode(), "text/plain; charset=base64"),
        ("Fält".encode("utf-16-le"), "text/plain"),
    ],
)
def test_charsets(data: bytes, content_type: str) -> None:
    assert decoded(data, content_type) == "Fält"


def test_a_character_cut_in_two_is_dropped() -> None:
    assert decoded("aä".encode()[:-1], "") == "a"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", BodyKind.EMPTY),
        (b" \r\n", BodyKind.EMPTY),
        (b'{"a":1}', BodyKind.JSON),
        (b"null", BodyKind.JSON),
        (b'{"a":1}\n{"a":2}', BodyKind.SEVERAL_JSON),
        (b'{"a":', BodyKind.CUT_JSON),
        (b"<?xml version='1.0'?><a/>", BodyKind.XML),
        (b"<html><body>x", BodyKind.HTML),
        (b"<h1>Not Found</h1>", BodyKind.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html/>", BodyKind.HTML),
        (b"<problem><title>x</title></problem>", BodyKind.XML),
        (b"<Envelope><Body/></Envelope>", BodyKind.XML),
        (b"slow down", BodyKind.PLAIN),
        (b"404 page not found", BodyKind.PLAIN),
    ],
)
def test_kinds_come_from_the_bytes(data: bytes, kind: BodyKind) -> None:
    assert body(data, "application/octet-stream").kind is kind


def test_large_bodies_are_clipped() -> None:
    large = body(b'{"code":"E","rows":[' + b'"x",' * PREFIX_BYTES)
    assert large.clipped
    assert large.kind is BodyKind.CUT_JSON
    assert large.members["code"] == "E"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _JSON) | st.lists(_JSON))
def test_whole_json_is_read_as_it_is(value: object) -> None:
    found = read_json(json.dumps(value))
    assert (found.form, found.values) == (JsonForm.WHOLE, (value,))


@given(st.dictionaries(st.text(min_size=1), _JSON, min_size=1), st.data())
def test_cut_json_gives_what_was_there(value: dict[str, object], data: st.DataObject) -> None:
    text = json.dumps(value)
    found = read_json(text[: data.draw(st.integers(1, len(text) - 1))])
    assert found.form is JsonForm.CUT
    assert isinstance(found.values[0], dict)
    assert len(found.values[0]) <= len(value)


def test_xml_becomes_members() -> None:
    root = read_xml('<e:error xmlns:e="urn:x" code="7"><e:msg>No</e:msg><i>1</i><i>2</i>more</e:error>')
    assert root is not None
    assert as_plain(root) == {"code": "7", "msg": "No", "i": ["1", "2"]}


def test_entities_are_refused() -> None:
    assert read_xml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is None
