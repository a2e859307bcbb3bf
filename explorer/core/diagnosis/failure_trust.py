"""Certificates and the person's own word: what to trust in place of an authority, and what it means when the trusted
certificate is not the one that is shown."""

from collections.abc import Iterator
from dataclasses import replace

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, possible, ruled_out
from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.core.model.exchange import Certificate, Failure, FailureKind, TlsInfo
from explorer.core.model.trust import OFFERED, TrustPlace, offered

_HTTPS_PORT = 443
_HEAD, _TAIL = 8, 4
_MOST_NAMES = 3


def changed(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The two fingerprints beside each other."""
    if failure.kind is not FailureKind.TLS_CERTIFICATE_CHANGED or not failure.trusted_sha256:
        return
    leaf = _leaf(failure.tls)
    shown = leaf.sha256 if leaf else ""
    what = f"`{shortened(shown)}`" if shown else "none"
    finding = confirmed(
        "tls_certificate_changed.fingerprint",
        f"The server shows the certificate {what}; you trusted `{shortened(failure.trusted_sha256)}`",
        remedies=(stop_trusting(f"Stop trusting the old certificate, and verify `{_host(failure)}` as usual"),),
    )
    evidence = f"SHA-256 shown: `{shown or 'none'}`. SHA-256 trusted: `{failure.trusted_sha256}`."
    yield replace(finding, cause=replace(finding.cause, evidence=evidence))
    renewed, attack = "The operator has replaced the certificate", "Someone else answers in place of the host"
    if failure.tls and failure.tls.verified:
        yield confirmed("tls_certificate_changed.renewed", f"{renewed}: an authority vouches for the new one")
        yield ruled_out("tls_certificate_changed.attack", f"{attack}: an authority vouches for the certificate")
    else:
        yield possible("tls_certificate_changed.renewed", renewed)
        yield possible("tls_certificate_changed.attack", attack)


def ended(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The last success went by the person's word, which counts no more."""
    last, leaf = evidence.context.last_success, _leaf(failure.tls)
    before = last.response.tls if last and last.response else None
    until = before.trusted_until if before else None
    if failure.kind not in OFFERED or before is None or until is None or leaf is None or last is None:
        return
    now = evidence.exchange.started
    same_place = last.environment == evidence.exchange.environment
    if leaf != _leaf(before):
        text = "It is another certificate than the one you trusted at the last success"
        yield confirmed(f"{failure.kind}.another", text)
    elif until <= now:
        yield confirmed(
            f"{failure.kind}.ended", f"Your trust in this certificate ended {wording.span(now - until)} ago"
        )
    elif same_place:
        yield confirmed(
            f"{failure.kind}.taken_back", "You trusted this certificate at the last success, and do not now"
        )
    else:
        where = last.environment or "no environment"
        yield confirmed(
            f"{failure.kind}.elsewhere",
            f"At the last success you trusted this certificate in {wording.quoted(where)}, not here",
        )


def offer(evidence: Evidence, failure: Failure) -> Remedy | None:
    """To trust this one certificate at this place, where that may be no attack."""
    leaf = _leaf(failure.tls)
    if not offered(failure) or leaf is None:
        return None
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


def _leaf(tls: TlsInfo | None) -> Certificate | None:
    return tls.chain[0] if tls and tls.chain else None


def _host(failure: Failure) -> str:
    place = TrustPlace(host=failure.host, port=failure.port)
    return failure.host if failure.port in (0, _HTTPS_PORT) else place.authority


def _preview(leaf: Certificate) -> tuple[str, ...]:
    dates = f"{leaf.not_before:%Y-%m-%d %H:%M} to {leaf.not_after:%Y-%m-%d %H:%M} UTC"
    more = len(leaf.names) - _MOST_NAMES
    rows = (
        ("Subject", leaf.subject),
        ("Issuer", leaf.issuer),
        ("Names", ", ".join(leaf.names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")),
        ("Valid", dates),
        ("SHA-256", shortened(leaf.sha256)),
    )
    return tuple(f" {caption:<8} {' '.join(text.split())}" for caption, text in rows if text)
