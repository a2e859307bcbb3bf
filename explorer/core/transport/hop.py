"""One request and its answer: finds a connection, sends, receives, and turns whatever breaks into a ``Failure``."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import Failure, FailureKind, Phase, Response, TlsInfo
from explorer.core.transport.attempt import CURRENT, Attempt
from explorer.core.transport.bodies import FilePiece, Payload, unreadable
from explorer.core.transport.failures import failure
from explorer.core.transport.http_library import httpcore, left_over
from explorer.core.transport.network import Stream
from explorer.core.transport.options import SendOptions
from explorer.core.transport.pinning import nobody, trust_for
from explorer.core.transport.pools import Pools
from explorer.core.transport.prepared import Prepared
from explorer.core.transport.probe import LIMIT_S, probe
from explorer.core.transport.progress import Reporter
from explorer.core.transport.proxies import Proxy, proxy_for
from explorer.core.transport.receiving import Reception
from explorer.core.transport.urls import DEFAULT_PORTS

CHUNK_BYTES = 128 * 1024

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
"""RFC 9110 §9.2.2: these may be repeated when a kept connection turns out to be closed (RFC 9112 §9.3.1)."""

STALE_TRIES = 3
STALE_KINDS = frozenset(
    {FailureKind.RESET, FailureKind.CLOSED_EARLY, FailureKind.HTTP2_ERROR, FailureKind.CONNECTION_FAILED}
)
UNVERIFIED_KINDS = frozenset(
    {
        FailureKind.TLS_EXPIRED,
        FailureKind.TLS_NOT_YET_VALID,
        FailureKind.TLS_SELF_SIGNED,
        FailureKind.TLS_UNKNOWN_ISSUER,
        FailureKind.TLS_HOST_MISMATCH,
        FailureKind.TLS_REVOKED,
        FailureKind.TLS_FAILED,
    }
)
"""Failures after which the peer's certificate is worth a second look."""
HUNG_UP_KINDS = frozenset({FailureKind.RESET, FailureKind.CLOSED_EARLY})


