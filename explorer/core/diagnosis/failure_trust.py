"""Certificates and the person's own word: what to trust in place of an authority, and what it means when the trusted
certificate is not the one that is shown."""

from collections.abc import Iterator
from dataclasses import replace

from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed
from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.core.model.exchange import Certificate, Failure, FailureKind
from explorer.core.model.trust import TrustPlace, offered

_HTTPS_PORT = 443
_HEAD, _TAIL = 8, 4


def changed(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The two fingerprints beside each other."""
    if failure.kind is not FailureKind.TLS_CERTIFICATE_CHANGED or not failure.trusted_sha256:
        return
    shown = failure.tls.chain[0].sha256 if failure.tls and failure.tls.chain else ""
    what = f"`{shortened(shown)}`" if shown else "none"
    finding = confirmed(
        "tls_certificate_changed.fingerprint",
        f"The server shows the certificate {what}; you trusted `{shortened(failure.trusted_sha256)}`",
        remedies=(stop_trusting(f"Stop trusting the old certificate, and verify `{_host(failure)}` as usual"),),
    )
    evidence = f"SHA-256 shown: `{shown or 'none'}`. SHA-256 trusted: `{failure.trusted_sha256}`."
    yield replace(finding, cause=replace(finding.cause, evidence=evidence))


def offer(evidence: Evidence, failure: Failure) -> Remedy | None:
    """To trust this one certificate at this place, where that may be no attack."""
    if not offered(failure) or failure.tls is None:
        return None
    leaf = failure.tls.chain[0]
    name = evidence.exchange.environment.replace("`", "'")
    where = f" in {name}" if name else ""
    return Remedy(
        kind=RemedyKind.TRUST,
        title=f"Trust this certificate for `{_host(failure)}`{where} until tomorrow",
        action="Trust…",
        preview=_preview(leaf),
        target=leaf.sha256,
    )


def stop_trusting(title: str) -> Remedy:
    """Takes the person's word about the place of the exchange back."""
    return Remedy(kind=RemedyKind.STOP_TRUSTING, title=title, action="Stop trusting")


def shortened(sha256: str) -> str:
    """ "9F:2C:41:00:17:0A:33:E2…B1:07:55:10" for the eye; in full it stands beside."""
    pairs = sha256.split(":")
    return sha256 if len(pairs) <= _HEAD + _TAIL else f"{':'.join(pairs[:_HEAD])}…{':'.join(pairs[-_TAIL:])}"


def _host(failure: Failure) -> str:
    place = TrustPlace(host=failure.host, port=failure.port)
    return failure.host if failure.port in (0, _HTTPS_PORT) else place.authority


def _preview(leaf: Certificate) -> tuple[str, ...]:
    dates = f"{leaf.not_before:%Y-%m-%d %H:%M} to {leaf.not_after:%Y-%m-%d %H:%M} UTC"
    rows = (
        ("Subject", leaf.subject),
        ("Issuer", leaf.issuer),
        ("Names", ", ".join(leaf.names)),
        ("Valid", dates),
        ("SHA-256", shortened(leaf.sha256)),
    )
    return tuple(f" {caption:<8} {text}" for caption, text in rows if text)
