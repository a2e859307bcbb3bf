"""Several JSON values in one body (NDJSON, event streams): a failure after a good beginning is the last word."""

import re
from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.signs import says_call_failed
from explorer.core.diagnosis.formats.structure import find


def recognise(body: ReceivedBody) -> Recognised | None:
    """Under 2xx the last value decides; under a failing status every value may tell."""
    if body.kind is BodyKind.PLAIN and body.media_type == "text/event-stream":
        return _plain_event(body.text)
    if body.kind is not BodyKind.SEVERAL_JSON:
        return None
    if body.failed:
        told = next((found for one in body.values if not (found := find(one, body.status)).is_empty), None)
        return recognised("ndjson", told, 30) if told else None
    last = next((one for one in reversed(body.values) if one not in (None, {}, [])), None)
    if not isinstance(last, dict) or not _is_report(last):
        return Recognised(format="success", is_error=False, specificity=30)
    return replace(recognised("ndjson", find(last, body.status), 30), retryable=None)


def _plain_event(text: str) -> Recognised | None:
    """The words of a last event that is called ``error`` (HTML, section 9.2.6)."""
    events = [event for event in re.split(r"(?:\r?\n){2,}", text) if event.strip()]
    last = events[-1].splitlines() if events else []
    if not any(re.fullmatch(r"event: ?error\s*", line) for line in last):
        return None
    said = "\n".join(line.removeprefix("data:").removeprefix(" ") for line in last if line.startswith("data:"))
    return Recognised(format="ndjson", is_error=True, message=said or None, specificity=31)


def _is_report(value: dict[str, object]) -> bool:
    """Log lines and rows may describe errors too: only a value that is nothing but a report counts."""
    node = Node(value)
    return says_call_failed(value) and not node.has("timestamp", "level", "time", "ts", "id")
