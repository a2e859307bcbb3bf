"""Tests single values against the formats the API wants: numbers, group ids, times, URLs, words from a list."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.catalog_rows import FieldRow
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.sms import numbers
from explorer.core.diagnosis.sms.limits import moment
from explorer.core.model.diagnosis import Place, Remedy

CODE = "syntax_invalid_parameter_format"
_EXPECTED = {
    "recipient": "a phone number or group ID",
    "msisdn": "a phone number",
    "group": "a group ID",
    "timestamp": "an ISO 8601 time",
    "url": "a URL",
}
_MOST = 5
"""Entries of a list that are reported one by one."""
_HINTS = {
    "recipient": remedies.advice("Write numbers with the country code, such as `46701740605`"),
    "msisdn": remedies.advice("Write numbers with the country code, such as `46701740605`"),
    "url": remedies.advice("Write a whole URL, such as `https://example.com/reports`"),
    "timestamp": remedies.advice("Write times in ISO 8601, such as `2026-01-31T10:00:00Z`"),
}
_BOOLEANS = ("per_recipient", "feedback_enabled")


def applies(evidence: Evidence) -> bool:
    """Whether a format can be the matter."""
    return evidence.status == 400 and (evidence.read.code in (CODE, "syntax_constraint_violation"))


def values(evidence: Evidence) -> Iterator[Finding]:
    """Values of the body with a format; the entries of a list one by one."""
    if not applies(evidence):
        return
    for row in evidence.shape:
        value = evidence.fields.get(row.name)
        if not row.format or value is None:
            continue
        faulty = ((name, entry) for name, entry in _entries(row, value) if _fault(row, entry))
        found = [_tested(evidence, row, name, entry) for name, entry in islice(faulty, _MOST)]
        yield from found
        if not found and evidence.read.code == CODE and row.format in ("recipient", "msisdn", "timestamp"):
            yield ruled_out(
                f"sms.format.{row.name}", f"A value in `{row.name}` is not {_EXPECTED[row.format]}: all look right"
            )


def query(evidence: Evidence) -> Iterator[Finding]:
    """Query parameters: booleans, times, whole numbers, words from a list."""
    if not applies(evidence):
        return
    rows = {row.name: row for row in evidence.shape} if evidence.method == "GET" else {}
    for name, value in evidence.query:
        fault = _query_fault(name, value, rows.get(name))
        if fault:
            yield confirmed(
                f"sms.query.{name}",
                f"`{name}` is {wording.quoted(value)}, not {fault}",
                headline=f"`{name}` is {wording.quoted(value)}. The API wants {fault}.",
                field=name,
                place=locate.in_query(evidence.request, name, f"{fault} expected".replace("`", "")),
                remedies=_query_fixes(evidence, name, value, fault),
            )


def raw_plus(evidence: Evidence) -> Iterator[Finding]:
    """A raw ``+`` in a query, which a server reads as a blank (WHATWG URL, application/x-www-form-urlencoded)."""
    if evidence.status not in (200, 400, 404) or not evidence.read.is_error:
        return
    for name, value in evidence.query:
        if value.startswith(" ") and value.strip()[:1].isdigit():
            yield confirmed(
                f"sms.plus.{name}",
                f"The plus in `{name}` is read as a blank; it must be written `%2B`",
                headline=f"The plus in `{name}` is read as a blank.",
                field=name,
                place=locate.in_query(evidence.request, name, "write %2B for +"),
                remedies=remedies.kept(remedies.encode_plus(evidence.request, name)),
            )


def path_ids(evidence: Evidence) -> Iterator[Finding]:
    """A quoted value of the error text that stands in the path."""
    if evidence.status != 400 or evidence.match is None or not evidence.match.below:
        return
    message = evidence.read.message or ""
    parts = evidence.match.below
    for index, part in enumerate(parts):
        if index and part and f"'{part}'" in message:
            yield confirmed(
                "sms.path-id",
                f"{wording.quoted(part)} in the path is no valid ID",
                headline=f"{wording.quoted(part)} in the path is no valid ID.",
                place=locate.path_segment(evidence.request, len(parts) - 1 - index, "id", "not a valid ID"),
            )


def _entries(row: FieldRow, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((f"{row.name}[{index}]", entry) for index, entry in enumerate(value))
    elif row.type != "array":
        yield row.name, value


def _tested(evidence: Evidence, row: FieldRow, name: str, value: object) -> Finding:
    fault = _fault(row, value)
    expected = _EXPECTED.get(row.format) or f"one of {wording.listed(row.values, 'or')}"
    shown = wording.quoted(value)
    make = confirmed if _is_named(evidence, name, value) else likely
    return make(
        f"sms.format.{name}",
        f"`{name}`: {shown} {fault}",
        headline=f"`{name}` is not {expected}: {shown} {fault}.",
        field=name,
        place=_place(evidence, name, expected),
        remedies=_fixes(evidence, row, name, value, fault),
    )


def _is_named(evidence: Evidence, name: str, value: object) -> bool:
    """Whether the server's text names this field or value, or no other value of the kind is at fault."""
    message = evidence.read.message or ""
    return name in message or (isinstance(value, str) and f"'{value}'" in message) or evidence.read.code == CODE