class Hop:
    """Sends one prepared request. ``outcome()`` is called once."""

    def __init__(self, prepared: Prepared, options: SendOptions, pools: Pools, reporter: Reporter) -> None:
        self._prepared = prepared
        self._options = options
        self._pools = pools
        self._reporter = reporter
        self._recorder = reporter.recorder
        self._reception: Reception | None = None
        self.proxy: Proxy | None = None
        """The proxy in use, known once it was looked up."""
        self.kept: Response | None = None
        """What had arrived when the send was cancelled."""
        self.attempt = self._new_attempt(None)

    async def outcome(self) -> Response | Failure:
        """A response or a failure; cancelling closes the connection and keeps what had arrived as ``kept``.

        Raises InvalidRequestError for a proxy setting that makes no sense.
        """
        proxy = self.proxy = await self._proxy()
        for _ in range(STALE_TRIES):
            self.attempt = self._new_attempt(proxy)
            result = await self._try(proxy)
            if not (isinstance(result, Failure) and self._is_stale(result)):
                break
            self._recorder.note("kept connection was closed; sent again")
            self._recorder.end()
        if isinstance(result, Failure):
            return await self._looked_into(result)
        return result

    async def _proxy(self) -> Proxy | None:
        """In a thread, because the system may have to be asked."""
        setting = self._options.proxy
        return await asyncio.to_thread(proxy_for, self._prepared.url, setting) if setting else None

    async def _try(self, proxy: Proxy | None) -> Response | Failure:
        token = CURRENT.set(self.attempt)
        try:
            return await self._exchange(proxy)
        except asyncio.CancelledError:
            await self.attempt.close_unfinished()
            if self._reception is not None:
                self.kept = await self._reception.partial()
            raise
        except Exception as error:  # noqa: BLE001 - the library lets ssl, h11, h2 and OS errors through
            await self.attempt.close_unfinished()
            partial = await self._reception.partial() if self._reception is not None else None
            return failure(
                error,
                self.attempt,
                phase=self._recorder.phase,
                secrets=self._prepared.secrets + _proxy_secrets(proxy),
                partial=partial,
            )
        finally:
            CURRENT.reset(token)

    async def _exchange(self, proxy: Proxy | None) -> Response:
        url = self._prepared.url
        pool = await self._pools.get(url.scheme, self._options, proxy, trust_for(url, self._options.trusts))
        answer = await pool.handle_async_request(self._wire_request())
        try:
            self._recorder.begin(Phase.DOWNLOAD)
            self._reception = Reception(answer, self.attempt, self._options)
            response = await self._reception.read_body(self._reporter)
            self._recorder.end()
            surplus_bytes = await _surplus_bytes(answer)
            return dataclasses.replace(response, surplus_bytes=surplus_bytes) if surplus_bytes else response
        finally:
            await answer.aclose()

    def _wire_request(self) -> httpcore.Request:
        prepared, limit_s = self._prepared, self._options.timeout_s
        url = prepared.url
        host = f"[{url.host}]" if ":" in url.host else url.host
        return httpcore.Request(
            method=prepared.method.encode("ascii"),
            url=httpcore.URL(
                scheme=url.scheme.encode(),
                host=host.lower().encode("ascii"),
                port=None if url.port == DEFAULT_PORTS[url.scheme] else url.port,
                target=url.target.encode("ascii"),
            ),
            headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in prepared.headers],
            content=_chunks(prepared.payload),
            extensions={
                "timeout": {"connect": limit_s, "read": limit_s, "write": limit_s, "pool": limit_s},
                "trace": self.attempt.trace,
            },
        )

    def _new_attempt(self, proxy: Proxy | None) -> Attempt:
        url = self._prepared.url
        return Attempt(
            recorder=self._recorder,
            timeout_s=self._options.timeout_s,
            scheme=url.scheme,
            host=url.host,
            port=url.port,
            proxy=proxy.place if proxy else "",
            proxy_in_tls=proxy is not None and proxy.scheme == "https",
            forwarded=proxy is not None and url.scheme == "http" and proxy.scheme.startswith("http"),
        )

    def _is_stale(self, result: Failure) -> bool:
        attempt = self.attempt
        if not attempt.kept or self._reception is not None or result.kind not in STALE_KINDS:
            return False
        unanswered = not attempt.head or attempt.speaks_http2
        return not attempt.request_begun or (unanswered and self._prepared.method in IDEMPOTENT)

    async def _looked_into(self, result: Failure) -> Failure:
        """Ends the broken phase, then asks the peer for its certificate where that explains the failure."""
        self._recorder.break_off()
        if result.kind in UNVERIFIED_KINDS and result.tls_verify_code:
            seen = self._behind_proxy() if self.proxy else probe(self.attempt, self._pools.contexts)
            info = await seen
            return dataclasses.replace(result, tls=dataclasses.replace(info, verified=False)) if info else result
        if result.kind is FailureKind.TLS_CERTIFICATE_CHANGED:
            return await self._vouched(result)
        silent = self.attempt.scheme == "http" and not self.attempt.head and self._reception is None
        if silent and result.kind in HUNG_UP_KINDS:
            info = await probe(self.attempt, self._pools.contexts)
            if info is not None:
                return _plain_on_tls(result, dataclasses.replace(info, verified=False))
        return result

    async def _vouched(self, result: Failure) -> Failure:
        """Whether an authority vouches for the certificate that is shown in place of the trusted one."""
        info = await probe(self.attempt, self._pools.contexts, verify=True)
        if info is None or result.tls is None or info.chain[:1] != result.tls.chain[:1]:
            return result
        return dataclasses.replace(result, tls=dataclasses.replace(result.tls, verified=True))

    async def _behind_proxy(self) -> TlsInfo | None:
        """What TLS shows behind the proxy: once more through it, and no further than the certificate."""
        limit_s = min(LIMIT_S, self._options.timeout_s)
        options = dataclasses.replace(self._options, trusts=(nobody(self._prepared.url),), timeout_s=limit_s)
        result = await Hop(self._prepared, options, self._pools, Reporter(None))._try(self.proxy)
        is_seen = isinstance(result, Failure) and result.kind is FailureKind.TLS_CERTIFICATE_CHANGED
        return result.tls if is_seen else None


def _plain_on_tls(result: Failure, info: TlsInfo) -> Failure:
    place = f"[{result.host}]" if ":" in result.host else result.host
    return dataclasses.replace(
        result,
        kind=FailureKind.PLAIN_ON_TLS_PORT,
        message=f"{place}:{result.port} speaks TLS, and the request came without.",
        tls=info,
    )


def _proxy_secrets(proxy: Proxy | None) -> tuple[str, ...]:
    return (proxy.password,) if proxy is not None and proxy.password else ()


async def _surplus_bytes(answer: httpcore.Response) -> int:
    """At least so many bytes came after the end of a response."""
    stream = answer.extensions.get("network_stream")
    held_bytes, is_over = left_over(answer)
    return await stream.surplus_bytes(held_bytes, is_over=is_over) if isinstance(stream, Stream) else 0


async def _chunks(payload: Payload) -> AsyncIterator[bytes]:
    """The body in steps; files are read in a thread."""
    for piece in payload.pieces:
        if isinstance(piece, FilePiece):
            async for data in _file_chunks(piece):
                yield data
            continue
        for start in range(0, len(piece), CHUNK_BYTES):
            yield piece[start : start + CHUNK_BYTES]


async def _file_chunks(piece: FilePiece) -> AsyncIterator[bytes]:
    """As many bytes as were announced. Raises InvalidRequestError when the file fails meanwhile."""
    left_bytes = piece.size_bytes
    try:
        with await asyncio.to_thread(piece.path.open, "rb") as file:
            while left_bytes and (data := await asyncio.to_thread(file.read, min(CHUNK_BYTES, left_bytes))):
                left_bytes -= len(data)
                yield data
    except OSError as error:
        raise unreadable(piece.path, error) from error
    if left_bytes:
        raise InvalidRequestError(f"The body file {piece.path} became shorter while it was sent.", field="body")
