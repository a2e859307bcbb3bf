"""Bytes beyond the end that a response announced (RFC 9112 section 6.3): a length that is too small, a body where none
may be. They are no part of the body, so a person who looks at it must be told."""

from collections.abc import Iterator

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed
from explorer.core.model.exchange import Response

_BODILESS = (204, 304)


def surplus(evidence: Evidence) -> Iterator[Finding]:
    """For an error: its words may be cut."""
    if text := _words(evidence):
        yield confirmed("body.surplus", text, only_fact=True)


def body_note(evidence: Evidence) -> str:
    """A sentence to stand beside the body, of any outcome; empty for a response that ends where it says."""
    text = _words(evidence).replace("`", "")
    return f"{text}. They are not shown." if text else ""


def _words(evidence: Evidence) -> str:
    response = evidence.response
    if response is None or not response.surplus_bytes:
        return ""
    amount = wording.count(response.surplus_bytes, "further bytes")
    return f"The server sent at least {amount} {_after(evidence, response)}"


def _after(evidence: Evidence, response: Response) -> str:
    if evidence.method == "HEAD":
        return "after the header section, which is all of an answer to `HEAD`"
    if response.status in _BODILESS:
        return f"after the header section, and an answer with status {response.status} has no body"
    if "chunked" in (response.header("Transfer-Encoding") or "").lower():
        return "after the piece that ends the body"
    length = response.header("Content-Length")
    return f"after the length it announced (`Content-Length: {length}`)" if length else "after the end of the body"
