"""A send that is stopped tells how far it came."""

import asyncio
import socket
import threading

import pytest

from explorer.core.model.exchange import Exchange, FailureKind, Phase
from explorer.core.model.request import Request
from explorer.core.transport import SendOptions, Transport
from tests.core.transport.servers import answering, ok, read_request, running


async def stopped(transport: Transport, url: str, after_s: float = 0.15, **options) -> Exchange:
    """What ``on_cancel`` was told."""
    told: list[Exchange] = []
    request = Request(url=url)
    given = SendOptions(**{"timeout_s": 5.0} | options)
    sending = transport.send(written=request, concrete=request, options=given, on_cancel=told.append)
    task = asyncio.ensure_future(sending)
    await asyncio.sleep(after_s)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (exchange,) = told
    assert exchange.failure.kind is FailureKind.CANCELLED
    assert exchange.failure.message.startswith("Cancelled after 0.")
    return exchange


@pytest.fixture(autouse=True)
async def _loaded(transport: Transport) -> None:
    await transport.warm_up(tls=False)


async def test_while_waiting_for_the_answer(transport: Transport) -> None:
    async with answering(b"") as server:
        exchange = await stopped(transport, server.url)
    assert exchange.failure.request_sent
    assert exchange.failure.phase is Phase.WAIT
    assert [span.phase for span in exchange.timeline.spans] == [Phase.CONNECT, Phase.REQUEST, Phase.WAIT]
    assert exchange.timeline.of(Phase.WAIT) > 0.05
    assert exchange.sent.url == f"{server.url}/"


async def test_before_there_is_a_connection(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(3) and [])
    exchange = await stopped(transport, "http://slow.example/")
    released.set()
    assert not exchange.failure.request_sent
    assert exchange.failure.phase is Phase.DNS
    assert [span.phase for span in exchange.timeline.spans] == [Phase.DNS]


async def test_in_the_middle_of_a_chain(transport: Transport) -> None:
    async def silent(reader, writer):
        await reader.read()

    async with running(silent) as last:
        there = f"HTTP/1.1 302 Found\r\nLocation: {last.url}/end\r\nContent-Length: 0\r\n\r\n".encode()
        async with answering(there) as first:
            exchange = await stopped(transport, first.url)
    assert len(exchange.hops) == 1
    assert exchange.sent.url.endswith("/end")
    assert {span.hop for span in exchange.timeline.spans} == {0, 1}


@pytest.mark.parametrize("memory_limit_bytes", [1_000_000, 1000])
async def test_what_had_arrived_of_the_body_is_kept(transport: Transport, memory_limit_bytes: int, tmp_path) -> None:
    async def endless(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while True:
            writer.write(b"data: 1234567890\n\n" * 10)
            await writer.drain()
            await asyncio.sleep(0.01)

    async with running(endless) as server:
        exchange = await stopped(transport, server.url, memory_limit_bytes=memory_limit_bytes, spill_dir=tmp_path)
    body = exchange.failure.partial.body
    kept = body.data if body.path is None else body.path.read_bytes()
    assert len(kept) == body.size_bytes > 180
    assert kept.startswith(b"data: 1234567890\n\ndata: 1234567890\n\n")
    assert kept == (b"data: 1234567890\n\n" * 100_000)[: len(kept)]


async def test_a_send_that_ends_tells_nobody(transport: Transport) -> None:
    told: list[Exchange] = []
    async with answering(ok(b"1")) as server:
        request = Request(url=server.url)
        options = SendOptions(timeout_s=5.0)
        exchange = await transport.send(written=request, concrete=request, options=options, on_cancel=told.append)
    assert exchange.response.status == 200
    assert told == []
