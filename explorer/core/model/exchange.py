"""One sending of one request: what was written, what went out, what came back or broke, and when.

A 500 is a ``Response``; a refused connection is a ``Failure``; neither is an exception.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from explorer.core.model.request import Request

Headers = tuple[tuple[str, str], ...]
"""Field lines in wire order, case kept, duplicates kept; values decoded as latin-1 (RFC 9110 §5.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes of a message body. Small ones are whole in ``data``; a large one has its head there and all of it in
    the file ``path``."""

    data: bytes = field(default=b"", repr=False)
    size_bytes: int = 0
    path: Path | None = None

    @property
    def is_complete(self) -> bool:
        """Whether ``data`` holds every byte."""
        return len(self.data) == self.size_bytes

    @staticmethod
    def of(data: bytes) -> "Content":
        """A body that is whole in memory."""
        return Content(data=data, size_bytes=len(data))


class Phase(StrEnum):
    """Phases of a send, in order. DNS to TLS are missing when a kept connection was used."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    REQUEST = "request"
    WAIT = "wait"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One phase of one hop; seconds after ``Exchange.started``."""

    phase: Phase
    start_s: float
    end_s: float
    hop: int = 0
    broken: bool = False
    """True for the phase in which the send failed."""
    note: str = ""
    """For the eye: address reached, protocol agreed, bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All spans in order of start, and the whole duration in seconds."""

    spans: tuple[Span, ...] = ()
    duration_s: float = 0.0

    def of(self, phase: Phase) -> float | None:
        """Seconds spent in a phase over all hops; None when it did not happen."""
        spans = [span for span in self.spans if span.phase is phase]
        return sum(span.end_s - span.start_s for span in spans) if spans else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the peer's leaf certificate says; times are aware UTC."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    sha256: str
    """Fingerprint of the DER bytes: upper-case hex pairs joined by colons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsInfo:
    """The TLS connection as far as it came."""

    version: str = ""
    cipher: str = ""
    alpn: str = ""
    chain: tuple[Certificate, ...] = ()
    """Leaf first; empty when the handshake broke before the certificate was seen."""
    verified: bool = True
    trusted_until: datetime | None = None
    """Until when the person trusts this certificate, which no authority vouches for; None when that played no part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """The request as it went over the wire."""

    method: str
    url: str = field(repr=False)
    """Absolute, as on the wire; the fragment is left out."""
    headers: Headers = field(repr=False)
    """Not in ``repr``: Authorization is among them."""
    body: Content = Content()
    http_version: str = "HTTP/1.1"
    automatic: frozenset[str] = frozenset()
    """Lower-case names of the headers that Explorer added."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Values that must be masked before this is stored or copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response, of any status."""

    status: int
    reason: str
    http_version: str
    """"HTTP/1.1" or "HTTP/2"."""
    headers: Headers = field(repr=False)
    body: Content = Content()
    """After Content-Encoding was undone."""
    wire_size_bytes: int = 0
    """Body bytes as received, before decoding."""
    tls: TlsInfo | None = None
    remote_address: str = ""
    """"127.0.0.1:8025"; empty when unknown."""
    surplus_bytes: int = 0
    """At least so many bytes came after the end that the response announced; they are no part of the body."""

    def header(self, name: str) -> str | None:
        """The first value of a field, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class FailureKind(StrEnum):
    """Transport failures a person can act on; rows of ``resources/catalogs/transport.json`` have the same names."""

    DNS_NOT_FOUND = "dns_not_found"
    DNS_NO_ADDRESS = "dns_no_address"
    DNS_TEMPORARY = "dns_temporary"
    CONNECTION_REFUSED = "connection_refused"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    CONNECTION_FAILED = "connection_failed"
    TLS_EXPIRED = "tls_expired"
    TLS_NOT_YET_VALID = "tls_not_yet_valid"
    TLS_SELF_SIGNED = "tls_self_signed"
    TLS_UNKNOWN_ISSUER = "tls_unknown_issuer"
    TLS_HOST_MISMATCH = "tls_host_mismatch"
    TLS_REVOKED = "tls_revoked"
    TLS_CERTIFICATE_CHANGED = "tls_certificate_changed"
    """The person trusts another certificate at this place than the one shown."""
    TLS_VERSION = "tls_version"
    TLS_CIPHER = "tls_cipher"
    TLS_CLIENT_CERTIFICATE = "tls_client_certificate"
    TLS_PLAIN_PORT = "tls_plain_port"
    TLS_FAILED = "tls_failed"
    PLAIN_ON_TLS_PORT = "plain_on_tls_port"
    RESET = "reset"
    CLOSED_EARLY = "closed_early"
    WRITE_TIMEOUT = "write_timeout"
    READ_TIMEOUT = "read_timeout"
    POOL_TIMEOUT = "pool_timeout"
    NOT_HTTP = "not_http"
    PROTOCOL_ERROR = "protocol_error"
    HTTP2_ERROR = "http2_error"
    HEADERS_TOO_LARGE = "headers_too_large"
    TRUNCATED_BODY = "truncated_body"
    DECODING = "decoding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    PROXY_REFUSED = "proxy_refused"
    PROXY_AUTH = "proxy_auth"
    PROXY_FAILED = "proxy_failed"
    UNSUPPORTED_SCHEME = "unsupported_scheme"
    INVALID_URL = "invalid_url"
    INVALID_HEADER = "invalid_header"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No (complete) HTTP response. ``partial`` is what had arrived of one before it broke."""

    kind: FailureKind
    phase: Phase | None
    """Where it broke; None when nothing was begun (invalid URL) or it was between phases."""
    message: str
    """One sentence, e.g. "Nothing listens on 127.0.0.1 port 9."."""
    detail: str = ""
    """The libraries' own words for it: exception types, errno, OpenSSL reason; for copying, never empty in practice."""
    host: str = ""
    port: int = 0
    errno_name: str = ""
    """"ECONNREFUSED", "EAI_NONAME", ..., the code of HTTP/2 or the alert of TLS; empty when there is none."""
    tls_verify_code: int = 0
    """OpenSSL X509_V_ERR number, 0 when verification was not the problem."""
    tls: TlsInfo | None = None
    trusted_sha256: str = ""
    """Fingerprint of the certificate that the person trusts at this place, when another one was shown."""
    timeout_s: float | None = None
    """The limit that ran out."""
    request_sent: bool = False
    """Whether any byte of the request may have reached the server."""
    partial: Response | None = None


Outcome = Response | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One answered request of a redirect chain (not the last one)."""

    sent: SentRequest
    response: Response
    note: str = ""
    """What the next request lost: "method became GET", "body dropped", "Authorization dropped"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedSetting:
    """A setting in force and where it came from."""

    name: str
    value: str
    origin: str
    """"request", "environment Sandbox", "preferences", "default"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One send with its outcome."""

    id: str
    """Sortable by time: hexadecimal UUID version 7."""
    started: datetime
    request: Request
    """As written, with templates."""
    sent: SentRequest | None
    """The last request that went out; None when nothing could be built."""
    outcome: Outcome
    timeline: Timeline = Timeline()
    hops: tuple[Hop, ...] = ()
    settings: tuple[ResolvedSetting, ...] = ()
    environment: str = ""
    request_key: str = ""
    """Collection-relative path of the saved request ("Batches/Send a batch.yml"), or empty for a scratch one."""

    @property
    def response(self) -> Response | None:
        """The response, if there is one."""
        return self.outcome if isinstance(self.outcome, Response) else None

    @property
    def failure(self) -> Failure | None:
        """The transport failure, if there is one."""
        return self.outcome if isinstance(self.outcome, Failure) else None
