"""Real servers beside the window: each has a thread and an event loop of its own, so neither waits for the other."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.core.transport.servers import Script, Server, read_request, running


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server whose every connection runs the script."""
    started, box = threading.Event(), []
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def live() -> None:
        async with running(script, tls) as server:
            box.append(server)
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(live(),), name="a server of the test")
    thread.start()
    assert started.wait(5)
    try:
        yield box[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)
        loop.close()


@contextmanager
def answering(*answers: bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A keep-alive server that records requests and gives the answers in turn, the last one forever."""
    requests: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            requests.append(await read_request(reader))
            writer.write(answers[min(len(requests), len(answers)) - 1])
            await writer.drain()

    with serving(script, tls) as server:
        server.requests = requests
        yield server


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port that takes no connection any more: the system lets further attempts wait for ever."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
