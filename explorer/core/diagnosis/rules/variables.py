"""Variables and leftovers in what was sent: empty values, blanks at the ends, placeholders never replaced."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.context import VariableInfo
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.model.diagnosis import Place
from explorer.core.model.request import Request

_STATUSES = range(400, 500)
NO_VALUE = frozenset({"undefined", "null", "None", "NaN", "[object Object]"})
"""What programs write for a value that is not there."""
_LEFT_IN = re.compile(r"\{\{[^{}]*\}\}|%7B%7B.*?%7D%7D", re.IGNORECASE)
_SEGMENT_LEFT = re.compile(r"(?i)^(:[a-z_]\w*|\{[a-z_]\w*\}|<[^<>]*>|your[-_]\w+|\w+[-_]here|changeme|x{4,})$")


def empty(evidence: Evidence) -> Iterator[Finding]:
    """A variable in use that has no value."""
    for variable in _used(evidence):
        if variable.value == "":
            name = f"{{{{{variable.name}}}}}"
            where = f" in {variable.origin.removeprefix('environment ')}" if variable.origin else ""
            make = confirmed if _fills_a_segment(evidence.request, variable.name) else likely
            yield make(
                f"variable.empty.{variable.name}",
                f"`{name}` is empty{where}",
                headline=f"`{name}` is empty{where}.",
                place=reference_place(evidence.request, variable.name, "empty"),
                remedies=(remedies.open_environments(f"Give `{name}` a value"),),
            )


def _fills_a_segment(request: Request, name: str) -> bool:
    """Whether a part of the path is nothing but this variable, so that an empty one makes another path."""
    return any(
        segment.text.strip("{} ") == name and segment.text.startswith("{{")
        for segment in template_text.path_segments(request.url)
    )


def blanks(evidence: Evidence) -> Iterator[Finding]:
    """A variable in use with blanks at its ends."""
    for variable in _used(evidence):
        if variable.value and variable.value != variable.value.strip() and not variable.secret:
            name = f"{{{{{variable.name}}}}}"
            yield likely(
                f"variable.blanks.{variable.name}",
                f"The value of `{name}` has blanks at its end or beginning",
                headline=f"The value of `{name}` has blanks around it.",
                place=reference_place(evidence.request, variable.name, "blanks around the value"),
                remedies=(remedies.open_environments(f"Take the blanks out of `{name}`"),),
            )


def left_in(evidence: Evidence) -> Iterator[Finding]:
    """A reference that went out as it was typed."""
    sent = evidence.exchange.sent
    if evidence.status not in _STATUSES or sent is None:
        return
    for text in (sent.url, evidence.sent_text):
        match = _LEFT_IN.search(text)
        if match:
            reference = unquote(match.group())
            yield confirmed(
                "variable.left-in",
                f"`{reference}` was sent as it stands, without a value",
                headline=f"`{reference}` was sent without a value.",
                place=reference_place(evidence.request, reference.strip("{} "), "no value"),
                remedies=(remedies.open_environments(f"Give `{reference}` a value"),),
            )
            return


def path_leftovers(evidence: Evidence) -> Iterator[Finding]:
    """Segments of the path that are empty, a placeholder or end in blanks."""
    if evidence.status not in (400, 401, 403, 404, 405) or evidence.exchange.sent is None:
        return
    parts = evidence.segments
    for index, segment in enumerate(parts):
        words = _segment_fault(segment, is_last=index == len(parts) - 1)
        if words:
            make = likely if not segment or segment in NO_VALUE or evidence.status not in (400, 404, 405) else confirmed
            yield make(
                "path.leftover",
                f"The path {words}",
                headline=f"The path {words}.",
                place=_leftover_place(evidence.request, parts, index, words.replace("`", "")),
            )
            return


def _leftover_place(request: Request, parts: tuple[str, ...], index: int, words: str) -> Place | None:
    """Counted from the end, as a leading variable may hold several segments; empty ones are none in the template."""
    from_end = sum(bool(part) for part in parts[index + 1 :])
    if parts[index]:
        return locate.path_segment(request, from_end, parts[index].strip(), words)
    return locate.path_segment(request, max(from_end - 1, 0), "path", words)


def _segment_fault(segment: str, *, is_last: bool) -> str:
    if segment == "":
        return "" if is_last else "has an empty segment (`//`)"
    if _SEGMENT_LEFT.match(segment):
        return f"still holds the placeholder {wording.quoted(segment)}"
    if segment in NO_VALUE:
        return f"holds {wording.quoted(segment)}, as programs write a value that is not there"
    if segment != segment.strip():
        return f"has blanks around {wording.quoted(segment.strip())}"
    return ""


def _used(evidence: Evidence) -> Iterator[VariableInfo]:
    if evidence.status not in _STATUSES:
        return
    for name in dict.fromkeys(names(evidence.request)):
        variable = evidence.context.variable(name)
        if variable is not None:
            yield variable


def names(request: Request) -> tuple[str, ...]:
    """The variables that URL, headers and body refer to, in order."""
    headers = tuple(row.value for row in request.headers if row.enabled)
    texts = (request.url, *headers, locate.body_text(request) or "")
    return tuple(name for text in texts for name in template_text.names(text))


def reference_place(request: Request, name: str, note: str) -> Place | None:
    """Where a variable is used: in the URL, else in the body."""
    pattern = re.compile(r"\{\{\s*" + re.escape(name) + r"\s*\}\}")
    in_url = pattern.search(request.url)
    if in_url:
        return locate.in_url(request, in_url.group(), name, note)
    in_body = pattern.search(locate.body_text(request) or "")
    return locate.at_offset(request, in_body.start(), note) if in_body else None
