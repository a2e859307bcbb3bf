"""How to find out whether a request was carried out whose answer never came: by its key, by the address it may have
made, by reading the collection it was to go into (RFC 9110 section 9.2.2)."""

from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.context import RequestRef
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.rules import idempotency
from explorer.core.model.diagnosis import Remedy, RemedyKind, Retry

_READING = ("GET", "HEAD")


def has_lasting_key(evidence: Evidence) -> bool:
    """Whether the same key goes out again, so that the server carries the request out once."""
    return idempotency.key_header(evidence.exchange) is not None and not idempotency.is_made_anew(evidence)


def ways(evidence: Evidence, retry: Retry) -> tuple[Remedy, ...]:
    """Ways to find out, and what to do then; nothing where sending again is safe anyway."""
    if retry.safe and not _is_uncertain_with_key(evidence, retry):
        return ()
    return tuple(_ways(evidence))


def _ways(evidence: Evidence) -> Iterator[Remedy]:
    key = idempotency.key_header(evidence.exchange)
    if key and has_lasting_key(evidence):
        yield remedies.retry(f"Send it again with the same `{key[0]}`: the server does the work only once")
    location = evidence.response.header("Location") if evidence.response else None
    if location:
        yield remedies.advice(f"Look at {wording.quoted(location)}, which the answer names")
    reading = _reader(evidence)
    if reading:
        title = f"Look whether it was done: {reading.name} shows it"
        yield Remedy(kind=RemedyKind.OPEN_REQUEST, title=title, action=f"Open {reading.name}", target=reading.key)
    elif not location and evidence.exchange.sent is not None:
        path = evidence.url.path or "/"
        yield remedies.advice(f"Look whether it was done with `GET` {wording.quoted(path)} before sending it again")


def _reader(evidence: Evidence) -> RequestRef | None:
    """A saved request that reads the same path, else the one it stands under."""
    url = evidence.request.url.split("?")[0].rstrip("/")
    rows = [row for row in evidence.context.requests if row.method in _READING]
    for wanted in (url, url.rpartition("/")[0]):
        found = next((row for row in rows if row.url.split("?")[0].rstrip("/") == wanted), None)
        if found:
            return found
    return None


def _is_uncertain_with_key(evidence: Evidence, retry: Retry) -> bool:
    failure = evidence.failure
    unsure = (failure is not None and failure.request_sent) or (evidence.status >= 500 and retry.retryable is not False)
    return unsure and not evidence.is_idempotent and has_lasting_key(evidence)
