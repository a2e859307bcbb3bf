"""Times of an exchange: what the server's clock says, and how far this computer's clock is from it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, likely, ruled_out
from explorer.core.model.exchange import Response

_TOLERANCE = timedelta(minutes=5)
_WORDS = ("skew", "expired", "timestamp", "not yet valid", "clock", "nbf", "iat")


def server_time(response: Response | None) -> datetime | None:
    """The Date header (RFC 9110 section 6.6.1)."""
    value = response.header("Date") if response else None
    try:
        found = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def now_at_server(evidence: Evidence) -> datetime:
    """The server's time of the answer, else the local time of sending."""
    return server_time(evidence.response) or evidence.exchange.started


def skew(evidence: Evidence) -> Iterator[Finding]:
    """A wrong clock, where the server may have compared times."""
    theirs = server_time(evidence.response)
    if theirs is None or evidence.status not in (400, 401, 403):
        return
    ours = evidence.exchange.started + timedelta(seconds=evidence.exchange.timeline.duration_s)
    difference = theirs - ours
    if abs(difference) > _TOLERANCE:
        side = "behind" if difference > timedelta() else "ahead of"
        text = f"This computer’s clock is {wording.span(abs(difference))} {side} the server’s"
        yield likely("clock.skew", text, remedies=(remedies.advice("Set this computer’s clock"),))
    elif any(word in (evidence.read.message or "").lower() for word in _WORDS):
        yield ruled_out("clock.skew", "This computer’s clock is wrong: it agrees with the server’s")
