"""What the server says about a field, checked against what was sent. A problem the server names is confirmed when the
sent value indeed is missing, empty, of another type, too long, out of range, not in the list, unknown or taken."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_plus

from explorer.core.diagnosis import locate, template_text, url_places, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.rules import (
    complaints,
    encoding,
    field_order,
    named_fields,
    time_faults,
    value_faults,
    value_fixes,
)
from explorer.core.diagnosis.rules.complaints import Complaint, Demand
from explorer.core.diagnosis.rules.sent_values import SentValue, look_up
from explorer.core.diagnosis.rules.value_faults import Fault
from explorer.core.model.diagnosis import Place, PlacePart, Problem, Standing

_MOST = 8
_NOT_OF_REQUEST = ("graphql", "html-page")
"""Formats whose fields are places in the answer, not in the request."""
_STATUSES = (400, 404, 406, 409, 412, 413, 415, 422)


def values(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each field the server names, at most eight."""
    applies = evidence.status in _STATUSES or (evidence.status < 400 and evidence.read.is_error)
    if not applies or evidence.read.format in _NOT_OF_REQUEST or is_catalogued(evidence):
        return
    ordered = field_order.compared(evidence)
    seen = {one.field for one in ordered if one.cause.standing is Standing.CONFIRMED}
    for problem in islice(_problems(evidence), 3 * _MOST):
        found = _tested(evidence, problem) if problem.field not in seen else None
        if found and len(seen) < _MOST:
            seen.add(problem.field)
            yield found


def is_catalogued(evidence: Evidence) -> bool:
    """Whether the error's code has causes of its own in a catalog; a description's codes have none."""
    return evidence.code_row is not None and bool(evidence.code_row.causes)


def says_body_is_missing(evidence: Evidence) -> bool:
    """Whether the server asks for fields, as it does of a request without a body."""
    said = (complaints.read(problem.message, problem.code) for problem in _problems(evidence))
    return any(one.demand is Demand.PRESENT for found in said for one in found)


def _problems(evidence: Evidence) -> Iterator[Problem]:
    """Those with a field, then those whose words name one; the message where nothing else is listed."""
    listed = evidence.read.problems
    yield from (problem for problem in listed if problem.field)
    texts = [(problem.message, problem.code) for problem in listed if not problem.field]
    if not listed:
        texts = [(evidence.read.message or "", evidence.read.code or "")]
    for message, code in texts:
        field = named_fields.in_words(evidence, message, code)
        if field:
            yield Problem(field=field, message=message, code=code)


def _tested(evidence: Evidence, problem: Problem) -> Finding | None:
    sent = look_up(evidence, problem.field)
    if sent is None:
        return None
    code = problem.code or (evidence.read.code or "" if len(evidence.read.problems) <= 1 else "")
    said = complaints.read(problem.message, code)
    if encoding.is_plus_fault(evidence, sent) and all(one.demand is not Demand.KNOWN for one in said):
        return None
    shown = value_faults.shown(sent, evidence.exchange.sent.secrets if evidence.exchange.sent else ())
    for complaint in said:
        is_time = complaint.demand is Demand.TIME and sent.present
        found = time_faults.fault(evidence, sent, complaint, shown) if is_time else None
        found = found or value_faults.fault(sent, complaint, shown)
        if found:
            return _confirmed(evidence, problem, sent, found, complaint)
    blank = value_faults.blanks(sent)
    if blank:
        return _confirmed(evidence, problem, sent, blank, None)
    return _unbroken(evidence, problem, sent, said, shown)


def _confirmed(
    evidence: Evidence, problem: Problem, sent: SentValue, found: Fault, complaint: Complaint | None
) -> Finding:
    text = _with_variable(evidence, sent, found)
    return confirmed(
        f"stated.{found.kind}.{problem.field}",
        text,
        headline=f"{text}.",
        field=problem.field,
        place=place_of(evidence, sent, found.note) or locate.find(evidence.request, problem.field, found.note),
        remedies=value_fixes.ways(evidence, sent, found, complaint, problem.message),
    )


