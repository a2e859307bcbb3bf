"""The one table that names what broke: rules over the evidence, in order, each with its sentence.

Types, numbers and bytes decide, never the libraries' wording.
"""

from dataclasses import dataclass

import h11

from explorer.core.errors import InvalidRequestError, StorageError
from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.transport.bounds import BodyTooLargeError
from explorer.core.transport.decoding import ContentDecodingError
from explorer.core.transport.failure_tests import (
    DNS_TROUBLE,
    HOST_MISMATCH,
    NO_ADDRESS,
    UNKNOWN_ISSUER,
    UNREACHABLE,
    Test,
    at_proxy,
    before_answer,
    both,
    has,
    headers_too_large,
    in_phase,
    in_proxy_handshake,
    plain_port,
    proxy_babbles,
    proxy_wants_auth,
    reaching_proxy,
    remote,
    resolver,
    tls,
    verify,
)
from explorer.core.transport.http_library import httpcore
from explorer.core.transport.pinning import CertificateChangedError
from explorer.core.transport.redirects import BadRedirectError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``sentence`` may name {place}, {host}, {port}, {limit}, {proxy}, {banner}, {reason}, {code}."""

    kind: FailureKind
    test: Test
    sentence: str


RULES: tuple[Rule, ...] = (
    Rule(kind=FailureKind.BAD_REDIRECT, test=has(BadRedirectError), sentence="{own}"),
    Rule(kind=FailureKind.UNKNOWN, test=has(StorageError, InvalidRequestError), sentence="{own}"),
    Rule(kind=FailureKind.TRUNCATED_BODY, test=has(BodyTooLargeError), sentence="{own}"),
    Rule(
        kind=FailureKind.DECODING,
        test=has(ContentDecodingError),
        sentence="The response body cannot be unpacked: {reason}.",
    ),
    # Proxies
    Rule(
        kind=FailureKind.PROXY_AUTH,
        test=both(has(httpcore.ProxyError), proxy_wants_auth),
        sentence="The proxy {proxy} wants a user name and password.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=has(httpcore.ProxyError),
        sentence="The proxy {proxy} refused to connect to {place}: {reason}.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=both(in_proxy_handshake, has(TimeoutError)),
        sentence="The proxy {proxy} did not finish its own TLS handshake within {limit}.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=in_proxy_handshake,
        sentence="The TLS handshake with the proxy {proxy} itself failed: {reason}.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=proxy_babbles,
        sentence="The proxy {proxy} did not answer as a proxy does; it answered “{banner}”.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=both(at_proxy, has(TimeoutError)),
        sentence="The proxy {proxy} took the connection but did not answer within {limit}.",
    ),
    Rule(
        kind=FailureKind.PROXY_FAILED,
        test=at_proxy,
        sentence="The proxy {proxy} closed the connection without an answer.",
    ),
    Rule(
        kind=FailureKind.PROXY_REFUSED,
        test=reaching_proxy,
        sentence="The proxy {proxy} could not be reached.",
    ),
    # Name lookup
    Rule(
        kind=FailureKind.DNS_NO_ADDRESS,
        test=lambda seen: seen.resolver_errno in NO_ADDRESS,
        sentence="The name {host} exists but has no address.",
    ),
    Rule(
        kind=FailureKind.DNS_TEMPORARY,
        test=lambda seen: seen.resolver_errno in DNS_TROUBLE,
        sentence="The name server did not give an answer for {host}.",
    ),
    Rule(kind=FailureKind.DNS_NOT_FOUND, test=resolver, sentence="The name {host} does not exist."),
    Rule(
        kind=FailureKind.INVALID_URL,
        test=both(in_phase(Phase.DNS), has(UnicodeError)),
        sentence="The host name {host} is not valid.",
    ),
    Rule(
        kind=FailureKind.DNS_TEMPORARY,
        test=both(in_phase(Phase.DNS), has(TimeoutError)),
        sentence="The name {host} was not found within {limit}.",
    ),
    # Connecting
    Rule(
        kind=FailureKind.CONNECT_TIMEOUT,
        test=both(in_phase(Phase.CONNECT), has(TimeoutError)),
        sentence="{place} did not accept a connection within {limit}.",
    ),
    Rule(
        kind=FailureKind.CONNECTION_REFUSED,
        test=both(in_phase(Phase.CONNECT), has(ConnectionRefusedError)),
        sentence="Nothing listens on {host} port {port}.",
    ),
    Rule(
        kind=FailureKind.UNREACHABLE,
        test=lambda seen: seen.phase is Phase.CONNECT and bool(seen.errnos & UNREACHABLE),
        sentence="There is no route to {place}.",
    ),
    Rule(
        kind=FailureKind.CONNECTION_FAILED,
        test=in_phase(Phase.CONNECT),
        sentence="The connection to {place} could not be made.",
    ),
    # TLS
    Rule(
        kind=FailureKind.TLS_CERTIFICATE_CHANGED,
        test=has(CertificateChangedError),
        sentence="The certificate of {host} is not the one you trusted.",
    ),
    Rule(kind=FailureKind.TLS_EXPIRED, test=verify(10), sentence="The certificate of {host} has expired."),
    Rule(kind=FailureKind.TLS_NOT_YET_VALID, test=verify(9), sentence="The certificate of {host} is not valid yet."),
    Rule(
        kind=FailureKind.TLS_SELF_SIGNED,
        test=verify(18),
        sentence="The certificate of {host} is signed by itself, not by an authority.",
    ),
    Rule(
        kind=FailureKind.TLS_UNKNOWN_ISSUER,
        test=verify(*UNKNOWN_ISSUER),
        sentence="The issuer of the certificate of {host} is not trusted here.",
    ),
    Rule(
        kind=FailureKind.TLS_HOST_MISMATCH,
        test=verify(*HOST_MISMATCH),
        sentence="The certificate is not for {host}.",
    ),
    Rule(kind=FailureKind.TLS_REVOKED, test=verify(23), sentence="The certificate of {host} was revoked."),
    Rule(
        kind=FailureKind.TLS_REVOKED,
        test=lambda seen: seen.alert == "certificate_revoked",
        sentence="{host} says that the client certificate was revoked.",
    ),
    Rule(
        kind=FailureKind.TLS_FAILED,
        test=lambda seen: seen.verify_code != 0,
        sentence="The certificate of {host} was not accepted: {reason}.",
    ),
    Rule(
        kind=FailureKind.TLS_PLAIN_PORT,
        test=plain_port,
        sentence="{place} answered without TLS.",
    ),
    Rule(
        kind=FailureKind.TLS_VERSION,
        test=tls("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "VERSION_TOO_LOW"),
        sentence="{host} and Explorer have no TLS version in common.",
    ),
    Rule(
        kind=FailureKind.TLS_CLIENT_CERTIFICATE,
        test=tls("CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "ALERT_CERTIFICATE_UNKNOWN"),
        sentence="{host} wants a client certificate.",
    ),
    Rule(
        kind=FailureKind.TLS_CIPHER,
        test=tls("HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "INSUFFICIENT_SECURITY", "NO_CIPHERS"),
        sentence="{host} refused the TLS settings offered; it may also want a client certificate.",
    ),
    Rule(
        kind=FailureKind.CONNECT_TIMEOUT,
        test=both(in_phase(Phase.TLS), has(TimeoutError)),
        sentence="{place} did not finish the TLS handshake within {limit}.",
    ),
    Rule(
        kind=FailureKind.TLS_FAILED,
        test=lambda seen: seen.phase is Phase.TLS and (seen.is_reset or seen.attempt.ended),
        sentence="{place} closed the connection during the TLS handshake.",
    ),
    Rule(kind=FailureKind.TLS_FAILED, test=in_phase(Phase.TLS), sentence="The TLS handshake with {place} failed."),
    # HTTP
    Rule(
        kind=FailureKind.POOL_TIMEOUT,
        test=has(httpcore.PoolTimeout),
        sentence="No connection became free within {limit}.",
    ),
    Rule(
        kind=FailureKind.PLAIN_ON_TLS_PORT,
        test=lambda seen: seen.attempt.scheme == "http" and seen.head_is_tls,
        sentence="{place} speaks TLS, and the request came without.",
    ),
    Rule(
        kind=FailureKind.NOT_HTTP,
        test=lambda seen: seen.phase in (Phase.REQUEST, Phase.WAIT) and seen.head_is_foreign,
        sentence="{place} does not speak HTTP/1.1; it answered “{banner}”.",
    ),
    Rule(
        kind=FailureKind.HTTP2_ERROR,
        test=lambda seen: before_answer(seen) and seen.attempt.speaks_http2 and seen.head_is_http,
        sentence="{place} agreed to HTTP/2 but answered in HTTP/1.1.",
    ),
    Rule(
        kind=FailureKind.HEADERS_TOO_LARGE,
        test=headers_too_large,
        sentence="The header section of the response is too large or does not end.",
    ),
    Rule(
        kind=FailureKind.INVALID_HEADER,
        test=lambda seen: seen.is_http2 and seen.is_local_refusal,
        sentence="The request cannot be written as HTTP/2.",
    ),
    Rule(
        kind=FailureKind.HTTP2_ERROR,
        test=lambda seen: seen.is_http2,
        sentence="{place} ended the HTTP/2 exchange{code}.",
    ),
    Rule(
        kind=FailureKind.WRITE_TIMEOUT,
        test=both(in_phase(Phase.REQUEST), has(TimeoutError)),
        sentence="{place} did not take the request within {limit}.",
    ),
    Rule(
        kind=FailureKind.READ_TIMEOUT,
        test=both(in_phase(Phase.WAIT), has(TimeoutError), lambda seen: seen.head_is_http),
        sentence="{place} began to answer but did not end the header section within {limit}.",
    ),
    Rule(
        kind=FailureKind.READ_TIMEOUT,
        test=both(in_phase(Phase.WAIT), has(TimeoutError)),
        sentence="{place} took the request but did not answer within {limit}.",
    ),
    Rule(
        kind=FailureKind.READ_TIMEOUT,
        test=has(TimeoutError),
        sentence="{place} stopped sending the response for {limit}.",
    ),
    Rule(
        kind=FailureKind.RESET,
        test=lambda seen: seen.phase in (Phase.REQUEST, Phase.WAIT) and seen.is_reset,
        sentence="{place} broke off the connection before it answered.",
    ),
    Rule(
        kind=FailureKind.RESET,
        test=lambda seen: seen.is_reset,
        sentence="{place} broke off the connection in the middle of the response.",
    ),
    Rule(
        kind=FailureKind.INVALID_HEADER,
        test=has(httpcore.LocalProtocolError, h11.LocalProtocolError, UnicodeEncodeError),
        sentence="The request cannot be written as HTTP.",
    ),
    Rule(
        kind=FailureKind.CLOSED_EARLY,
        test=lambda seen: before_answer(seen) and seen.attempt.ended,
        sentence="{place} closed the connection without an answer.",
    ),
    Rule(
        kind=FailureKind.TRUNCATED_BODY,
        test=lambda seen: seen.phase is Phase.DOWNLOAD and seen.attempt.ended,
        sentence="{place} closed the connection before the response body was complete.",
    ),
    Rule(
        kind=FailureKind.PROTOCOL_ERROR,
        test=remote,
        sentence="The response of {place} breaks the rules of HTTP.",
    ),
    Rule(
        kind=FailureKind.HTTP2_ERROR,
        test=lambda seen: (
            before_answer(seen) and seen.attempt.speaks_http2 and seen.has(OSError, httpcore.NetworkError)
        ),
        sentence="{place} ended the HTTP/2 connection before it answered.",
    ),
    Rule(
        kind=FailureKind.CONNECTION_FAILED,
        test=has(OSError, httpcore.NetworkError),
        sentence="The connection to {place} broke.",
    ),
    Rule(kind=FailureKind.UNKNOWN, test=lambda _: True, sentence="The request failed for an unknown reason."),
)
