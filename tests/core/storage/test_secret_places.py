"""Values behind names of credentials go from bodies; every other byte stays."""

import json
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.model.exchange import Content
from explorer.core.model.request import Request, TextBody, TextKind
from explorer.core.storage import secret_places
from explorer.core.storage.codec import to_plain
from explorer.core.storage.masking import MASK, mask_exchange, mask_request, secrets_of
from explorer.core.storage.secret_places import LONGEST_BYTES, mask_body, mask_places, mask_text_places, values_in
from tests import factories

M = MASK


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"password":"hunt3r"}', f'{{"password":"{M}"}}'),
        (
            '{"user": {"passwd" : "a","secret":"b",\n "token":"c", "apiKey":"d"}}',
            f'{{"user": {{"passwd" : "{M}","secret":"{M}",\n "token":"{M}", "apiKey":"{M}"}}}}',
        ),
        ('{"password": 1234, "a": 1}', f'{{"password": "{M}", "a": 1}}'),
        ('{"password": null, "secret": true, "token": ""}', None),
        ('{"secrets": ["a\\"b", "c"], "x": 1}', f'{{"secrets": ["{M}", "{M}"], "x": 1}}'),
        ('{"errors": {"password": ["is too short"]}}', None),
        ('{"password": "a \\" b", "x": "y"}', f'{{"password": "{M}", "x": "y"}}'),
        ('{"pass\\u0077ord": "a"}', f'{{"pass\\u0077ord": "{M}"}}'),
        ('{"token\\"x": "a"}', f'{{"token\\"x": "{M}"}}'),
        ('{"password": "{{pw}}"}', None),
        ('{"password": "\\r\\n "}', None),
        ('{"a": {{n}}, "password": "x", }', f'{{"a": {{{{n}}}}, "password": "{M}", }}'),
        ('{"token": "a"}\n{"token": "b"}\n', f'{{"token": "{M}"}}\n{{"token": "{M}"}}\n'),
        ('{"password": "cut o', f'{{"password": "{M}'),
        ('{"token_type": "bearer", "keyword": "a", "monkey": "b", "author": "c", "session_count": 3}', None),
        ('{"key": "to[0]"}', None),
        ('{"key": "PROJ-123"}', None),
        ('{"key": "AIzaSyD4f8g9h0j1k2"}', f'{{"key": "{M}"}}'),
        ('["password", "x", {"a": "password"}]', None),
        ('{"next": "http://a/?token=x&p=2", "b": 1}', f'{{"next": "http://a/?token={M}&p=2", "b": 1}}'),
        ('{"next": "http://a/?p=2\\u0026token=x"}', f'{{"next": "http://a/?p=2\\u0026token={M}"}}'),
        ("password=hunt3r&a=b", f"password={M}&a=b"),
        ("a=b&client_secret=x&jwt=y", f"a=b&client_secret={M}&jwt={M}"),
        ("grant_type=password&scope=a", None),
        ("a=1;token=x", f"a=1;token={M}"),
        (
            '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunt3r\r\n--b--\r\n',
            f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{M}\r\n--b--\r\n',
        ),
        (
            "<s:Envelope><wsse:Password Type='x'>hunt3r</wsse:Password><Key>a.jpg</Key></s:Envelope>",
            f"<s:Envelope><wsse:Password Type='x'>{M}</wsse:Password><Key>a.jpg</Key></s:Envelope>",
        ),
        ("The password is wrong: try again", None),
        ("", None),
    ],
)
def test_values_go_and_the_rest_stays(text: str, wanted: str | None) -> None:
    wanted = text if wanted is None else wanted
    assert mask_text_places(text) == wanted
    assert mask_places(wanted.encode()) == wanted.encode()


