"""A server that is down on purpose: its words for maintenance, and 503 with the time it comes back."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.links import read_links
from explorer.core.model.diagnosis import Link, Remedy

_WORDS = re.compile(
    r"(?:down for (?:scheduled |planned )?)?maintenan[cz]e?|down for|be right back|back (?:soon|shortly|online)"
    r"|scheduled (?:downtime|work|outage)|planned (?:downtime|work|outage)|wartung",
    re.I,
)
_BUSY = re.compile(r"overload|capacity|too (?:busy|many)|high (?:load|demand|traffic)|try again", re.I)
_LOOK = 20_000


def announced(evidence: Evidence) -> Iterator[Finding]:
    """503 as the server explains it."""
    if evidence.status != 503 or evidence.response is None or evidence.api is not None:
        return
    pause = evidence.read.retry_after_s
    back = f", and comes back in {wording.seconds(pause)}" if pause is not None else ""
    said = f"{evidence.read.message or ''} {_page(evidence)}"
    found = _WORDS.search(said)
    if found:
        yield confirmed(
            "server.maintenance",
            f"The server is under maintenance: its answer says {wording.quoted(found.group())}{back}",
            headline="The server is under maintenance.",
            remedies=_status_page(evidence),
        )
    elif _BUSY.search(evidence.read.message or ""):
        yield likely(
            "server.overloaded", f"The server has too much to do; it says so{back}", remedies=_status_page(evidence)
        )
    elif pause is not None:
        text = f"The server is out of service for a known time: `Retry-After` says {wording.seconds(pause)}"
        yield likely("server.maintenance", text, remedies=_status_page(evidence))


def _page(evidence: Evidence) -> str:
    body = evidence.response.body.data[:_LOOK] if evidence.response else b""
    return re.sub(
        r"<(?:script|style).*?</(?:script|style)>|<[^>]{0,300}>", " ", body.decode("utf-8", "replace"), flags=re.S
    )


def _status_page(evidence: Evidence) -> tuple[Remedy, ...]:
    """The status page that a Link field names (RFC 8631)."""
    for one in read_links(evidence.response.headers if evidence.response else ()):
        if "status" in one.relations and one.target.startswith("https://"):
            where = Link(title="Status page", url=one.target)
            return (remedies.link("Look at the service’s status", "Open status page", where),)
    return ()
