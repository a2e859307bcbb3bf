"""TCP on the event loop: name lookup, connecting to the fastest address, and a byte stream over one connection.

The stream keeps what arrived before a connection broke, so that an answer sent ahead of a reset is not lost.
"""

import asyncio
import contextlib
import ipaddress
import socket
from collections import deque
from typing import Any

Address = tuple[int, tuple[Any, ...]]
"""Address family and socket address."""

BUFFER_LIMIT_BYTES = 256 * 1024
STAGGER_S = 0.25
"""A second address is tried when the first has not answered after this time (RFC 8305 §5)."""
CLOSE_TIMEOUT_S = 1.0
SALVAGE_BYTES = 64 * 1024


def is_address(host: str) -> bool:
    """Whether no name lookup is needed."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def resolve(host: str, port: int) -> list[Address]:
    """Addresses in the system's order, families alternating. Raises socket.gaierror."""
    loop = asyncio.get_running_loop()
    # Bytes where they do: text would be encoded by a codec whose tables weigh 1.5 MB.
    name = host.encode("ascii") if host.isascii() else host
    infos = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    addresses: list[Address] = [(info[0], info[4]) for info in infos]
    first = [address for address in addresses if address[0] == addresses[0][0]]
    second = [address for address in addresses if address[0] != addresses[0][0]]
    pairs = [address for pair in zip(first, second, strict=False) for address in pair]
    return pairs + first[len(second) :] + second[len(first) :]


async def connect(addresses: list[Address]) -> socket.socket:
    """The first connection that succeeds. Raises OSError, or an ExceptionGroup of several."""
    if len(addresses) == 1:
        return await _connect_one(addresses[0])
    waiting = deque(addresses)
    running: set[asyncio.Future[socket.socket]] = set()
    errors: list[Exception] = []
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(_connect_one(waiting.popleft())))
            limit_s = STAGGER_S if waiting else None
            done, _ = await asyncio.wait(running, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
            for future in done:
                running.discard(future)
                error = future.exception()
                if error is None:
                    return future.result()
                errors.append(error if isinstance(error, Exception) else OSError(str(error)))
        raise ExceptionGroup("no address could be reached", errors)
    finally:
        await _drop(running)


async def _connect_one(address: Address) -> socket.socket:
    family, place = address
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        # asyncio does this only for sockets made with IPPROTO_TCP; without it a body sent after its headers waits
        # for the server's delayed acknowledgement (40 ms).
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, place)
    except BaseException:
        sock.close()
        raise
    return sock


async def _drop(running: set[asyncio.Future[socket.socket]]) -> None:
    for future in running:
        future.cancel()
    for late in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(late, socket.socket):
            late.close()


class SocketStream(asyncio.Protocol):
    """Bytes in and out of one connection. Limits are seconds; they raise TimeoutError."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._error: Exception | None = None
        self._ended = False
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._lost = asyncio.Event()
        self._writable.set()
        self.address = sock.getpeername()

    @classmethod
    async def over(cls, sock: socket.socket) -> "SocketStream":
        """A stream over a connected socket, which it owns from now on."""
        try:
            stream = cls(sock)
            await asyncio.get_running_loop().create_connection(lambda: stream, sock=sock)
        except BaseException:
            sock.close()
            raise
        return stream

    @property
    def is_spent(self) -> bool:
        """True when an idle connection cannot be used again: it was closed, or bytes came unasked."""
        return self.is_closed or bool(self._buffer)

    @property
    def waiting_bytes(self) -> int:
        """What arrived and was not read."""
        return len(self._buffer)

    @property
    def is_closed(self) -> bool:
        """Whether the peer or the system has ended it."""
        return self._ended or self._error is not None or self._lost.is_set()

    async def read(self, max_bytes: int, limit_s: float | None) -> bytes:
        """What has arrived, at most ``max_bytes``; empty at the end. Raises OSError when the connection broke."""
        if not self._buffer and not self._ended and self._error is None:
            self._arrived.clear()
            async with asyncio.timeout(limit_s):
                await self._arrived.wait()
        if self._buffer:
            return self._taken(max_bytes)
        if self._error is not None:
            raise self._error
        return b""

    async def write(self, data: bytes, limit_s: float | None) -> None:
        """Hand over ``data`` and wait until the system takes more. Raises OSError when the connection broke."""
        if self._lost.is_set() or self._transport is None or self._transport.is_closing():
            raise self._error or BrokenPipeError("the connection is closed")
        self._transport.write(data)
        async with asyncio.timeout(limit_s):
            await self._writable.wait()
        if self._error is not None:
            raise self._error

    async def aclose(self) -> None:
        """Close at once; what was not sent is dropped."""
        if self._transport is None:
            return
        if self._transport.get_write_buffer_size():
            self._transport.abort()
        else:
            self._transport.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._lost.wait()

    def _taken(self, max_bytes: int) -> bytes:
        with memoryview(self._buffer) as view:
            data = bytes(view[:max_bytes])
        del self._buffer[:max_bytes]
        if len(self._buffer) < BUFFER_LIMIT_BYTES // 2 and not self._lost.is_set() and self._transport is not None:
            self._transport.resume_reading()
        return data

    def _salvage(self) -> None:
        """What the system still holds of the answer of a server that answered, then reset the connection."""
        with contextlib.suppress(OSError):
            while data := self._sock.recv(SALVAGE_BYTES):
                self._buffer += data

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > BUFFER_LIMIT_BYTES and self._transport is not None:
            self._transport.pause_reading()
        self._arrived.set()

    def eof_received(self) -> bool:
        self._ended = True
        self._arrived.set()
        return True

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._salvage()
            self._error = exc
        self._ended = True
        for event in (self._arrived, self._writable, self._lost):
            event.set()
