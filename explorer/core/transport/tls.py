"""TLS over a byte stream, with the handshake in our own hands: what the peer showed is known whatever happens.

Trust comes from the system, and from certifi where the system has few authorities; SSL_CERT_FILE and SSL_CERT_DIR are
honoured by OpenSSL.
"""

import asyncio
import contextlib
import importlib
import ssl
from typing import Any, Protocol

from explorer.core.model.exchange import Certificate, TlsInfo
from explorer.core.transport.certificates import read_certificate

RECORD_BYTES = 64 * 1024


class ByteStream(Protocol):
    """What TLS can run over."""

    async def read(self, max_bytes: int, limit_s: float | None) -> bytes: ...

    async def write(self, data: bytes, limit_s: float | None) -> None: ...

    async def aclose(self) -> None: ...


class TlsContexts:
    """Contexts by whether they verify; each takes up to 100 ms to make and is made once, in a thread."""

    def __init__(self) -> None:
        self._made: dict[tuple[bool, str], ssl.SSLContext] = {}
        self._lock = asyncio.Lock()

    async def get(self, *, verify: bool, purpose: str = "") -> ssl.SSLContext:
        """A context of its own for each ``purpose``, because the protocols offered are a property of it."""
        async with self._lock:
            key = (verify, purpose)
            if key not in self._made:
                self._made[key] = await asyncio.to_thread(make_context, verify=verify)
            return self._made[key]


_WHOLE_STORE = 50
"""So many authorities are a store of their own; a folder of them counts as none until OpenSSL looks one up."""


def make_context(*, verify: bool) -> ssl.SSLContext:
    """A client context; blocking."""
    # Only TLS leads to HTTP/2; loaded with the first context, else its first use would load it on the event loop.
    importlib.import_module("httpcore._async.http2")
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    context = ssl.create_default_context()
    if context.cert_store_stats()["x509_ca"] < _WHOLE_STORE:
        import certifi  # here for start-up time

        with contextlib.suppress(OSError):
            context.load_verify_locations(certifi.where())
    return context


class TlsStream:
    """A byte stream inside another one."""

    def __init__(self, inner: ByteStream, context: ssl.SSLContext, host: str) -> None:
        self._inner = inner
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._verified = context.verify_mode is ssl.CERT_REQUIRED
        self.info = TlsInfo()

    @property
    def ssl_object(self) -> ssl.SSLObject:
        """For the HTTP library, which asks it for the protocol agreed."""
        return self._object

    async def handshake(self, limit_s: float | None) -> None:
        """Raises ssl.SSLError, OSError or TimeoutError; ``limit_s`` covers all of it."""
        async with asyncio.timeout(limit_s):
            while True:
                try:
                    self._object.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    await self._flush(None)
                    await self._fill(None)
                except ssl.SSLError:
                    with contextlib.suppress(OSError):  # our alert; the peer may be gone already
                        await self._flush(None)
                    raise
            await self._flush(None)
        self.info = self._agreed()

    async def read(self, max_bytes: int, limit_s: float | None) -> bytes:
        """Decrypted bytes; empty at the end, whether or not the peer said good-bye."""
        while True:
            try:
                return self._object.read(max_bytes)
            except ssl.SSLWantReadError:
                await self._flush(limit_s)
                await self._fill(limit_s)
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    async def write(self, data: bytes, limit_s: float | None) -> None:
        """Encrypt and send."""
        while data:
            try:
                data = data[self._object.write(data) :]
            except ssl.SSLWantReadError:
                await self._flush(limit_s)
                await self._fill(limit_s)
        await self._flush(limit_s)

    async def aclose(self) -> None:
        """Say good-bye if that is possible at once, and close what is below."""
        with contextlib.suppress(ssl.SSLError, OSError, TimeoutError, ValueError):
            try:
                self._object.unwrap()
            except ssl.SSLWantReadError:
                pass
            await self._flush(0.1)
        await self._inner.aclose()

    async def _flush(self, limit_s: float | None) -> None:
        if data := self._outgoing.read():
            await self._inner.write(data, limit_s)

    async def _fill(self, limit_s: float | None) -> None:
        if data := await self._inner.read(RECORD_BYTES, limit_s):
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    def _agreed(self) -> TlsInfo:
        cipher = self._object.cipher()
        return TlsInfo(
            version=self._object.version() or "",
            cipher=cipher[0] if cipher else "",
            alpn=self._object.selected_alpn_protocol() or "",
            chain=peer_chain(self._object),
            verified=self._verified,
        )


def peer_chain(handshaken: ssl.SSLObject) -> tuple[Certificate, ...]:
    """What the peer sent, leaf first; only the leaf where Python cannot tell the rest."""
    certificates = (read_certificate(der) for der in _chain_der(handshaken))
    return tuple(certificate for certificate in certificates if certificate is not None)


def _chain_der(handshaken: ssl.SSLObject) -> list[bytes]:
    public: Any = getattr(handshaken, "get_unverified_chain", None)
    if public is not None:
        return list(public())
    # WORKAROUND: Python 3.11 and 3.12 have the chain only in the extension object. Drop with 3.12.
    private: Any = getattr(getattr(handshaken, "_sslobj", None), "get_unverified_chain", None)
    if private is not None:
        return [ssl.PEM_cert_to_DER_cert(certificate.public_bytes()) for certificate in private() or ()]
    leaf = handshaken.getpeercert(binary_form=True)
    return [leaf] if leaf else []
