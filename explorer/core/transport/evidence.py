"""A broken attempt as facts to test: every exception of the chain and of its groups, and what the wire showed."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from explorer.core.model.exchange import Phase
from explorer.core.transport.alerts import alert_of
from explorer.core.transport.attempt import Attempt
from explorer.core.transport.http_library import httpcore

TLS_RECORD_TYPES = frozenset(range(0x14, 0x19))
"""First byte of anything that speaks TLS (RFC 8446 §5.1)."""

HTTP2_ERRORS = (
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
)
"""By number: RFC 9113 §7."""

RESOLVER_ERRORS = {getattr(socket, name): name for name in dir(socket) if name.startswith("EAI_")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules of the failure table look at."""

    errors: tuple[BaseException, ...]
    """Outermost first."""
    phase: Phase | None
    attempt: Attempt

    def has(self, *kinds: type[BaseException]) -> bool:
        """Whether an exception of one of these types is in the chain."""
        return any(isinstance(error, kinds) for error in self.errors)

    def first(self, kind: type[Any]) -> Any:
        """The outermost exception of a type, or None."""
        return next((error for error in self.errors if isinstance(error, kind)), None)

    @property
    def errnos(self) -> frozenset[int]:
        """Numbers of system errors; the resolver's and OpenSSL's have another meaning and are left out."""
        return frozenset(
            error.errno
            for error in self.errors
            if isinstance(error, OSError)
            and not isinstance(error, (socket.gaierror, ssl.SSLError))
            and error.errno is not None
        )

    @property
    def resolver_errno(self) -> int | None:
        """``gaierror``'s number."""
        error = self.first(socket.gaierror)
        return error.errno if error else None

    @property
    def errno_name(self) -> str:
        """ "ECONNREFUSED", "EAI_NONAME"; empty without one."""
        if self.resolver_errno is not None:
            return RESOLVER_ERRORS.get(self.resolver_errno, "")
        names = (errno.errorcode.get(number, "") for number in sorted(self.errnos))
        return next((name for name in names if name), "")

    @property
    def verify_code(self) -> int:
        """OpenSSL's X509_V_ERR number, or 0."""
        error = self.first(ssl.SSLCertVerificationError)
        return int(getattr(error, "verify_code", 0) or 0) if error else 0

    @property
    def verify_message(self) -> str:
        """OpenSSL's words for it."""
        error = self.first(ssl.SSLCertVerificationError)
        return str(getattr(error, "verify_message", "") or "the certificate was not accepted")

    def tls_reason(self, *words: str) -> bool:
        """Whether OpenSSL's reason contains one of these; its names differ a little between versions."""
        error = self.first(ssl.SSLError)
        reason = (error.reason or "") if error else ""
        return any(word in reason for word in words)

    @property
    def alert(self) -> str:
        """The alert with which the peer ended TLS, "unrecognized_name"; empty without one."""
        error = self.first(ssl.SSLError)
        return alert_of(error.reason or "", bytes(self.attempt.head)) if error else ""

    @property
    def is_reset(self) -> bool:
        """Whether the connection was torn down rather than closed."""
        return self.has(ConnectionResetError, ConnectionAbortedError, BrokenPipeError)

    @property
    def head_is_tls(self) -> bool:
        """Whether the first byte that came back is TLS's."""
        head = self.attempt.head
        return len(head) > 1 and head[0] in TLS_RECORD_TYPES and head[1] == 3

    @property
    def head_is_http(self) -> bool:
        """Whether the answer begins like HTTP/1."""
        return bytes(self.attempt.head[:5]) == b"HTTP/"[: len(self.attempt.head[:5])] and bool(self.attempt.head)

    @property
    def head_is_foreign(self) -> bool:
        """Whether something else than HTTP answered."""
        return bool(self.attempt.head) and not self.head_is_http and not self.attempt.speaks_http2

    @property
    def banner(self) -> str:
        """The first line that came back, printable."""
        line = bytes(self.attempt.head).splitlines()[0] if self.attempt.head else b""
        return re.sub(r"[^ -~]", ".", line[:80].decode("latin-1"))

    @property
    def http2_code(self) -> str:
        """The name of an HTTP/2 error code, or empty."""
        for error in self.errors:
            code = getattr(error.args[0] if error.args else None, "error_code", None)
            if code is not None:
                return HTTP2_ERRORS[int(code)] if int(code) < len(HTTP2_ERRORS) else str(int(code))
        return ""

    @property
    def is_local_refusal(self) -> bool:
        """Whether our own HTTP/2 library refused to write the request. After the end of a connection it refuses too:
        that has a KeyError of its table of states behind it."""
        return self.has(httpcore.LocalProtocolError) and not self.attempt.request_begun and not self.has(KeyError)

    @property
    def is_oversized(self) -> bool:
        """Whether a header section was larger than announced; by name, as the module may not be loaded."""
        return any(type(error).__name__ == "OversizedHeaderListError" for error in self.errors)

    @property
    def is_http2(self) -> bool:
        """Whether HTTP/2's own rules were broken."""
        modules = [type(error).__module__ for error in self.errors]
        return bool(self.http2_code) or any(name.startswith(("h2.", "hpack", "hyperframe")) for name in modules)

    @property
    def detail(self) -> str:
        """The libraries' own words, outermost first, each once."""
        lines = [_words(error) for error in self.errors]
        broke_in_tls = any(isinstance(error, ssl.SSLError) for error in self.errors)
        if (self.attempt.head and not self.head_is_tls) if broke_in_tls else self.head_is_foreign:
            lines.append(f"first bytes: {bytes(self.attempt.head[:64])!r}")
        return "\n".join(dict.fromkeys(lines))


def chain_of(error: BaseException) -> tuple[BaseException, ...]:
    """The exception, its causes and contexts, and the members of groups; each once."""
    seen: dict[int, BaseException] = {}
    for found in _walk(error, seen):
        seen.setdefault(id(found), found)
    return tuple(seen.values())


def _walk(error: BaseException | None, seen: dict[int, BaseException]) -> Iterator[BaseException]:
    if error is None or id(error) in seen:
        return
    seen[id(error)] = error
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _walk(member, seen)
    yield from _walk(error.__cause__, seen)
    yield from _walk(error.__context__, seen)


def _words(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__.partition('.')[0]}."
    return f"{module}{kind.__name__}: {error}".rstrip(": ")
