"""Tests what was sent against the fields an API's description states for the operation: missing, of the wrong type,
out of range, too long, not in the list, badly formed. Patterns are not run: theirs may take for ever."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from explorer.core.diagnosis import locate, remedies, value_edits, wording
from explorer.core.diagnosis.catalog_rows import FieldRow
from explorer.core.diagnosis.evidence import UNREADABLE, Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.rules import encoding, stated, value_faults, value_fixes
from explorer.core.diagnosis.rules.complaints import Complaint, Demand
from explorer.core.diagnosis.rules.sent_values import SentValue, form_rows
from explorer.core.diagnosis.rules.value_faults import Fault
from explorer.core.model.diagnosis import Place, PlacePart, Remedy, Standing

_STATUSES = (400, 404, 405, 406, 409, 413, 415, 422)
_NOT_OF_BODY = (404, 405, 406, 409)
"""Statuses that speak of the address or of the state of things, not of the body."""
_OWN_RULES = ("sinch-sms",)
_MOST = 8
_MOST_VALUES = 2000
_MOST_ELEMENTS = 200
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")
"""Any scheme will do, also one without a host: ``urn:isbn:1`` (RFC 3986 section 3)."""
_PARTS = {"query": PlacePart.QUERY, "path": PlacePart.PATH, "header": PlacePart.HEADER, "form": PlacePart.FORM}


def fields(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each field that breaks the description, at most eight; what the server named itself and was
    confirmed is left to that."""
    if evidence.status not in _STATUSES or evidence.api is None or evidence.api.id in _OWN_RULES:
        return
    told = [locate.segments(one.field) for one in stated.values(evidence) if _is_confirmed(one)]
    found = (_tested(evidence, row, sent) for row, sent in islice(_sent(evidence), _MOST_VALUES))
    kept = (one for one in found if one and not _is_told(locate.segments(one.field), told))
    yield from islice(kept, _MOST)


def _is_confirmed(found: Finding) -> bool:
    return found.cause.standing is Standing.CONFIRMED


def _is_told(path: tuple[str, ...], told: list[tuple[str, ...]]) -> bool:
    """Whether the server named this field, or it with a prefix such as ``body``."""
    return any(one[-len(path) :] == path for one in told)


def _sent(evidence: Evidence) -> Iterator[tuple[FieldRow, SentValue]]:
    """Every value, and every lack of one, that a row speaks of."""
    not_of_body = evidence.status in _NOT_OF_BODY
    for row in evidence.shape:
        if row.where == "path":
            yield from _in_path(evidence, row)
        elif not_of_body and row.where in ("body", "form"):
            continue
        elif row.where == "body":
            yield from _in_body(evidence, row)
        elif row.where == "form":
            yield from _in_form(evidence, row)
        else:
            yield _beside(evidence, row)


def _in_form(evidence: Evidence, row: FieldRow) -> Iterator[tuple[FieldRow, SentValue]]:
    """A row of a form; the value of a file, and one that holds a variable, is not known here."""
    values = [value for name, value in form_rows(evidence) if name in (row.name, f"{row.name}[]")]
    if not values:
        yield row, SentValue(name=row.name, part=PlacePart.FORM, path=(row.name,), present=False)
    elif values[0] is not None:
        yield row, SentValue(name=row.name, part=PlacePart.FORM, path=(row.name,), value=values[0])


def _in_body(evidence: Evidence, row: FieldRow) -> Iterator[tuple[FieldRow, SentValue]]:
    if evidence.sent_json is UNREADABLE:
        return
    for path, value, present in _values(evidence.sent_json, row.path):
        name = locate.dotted(path) or "body"
        yield row, SentValue(name=name, part=PlacePart.BODY, path=path, value=value, present=present)


def _values(
    value: Any, path: tuple[str, ...], taken: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, bool]]:
    """The values at a path; an absent one only where the object that would hold it is there."""
    if not path:
        yield taken, value, True
    elif path[0] == "[]":
        for index, one in enumerate(value[:_MOST_ELEMENTS] if isinstance(value, list) else ()):
            yield from _values(one, path[1:], (*taken, str(index)))
    elif isinstance(value, list) and path[0].isdecimal() and int(path[0]) < len(value):
        yield from _values(value[int(path[0])], path[1:], (*taken, path[0]))
    elif isinstance(value, dict) and path[0] in value:
        yield from _values(value[path[0]], path[1:], (*taken, path[0]))
    elif isinstance(value, dict) and len(path) == 1:
        yield (*taken, path[0]), None, False


def _in_path(evidence: Evidence, row: FieldRow) -> Iterator[tuple[FieldRow, SentValue]]:
    match, operation = evidence.match, evidence.operation
    if match is None or operation is None or match.below is None:
        return
    for part, value in zip(operation.path.strip("/").split("/"), match.below, strict=False):
        if part == f"{{{row.name}}}":
            yield row, SentValue(name=row.name, part=PlacePart.PATH, path=(value,), value=value)


def _beside(evidence: Evidence, row: FieldRow) -> tuple[FieldRow, SentValue]:
    """A query parameter or a header."""
    value = (
        evidence.header(row.name)
        if row.where == "header"
        else next((value for name, value in evidence.query if name == row.name), None)
    )
    part = _PARTS[row.where]
    return row, SentValue(name=row.name, part=part, path=(row.name,), value=value, present=value is not None)


