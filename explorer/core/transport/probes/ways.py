"""Streams to the host that failed: straight to its address, or through the proxy that stood in between."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from explorer.core.transport.proxies import Proxy
from explorer.core.transport.sockets import Address, SocketStream, connect
from explorer.core.transport.tls import ByteStream, TlsStream

Opener = Callable[[], Awaitable[ByteStream]]
"""Makes a new connection. Raises OSError or TimeoutError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a failed exchange went, and nothing else of it."""

    scheme: str
    host: str
    port: int
    proxy: Proxy | None = None
    http2: bool = True
    accepted: bool = False
    """Whether the request got past TLS: its peer was accepted, by an authority's word or the person's."""

    @property
    def place(self) -> str:
        """ "host:port"."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_forwarded(self) -> bool:
        """Whether an HTTP proxy is asked itself, without a tunnel."""
        return self.proxy is not None and self.scheme == "http" and self.proxy.scheme.startswith("http")

    @property
    def first_stop(self) -> tuple[str, int]:
        """The host and port that are connected to: the proxy's where there is one."""
        return (self.proxy.host, self.proxy.port) if self.proxy else (self.host, self.port)


async def straight(address: Address, limit_s: float) -> ByteStream:
    """A connection to one address."""
    async with asyncio.timeout(limit_s):
        return await SocketStream.over(await connect([address]))


async def to_proxy(address: Address, proxy: Proxy, limit_s: float) -> ByteStream:
    """A connection to the proxy, in TLS where its URL says so. Raises ssl.SSLError too."""
    stream = await straight(address, limit_s)
    if proxy.scheme != "https":
        return stream
    from explorer.core.transport.tls import make_context

    return await secured(stream, await asyncio.to_thread(make_context, verify=True), proxy.host, limit_s)


async def secured(stream: ByteStream, context: ssl.SSLContext, host: str, limit_s: float) -> TlsStream:
    """TLS over a stream, which is closed when that fails. Raises ssl.SSLError, OSError or TimeoutError."""
    tls = TlsStream(stream, context, host)
    try:
        await tls.handshake(limit_s)
    except BaseException:
        await stream.aclose()
        raise
    return tls
