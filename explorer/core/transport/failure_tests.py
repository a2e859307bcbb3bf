"""What the rules of the failure table look for: small tests over the evidence of a broken attempt."""

import errno
import socket
from collections.abc import Callable

import h11

from explorer.core.model.exchange import Phase
from explorer.core.transport.attempt import HeadersTooLargeError
from explorer.core.transport.evidence import Evidence
from explorer.core.transport.http_library import httpcore

Test = Callable[[Evidence], bool]

NO_ADDRESS = frozenset({getattr(socket, name) for name in ("EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)})
DNS_TROUBLE = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})
UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})
UNKNOWN_ISSUER = frozenset({2, 19, 20, 21, 27})
HOST_MISMATCH = frozenset({62, 63, 64})


def verify(*codes: int) -> Test:
    return lambda seen: seen.verify_code in codes


def tls(*words: str) -> Test:
    return lambda seen: seen.tls_reason(*words)


def in_phase(*phases: Phase) -> Test:
    return lambda seen: seen.phase in phases


def both(*tests: Test) -> Test:
    return lambda seen: all(test(seen) for test in tests)


def has(*kinds: type[BaseException]) -> Test:
    return lambda seen: seen.has(*kinds)


def reaching_proxy(seen: Evidence) -> bool:
    phases = (Phase.DNS, Phase.CONNECT, Phase.TLS) if seen.attempt.tls_is_proxys else (Phase.DNS, Phase.CONNECT)
    return bool(seen.attempt.proxy) and seen.phase in phases


def in_proxy_handshake(seen: Evidence) -> bool:
    """TLS with the proxy itself, which is not in place yet."""
    return seen.phase is Phase.TLS and seen.attempt.tls_is_proxys and seen.attempt.tls is None


def at_proxy(seen: Evidence) -> bool:
    """The proxy took the connection; what came afterwards was its own."""
    return reaching_proxy(seen) and bool(seen.attempt.opened)


def proxy_babbles(seen: Evidence) -> bool:
    answers_itself = seen.attempt.forwarded and before_answer(seen) and seen.head_is_foreign
    return answers_itself or (at_proxy(seen) and bool(seen.attempt.head))


def proxy_wants_auth(seen: Evidence) -> bool:
    words = str(seen.first(httpcore.ProxyError))
    return words.startswith(("407", "Requested", "Invalid username"))


def headers_too_large(seen: Evidence) -> bool:
    hints = [getattr(error, "error_status_hint", 0) for error in seen.errors if isinstance(error, h11.ProtocolError)]
    return seen.has(HeadersTooLargeError) or seen.is_oversized or 431 in hints


def plain_port(seen: Evidence) -> bool:
    foreign = bool(seen.attempt.head) and not seen.head_is_tls
    return seen.phase is Phase.TLS and (foreign or seen.tls_reason("WRONG_VERSION_NUMBER", "HTTP_REQUEST"))


before_answer = in_phase(Phase.REQUEST, Phase.WAIT)
resolver: Test = lambda seen: seen.resolver_errno is not None  # noqa: E731
remote = has(httpcore.RemoteProtocolError)