def _tested(evidence: Evidence, row: FieldRow, sent: SentValue) -> Finding | None:
    if encoding.is_plus_fault(evidence, sent):
        return None
    if sent.value is None and sent.present and (row.nullable or not row.type):
        return None
    secrets = evidence.exchange.sent.secrets if evidence.exchange.sent else ()
    shown = value_faults.shown(sent, secrets)
    for complaint in _complaints(row):
        if not sent.present and complaint.demand is not Demand.PRESENT:
            return None
        found = _fault(sent, complaint, shown)
        if found:
            return _confirmed(evidence, row, sent, found, complaint)
    return None


def _fault(sent: SentValue, complaint: Complaint, shown: str) -> Fault | None:
    """An empty value is there: only the limits say whether it may be empty."""
    if sent.present and complaint.demand is Demand.PRESENT:
        return None
    if complaint.demand in (Demand.RANGE, Demand.LENGTH) and sent.part is PlacePart.BODY:
        is_number = isinstance(sent.value, int | float) and not isinstance(sent.value, bool)
        if is_number is not (complaint.demand is Demand.RANGE):
            return None
    if complaint.wanted == "url" and isinstance(sent.value, str) and _URI.match(sent.value):
        return None
    return value_faults.fault(sent, complaint, shown)


def _complaints(row: FieldRow) -> Iterator[Complaint]:
    """What a row demands, the coarsest first."""
    if row.required:
        yield Complaint(demand=Demand.PRESENT)
    if row.type and not (row.type in ("array", "object") and row.where != "body"):
        yield Complaint(demand=Demand.TYPE, wanted=row.type)
    elif row.type:
        # A list in a query may be written in many ways.
        return
    if row.values:
        yield Complaint(demand=Demand.CHOICE, choices=row.values)
    if row.minimum is not None or row.maximum is not None:
        yield Complaint(demand=Demand.LENGTH, least=row.minimum, most=row.maximum)
    if row.least is not None or row.most is not None:
        yield Complaint(demand=Demand.RANGE, least=row.least, most=row.most)
    if row.above is not None:
        yield Complaint(demand=Demand.RANGE, least=row.above, exclusive=True)
    if row.below is not None:
        yield Complaint(demand=Demand.RANGE, most=row.below, exclusive=True)
    if row.format in ("email", "uuid", "url", "date-time", "date", "ip"):
        yield Complaint(demand=Demand.FORMAT, wanted=row.format)


def _confirmed(evidence: Evidence, row: FieldRow, sent: SentValue, found: Fault, complaint: Complaint) -> Finding:
    text = (
        f"{found.text.replace('the server ', f'{_described(evidence)} ', 1)}{f' ({row.branch})' if row.branch else ''}"
    )
    sure = row.certain and (evidence.api is None or evidence.api.host_named)
    return (confirmed if sure else likely)(
        f"schema.{found.kind}.{sent.name}",
        text,
        headline=f"{text}.",
        field=sent.name,
        place=_place(evidence, sent, found.note),
        remedies=_ways(evidence, row, sent, found, complaint),
    )


def _described(evidence: Evidence) -> str:
    """The description in words; one that names no host may be another API's."""
    if evidence.api is None or evidence.api.host_named:
        return "the API's description"
    return f"the description {wording.quoted(evidence.api.source)}, which names no host,"


def _place(evidence: Evidence, sent: SentValue, note: str) -> Place | None:
    if not sent.path:
        return locate.whole_body(note)
    if sent.part is PlacePart.PATH and evidence.operation:
        # By its position: the same text may stand elsewhere in the URL.
        parts = evidence.operation.path.strip("/").split("/")
        from_end = len(parts) - 1 - parts.index(f"{{{sent.name}}}")
        typed = locate.in_path(evidence.request, sent.name, note)
        return typed or locate.path_segment(evidence.request, from_end, sent.name, note)
    return stated.place_of(evidence, sent, note)


def _ways(evidence: Evidence, row: FieldRow, sent: SentValue, found: Fault, complaint: Complaint) -> tuple[Remedy, ...]:
    if not sent.path:
        return (remedies.advice(f"Change the body: {found.note}"),)
    usual = value_fixes.ways(evidence, sent, found, complaint, "")
    edits = tuple(one for one in usual if one.edits)
    sample = None if edits else _sample(evidence, row, sent)
    return (sample, *(one for one in usual if one.edits)) if sample else usual


def _sample(evidence: Evidence, row: FieldRow, sent: SentValue) -> Remedy | None:
    """The value of the description's example, default or list, where one is given."""
    if not row.example or sent.part is PlacePart.PATH:
        return None
    plain = row.example[1:-1] if row.example.startswith('"') else row.example
    title = f"Set `{sent.name}` to `{plain}`, the description's example"
    if sent.part is PlacePart.BODY:
        return remedies.set_value(evidence.request, sent.path, row.example, title)
    if sent.part is PlacePart.HEADER:
        return remedies.set_header(evidence.request, row.name, plain, title)
    if sent.present:
        return value_edits.give_text(evidence.request, sent.part, row.name, plain, title)
    return value_edits.add_query(evidence.request, row.name, plain, title)