NAMES = st.sampled_from(["password", "token", "apiKey", "to", "author", "text"])
TREES = st.recursive(
    st.one_of(st.text(max_size=12), st.integers(), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=15,
)


def without(value: object) -> object:
    """The tree as it must come out, masked by plain Python."""
    if isinstance(value, list):
        return [without(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: masked(item) if key in ("password", "token", "apiKey") else without(item) for key, item in value.items()
    }


def masked(value: object) -> object:
    if isinstance(value, str) and value.strip():
        return M
    return M if isinstance(value, int) and not isinstance(value, bool) else without(value)


def flat(value: object) -> bool:
    """Whether no list stands below the name of a credential: what is in one is a matter of taste."""
    if isinstance(value, list):
        return all(map(flat, value))
    if not isinstance(value, dict):
        return True
    return all(
        flat(item) and not (isinstance(item, list) and key in ("password", "token", "apiKey"))
        for key, item in value.items()
    )


@settings(max_examples=300, deadline=None, database=None)
@given(TREES, st.sampled_from([None, 1]), st.booleans())
def test_any_json_is_masked_as_its_tree_is(tree: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    if not flat(tree) or "=" in text:
        return
    assert json.loads(mask_places(text.encode("utf-8", "surrogatepass"))) == without(tree)


@settings(max_examples=200, deadline=None, database=None)
@given(st.binary(max_size=200), st.sampled_from([b'"password":"', b"token=", b'name="key"', b"<secret>"]))
def test_any_bytes_can_be_looked_through(data: bytes, start: bytes) -> None:
    once = mask_places(start + data)
    assert mask_places(once) == once
    list(values_in(start + data))


WORD = b"(?i:" + b"|".join(map(re.escape, secret_places._HINTS)) + b")"
IN_NAME = rb"[^&=?;\s\"'<>{}\\#/:]"
EVERYWHERE = {
    secret_places._JSON: rb'(?<!\\)"(?=[^"\r\n]{0,100}?' + WORD + rb")",
    secret_places._PAIR: rb"(?:(?<=[?&;\"'])|(?<=; )|(?<=\\u0026)|\A)(?=" + IN_NAME + rb"{0,100}?" + WORD + rb")",
}
"""Where each is to be tried, as a condition that is asked everywhere: what is told more quickly by the hints."""

PIECES = st.sampled_from(
    [
        b'"',
        b'\\"',
        b"token",
        b"Key",
        b"auth",
        b"=",
        b"&",
        b"?",
        b"; ",
        b";",
        b"'",
        b":",
        b" : ",
        b"\n",
        b"\t",
        b"\\u0026",
        b"\\u0061",
        b"\\u00e4",
        b"\\",
        b"x",
        b"a" * 60,
        b"b" * 95,
        b"c" * 101,
        b"1",
        b"[",
        b"]",
        b'"pass":"',
        b"?sig=",
        b"/",
    ]
)


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(PIECES, max_size=40).map(b"".join), st.sampled_from([64, 300, 32 * 1024]))
def test_places_are_tried_where_a_hint_follows_and_nowhere_else(data: bytes, portion: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secret_places, "_PORTION_BYTES", portion)
        for pattern, condition in EVERYWHERE.items():
            tried, at, wanted = re.compile(condition), 0, []
            while begin := tried.search(data, at):
                match = pattern.match(data, begin.start())
                if match is not None:
                    wanted.append(match.span())
                at = match.end() if match is not None else begin.start() + 1
            assert [match.span() for match in secret_places._matches(pattern, data)] == wanted


def test_escaped_letters_of_other_languages_are_no_names() -> None:
    """A body full of them was looked through at a thirtieth of the speed."""
    data = json.dumps({"name": "Müller", "note": "<ü> & \\u00fc"}).encode()
    assert not secret_places._hints(data, 0)
    assert secret_places._hints(rb'{"p\u0061ssword": "x"}', 0)


def test_values_at_the_borders_of_portions_go() -> None:
    for before in range(65536 - 20, 65536 + 20):
        data = b'{"a":"' + b"x" * before + b'","password":"hunt3r"}'
        assert b"hunt3r" not in mask_places(data)
    long = b'{"password":"' + b"y" * 300_000 + b'","b":1}'
    assert mask_places(long) == f'{{"password":"{M}","b":1}}'.encode()
    assert LONGEST_BYTES < 300_000


def test_a_known_secret_with_a_separator_goes_whole() -> None:
    assert mask_body(b"?key=Tr0ub&3-hunter2", ("Tr0ub&3-hunter2",)) == f"?key={M}".encode()


def test_random_bytes_stay() -> None:
    data = b"\x00" + os.urandom(200_000).replace(b"=", b"").replace(b'"', b"").replace(b"<", b"")
    assert mask_places(data) is data


def test_short_credentials_leave_bodies_texts_and_search() -> None:
    sent = factories.sent(body=Content.of(b'{"user":{"passwd":"p4ss1","secret":"s3cr1"}}'), secrets=())
    body = {"password": "hunt3r", "token": "t0k1", "text": "stays"}
    written = Request(body=TextBody(kind=TextKind.JSON, text='{"apiKey":"k3y1", "to": ["1"]}'))
    exchange = factories.exchange(factories.response(200, "OK", body), sent=sent, request=written)
    safe = mask_exchange(exchange)
    text = repr(to_plain(safe, {Content: lambda content: content.data}))
    for value in ("p4ss1", "s3cr1", "hunt3r", "t0k1", "k3y1"):
        assert value not in text
    assert "stays" in text
    assert safe.response is not None
    assert safe.response.body.is_complete
    assert mask_request(written).body == TextBody(kind=TextKind.JSON, text=f'{{"apiKey":"{M}", "to": ["1"]}}')


def test_what_a_server_says_about_a_password_is_not_searched_for_elsewhere() -> None:
    exchange = factories.exchange(factories.response(400, "Bad Request", {"password": "This field is required."}))
    assert "This field is required." not in secrets_of(exchange)