def _place(evidence: Evidence, name: str, expected: str) -> Place | None:
    return locate.find(evidence.request, name, f"{expected} expected".replace("`", ""))


def _fault(row: FieldRow, value: object) -> str:
    match row.format:
        case "recipient":
            return numbers.recipient_fault(value)
        case "msisdn":
            return numbers.number_fault(value)
        case "timestamp":
            return "" if moment(value) else "is no ISO 8601 time"
        case "url":
            return "" if _is_url(value) else "is no complete URL"
        case "enum":
            return "" if value in row.values else "is not among them"
        case _:
            return ""


def _is_url(value: object) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname and " " not in str(value))


def _query_fault(name: str, value: str, row: FieldRow | None) -> str:
    if name in _BOOLEANS:
        return "" if value in ("true", "false") else "`true` or `false`"
    if name == "number_of_recipients" or (row and row.type == "integer"):
        return "" if value.lstrip("-").isdecimal() else "a whole number"
    if row and row.format == "timestamp":
        return "" if moment(value) else "an ISO 8601 time"
    if row and row.format == "enum":
        return "" if value in row.values else wording.listed(row.values, "or")
    return ""


def _query_fixes(evidence: Evidence, name: str, value: str, fault: str) -> tuple[Remedy, ...]:
    guesses = {"`true` or `false`": ("true", "false"), "`summary` or `full`": ("full", "summary")}.get(fault, ())
    near = [one for one in guesses if value and one.startswith(value[:1].lower())] or list(guesses[:1])
    pairs = [pair for pair in template_text.query_pairs(evidence.request.url) if pair.name == name]
    edits = [
        remedies.replace_in_url(evidence.request, pair.value, one, f"Set `{name}` to `{one}`")
        for pair in pairs
        for one in near
    ]
    return remedies.kept(*edits, _HINTS["timestamp"] if "ISO" in fault else None)


def _fixes(evidence: Evidence, row: FieldRow, name: str, value: object, fault: str) -> tuple[Remedy, ...]:
    path = locate.segments(name)
    restore = remedies.restore_field(evidence.request, evidence.context, name)
    hint = _HINTS.get(row.format)
    if not isinstance(value, str):
        return remedies.kept(restore or hint)
    if fault == "holds a character that is not ignored":
        plain = numbers.separators_removed(value)
        fix = remedies.set_value(evidence.request, path, f'"{plain}"', f"Write `{plain}`")
        return remedies.kept(fix if not numbers.number_fault(plain) else None, restore) or remedies.kept(hint)
    if "name" in fault:
        listing = remedies.open_request(evidence.context, "List groups", "Look up the group’s ID")
        return remedies.kept(restore, listing) or remedies.kept(hint)
    if row.format == "enum" and row.values:
        near = remedies.set_value(evidence.request, path, f'"{row.values[0]}"', f"Set `{name}` to `{row.values[0]}`")
        return remedies.kept(restore, near)
    return remedies.kept(restore, _from_variable(evidence, row), hint)


def _from_variable(evidence: Evidence, row: FieldRow) -> Remedy | None:
    """A URL out of the variable of the same name, if there is one."""
    variable = evidence.context.variable(row.name)
    if row.format != "url" or variable is None or not _is_url(variable.value):
        return None
    reference = f"{{{{{row.name}}}}}"
    return remedies.set_value(evidence.request, (row.name,), f'"{reference}"', f"Use `{reference}`")
