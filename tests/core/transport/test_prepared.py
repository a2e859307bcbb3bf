"""Requests that cannot be on the wire are refused with a sentence and the part at fault."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import FailureKind
from explorer.core.model.request import (
    BasicAuth,
    BearerAuth,
    FileBody,
    Header,
    Param,
    ParamKind,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.transport import SendOptions, new_id, prepare

OPTIONS = SendOptions()
URL = "https://example.com/"


def header(name: str, value: str) -> Request:
    return Request(url=URL, headers=(Header(name=name, value=value),))


@pytest.mark.parametrize(
    ("request_", "field", "words"),
    [
        (Request(url="  "), "url", "empty"),
        (Request(url="https://"), "url", "no host"),
        (Request(url="https:///path"), "url", "no host"),
        (Request(url="http:/example.com"), "url", "two slashes"),
        (Request(url="https://example.com:port/"), "url", "port"),
        (Request(url="https://example.com:0/"), "url", "port"),
        (Request(url="https://example.com:65536/"), "url", "port"),
        (Request(url="https://[::1/"), "url", "bracket"),
        (Request(url="https://[::g]/"), "url", "IPv6"),
        (Request(url="https://exa mple.com/"), "url", "a blank"),
        (Request(url="https://{{host}}/"), "url", "cannot contain {"),
        (Request(url="https://a..b/"), "url", "empty part"),
        (Request(url=f"https://{'a' * 64}.com/"), "url", "too long"),
        (Request(url="https://example.com/a\r\nX: y"), "url", "line break"),
        (Request(url="ftp://example.com/"), "url", "ftp://"),
        (Request(url=URL, method="GE T"), "method", "not a method"),
        (Request(url=URL, method=""), "method", "no method"),
        (header("X A", "1"), "X A", "not allow"),
        (header("X\r\nA", "1"), "X\r\nA", "not allow"),
        (header("", "1"), "header", "no name"),
        (header("X-A", "1\r\nX-B: 2"), "X-A", "line break"),
        (header("X-A", "nul\0"), "X-A", "control"),
        (header("Transfer-Encoding", "gzip"), "Transfer-Encoding", "chunked"),
        (header("Content-Length", "5"), "Content-Length", "has 0 B"),
        (Request(url=URL, headers=(Header(name="Host", value="a"), Header(name="host", value="b"))), "Host", "two"),
        (Request(url=URL, body=FileBody(file_path="/nowhere/at/all")), "body", "does not exist"),
        (Request(url=URL, body=FileBody(file_path="")), "body", "Choose"),
        (Request(url=URL, body=FileBody(file_path="/")), "body", "cannot be read"),
        (Request(url=URL, auth=BearerAuth(token="a\nsecret")), "auth", "line break"),
        (Request(url=URL, auth=BasicAuth(username="a:b", password="secret")), "auth", "colon"),
    ],
)
def test_refused(request_, field, words):
    with pytest.raises(InvalidRequestError) as caught:
        prepare(request_, OPTIONS)
    assert caught.value.field == field
    assert words in caught.value.message
    assert caught.value.message.endswith(".")
    assert "secret" not in caught.value.message


async def test_what_is_refused_is_a_failure_of_an_exchange_too(send):
    exchange = await send("ftp://example.com/")
    assert (exchange.failure.kind, exchange.failure.phase, exchange.sent) == (
        FailureKind.UNSUPPORTED_SCHEME,
        None,
        None,
    )
    exchange = await send("https://a:b/")
    assert exchange.failure.kind is FailureKind.INVALID_URL
    exchange = await send(URL, headers=(("A", "b\nc"),))
    assert exchange.failure.kind is FailureKind.INVALID_HEADER


@pytest.mark.parametrize(
    ("typed", "url", "host"),
    [
        ("localhost:8025/x", "http://localhost:8025/x", "localhost:8025"),
        ("127.0.0.1", "http://127.0.0.1/", "127.0.0.1"),
        ("[::1]:80/x", "http://[::1]:80/x", "[::1]"),
        ("api.example.com/a", "https://api.example.com/a", "api.example.com"),
        ("localhost.example.com", "https://localhost.example.com/", "localhost.example.com"),
        ("HTTPS://Example.com:443/A", "https://Example.com:443/A", "Example.com"),
        ("http://example.com:8080", "http://example.com:8080/", "example.com:8080"),
        ("http://example.com:", "http://example.com/", "example.com"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("http://user:pw@example.com/@x", "http://example.com/@x", "example.com"),
    ],
)
def test_urls_without_scheme_and_hosts(typed, url, host):
    sent = prepare(Request(url=typed), OPTIONS)
    assert sent.url == url
    assert sent.headers[0] == ("Host", host)


def test_path_parameters_fill_their_segments():
    rows = (
        Param(name="id", value="a/b", kind=ParamKind.PATH),
        Param(name="no", value="x", kind=ParamKind.PATH, enabled=False),
        Param(name="q", value="x"),
    )
    sent = prepare(Request(url="http://h:80/:id/:no/:idle?x=:id", params=rows), OPTIONS)
    assert sent.url == "http://h:80/a%2Fb/:no/:idle?x=:id"


def test_own_length_may_be_written_when_it_is_true():
    request = Request(
        url=URL,
        method="POST",
        headers=(Header(name="content-length", value="2"),),
        body=TextBody(kind=TextKind.TEXT, text="ab"),
    )
    assert [value for name, value in prepare(request, OPTIONS).headers if name.lower() == "content-length"] == ["2"]


@given(st.text(max_size=60))
def test_whatever_is_typed_as_url_is_refused_with_a_sentence_or_fits_on_the_wire(text):
    try:
        sent = prepare(Request(url=text), OPTIONS)
    except InvalidRequestError:
        return
    assert sent.url.startswith(("http://", "https://"))
    assert all("!" <= mark <= "~" for mark in sent.url)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_header_value_can_break_out(name, value):
    try:
        sent = prepare(header(name, value), OPTIONS)
    except InvalidRequestError:
        return
    for line_name, line_value in sent.headers:
        (line_name + line_value).encode("latin-1")
        assert not set("\r\n\0") & set(line_name + line_value)


def test_ids_sort_by_time():
    ids = []
    for _ in range(50):
        ids.append(new_id())
        time.sleep(0.0005)
    assert ids == sorted(ids)
    assert all(name[12] == "7" and name[16] in "89ab" for name in ids)
