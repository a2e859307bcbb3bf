"""Versions and resources that came to an end: 410, the Sunset and Deprecation fields, a version in the path
(RFC 8594, RFC 9745)."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import remedies, url_places, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible
from explorer.core.diagnosis.links import read_links
from explorer.core.diagnosis.retry_after import http_date
from explorer.core.diagnosis.rules import clocks
from explorer.core.model.diagnosis import Link, Remedy

_STATUSES = (400, 403, 404, 410, 426)
_VERSION = re.compile(r"/(v\d+(?:\.\d+)*|\d{4}-\d{2}(?:-\d{2})?)(?=/|$|\?)")
_ENDED = re.compile(
    r"version.{0,60}(?:no longer|not supported|unsupported|retired|removed|deprecated|sunset|expired|ended)"
    r"|(?:no longer|unsupported|retired|removed|deprecated|sunset|expired|obsolete).{0,60}version"
    r"|has been (?:retired|sunset|decommissioned|shut ?down)",
    re.I,
)


def ended(evidence: Evidence) -> Iterator[Finding]:
    """What the answer says about the end of this version."""
    response = evidence.response
    if response is None or evidence.status not in _STATUSES:
        return
    sunset, now = http_date(response.header("Sunset") or ""), clocks.now_at_server(evidence)
    version = _VERSION.search(evidence.url.path)
    place = (
        url_places.of_segment(evidence.request, evidence.url.geturl(), version[1], "version", "came to an end")
        if version
        else None
    )
    which = f"Version `{version[1]}`" if version else "This address"
    ways = _successor(evidence)
    if sunset and sunset <= now:
        day = f"{sunset.day} {sunset:%b %Y}"
        text = f"{which} ended on {day}: `Sunset` says so"
        yield confirmed("version.sunset", text, headline=f"{which} ended on {day}.", place=place, remedies=ways)
    elif _ENDED.search(evidence.read.message or ""):
        text = f"{which} is not served any more; the server says so"
        yield confirmed("version.ended", text, headline=f"{which} is not served any more.", place=place, remedies=ways)
    elif evidence.status == 410:
        yield from _gone(evidence, which if version else "", ways)


def _gone(evidence: Evidence, version: str, ways: tuple[Remedy, ...]) -> Iterator[Finding]:
    last = evidence.context.last_success
    sent = evidence.exchange.sent
    if last is not None and last.sent is not None and sent is not None and last.sent.url == sent.url:
        ago = wording.span(evidence.exchange.started - last.started)
        text = f"The resource was removed: it was there {ago} ago, and the server answers 410 now"
        yield confirmed("version.gone", text, headline="The resource was removed.", remedies=ways)
    else:
        text = "The server answers 410: what was at this address was removed for good"
        yield confirmed("version.gone", text, headline="What was at this address was removed.", remedies=ways)
    if version:
        yield possible("version.ended", f"{version} is not served any more", remedies=ways)


def _successor(evidence: Evidence) -> tuple[Remedy, ...]:
    headers = evidence.response.headers if evidence.response else ()
    for relation in ("successor-version", "latest-version", "sunset", "deprecation"):
        for one in read_links(headers):
            if relation in one.relations and one.target.startswith("https://"):
                where = Link(title="What came after it", url=one.target)
                return (remedies.link("Read what came after it", "Open page", where),)
    return ()


def warned(evidence: Evidence) -> Iterator[Finding]:
    """A deprecation that is announced on an answer that failed for a reason not known otherwise."""
    response = evidence.response
    if response is None or evidence.status not in (400, 404) or not response.header("Deprecation"):
        return
    yield likely("version.deprecated", "The server marks this address as deprecated")
