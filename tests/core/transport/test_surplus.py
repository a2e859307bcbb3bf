"""Bytes beyond the end that a response announced are counted, and never taken for the next answer."""

import asyncio

import pytest

from tests.core.transport.servers import answering, ok, read_request, running

SMUGGLED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"


@pytest.mark.parametrize(
    ("head", "method"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "GET"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "DELETE"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "GET"),
    ],
)
async def test_what_follows_the_end_is_counted_and_dropped(send, head, method):
    async with answering(head + SMUGGLED, ok(b"right")) as server:
        first = (await send(server.url, method=method)).response
        second = (await send(server.url)).response
        assert server.connections == 2
    assert (first.body.data, first.surplus_bytes) == (b"", len(SMUGGLED))
    assert (second.body.data, second.surplus_bytes) == (b"right", 0)


async def test_what_comes_a_little_later_is_found_where_the_connection_ends_anyway(send):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab")
        await writer.drain()
        await asyncio.sleep(0.01)
        writer.write(b"cdef")

    async with running(script) as server:
        response = (await send(server.url)).response
    assert (response.body.data, response.surplus_bytes) == (b"ab", 4)


async def test_an_answer_that_ends_where_it_says_keeps_its_connection(send):
    async with answering(ok(b"1234567890")) as server:
        answers = [(await send(server.url)).response for _ in range(3)]
        assert server.connections == 1
    assert [one.surplus_bytes for one in answers] == [0, 0, 0]


async def test_in_tls_too(send, trusted, server_tls):
    async with answering(ok(b"right") + SMUGGLED, tls=server_tls()) as server:
        response = (await send(server.secure_url)).response
    assert (response.body.data, response.surplus_bytes) == (b"right", len(SMUGGLED))