def _unbroken(
    evidence: Evidence, problem: Problem, sent: SentValue, said: tuple[Complaint, ...], shown: str
) -> Finding | None:
    demands = {one.demand for one in said}
    if sent.present and demands and demands <= {Demand.PRESENT, Demand.FILLED}:
        return ruled_out(f"stated.missing.{problem.field}", f"`{sent.name}` is missing: it was sent")
    if not sent.present:
        return _absent(evidence, problem, sent)
    if Demand.UNIQUE in demands:
        return _taken(evidence, problem, sent, shown)
    text = f"The server objects to `{sent.name}`, which is {shown}"
    return _named(evidence, problem, sent, text, Standing.LIKELY)


def _absent(evidence: Evidence, problem: Problem, sent: SentValue) -> Finding | None:
    """The server speaks of a value that is not in the request: likely it wants one."""
    if sent.part is not PlacePart.BODY and evidence.method in ("GET", "HEAD", "DELETE"):
        return None
    tail = f"; the body has `{sent.near}`" if sent.near else ""
    return _named(evidence, problem, sent, f"The server objects to `{sent.name}`, which was not sent{tail}")


def _taken(evidence: Evidence, problem: Problem, sent: SentValue, shown: str) -> Finding:
    """A value that must be one of a kind: twice in a list, the same as in the last success, or only by its word."""
    last = evidence.context.last_success
    before = value_fixes.value_in(last, sent) if last else None
    if isinstance(sent.value, list):
        twice = next((one for index, one in enumerate(sent.value) if one in sent.value[:index]), None)
        if twice is not None:
            text = f"`{sent.name}` holds {wording.quoted(value_faults.value_text(twice))} more than once"
            return _named(evidence, problem, sent, text, Standing.CONFIRMED)
    if last is not None and before == sent.value and evidence.method == "POST":
        ago = wording.span(evidence.exchange.started - last.started)
        text = f"`{sent.name}` is {shown} again: the same value was accepted {ago} ago"
        return _named(evidence, problem, sent, text, Standing.CONFIRMED)
    return _named(evidence, problem, sent, f"`{sent.name}` is {shown}, which the server has already", Standing.LIKELY)


def _named(
    evidence: Evidence, problem: Problem, sent: SentValue, text: str, standing: Standing = Standing.LIKELY
) -> Finding:
    make = confirmed if standing is Standing.CONFIRMED else likely
    note = " ".join(problem.message.split())[:60]
    return make(
        f"stated.named.{problem.field}",
        text,
        headline=f"{text}." if standing is Standing.CONFIRMED else "",
        field=problem.field,
        place=place_of(evidence, sent, note) or locate.find(evidence.request, problem.field, note),
        remedies=value_fixes.general(evidence, sent),
    )


def _with_variable(evidence: Evidence, sent: SentValue, found: Fault) -> str:
    """Names the empty variable an empty value comes from."""
    name = value_fixes.variable_of(evidence, sent)
    variable = evidence.context.variable(name) if name else None
    if found.kind != "empty" or variable is None or variable.value.strip():
        return found.text
    return f"`{sent.name}` is empty, because `{{{{{name}}}}}` has no value"


def place_of(evidence: Evidence, sent: SentValue, note: str) -> Place | None:
    """The place in the request as it was typed."""
    request = evidence.request
    if sent.part is PlacePart.BODY:
        found = locate.in_body(request, sent.path, note)
        return found or (locate.missing(request, sent.path, note) if not sent.present else None)
    if sent.part is PlacePart.QUERY:
        typed = any(unquote_plus(one.name) == sent.name for one in template_text.query_pairs(request.url))
        return (
            locate.in_query(request, sent.name, note, element=str(sent.element))
            if typed
            else _in_sent_url(evidence, sent, note)
        )
    if sent.part is PlacePart.FORM:
        return locate.in_form(request, sent.name, note)
    if sent.part is PlacePart.PATH:
        return locate.in_path(request, sent.name, note) or _in_sent_url(evidence, sent, note)
    return locate.header(request, sent.name, note)


def _in_sent_url(evidence: Evidence, sent: SentValue, note: str) -> Place | None:
    """The place of what came out of a variable, or was encoded on the way."""
    url = evidence.exchange.sent.url if evidence.exchange.sent else ""
    if sent.part is PlacePart.PATH:
        return url_places.of_segment(evidence.request, url, sent.path[-1], sent.name, note)
    return url_places.of_parameter(evidence.request, url, sent.name, note, element=sent.element)
