"""What the person wrote is what arrives, byte for byte."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from explorer import __version__
from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.model.request import (
    ApiKeyAuth,
    BearerAuth,
    FileBody,
    FormBody,
    FormField,
    Header,
    KeyPlacement,
    MultipartBody,
    Part,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.transport import automatic_headers
from tests.core.transport.servers import answering, ok

AUTOMATIC = (
    f"User-Agent: Explorer/{__version__}\r\nAccept: */*\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\n"
)


async def test_order_case_and_duplicates_of_headers_arrive_as_written(send):
    async with answering(ok()) as server:
        written = (("x-LOWER-Upper", "1"), ("B", "2"), ("b", "3"), ("A", "4"), ("B", ""))
        exchange = await send(server.url + "/", headers=written)
    expected = (
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"x-LOWER-Upper: 1\r\nB: 2\r\nb: 3\r\nA: 4\r\nB: \r\n{AUTOMATIC}\r\n"
    )
    assert server.requests == [expected.encode()]
    shown = "".join(f"{name}: {value}\r\n" for name, value in exchange.sent.headers)
    assert expected == f"GET / HTTP/1.1\r\n{shown}\r\n"
    assert "host" in exchange.sent.automatic
    assert "b" not in exchange.sent.automatic


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("", "/"),
        ("?a=1", "/?a=1"),
        ("/a/../b/./c//d", "/a/../b/./c//d"),
        ("/%7e%7E/%zz/100%", "/%7e%7E/%zz/100%"),
        ("/a b?c=d e", "/a%20b?c=d%20e"),
        ("/x?to=[+46]&a={b}|c^`\"<>'", "/x?to=[+46]&a={b}|c^`\"<>'"),
        ("/é/☃?x=ü", "/%C3%A9/%E2%98%83?x=%C3%BC"),
        ("/a?b#c", "/a?b"),
        ("/a;p=1?", "/a;p=1?"),
    ],
)
async def test_the_target_is_sent_as_typed(send, typed, target):
    async with answering(ok()) as server:
        exchange = await send(server.url + typed)
    assert server.requests[0].split(b" HTTP/1.1")[0] == f"GET {target}".encode()
    assert exchange.sent.url == server.url + target


@pytest.mark.parametrize("method", ["get", "PURGE", "M-SEARCH", "x!#$%&'*+.^_`|~9"])
async def test_any_token_is_a_method(send, method):
    async with answering(ok()) as server:
        await send(server.url, method=method)
    assert server.requests[0].startswith(method.encode() + b" / HTTP/1.1\r\n")


async def test_get_may_have_a_body(send):
    async with answering(ok()) as server:
        await send(server.url, body=TextBody(kind=TextKind.JSON, text='{"é": 1}'))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == '{"é": 1}'.encode()
    assert b"\r\nContent-Type: application/json\r\nContent-Length: 9" in head


async def test_post_without_a_body_says_so_and_get_does_not(send):
    async with answering(ok()) as server:
        await send(server.url, method="POST")
        await send(server.url, method="GET")
    assert b"Content-Length: 0\r\n" in server.requests[0]
    assert b"Content-Length" not in server.requests[1]


async def test_written_headers_replace_automatic_ones_and_others_can_be_off(send):
    off = frozenset({"accept", "accept-encoding", "connection", "host"})
    async with answering(ok()) as server:
        await send(server.url, headers=(("user-agent", "me"), ("Host", "other.example")), automatic_headers_off=off)
    assert server.requests == [b"GET / HTTP/1.1\r\nHost: other.example\r\nuser-agent: me\r\n\r\n"]


async def test_without_a_length_the_body_goes_in_chunks(send):
    body = TextBody(kind=TextKind.TEXT, text="hello")
    async with answering(ok()) as server:
        await send(server.url, method="POST", body=body, automatic_headers_off=frozenset({"content-length"}))
    assert b"Transfer-Encoding: chunked\r\n" in server.requests[0]
    assert server.requests[0].endswith(b"5\r\nhello\r\n0\r\n\r\n")


async def test_form_is_encoded_as_browsers_do(send):
    rows = (("a b", "ä&=+~*-._"), ("", ""), ("off", "x"), ("a b", "2"))
    fields = tuple(FormField(name=name, value=value, enabled=name != "off") for name, value in rows)
    async with answering(ok()) as server:
        await send(server.url, method="POST", body=FormBody(fields=fields))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == b"a+b=%C3%A4%26%3D%2B%7E*-._&a+b=2"
    assert b"Content-Type: application/x-www-form-urlencoded\r\n" in head


async def test_multipart_bytes_with_text_file_and_own_boundary(send, tmp_path: Path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x00")
    parts = (
        Part(name='na"me', value="é"),
        Part(name="json", value="{}", content_type="application/json"),
        Part(name="off", value="x", enabled=False),
        Part(name="file", file_path="photo.png"),
    )
    async with answering(ok()) as server:
        exchange = await send(
            server.url,
            method="POST",
            headers=(("Content-Type", "multipart/form-data; boundary=AaB"),),
            body=MultipartBody(parts=parts),
        )
    body = server.requests[0].partition(b"\r\n\r\n")[2]
    assert body == (
        b'--AaB\r\nContent-Disposition: form-data; name="na%22me"\r\n\r\n\xc3\xa9\r\n'
        b'--AaB\r\nContent-Disposition: form-data; name="json"\r\nContent-Type: application/json\r\n\r\n{}\r\n'
        b'--AaB\r\nContent-Disposition: form-data; name="file"; filename="photo.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\x00\r\n--AaB--\r\n"
    )
    assert exchange.sent.body.data == body
    assert exchange.sent.body.is_complete


async def test_a_file_is_streamed_and_recorded_by_its_head(send, tmp_path: Path):
    content = bytes(range(256)) * 2000
    (tmp_path / "big.bin").write_bytes(content)
    async with answering(ok()) as server:
        exchange = await send(server.url, method="PUT", body=FileBody(file_path="big.bin"))
    assert server.requests[0].partition(b"\r\n\r\n")[2] == content
    assert exchange.sent.body.size_bytes == len(content)
    assert exchange.sent.body.path == tmp_path / "big.bin"
    assert exchange.sent.body.data == content[: 64 * 1024]


async def test_authentication_reaches_the_wire_and_is_known_as_secret(send):
    key = ApiKeyAuth(name="api key", value="s&cret", placement=KeyPlacement.QUERY)
    async with answering(ok()) as server:
        exchange = await send(server.url, auth=BearerAuth(token="t0k3n"), secrets=("from-variable",))
        await send(server.url + "/?a=1#f", auth=key)
        await send(f"http://user:p%40ss@127.0.0.1:{server.port}/")
    assert b"\r\nAuthorization: Bearer t0k3n\r\n" in server.requests[0]
    assert exchange.sent.secrets == ("t0k3n", "from-variable")
    assert server.requests[1].startswith(b"GET /?a=1&api%20key=s%26cret HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Basic dXNlcjpwQHNz\r\n" in server.requests[2]
    assert b"user" not in server.requests[2].split(b"\r\n")[1]


async def test_latin_1_stays_and_the_rest_goes_as_utf_8(send):
    async with answering(ok()) as server:
        await send(server.url, headers=(("X-Name", "Zoë"), ("X-Snow", "☃")))
    assert b"X-Name: Zo\xeb\r\nX-Snow: \xe2\x98\x83\r\n" in server.requests[0]


async def test_a_kept_connection_is_used_again_and_its_timeline_is_shorter(send):
    async with answering(ok(b"1")) as server:
        first = await send(server.url)
        second = await send(server.url)
        assert server.connections == 1
    assert [span.phase for span in first.timeline.spans] == [
        Phase.CONNECT,
        Phase.REQUEST,
        Phase.WAIT,
        Phase.DOWNLOAD,
    ]
    assert [span.phase for span in second.timeline.spans] == [Phase.REQUEST, Phase.WAIT, Phase.DOWNLOAD]
    assert second.response.remote_address == f"127.0.0.1:{server.port}"
    assert first.id < second.id
    assert len(first.id) == 32


async def test_response_headers_keep_case_order_and_duplicates(send):
    async with answering(ok(b"hi", "x-B: 1", "X-a:  2 ", "x-B: 3", "N: Zo\u00eb")) as server:
        exchange = await send(server.url)
    assert exchange.response.headers[:3] == (("x-B", "1"), ("X-a", "2"), ("x-B", "3"))
    assert exchange.response.body.data == b"hi"
    assert exchange.response.reason == "OK"


async def test_progress_tells_phases_and_bytes(send):
    seen = []
    async with answering(ok(b"x" * 5)) as server:
        await send(server.url.replace("127.0.0.1", "localhost"), on_progress=seen.append)
    phases = [progress.phase for progress in seen]
    assert phases == [Phase.DNS, Phase.CONNECT, Phase.REQUEST, Phase.WAIT, Phase.DOWNLOAD, Phase.DOWNLOAD]
    assert [progress.received_bytes for progress in seen[-2:]] == [0, 5], "the first bytes are told at once"
    assert all(earlier.elapsed_s <= later.elapsed_s for earlier, later in pairwise(seen))


async def test_the_list_of_automatic_headers_is_what_gets_added(send):
    request = Request(method="POST", body=TextBody(kind=TextKind.XML, text="<a/>"), auth=BearerAuth(token="abc"))
    async with answering(ok()) as server:
        request = replace(request, url=server.url, headers=(Header(name="accept", value="text/xml"),))
        exchange = await send(
            server.url, method="POST", headers=(("accept", "text/xml"),), body=request.body, auth=request.auth
        )
    rows = automatic_headers(request)
    assert tuple(name for name, _, _, _ in rows) == tuple(
        name for name, _ in exchange.sent.headers if name.lower() in exchange.sent.automatic
    )
    listed = {name: value for name, value, _, _ in rows}
    assert "abc" not in listed["Authorization"]
    assert listed["Content-Length"] == "4"
    assert {name for name, _, can_be_off, _ in rows if not can_be_off} == {"Host"}
    assert all(why.endswith(".") for _, _, _, why in rows)


def test_automatic_headers_of_a_template_promise_nothing():
    request = Request(url="{{base}}/x", method="POST", body=TextBody(kind=TextKind.JSON, text='{"a": "{{b}}"}'))
    listed = {name: value for name, value, _, _ in automatic_headers(request)}
    assert listed["Host"] == listed["Content-Length"] == "calculated when sent"


async def test_an_asked_upgrade_is_an_answer(send):
    async with answering(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n") as server:
        exchange = await send(server.url, headers=(("Connection", "upgrade"), ("Upgrade", "x")))
    assert exchange.response.status == 101


async def test_interim_responses_are_passed_over(send):
    async with answering(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok(b"1")
    ) as server:
        exchange = await send(server.url, headers=(("Expect", "100-continue"),))
    assert exchange.response.status == 200
    assert exchange.response.body.data == b"1"


async def test_a_file_that_shrinks_before_it_is_sent(send, tmp_path: Path):
    path = tmp_path / "shrinking"
    path.write_bytes(bytes(500_000))

    def shrink(progress):
        if progress.phase is Phase.CONNECT:
            path.write_bytes(b"")

    async with answering(ok()) as server:
        exchange = await send(server.url, method="POST", body=FileBody(file_path=str(path)), on_progress=shrink)
    assert exchange.failure.phase is Phase.REQUEST
    assert exchange.failure.kind is FailureKind.UNKNOWN
    assert "became shorter" in exchange.failure.message
