"""HTTP/2 over TLS, against a server written with the h2 library."""

import asyncio

import h2.config
import h2.connection
import h2.events
import pytest

from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.model.request import TextBody, TextKind
from tests.core.transport.servers import answering, ok, running
from tests.core.transport.test_failures import check


class Http2Script:
    """Answers every stream with ``respond(connection, stream_id)`` and records headers and bodies."""

    def __init__(self, respond) -> None:
        self._respond = respond
        self.headers: list[list[tuple[bytes, bytes]]] = []
        self.bodies: dict[int, bytes] = {}

    async def __call__(self, reader, writer) -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while data := await reader.read(65536):
            for event in connection.receive_data(data):
                self._handle(connection, event)
            writer.write(connection.data_to_send())
            await writer.drain()

    def _handle(self, connection, event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self.headers.append(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            self.bodies[event.stream_id] = self.bodies.get(event.stream_id, b"") + event.data
            connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self._respond(connection, event.stream_id)


def hello(connection, stream_id) -> None:
    connection.send_headers(stream_id, [(":status", "200"), ("x-a", "1"), ("x-a", "2")])
    connection.send_data(stream_id, b"hello", end_stream=True)


async def test_request_and_response(send, trusted, server_tls):
    script = Http2Script(hello)
    async with running(script, server_tls(alpn=("h2",))) as server:
        exchange = await send(
            server.secure_url + "/a%7e b?c",
            method="PoST",
            headers=(("X-Mixed", "1"), ("Connection", "x")),
            body=TextBody(kind=TextKind.TEXT, text="é" * 50_000),
        )
        again = await send(server.secure_url)
        assert server.connections == 1
    assert exchange.response is not None, exchange.outcome
    assert exchange.response.http_version == exchange.sent.http_version == "HTTP/2"
    assert exchange.response.headers == (("x-a", "1"), ("x-a", "2"))
    assert exchange.response.body.data == b"hello"
    assert exchange.response.tls.alpn == "h2"
    assert script.bodies[1] == "é".encode() * 50_000
    wire = [(name.decode(), value.decode()) for name, value in script.headers[0]]
    assert (":method", "PoST") in wire
    assert (":path", "/a%7e%20b?c") in wire
    host = dict(wire)[":authority"]
    assert exchange.sent.headers == (("host", host), *(pair for pair in wire if not pair[0].startswith(":")))
    assert again.timeline.of(Phase.TLS) is None


async def test_a_body_without_a_length_is_sent_too(send, trusted, server_tls):
    script = Http2Script(hello)
    async with running(script, server_tls(alpn=("h2",))) as server:
        await send(
            server.secure_url,
            body=TextBody(kind=TextKind.TEXT, text="abc"),
            automatic_headers_off=frozenset({"content-length"}),
        )
    assert script.bodies[1] == b"abc"
    assert b"content-length" not in dict(script.headers[0])


async def test_http2_can_be_left_out(send, trusted, server_tls):
    async with answering(ok(), tls=server_tls(alpn=("h2", "http/1.1"))) as server:
        exchange = await send(server.secure_url, http2=False)
    assert exchange.response.http_version == "HTTP/1.1"


@pytest.mark.parametrize(
    ("respond", "words"),
    [
        (lambda connection, stream_id: connection.reset_stream(stream_id, error_code=7), "REFUSED_STREAM"),
        (lambda connection, _: connection.close_connection(error_code=11), "ENHANCE_YOUR_CALM"),
    ],
)
async def test_broken_off(send, trusted, server_tls, respond, words):
    async with running(Http2Script(respond), server_tls(alpn=("h2",))) as server:
        failure = check(await send(server.secure_url), FailureKind.HTTP2_ERROR, Phase.WAIT, sent=True)
    assert words in failure.message


async def test_http1_bytes_where_http2_was_agreed(send, trusted, server_tls):
    async def script(reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" * 3)
        await asyncio.sleep(1)

    async with running(script, server_tls(alpn=("h2",))) as server:
        failure = check(await send(server.secure_url), FailureKind.HTTP2_ERROR, Phase.WAIT, sent=True)
    assert failure.detail


async def test_http2_frames_where_http1_was_expected(send):
    async with answering(b"\x00\x00\x00\x04\x00\x00\x00\x00\x00") as server:
        check(await send(server.url, timeout_s=0.3), FailureKind.NOT_HTTP, Phase.WAIT, sent=True)


async def test_an_idle_connection_that_was_closed_is_replaced_for_any_method(send, trusted, server_tls):
    script = Http2Script(hello)
    async with running(script, server_tls(alpn=("h2",))) as server:
        assert (await send(server.secure_url)).response.status == 200
        server.hang_up()
        await asyncio.sleep(0.05)
        exchange = await send(server.secure_url, method="POST", body=TextBody(kind=TextKind.TEXT, text="once"))
        assert exchange.response is not None, exchange.outcome
        assert server.connections == 2
    assert list(script.bodies.values()) == [b"once"]


async def test_two_at_once_share_a_connection(send, trusted, server_tls):
    async with running(Http2Script(hello), server_tls(alpn=("h2",))) as server:
        await send(server.secure_url)
        both = await asyncio.gather(send(server.secure_url), send(server.secure_url))
        assert server.connections == 1
    assert [exchange.response.body.data for exchange in both] == [b"hello", b"hello"]


async def test_fields_about_the_connection_stay_at_home(send, trusted, server_tls):
    script = Http2Script(hello)
    headers = (("TE", "gzip"), ("Upgrade", "x"), ("Keep-Alive", "1"), ("Connection", "TE"), ("X-Kept", "1"))
    async with running(script, server_tls(alpn=("h2",))) as server:
        exchange = await send(server.secure_url, headers=headers)
        assert exchange.response is not None, exchange.outcome
        again = await send(server.secure_url, headers=(("TE", "trailers"),))
    names = {name for name, _ in script.headers[0]}
    assert b"x-kept" in names
    assert not names & {b"te", b"upgrade", b"keep-alive", b"connection"}
    assert "te" not in dict(exchange.sent.headers)
    assert dict(again.sent.headers)["te"] == dict(script.headers[1])[b"te"].decode() == "trailers"


async def test_a_header_that_our_own_library_refuses_is_not_the_servers_fault(send, trusted, server_tls):
    script = Http2Script(hello)
    async with running(script, server_tls(alpn=("h2",))) as server:
        assert (await send(server.secure_url)).response is not None
        exchange = await send(server.secure_url, method="CONNECT")
        failure = check(exchange, FailureKind.INVALID_HEADER, Phase.REQUEST, sent=False)
    assert failure.message == "The request cannot be written as HTTP/2."


@pytest.mark.parametrize("early", [True, False])
async def test_a_server_that_says_why_and_hangs_up(send, trusted, server_tls, early):
    """At once after the handshake, or when the request came; it closes before Explorer acknowledges anything."""

    async def script(reader, writer):
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        if not early:
            connection.receive_data(await reader.read(65536))
        connection.close_connection(error_code=11)
        writer.write(connection.data_to_send())
        await writer.drain()

    async with running(script, server_tls(alpn=("h2",))) as server:
        exchange = await send(server.secure_url)
    failure = exchange.failure
    assert failure.kind is FailureKind.HTTP2_ERROR, failure
    assert failure.errno_name == "ENHANCE_YOUR_CALM"
    assert failure.message.endswith("ended the HTTP/2 exchange with ENHANCE_YOUR_CALM.")


async def test_headers_larger_than_announced(send, trusted, server_tls):
    def respond(connection, stream_id) -> None:
        connection.send_headers(stream_id, [(":status", "200"), *((f"x-{n}", "a" * 8000) for n in range(10))])

    async with running(Http2Script(respond), server_tls(alpn=("h2",))) as server:
        exchange = await send(server.secure_url)
    assert exchange.failure.kind is FailureKind.HEADERS_TOO_LARGE
