"""TLS handshakes that ended before any request: what the peer's last word, or its silence, says of the cause."""

from collections.abc import Callable, Iterable, Iterator

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, possible
from explorer.core.model.exchange import Failure, FailureKind, Phase

_ENDED = (FailureKind.TLS_FAILED, FailureKind.TLS_CIPHER, FailureKind.TLS_VERSION)


def alerts(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The alert with which the peer ended the handshake (RFC 8446 section 6.2)."""
    alert = failure.errno_name
    if failure.kind not in _ENDED or not alert or alert.startswith("E"):
        return
    said = f"it ended the handshake with the alert `{alert}`"
    if alert == "unrecognized_name":
        host = failure.host or evidence.url.hostname or ""
        text = f"The server does not know the name `{host}`: {said}"
        yield confirmed("tls_failed.sni", text, headline=f"The server does not know the name `{host}`.")
    elif alert == "no_application_protocol":
        text = f"The server speaks neither HTTP/2 nor HTTP/1.1 on this port: {said} (ALPN)"
        headline = "The server agreed to none of the protocols HTTP has."
        yield confirmed("tls_failed.alpn", text, headline=headline)
    elif failure.kind is FailureKind.TLS_VERSION:
        yield confirmed(
            "tls_version.refused", f"The server accepts none of the TLS versions offered: {said}", only_fact=True
        )
    elif failure.kind is FailureKind.TLS_FAILED:
        yield confirmed("tls_failed.alert", f"The server refused the handshake: {said}", only_fact=True)


def revoked(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """Whose certificate was withdrawn: the server's, by a list at hand, or ours, by the server's word."""
    if failure.kind is not FailureKind.TLS_REVOKED:
        return
    if failure.tls_verify_code:
        text = f"A list of withdrawn certificates names it (verification error {failure.tls_verify_code})"
        yield confirmed("tls_revoked.revoked", text)
    else:
        text = "The server takes the client certificate for withdrawn: it ended the handshake with the alert"
        headline = f"`{failure.host}` says that the client certificate was withdrawn."
        yield confirmed("tls_revoked.client", f"{text} `certificate_revoked`", headline=headline)


def silence(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """A port that takes connections and says nothing to TLS."""
    if failure.kind is FailureKind.CONNECT_TIMEOUT and failure.phase is Phase.TLS:
        host = failure.host or evidence.url.hostname or ""
        limit = wording.seconds(failure.timeout_s) if failure.timeout_s else "the time allowed"
        yield confirmed(
            "connect_timeout.silent",
            f"Port {failure.port} takes connections and said nothing to the TLS handshake in {limit}",
            headline=f"`{host}` did not answer the TLS handshake in {limit}.",
        )
        yield possible("connect_timeout.scheme", "The port speaks another protocol, and the URL says `https`")


def wanted(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The peer's own word that a client certificate is missing."""
    if failure.kind is FailureKind.TLS_CLIENT_CERTIFICATE and failure.errno_name == "certificate_required":
        text = "The server uses mutual TLS, and no client certificate was given: it said `certificate_required`"
        yield confirmed("tls_client_certificate.required", text)


def unsaid(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """A connection that the peer closed without a word. Under TLS 1.3 a missing client certificate is noticed only
    after the handshake (RFC 8446 section 4.4.2.4), and not every server sends its alert before it closes."""
    text = "The server wants a client certificate, and closes without a word when none comes"
    fresh = evidence.exchange.timeline.of(Phase.TLS) is not None
    version = failure.tls.version if failure.tls else ""
    if failure.kind in (FailureKind.CLOSED_EARLY, FailureKind.RESET) and fresh and version == "TLSv1.3":
        yield possible("tls_client_certificate.unsaid", text)
    silent = not failure.tls_verify_code and (not failure.errno_name or failure.errno_name.startswith("E"))
    if failure.kind is FailureKind.TLS_FAILED and silent:
        yield possible("tls_client_certificate.unsaid", text)


RULES: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (alerts, revoked, silence, wanted, unsaid)
