"""Redirects are followed one by one, and what each request loses is told."""

import pytest

from explorer.core.model.exchange import FailureKind
from explorer.core.model.request import ApiKeyAuth, BearerAuth, TextBody, TextKind
from explorer.core.transport.urls import joined, parse_url
from tests.core.transport.servers import answering, ok

BODY = TextBody(kind=TextKind.TEXT, text="abc")


def to(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 2\r\n\r\nhi".encode()


def first_line(request: bytes) -> bytes:
    return request.split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("status", "method", "becomes", "note"),
    [
        (301, "POST", "GET", "method became GET, body dropped"),
        (302, "POST", "GET", "method became GET, body dropped"),
        (302, "PUT", "PUT", ""),
        (303, "PUT", "GET", "method became GET, body dropped"),
        (303, "HEAD", "HEAD", ""),
        (307, "POST", "POST", ""),
        (308, "PATCH", "PATCH", ""),
    ],
)
async def test_method_and_body(send, status, method, becomes, note):
    async with answering(to("/next?x=1", status).replace(b"hi", b"" if method == "HEAD" else b"hi"), ok()) as server:
        exchange = await send(server.url + "/first", method=method, body=BODY)
        assert server.connections == 1
    assert first_line(server.requests[1]) == f"{becomes} /next?x=1 HTTP/1.1".encode()
    assert server.requests[1].endswith(b"\r\n\r\n") is (method != becomes)
    assert (b"Content-" in server.requests[1]) is (method == becomes)
    (hop,) = exchange.hops
    assert hop.note == note
    assert hop.response.status == status
    assert hop.sent.url == server.url + "/first"
    assert exchange.sent.url == server.url + "/next?x=1"
    assert exchange.sent.method == becomes
    assert {span.hop for span in exchange.timeline.spans} == {0, 1}


async def test_credentials_stay_with_their_origin(send):
    async with answering(ok()) as other, answering(to("/same"), to(other.url + "/over")) as server:
        exchange = await send(
            server.url, auth=BearerAuth(token="t"), headers=(("Cookie", "c"), ("X-Kept", "1"), ("Host", "h"))
        )
    assert b"Authorization: Bearer t" in server.requests[1]
    assert b"Host: h\r\n" in server.requests[1]
    assert b"Authorization" not in other.requests[0]
    assert b"Cookie" not in other.requests[0]
    assert b"X-Kept: 1" in other.requests[0]
    assert f"\r\nHost: 127.0.0.1:{other.port}\r\n".encode() in other.requests[0]
    assert [hop.note for hop in exchange.hops] == ["", "Cookie dropped, Authorization dropped"]


async def test_an_api_key_stays_with_its_origin(send):
    async with answering(ok()) as other, answering(to(other.url)) as server:
        exchange = await send(server.url, auth=ApiKeyAuth(name="X-Key", value="k"))
    assert b"X-Key" not in other.requests[0]
    assert exchange.hops[0].note == "X-Key dropped"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("?", "/a/b?"),
        ("?y", "/a/b?y"),
        ("c?", "/a/c?"),
        ("/c?#part", "/c?"),
        ("#part?", "/a/b?x=1"),
        ("../d?q=/e?f", "/d?q=/e?f"),
    ],
)
def test_where_a_location_points(location, target):
    base = parse_url("http://h/a/b?x=1")
    assert joined(base, location).target == target
    assert joined(base, f"http://other/{location.rpartition('/')[2]}").host == "other"


async def test_an_empty_query_is_followed_as_one(send):
    async with answering(to("?"), ok()) as server:
        exchange = await send(server.url + "/a?x=1")
    assert first_line(server.requests[1]) == b"GET /a? HTTP/1.1"
    assert exchange.sent.url.endswith("/a?")


async def test_a_loop_ends_at_the_limit_with_its_hops(send):
    async with answering(to("/")) as server:
        exchange = await send(server.url, max_redirects=3)
    failure = exchange.failure
    assert failure.kind is FailureKind.TOO_MANY_REDIRECTS
    assert failure.partial.status == 302
    assert len(exchange.hops) == 3
    assert len(server.requests) == 4
    assert failure.message == "The server redirected more than 3 times."


@pytest.mark.parametrize("location", ["ftp://example.com/", "http://a:b/", "http://[::1"])
async def test_a_redirect_that_leads_nowhere(send, location):
    async with answering(to(location)) as server:
        exchange = await send(server.url)
    assert exchange.failure.kind is FailureKind.BAD_REDIRECT
    assert location in exchange.failure.message
    assert exchange.failure.partial.status == 302


@pytest.mark.parametrize("answer", [ok(), to("", 302), to("/x", 304).replace(b"hi", b""), to("/x", 300)])
async def test_what_is_no_redirect_is_the_answer(send, answer):
    async with answering(answer) as server:
        exchange = await send(server.url)
        assert exchange.hops == ()
        assert len(server.requests) == 1
        assert exchange.response is not None


async def test_following_can_be_off(send):
    async with answering(to("/next")) as server:
        exchange = await send(server.url, follow_redirects=False)
    assert exchange.response.status == 302
    assert exchange.response.header("location") == "/next"


async def test_relative_non_ascii_and_fragment(send):
    async with answering(to("../é b#part"), ok()) as server:
        await send(server.url + "/a/b/c")
    assert first_line(server.requests[1]) == b"GET /a/%C3%A9%20b HTTP/1.1"


async def test_a_failure_after_a_redirect_keeps_the_hop(send):
    async with answering(to("http://127.0.0.1:1/")) as server:
        exchange = await send(server.url)
    assert exchange.failure.kind is FailureKind.CONNECTION_REFUSED
    assert exchange.failure.port == 1
    assert len(exchange.hops) == 1
    assert exchange.timeline.spans[-1].hop == 1
