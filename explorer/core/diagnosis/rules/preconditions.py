"""Conditions of a request against the state of the resource: If-Match and its kin, and servers that want one
(RFC 9110 section 13.1, RFC 6585 section 3)."""

from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.model.diagnosis import Remedy
from explorer.core.model.exchange import Exchange

_CONDITIONS = ("If-Match", "If-Unmodified-Since", "If-None-Match")
_READING = ("GET", "HEAD")


def failed(evidence: Evidence) -> Iterator[Finding]:
    """412: the condition that was sent, against the resource as the answer or the last one shows it."""
    if evidence.status != 412:
        return
    sent = next(((name, value) for name in _CONDITIONS if (value := evidence.header(name)) is not None), None)
    if sent is None:
        return
    name, value = sent
    now = _state(evidence, name)
    if name == "If-None-Match" and value.strip() == "*":
        text = "`If-None-Match: *` lets the request pass only where nothing exists yet, and the resource exists"
    else:
        text = f"`{name}` says {wording.quoted(value)}, and the resource is another one now"
        text += f": it has {wording.quoted(now)}" if now and now != value else ""
    yield confirmed(
        "precondition.failed",
        text,
        headline="The resource has changed since it was read."
        if name != "If-None-Match"
        else "The resource exists already.",
        place=locate.header(evidence.request, name, "does not hold any more"),
        remedies=_ways(evidence, name, value, now),
    )


def required(evidence: Evidence) -> Iterator[Finding]:
    """428: a condition the server wants and the request does not have."""
    if evidence.status != 428:
        return
    name = next(iter(evidence.wanted("header")), "If-Match")
    if evidence.header(name) is not None:
        yield likely("precondition.required", f"The server does not accept the `{name}` that was sent")
        return
    known = _state(evidence, name)
    fix = remedies.set_header(evidence.request, name, known) if known else None
    yield confirmed(
        "precondition.required",
        f"The server wants a condition such as `{name}`, and none was sent",
        headline=f"The request has no `{name}`, and the server wants one.",
        place=locate.header(evidence.request, name, "required"),
        remedies=remedies.kept(fix, _read_again(evidence)),
    )


def _ways(evidence: Evidence, name: str, value: str, now: str) -> tuple[Remedy, ...]:
    request = evidence.request
    newer = remedies.set_header(request, name, now) if now and now != value and name == "If-Match" else None
    return remedies.kept(newer, _read_again(evidence), remedies.remove_header(request, name, f"Send without `{name}`"))


def _state(evidence: Evidence, name: str) -> str:
    """ETag or date of the resource in the answer, else in the last success."""
    field = "Last-Modified" if name == "If-Unmodified-Since" else "ETag"
    here = evidence.response.header(field) if evidence.response else None
    last = evidence.context.last_success
    return here or _of(last, evidence, field)


def _of(last: Exchange | None, evidence: Evidence, field: str) -> str:
    same = last is not None and last.sent is not None and evidence.exchange.sent is not None
    if not same or last is None or last.sent is None or last.response is None or evidence.exchange.sent is None:
        return ""
    return last.response.header(field) or "" if last.sent.url == evidence.exchange.sent.url else ""


def _read_again(evidence: Evidence) -> Remedy | None:
    """The saved request that reads the same path, else words."""
    url = evidence.request.url.split("?")[0]
    rows = evidence.context.requests
    same = next((row for row in rows if row.method in _READING and row.url.split("?")[0] == url), None)
    title = "Read the resource again and use its new `ETag`"
    return remedies.open_request(evidence.context, same.name, title) if same else remedies.advice(title)
