"""What is learnt about the wire while one request of a chain is on it; the sockets write it, the failures read it.

A context variable leads from the library's network backend to the attempt it works for.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from explorer.core.model.exchange import Phase, TlsInfo
from explorer.core.timeline import TimelineRecorder
from explorer.core.transport.prepared import http2_headers
from explorer.core.transport.sockets import SocketStream

HEAD_BYTES = 512
"""How much of the first answer is kept to recognise what speaks there."""

HEADER_LIMIT_BYTES = 256 * 1024
"""More than this before the end of a header section, interim responses included, is no header section. In HTTP/2 the
library announces a limit of its own, 64 KiB (SETTINGS_MAX_HEADER_LIST_SIZE)."""

READ_BYTES = 64 * 1024
"""What the library asks for at once: so much of a body may come with the end of its header section."""


class HeadersTooLargeError(Exception):
    """The server's header section does not end."""


@dataclass(slots=True, kw_only=True)
class Attempt:
    """Facts of one attempt. ``host`` and ``port`` are the server's; ``proxy`` names the proxy in between, if any."""

    recorder: TimelineRecorder
    timeout_s: float
    scheme: str
    host: str
    port: int
    proxy: str = ""
    """"host:port" of the proxy, or empty."""
    proxy_in_tls: bool = False
    """Whether the proxy itself is spoken to in TLS."""
    handshakes: int = 0
    """TLS handshakes begun on new connections: with an https proxy the first one is the proxy's."""
    forwarded: bool = False
    """Whether the proxy itself answers the request: plain http through an HTTP proxy."""
    kept: bool = True
    """Whether a kept connection is used: no connecting was seen."""
    address: tuple[Any, ...] | None = None
    """The socket address reached."""
    remote_address: str = ""
    tls: TlsInfo | None = None
    head: bytearray = field(default_factory=bytearray)
    """First bytes that came back from the server, below TLS when the handshake is not done."""
    received_bytes: int = 0
    """Bytes of the answer seen so far, header section included."""
    ended: bool = False
    """Whether the peer closed its side."""
    opened: list[SocketStream] = field(default_factory=list)
    """Connections made for this attempt."""
    request_begun: bool = False
    """Whether any byte of the request may have left."""
    write_broke: bool = False
    may_be_silent: bool = False
    """Whether the rest of the answer may take any time to come."""
    headers_due_s: float | None = None
    """When the header section must have ended, by the loop's clock; None while none is awaited."""

    def connecting(self) -> None:
        """A new connection is made for this attempt."""
        self.kept = False

    async def close_unfinished(self) -> None:
        """After a failure: the library forgets connections that broke before they could carry a request."""
        if not self.request_begun:
            for stream in self.opened:
                await stream.aclose()

    def received(self, data: bytes) -> None:
        """Bytes (or the end) arrived on the connection. Raises HeadersTooLargeError."""
        if not data:
            self.ended = True
            return
        if len(self.head) < HEAD_BYTES:
            self.head += data[: HEAD_BYTES - len(self.head)]
        self.received_bytes += len(data)
        in_headers = self.recorder.phase is Phase.WAIT and not self.speaks_http2
        if in_headers and self.received_bytes > HEADER_LIMIT_BYTES + READ_BYTES:
            raise HeadersTooLargeError(f"{self.received_bytes} bytes without an end of the header section")

    def read_limit_s(self, asked_s: float | None) -> float | None:
        """How long the next read may take, None for ever; pieces of a header section do not extend the time for all of
        it.

        Raises TimeoutError when that is over.
        """
        if self.may_be_silent:
            return None
        limit_s = asked_s or self.timeout_s
        if self.headers_due_s is None:
            return limit_s
        left_s = self.headers_due_s - self._now_s()
        if left_s <= 0:
            raise TimeoutError("the header section did not end in time")
        return min(limit_s, left_s)

    def forget_answer(self) -> None:
        """What came so far belonged to the proxy or to the handshake."""
        self.head.clear()
        self.received_bytes = 0
        self.ended = False

    @property
    def tls_is_proxys(self) -> bool:
        """Whether the handshake begun last is the proxy's own."""
        return self.proxy_in_tls and self.handshakes == 1

    @property
    def speaks_http2(self) -> bool:
        """Whether TLS agreed on HTTP/2."""
        return self.tls is not None and self.tls.alpn == "h2"

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """The HTTP library's trace extension: begins REQUEST, WAIT and DOWNLOAD."""
        library, name, moment = event.split(".")
        if library not in ("http11", "http2"):
            return
        if name == "receive_response_headers":
            self.headers_due_s = self._now_s() + self.timeout_s if moment == "started" else None
        if self._is_tunnel(info):
            return
        if event == "http2.send_request_headers.started":
            # The protocol is known only now. The library strips some of these fields and fails over others.
            info["request"].headers = http2_headers(info["request"].headers)
        match name, moment:
            case "send_request_headers", "started":
                self.forget_answer()
                self.recorder.begin(Phase.REQUEST)
            case (("send_request_headers" | "send_request_body"), "failed"):
                self.write_broke = True
            case "receive_response_headers", "started" if not self.write_broke:
                self.recorder.begin(Phase.WAIT)
            case _:
                pass

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    def _is_tunnel(self, info: dict[str, Any]) -> bool:
        """The proxy's CONNECT is part of connecting."""
        request = info.get("request")
        return request is not None and request.method == b"CONNECT" and bool(self.proxy)


CURRENT: ContextVar[Attempt] = ContextVar("attempt")
