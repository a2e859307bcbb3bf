"""The network as the HTTP library sees it: our sockets and TLS behind its backend interface.

Every step is noted in the current ``Attempt``: lookup, connecting, handshake, first bytes, the end.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from explorer.core.model.exchange import Phase, TlsInfo
from explorer.core.model.trust import Trust
from explorer.core.transport.attempt import CURRENT
from explorer.core.transport.http_library import httpcore
from explorer.core.transport.pinning import CertificateChangedError, check_leaf
from explorer.core.transport.sockets import Address, SocketStream, connect, is_address, resolve
from explorer.core.transport.tls import TlsStream

BODY_PORTION_BYTES = 256 * 1024
SURPLUS_WAIT_S = 0.05
"""So long is waited for bytes beyond the end of a response on a connection that is not used again."""


class Backend(httpcore.AsyncNetworkBackend):
    """Makes connections for a pool. With ``trust`` the server's certificate must be the trusted one; the pool is used
    for its place only, and its context does not verify."""

    def __init__(self, trust: Trust | None = None) -> None:
        self._trust = trust

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Lookup and connecting together must end within ``timeout`` seconds."""
        attempt = CURRENT.get()
        attempt.connecting()
        async with asyncio.timeout(timeout or attempt.timeout_s):
            addresses = await self._addresses(host.strip("[]"), port)
            attempt.recorder.begin(Phase.CONNECT)
            stream = await SocketStream.over(await connect(addresses))
        attempt.opened.append(stream)
        attempt.address = stream.address
        attempt.recorder.note(address_text(stream.address))
        return PlainStream(stream, self._trust)

    async def sleep(self, seconds: float) -> None:
        """For the library's retries, which are not used."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[Address]:
        if not is_address(host):
            CURRENT.get().recorder.begin(Phase.DNS)
        return await resolve(host, port)


class Stream(httpcore.AsyncNetworkStream):
    """What plain and encrypted streams share."""

    def __init__(self, socket_stream: SocketStream, top: SocketStream | TlsStream, trust: Trust | None) -> None:
        self._socket_stream = socket_stream
        self._top = top
        self._trust = trust
        self._is_spoilt = False

    async def surplus_bytes(self, held_bytes: int, *, is_over: bool) -> int:
        """At least so many bytes came beyond the end of a response, with ``held_bytes`` that were read already. Then
        the connection is not used again: they would pass for the next answer."""
        more_bytes = 0
        if is_over:
            with contextlib.suppress(TimeoutError, OSError):
                more_bytes = len(await self._top.read(BODY_PORTION_BYTES, SURPLUS_WAIT_S))
        elif self._top is self._socket_stream:
            await asyncio.sleep(0)  # what the system holds by now
            more_bytes = self._socket_stream.waiting_bytes
        self._is_spoilt = held_bytes + more_bytes > 0
        return held_bytes + more_bytes

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        attempt = CURRENT.get()
        if attempt.recorder.phase is Phase.DOWNLOAD:
            # Of a long body, the work for each portion costs more than its bytes.
            max_bytes = max(max_bytes, BODY_PORTION_BYTES)
        data = await self._top.read(max_bytes, attempt.read_limit_s(timeout))
        attempt.received(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        attempt = CURRENT.get()
        self._identify()
        stale = attempt.kept and not attempt.request_begun
        if self._socket_stream.is_closed:
            if attempt.speaks_http2 and not stale:
                return
            raise httpcore.WriteError("the connection was closed meanwhile")
        attempt.request_begun = attempt.request_begun or attempt.recorder.phase is Phase.REQUEST
        try:
            await self._top.write(buffer, timeout or attempt.timeout_s)
        except TimeoutError:
            raise
        except OSError as error:
            # The server may have said why before it hung up. In HTTP/1.1 the library goes on to read after this
            # error; in HTTP/2 it does so only when it hears of none.
            if not attempt.speaks_http2 or stale:
                raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        await self._top.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        attempt = CURRENT.get()
        attempt.forget_answer()
        attempt.tls = None
        attempt.handshakes += 1
        attempt.recorder.begin(Phase.TLS)
        host = (server_hostname or attempt.host).strip("[]")
        tls = TlsStream(_Observed(self._top), ssl_context, host)
        try:
            await tls.handshake(timeout or attempt.timeout_s)
        except BaseException:
            await self._top.aclose()
            raise
        # The proxy's own certificate is verified as usual; only the server's context does not verify.
        if self._trust is not None and ssl_context.verify_mode is ssl.CERT_NONE:
            await self._hold_to(self._trust, tls)
        attempt.recorder.note(_agreed_words(tls.info))
        attempt.forget_answer()
        stream = EncryptedStream(self._socket_stream, tls, self._trust)
        stream._identify()
        return stream

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self._is_spoilt or self._socket_stream.is_spent
        return None

    async def _hold_to(self, trust: Trust, tls: TlsStream) -> None:
        """Go on only with the trusted certificate; otherwise the connection is closed before a byte of HTTP."""
        try:
            check_leaf(tls.ssl_object, trust)
        except CertificateChangedError:
            CURRENT.get().tls = tls.info
            CURRENT.get().forget_answer()
            await tls.aclose()
            raise
        tls.info = replace(tls.info, trusted_until=trust.until)

    def _identify(self) -> None:
        attempt = CURRENT.get()
        attempt.remote_address = address_text(self._socket_stream.address)


class PlainStream(Stream):
    """A TCP connection."""

    def __init__(self, stream: SocketStream, trust: Trust | None) -> None:
        super().__init__(stream, stream, trust)


class EncryptedStream(Stream):
    """TLS over anything."""

    def __init__(self, socket_stream: SocketStream, tls: TlsStream, trust: Trust | None) -> None:
        super().__init__(socket_stream, tls, trust)
        self._tls = tls

    def get_extra_info(self, info: str) -> Any:
        return self._tls.ssl_object if info == "ssl_object" else super().get_extra_info(info)

    def _identify(self) -> None:
        super()._identify()
        CURRENT.get().tls = self._tls.info


class _Observed:
    """The bytes below a handshake, so that a peer that does not speak TLS can be recognised."""

    def __init__(self, inner: SocketStream | TlsStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, limit_s: float | None) -> bytes:
        data = await self._inner.read(max_bytes, limit_s)
        attempt = CURRENT.get()
        if attempt.recorder.phase is Phase.TLS:
            attempt.received(data)
        return data

    async def write(self, data: bytes, limit_s: float | None) -> None:
        await self._inner.write(data, limit_s)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _agreed_words(info: TlsInfo) -> str:
    words = " ".join(part for part in (info.version, info.alpn) if part)
    return f"{words}, certificate trusted by you" if info.trusted_until else words


def address_text(address: tuple[Any, ...]) -> str:
    """ "127.0.0.1:80" or "[::1]:80"."""
    host, port = address[0], address[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
