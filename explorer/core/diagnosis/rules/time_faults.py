"""Tests a time that was sent against the server's clock, where the server wants one that is to come or is past."""

from datetime import datetime, timedelta

from explorer.core.diagnosis import moments, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.moments import Moment
from explorer.core.diagnosis.rules import clocks
from explorer.core.diagnosis.rules.complaints import Complaint
from explorer.core.diagnosis.rules.sent_values import SentValue
from explorer.core.diagnosis.rules.value_faults import Fault

_FARTHEST_ZONE = timedelta(hours=14)
"""No local time is farther from UTC."""


def fault(evidence: Evidence, sent: SentValue, complaint: Complaint, shown: str) -> Fault | None:
    """What is wrong with a time; None when it is on the right side, or when that cannot be told."""
    written = moments.read(str(sent.value)) if isinstance(sent.value, str | int) else None
    now = clocks.now_at_server(evidence)
    if written is None or not _is_wrong(written, now, complaint.wanted):
        return None
    wanted = "in the future" if complaint.wanted == "future" else "in the past"
    text = f"`{sent.name}` must be {wanted}, and {shown} is {_apart(written, now)}"
    return Fault(kind="time", text=text, note=f"must be {wanted}")


def _is_wrong(written: Moment, now: datetime, wanted: str) -> bool:
    """A day counts as wrong when it is today: the server, which says so, takes its begin or its end."""
    if written.is_day:
        days = (written.at.date() - now.date()).days
        return days <= 0 if wanted == "future" else days >= 0
    slack = timedelta() if written.has_zone else _FARTHEST_ZONE
    return written.at + slack <= now if wanted == "future" else written.at - slack >= now


def _apart(written: Moment, now: datetime) -> str:
    """How far it is from the server's time, in words."""
    days = abs((written.at.date() - now.date()).days)
    if written.is_day and days == 0:
        return "today by the server’s clock"
    side = "before" if written.at < now else "after"
    return (
        f"{wording.count(days, 'days') if written.is_day else wording.span(abs(written.at - now))} {side} the server’s"
    )
