"""The byte stream: what arrived before a break is read first, limits hold, and closing closes."""

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import AsyncIterator

import pytest

from explorer.core.transport.sockets import BUFFER_LIMIT_BYTES, SocketStream, connect, is_address, resolve


@contextlib.asynccontextmanager
async def pair() -> AsyncIterator[tuple[SocketStream, socket.socket]]:
    """A stream and the blocking socket at its other end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sock = await connect([(socket.AF_INET, listener.getsockname())])
        stream = await SocketStream.over(sock)
        peer, _ = listener.accept()
        with peer:
            yield stream, peer
            await stream.aclose()


async def test_an_answer_that_lies_in_the_system_when_writing_fails_is_read():
    async with pair() as (stream, peer):
        peer.sendall(b"answer")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        time.sleep(0.05)  # the loop must not run before the write
        with pytest.raises(OSError):
            for _ in range(3):
                await stream.write(b"request", 1)
        assert await stream.read(100, 1) == b"answer"
        with pytest.raises(OSError):
            await stream.read(100, 1)
        assert stream.is_closed


async def test_the_end_is_empty_and_spends_the_stream():
    async with pair() as (stream, peer):
        assert not stream.is_spent
        peer.sendall(b"ab")
        assert await stream.read(1, 1) == b"a"
        assert stream.is_spent
        peer.shutdown(socket.SHUT_WR)
        assert await stream.read(10, 1) == b"b"
        assert await stream.read(10, 1) == b""
        assert stream.is_closed


async def test_a_reader_that_is_slow_holds_the_sender_back():
    async with pair() as (stream, peer):
        peer.setblocking(False)
        sent_bytes = 0
        for _ in range(200):
            with contextlib.suppress(BlockingIOError):
                sent_bytes += peer.send(bytes(1_000_000))
            await asyncio.sleep(0)
        assert len(stream._buffer) <= 3 * BUFFER_LIMIT_BYTES
        got_bytes = 0
        while got_bytes < sent_bytes:
            got_bytes += len(await stream.read(65536, 1))
        assert got_bytes == sent_bytes


async def test_limits():
    async with pair() as (stream, _):
        with pytest.raises(TimeoutError):
            await stream.read(1, 0.05)
        with pytest.raises(TimeoutError):
            await stream.write(bytes(50_000_000), 0.05)


async def test_addresses_alternate_between_families(monkeypatch):
    six, four = socket.AF_INET6, socket.AF_INET
    found = [(six, 1, 6, "", ("a", 1)), (six, 1, 6, "", ("b", 1)), (four, 1, 6, "", ("c", 1))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert [place[0] for _, place in await resolve("h", 1)] == ["a", "c", "b"]
    assert is_address("::1")
    assert not is_address("localhost")


async def test_a_silent_first_address_does_not_hold_up_the_second():
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        open_ = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        started_s = time.perf_counter()
        places = [(socket.AF_INET, one.getsockname()) for one in (full, open_)]
        sock = stack.enter_context(await connect(places))
        assert sock.getpeername() == open_.getsockname()
        assert time.perf_counter() - started_s < 1
