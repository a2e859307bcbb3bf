"""Idempotency keys: one that is missing, one used before with another body, one whose first request still runs
(draft-ietf-httpapi-idempotency-key-header)."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, template_text
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.masked import is_masked
from explorer.core.model.exchange import Exchange

_HEADER = re.compile(r"^(?:x-)?(?:idempotency-key|idempotence-key|idempotency-token|request-id-key)$", re.I)
_WORDS = re.compile(r"idempoten", re.I)
_RUNNING = re.compile(r"in.?progress|still|being processed|concurrent|in.?use|pending", re.I)
_WANTED = re.compile(r"requir|missing|must|needed|provide", re.I)
_REUSED = re.compile(r"reuse|already|first used|different|another|other|mismatch|does not match|used before", re.I)
NEW_VALUE = "{{$guid}}"


def key_header(exchange: Exchange) -> tuple[str, str] | None:
    """Name and value of the key that was sent."""
    headers = exchange.sent.headers if exchange.sent else ()
    return next(((name, value) for name, value in headers if _HEADER.match(name) and value), None)


def is_made_anew(evidence: Evidence) -> bool:
    """Whether every send makes another key, so that a repetition is a new request to the server."""
    rows = (row for row in evidence.request.headers if row.enabled and _HEADER.match(row.name))
    return any(name.startswith("$") for row in rows for name in template_text.names(row.value))


def keys(evidence: Evidence) -> Iterator[Finding]:
    """What the server says about the key, against the one that was sent."""
    said = " ".join((evidence.read.code or "", evidence.read.message or "")).replace("_", " ")
    sent = key_header(evidence.exchange)
    told = bool(_WORDS.search(said))
    if evidence.status not in (400, 409, 412, 422) or not (told or (sent and evidence.status in (409, 422))):
        return
    if sent is None:
        if told and (_WANTED.search(said) or evidence.status == 400):
            yield _missing(evidence)
        return
    yield from _used(evidence, *sent, said, told=told)


def _has_other_body(last: Exchange, now: Exchange) -> bool:
    if last.sent is None or now.sent is None or is_masked(last.sent.body.data):
        return False
    return last.sent.body.data != now.sent.body.data


def _missing(evidence: Evidence) -> Finding:
    return confirmed(
        "idempotency.missing",
        "The server wants an `Idempotency-Key`, and none was sent",
        headline="The request has no `Idempotency-Key`.",
        place=locate.header(evidence.request, "Idempotency-Key", "required"),
        remedies=(remedies.set_header(evidence.request, "Idempotency-Key", NEW_VALUE),),
    )


def _used(evidence: Evidence, name: str, value: str, said: str, *, told: bool) -> Iterator[Finding]:
    if told and _RUNNING.search(said):
        yield confirmed(
            "idempotency.running",
            f"The first request with this `{name}` is still running; the server says so",
            headline=f"The first request with this `{name}` is still running.",
            place=locate.header(evidence.request, name, "still in use"),
            remedies=(remedies.retry("Send it again with the same key when the first one has ended"),),
        )
        return
    last = evidence.context.last_success
    before = key_header(last) if last else None
    new = remedies.set_header(evidence.request, name, NEW_VALUE, f"Make a new `{name}` for every send")
    other_body = last is not None and _has_other_body(last, evidence.exchange)
    if before is not None and before[1] == value and other_body:
        yield confirmed(
            "idempotency.reused",
            f"This `{name}` was used for the last success, with another body",
            headline=f"The `{name}` was used before, with another body.",
            place=locate.header(evidence.request, name, "used before"),
            remedies=(new,),
        )
    elif told and _REUSED.search(said):
        yield confirmed(
            "idempotency.reused",
            f"The server knows this `{name}` from a request with other contents",
            headline=f"The `{name}` was used before, with other contents.",
            place=locate.header(evidence.request, name, "used before"),
            remedies=(new,),
        )
    elif told:
        yield likely("idempotency.key", f"The server objects to the `{name}` that was sent", remedies=(new,))
