"""A stream of events may be silent for longer than any limit, unless the person set one for the request."""

import asyncio

import pytest

from explorer.core.model.exchange import FailureKind
from tests.core.transport.servers import read_request, running


def streaming(media_type):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\n\r\ndata: 1\n\n".encode())
        await writer.drain()
        await asyncio.sleep(0.4)
        writer.write(b"data: 2\n\n")

    return script


async def test_silence_does_not_end_it(send):
    async with running(streaming("Text/Event-Stream; charset=utf-8")) as server:
        response = (await send(server.url, timeout_s=0.1, keeps_events_open=True)).response
    assert response.body.data == b"data: 1\n\ndata: 2\n\n"


@pytest.mark.parametrize(("media_type", "keeps_open"), [("text/event-stream", False), ("text/plain", True)])
async def test_a_limit_that_was_set_and_other_bodies_end_as_before(send, media_type, keeps_open):
    async with running(streaming(media_type)) as server:
        failure = (await send(server.url, timeout_s=0.1, keeps_events_open=keeps_open)).failure
    assert failure.kind is FailureKind.READ_TIMEOUT
    assert failure.partial.body.data == b"data: 1\n\n"


async def test_the_headers_still_have_their_limit(send):
    async def script(reader, writer):
        await read_request(reader)
        await reader.read()

    async with running(script) as server:
        failure = (await send(server.url, timeout_s=0.1, keeps_events_open=True)).failure
    assert failure.kind is FailureKind.READ_TIMEOUT


async def test_it_is_told_when_it_opens(send):
    seen = []

    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        await reader.read()

    async with running(script) as server:
        task = asyncio.ensure_future(send(server.url, keeps_events_open=True, on_progress=seen.append))
        async with asyncio.timeout(3):
            while not (seen and seen[-1].arriving):
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert seen[-1].received_bytes == 0
