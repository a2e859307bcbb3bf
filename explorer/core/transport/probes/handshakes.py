"""TLS with a port: as a request does it, and where that fails, more leniently, to see what the port can do.

Revocation is not looked at: neither OpenSSL nor Python ask an authority's list unless one is given to them.
"""

import asyncio
import dataclasses
import ssl
import time
from typing import Any

from explorer.core.model.checks import Handshake
from explorer.core.model.exchange import Certificate, TlsInfo
from explorer.core.transport.certificates import read_certificate
from explorer.core.transport.probes.ways import Opener, secured
from explorer.core.transport.tls import ByteStream, make_context

_CERTIFICATE_REQUEST = 13
"""Type of the handshake message (RFC 8446 section 4.3.2)."""
_NOBODY = "192.0.2.1"
"""An address in place of a name: then no server name is sent (RFC 6066 section 3)."""


class Contexts:
    """The ways to shake hands; made in a thread, used for one check, and listening for a client certificate's wish."""

    def __init__(self, *, http2: bool, accepted: bool = False) -> None:
        protocols = ["h2", "http/1.1"] if http2 else ["http/1.1"]
        self.asked_certificate = False
        self.usual = self._listening(make_context(verify=True), protocols)
        self.unverified = self._listening(make_context(verify=False), protocols)
        self.for_ping = self._listening(make_context(verify=not accepted), ["http/1.1"])
        self.lenient = self._listening(_lenient(), protocols)

    def roots(self) -> list[Certificate]:
        """The trusted authorities at hand. Takes some 30 ms."""
        found = (read_certificate(der) for der in self.usual.get_ca_certs(binary_form=True))
        return [one for one in found if one is not None]

    def _listening(self, context: ssl.SSLContext, protocols: list[str]) -> ssl.SSLContext:
        context.set_alpn_protocols(protocols)
        # Python has no public way to hear that a certificate was asked for; without this one nothing else is lost.
        if hasattr(context, "_msg_callback"):
            setattr(context, "_msg_callback", self._hear)  # noqa: B010 - not in the stubs
        return context

    def _hear(self, _connection: Any, _way: str, _version: Any, _kind: Any, message: Any, _data: bytes) -> None:
        self.asked_certificate = self.asked_certificate or message == _CERTIFICATE_REQUEST


def _lenient() -> ssl.SSLContext:
    """Everything OpenSSL can still do, for looking only: no request ever goes over it."""
    import warnings

    context = make_context(verify=False)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    duration_s: float = 0.0
    error: str = ""
    verify_code: int = 0
    verify_words: str = ""
    info: TlsInfo | None = None


async def shaken(opened: Opener, contexts: Contexts, host: str, limit_s: float) -> Handshake:
    """One handshake as a request does it; up to two more where it fails."""
    usual = await _tried(opened, contexts.usual, host, limit_s)
    found = Handshake(
        duration_s=usual.duration_s,
        error=usual.error,
        verify_code=usual.verify_code,
        verify_words=usual.verify_words,
        info=usual.info,
    )
    if usual.verify_code:
        shown = await _tried(opened, contexts.unverified, host, limit_s)
        found = dataclasses.replace(found, info=_unverified(shown.info))
        found = await _with_roots(found, contexts)
    elif usual.error and usual.error != "timeout":
        lenient = await _tried(opened, contexts.lenient, host, limit_s)
        nameless = lenient if lenient.info else await _tried(opened, contexts.lenient, _NOBODY, limit_s)
        shown_nameless = None if lenient.info else _unverified(nameless.info)
        found = dataclasses.replace(found, lenient=_unverified(lenient.info), nameless=shown_nameless)
    return dataclasses.replace(found, asked_certificate=contexts.asked_certificate)


async def _with_roots(found: Handshake, contexts: Contexts) -> Handshake:
    roots = await asyncio.to_thread(contexts.roots)
    last = found.info.chain[-1].issuer if found.info and found.info.chain else ""
    return dataclasses.replace(found, roots=len(roots), root_known=any(one.subject == last for one in roots))


async def _tried(opened: Opener, context: ssl.SSLContext, host: str, limit_s: float) -> _Try:
    begun = time.perf_counter()
    stream: ByteStream | None = None
    try:
        stream = await opened()
        tls = await secured(stream, context, host, limit_s)
        took_s, info = time.perf_counter() - begun, tls.info
        await tls.aclose()
        return _Try(duration_s=took_s, info=info)
    except TimeoutError:
        return _Try(duration_s=time.perf_counter() - begun, error="timeout")
    except ssl.SSLCertVerificationError as error:
        return _Try(
            duration_s=time.perf_counter() - begun,
            error="CERTIFICATE_VERIFY_FAILED",
            verify_code=error.verify_code,
            verify_words=error.verify_message.rstrip("."),
        )
    except ssl.SSLError as error:
        hung_up = isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
        reason = "closed" if hung_up else error.reason or "unknown"
        return _Try(duration_s=time.perf_counter() - begun, error=reason)
    except OSError:
        return _Try(duration_s=time.perf_counter() - begun, error="closed")


def _unverified(info: TlsInfo | None) -> TlsInfo | None:
    return dataclasses.replace(info, verified=False) if info else None
