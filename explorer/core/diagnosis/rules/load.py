"""Limits and overload: bursts measured from the last sends, quotas, servers that ask for a pause."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, likely, possible, ruled_out

WINDOW_S = 10
MANY = 5
"""Sends within the window from which a burst is worth naming."""


def burst(evidence: Evidence) -> Iterator[Finding]:
    """Requests Explorer itself sent in the last seconds."""
    if evidence.status != 429:
        return
    whom = "this service plan" if evidence.api else "this host"
    sends = evidence.context.recent_sends
    number = in_window(sends)
    if number >= MANY:
        yield likely("load.burst", f"Explorer sent {number} requests to {whom} in {WINDOW_S} s")
    elif sends:
        word = "1 request" if len(sends) == 1 else f"{len(sends)} requests"
        yield ruled_out("load.burst", f"Explorer sent too many requests to {whom}: it sent {word} in 60 s")


def others(evidence: Evidence) -> Iterator[Finding]:
    """Someone else who shares the limit; nothing can be measured from here."""
    if evidence.status != 429:
        return
    if evidence.read.retryable is False:
        yield likely("load.quota", "A quota is used up, so waiting a moment does not help")
    whom = "service plan" if evidence.api else "credentials or address"
    yield possible("load.other-client", f"Another client uses the same {whom}")


def in_window(sends: tuple[datetime, ...]) -> int:
    """The number of sends in the window that ends with the last one."""
    if not sends:
        return 0
    last = max(sends)
    return sum(last - one <= timedelta(seconds=WINDOW_S) for one in sends)
