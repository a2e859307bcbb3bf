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
    number, length_s = densest(sends)
    if number >= MANY:
        yield likely("load.burst", f"Explorer sent {number} requests to {whom} in {length_s} s")
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


def densest(sends: tuple[datetime, ...]) -> tuple[int, int]:
    """The number of sends in the last window, and the window in seconds; a shorter one where they came faster."""
    if not sends:
        return 0, WINDOW_S
    last = max(sends)
    for length_s in (1, WINDOW_S):
        number = sum(last - one < timedelta(seconds=length_s) for one in sends)
        if number >= 2 * MANY:
            return number, length_s
    return sum(last - one <= timedelta(seconds=WINDOW_S) for one in sends), WINDOW_S
