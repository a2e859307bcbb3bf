"""Times of an exchange: what the server's clock says, and how far this computer's clock is from it."""

import ipaddress
from collections.abc import Iterator
from datetime import datetime, timedelta

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.retry_after import http_date
from explorer.core.model.exchange import Response

_TOLERANCE = timedelta(minutes=5)
_WORDS = ("skew", "expired", "timestamp", "not yet valid", "clock", "nbf", "iat")


def server_time(response: Response | None) -> datetime | None:
    """The Date header (RFC 9110 section 6.6.1)."""
    value = response.header("Date") if response else None
    return http_date(value) if value else None


def now_at_server(evidence: Evidence) -> datetime:
    """The server's time of the answer, else the local time of sending."""
    return server_time(evidence.response) or evidence.exchange.started


def others_difference(evidence: Evidence) -> tuple[int, timedelta] | None:
    """How many other hosts were measured, and how far they are ahead of this clock (the middle one)."""
    host = (evidence.url.hostname or "").lower()
    checks = evidence.context.checks
    readings = (
        *evidence.context.clock_offsets,
        *((one.host, one.ahead_s) for one in (checks.clocks if checks else ())),
    )
    latest = {name: seconds for name, seconds in readings if name.lower() != host and is_elsewhere(name)}
    if not latest:
        return None
    ordered = sorted(latest.values())
    return len(ordered), timedelta(seconds=ordered[len(ordered) // 2])


def is_elsewhere(host: str) -> bool:
    """Whether a host has a clock of its own: what listens on this computer tells the same time by nature."""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() != "localhost" and not host.lower().endswith(".localhost")


def skew(evidence: Evidence) -> Iterator[Finding]:
    """A wrong clock, where the server may have compared times; other servers tell whose clock it is."""
    theirs = server_time(evidence.response)
    if theirs is None or evidence.status not in (400, 401, 403):
        return
    difference = theirs - _ended(evidence)
    others = others_difference(evidence)
    if abs(difference) > _TOLERANCE:
        yield _skewed(evidence, difference, others)
    elif any(word in (evidence.read.message or "").lower() for word in _WORDS):
        yield ruled_out("clock.skew", "This computer’s clock is wrong: it agrees with the server’s")


def _skewed(evidence: Evidence, difference: timedelta, others: tuple[int, timedelta] | None) -> Finding:
    side = "behind" if difference > timedelta() else "ahead of"
    text = f"This computer’s clock is {wording.span(abs(difference))} {side} the server’s"
    ways = (remedies.advice("Set this computer’s clock"),)
    if others is not None and abs(others[1]) <= _TOLERANCE:
        hosts = "another server" if others[0] == 1 else f"{others[0]} other servers"
        text = f"The server’s clock is wrong by {wording.span(abs(difference))}: this computer’s agrees with {hosts}"
        return likely(
            "clock.server", text, remedies=(remedies.advice("Tell the operator that the server’s clock is off"),)
        )
    told = any(word in (evidence.read.message or "").lower() for word in _WORDS)
    sure = told and (others is None or abs(others[1] - difference) <= _TOLERANCE)
    tail = f", and {wording.span(abs(others[1]))} from that of {others[0]} more" if others is not None else ""
    make = confirmed if sure else likely
    return make("clock.skew", text + tail, headline=f"{text}." if sure else "", remedies=ways)


def _ended(evidence: Evidence) -> datetime:
    return evidence.exchange.started + timedelta(seconds=evidence.exchange.timeline.duration_s)
