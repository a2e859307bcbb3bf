"""Certificates that were refused: dates, names and issuers tested against the URL and the clock."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.rules import clocks
from explorer.core.diagnosis.template_text import Stretch, authority
from explorer.core.model.diagnosis import Remedy
from explorer.core.model.exchange import Certificate, Failure, FailureKind

_DATED = (FailureKind.TLS_EXPIRED, FailureKind.TLS_NOT_YET_VALID)
_UNVOUCHED = (FailureKind.TLS_UNKNOWN_ISSUER, FailureKind.TLS_SELF_SIGNED)
_CLOCK_TOLERANCE = timedelta(minutes=5)


def dates(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """How long ago the certificate ran out, or how long it is until it counts."""
    leaf = _leaf(failure)
    if failure.kind not in _DATED or leaf is None:
        return
    now = evidence.exchange.started
    if failure.kind is FailureKind.TLS_EXPIRED and leaf.not_after < now:
        yield confirmed(
            "tls_expired.renewal",
            f"The certificate was not renewed before {_day(leaf.not_after)}",
            headline=f"The server’s certificate expired {wording.span(now - leaf.not_after)} ago.",
        )
    elif failure.kind is FailureKind.TLS_EXPIRED and failure.tls is not None:
        yield from _expired_above(failure.tls.chain, now)
    elif failure.kind is FailureKind.TLS_NOT_YET_VALID and leaf.not_before > now:
        ahead = wording.span(leaf.not_before - now)
        yield likely(
            "tls_not_yet_valid.early",
            f"The certificate is valid from {_day(leaf.not_before)} on, in {ahead}",
            headline=f"The server’s certificate becomes valid in {ahead}.",
        )


def _expired_above(chain: tuple[Certificate, ...], now: datetime) -> Iterator[Finding]:
    """The leaf is in time, and one it stands on is not."""
    late = next((one for one in chain[1:] if one.not_after < now), None)
    if late is not None:
        name, ago = wording.quoted(late.subject), wording.span(now - late.not_after)
        yield confirmed(
            "tls_expired.intermediate",
            f"A certificate above the server’s ended {ago} ago, on {_day(late.not_after)}: {name}",
            headline=f"A certificate above the server’s expired {ago} ago.",
        )
        yield ruled_out(
            "tls_expired.renewal", f"The server’s own certificate ended: it is valid until {_day(chain[0].not_after)}"
        )


def clock(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """This computer's clock, against the server's at the last success."""
    if failure.kind not in _DATED:
        return
    id = f"{failure.kind}.clock"
    measured = _measured_clock(evidence)
    if measured is None:
        yield possible(id, "This computer’s clock is wrong", remedies=(remedies.advice("Check this computer’s clock"),))
        return
    difference, when = measured
    if difference <= _CLOCK_TOLERANCE:
        yield ruled_out(id, f"This computer’s clock is wrong: it agreed with {when}")
    else:
        text = f"This computer’s clock is wrong: it was off by {wording.span(difference)} from {when}"
        yield likely(id, text, remedies=(remedies.advice("Set this computer’s clock"),))


def _measured_clock(evidence: Evidence) -> tuple[timedelta, str] | None:
    """How far the clock was off, and by which measure: other servers' answers, else the last success."""
    others = clocks.others_difference(evidence)
    if others is not None:
        whose = "another server’s" if others[0] == 1 else f"those of {others[0]} other servers"
        return abs(others[1]), f"{whose} a short time ago"
    last = evidence.context.last_success
    theirs = clocks.server_time(last.response) if last else None
    return (abs(theirs - last.started), "the server’s at the last success") if last and theirs else None


def names(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The names the certificate offers, against the host of the URL."""
    leaf = _leaf(failure)
    if failure.kind is not FailureKind.TLS_HOST_MISMATCH or leaf is None or not leaf.names:
        return
    host = failure.host or evidence.url.hostname or ""
    shown = wording.listed(leaf.names[:3]) + (f" and {len(leaf.names) - 3} more" if len(leaf.names) > 3 else "")
    yield confirmed(
        "tls_host_mismatch.name",
        f"The certificate is for {shown}; the URL says `{host}`",
        headline=f"The certificate is for {shown}, not for `{host}`.",
        place=locate.authority(evidence.request, "not in the certificate"),
        remedies=_offered_names(evidence, leaf, host),
    )
    if host.replace(".", "").isdecimal() or ":" in host:
        yield confirmed("tls_host_mismatch.address", "The URL has an IP address in place of the name")


def issuer(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """Who issued a certificate that nobody here trusts."""
    leaf = _leaf(failure)
    if leaf is None:
        return
    if failure.kind is FailureKind.TLS_SELF_SIGNED and leaf.subject == leaf.issuer:
        text = f"The certificate was issued by itself: {wording.quoted(leaf.subject)}"
        yield confirmed("tls_self_signed.itself", text, only_fact=True)
        yield likely("tls_self_signed.development", "It is a development server with its own certificate")
    elif failure.kind is FailureKind.TLS_UNKNOWN_ISSUER:
        text = f"The issuer {wording.quoted(leaf.issuer)} is a private authority"
        yield likely("tls_unknown_issuer.private", text)
        if failure.tls and len(failure.tls.chain) > 1:
            sent = len(failure.tls.chain)
            yield ruled_out(
                "tls_unknown_issuer.chain", f"The server sends no intermediate certificates: it sent {sent}"
            )


def besides(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """What else is wrong with a certificate without a known issuer: a check stops at the first fault it meets."""
    leaf = _leaf(failure)
    if failure.kind not in _UNVOUCHED or leaf is None:
        return
    now, host = evidence.exchange.started, (failure.host or evidence.url.hostname or "").lower()
    if leaf.not_after < now:
        text = f"The certificate expired {wording.span(now - leaf.not_after)} ago as well, on {_day(leaf.not_after)}"
        yield confirmed(f"{failure.kind}.expired", text, only_fact=True)
    elif leaf.not_before - now > _CLOCK_TOLERANCE:
        text = f"The certificate is not valid before {_day(leaf.not_before)} either"
        yield confirmed(f"{failure.kind}.early", text, only_fact=True)
    if host and ":" not in host and leaf.names and not any(_is_name_of(host, name.lower()) for name in leaf.names):
        text = f"The certificate is not for `{host}` either: it is for {wording.listed(leaf.names[:3])}"
        yield confirmed(f"{failure.kind}.name", text, only_fact=True)


def _is_name_of(host: str, name: str) -> bool:
    """A star stands for one label (RFC 6125 section 6.4.3)."""
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:]
    return host == name


def _offered_names(evidence: Evidence, leaf: Certificate, host: str) -> tuple[Remedy, ...]:
    """The URL with a name out of the certificate, where the host stands in the URL as it is."""
    found = authority(evidence.request.url)
    plain = [name for name in leaf.names if "*" not in name and not fnmatchcase(host, name)]
    place = found.text.find(host)
    if place < 0 or not host:
        return tuple(remedies.open_environments(f"Use the host `{name}`") for name in plain[:1])
    start = found.start + place
    stretch = Stretch(text=host, start=start, end=start + len(host))
    return remedies.kept(
        *(remedies.replace_in_url(evidence.request, stretch, name, f"Use the host `{name}`") for name in plain[:2])
    )


def _leaf(failure: Failure) -> Certificate | None:
    return failure.tls.chain[0] if failure.tls and failure.tls.chain else None


def _day(time: datetime) -> str:
    return f"{time.day} {time:%b %Y}"


RULES: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (dates, clock, names, issuer, besides)
