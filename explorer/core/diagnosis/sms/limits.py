"""Tests the sent body and query against the API's table of fields: missing, too many, too long, of the wrong type."""

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.catalog_rows import FieldRow
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, ruled_out
from explorer.core.model.diagnosis import Remedy

_CODES = ("syntax_constraint_violation", "syntax_invalid_json")
_SHOWN_WHEN_FINE = ("to", "body", "members", "name")
_BINARY_BYTES = 140
_MOST_DIGITS = 100
"""Longer ones are no number that anybody meant, and Python refuses to read very long ones."""


def applies(evidence: Evidence) -> bool:
    """Whether a limit or type can be the matter: a 400 with a fitting code, or with no code at all."""
    return evidence.status == 400 and (evidence.read.code in _CODES or evidence.code_row is None)


def required(evidence: Evidence) -> Iterator[Finding]:
    """Fields that must be there and are not."""
    if not applies(evidence) or not isinstance(evidence.sent_json, dict):
        return
    for row in evidence.shape:
        if row.required and evidence.fields.get(row.name) is None:
            needs = _needs(row)
            yield confirmed(
                f"sms.{row.name}-missing",
                f"`{row.name}` is missing; the API requires it",
                headline=f"`{row.name}` is missing.{' ' + needs if needs else ''}",
                field=row.name,
                place=locate.find(evidence.request, row.name, _note(row) or "required"),
                remedies=_ways(evidence, row),
            )


def sizes(evidence: Evidence) -> Iterator[Finding]:
    """Lists and texts that are too short or too long, numbers out of range; fine ones are ruled out."""
    if not applies(evidence):
        return
    for row in evidence.shape:
        value = _value(evidence, row)
        measured = _measure(evidence, row, value)
        if measured is None:
            continue
        if (row.minimum or 0) <= measured and (row.maximum is None or measured <= row.maximum):
            if row.name in _SHOWN_WHEN_FINE and evidence.read.code == _CODES[0]:
                yield _fine(row, measured)
        else:
            yield _broken(evidence, row, measured)


def _broken(evidence: Evidence, row: FieldRow, measured: int) -> Finding:
    allows = wording.limits(row.minimum, row.maximum, "")
    has = f"has {wording.count(measured, _counted(row))}" if row.unit else f"is {measured}"
    state = "is empty" if measured == 0 and row.unit else has
    needs = _needs(row)
    return confirmed(
        f"sms.{row.name}-empty" if measured == 0 and row.unit else f"sms.{row.name}-limit",
        f"`{row.name}` {has}; the API allows {allows}",
        headline=f"`{row.name}` {state}.{' ' + needs if needs else f' The API allows {allows}.'}",
        field=row.name,
        place=locate.find(evidence.request, row.name, _note(row)),
        remedies=_ways(evidence, row),
    )


def _fine(row: FieldRow, measured: int) -> Finding:
    if row.type == "array":
        text = f"`{row.name}` has too few or too many entries: it has {measured}, the API allows "
        return ruled_out(f"sms.{row.name}-limit", text + wording.limits(row.minimum, row.maximum, ""))
    text = f"`{row.name}` is longer than {wording.count(row.maximum or 0, row.unit)}: it has {measured}"
    return ruled_out(f"sms.{row.name}-limit", text)


def types(evidence: Evidence) -> Iterator[Finding]:
    """Values of another JSON type than the API wants."""
    if not applies(evidence) or not isinstance(evidence.sent_json, dict):
        if applies(evidence) and isinstance(evidence.sent_json, list | str | int | float):
            yield _not_an_object(evidence)
        return
    for row in evidence.shape:
        value = evidence.fields.get(row.name)
        wanted = "object" if _is_media_body(evidence, row) else row.type
        if value is None or _kind(value) == wanted:
            continue
        yield confirmed(
            f"sms.{row.name}-type",
            f"`{row.name}` is {_with_article(_kind(value))}; the API wants {_with_article(wanted)}",
            headline=f"`{row.name}` must be {_with_article(wanted)}, and {_with_article(_kind(value))} was sent.",
            field=row.name,
            place=locate.find(evidence.request, row.name, f"{_words(wanted)} required"),
            remedies=_retyped(evidence, row, wanted, value),
        )


def expiry(evidence: Evidence) -> Iterator[Finding]:
    """``expire_at`` against ``send_at``."""
    if not applies(evidence) or not any(row.name == "expire_at" for row in evidence.shape):
        return
    send, expire = evidence.value("send_at"), evidence.value("expire_at")
    begin, end = moment(send) or evidence.exchange.started, moment(expire)
    if end is not None and end <= begin:
        than = "`send_at`" if send else "the time of sending"
        yield confirmed(
            "sms.expire-before-send",
            f"`expire_at` ({expire}) is before {than}" + (f" ({send})" if send else ""),
            headline=f"`expire_at` is before {than}.",
            field="expire_at",
            place=locate.find(evidence.request, "expire_at", "must be after send_at"),
            remedies=remedies.kept(remedies.restore_field(evidence.request, evidence.context, "expire_at")),
        )
    elif evidence.read.code == _CODES[0]:
        state = "neither is set" if not send and not expire else "it is after" if expire else "it is not set"
        yield ruled_out("sms.expire-before-send", f"`expire_at` is before `send_at`: {state}")


def binary(evidence: Evidence) -> Iterator[Finding]:
    """A binary message: its header ``udh`` is required, and both together have a limit."""
    if not applies(evidence) or evidence.value("type") != "mt_binary":
        return
    if not evidence.value("udh"):
        yield confirmed(
            "sms.udh-missing",
            "`udh` is missing; a binary message requires it",
            headline="`udh` is missing. A binary message requires it.",
            field="udh",
            place=locate.find(evidence.request, "udh", "required for mt_binary"),
        )
    size = _binary_size(evidence.value("body"), evidence.value("udh"))
    if size > _BINARY_BYTES:
        yield confirmed(
            "sms.body-limit",
            f"`body` and `udh` have {size} bytes together; the API allows {_BINARY_BYTES}",
            headline=f"`body` and `udh` have {size} bytes together. A binary message takes {_BINARY_BYTES}.",
            field="body",
            place=locate.find(evidence.request, "body", f"at most {_BINARY_BYTES} bytes"),
        )


def moment(value: object) -> datetime | None:
    """An ISO 8601 time; without an offset it is UTC, as the API reads it. None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _value(evidence: Evidence, row: FieldRow) -> Any:
    if evidence.method == "GET":
        return next((value for name, value in evidence.query if name == row.name), None)
    return evidence.fields.get(row.name)


def _measure(evidence: Evidence, row: FieldRow, value: Any) -> int | None:
    """Elements, characters or the number itself; None where the row sets no limit for this value."""
    if (row.minimum is None and row.maximum is None) or value is None:
        return None
    if row.type == "integer":
        text = str(value)
        is_number = text.removeprefix("-").isdecimal() and len(text) <= _MOST_DIGITS
        return int(text) if is_number else None
    if row.name == "body" and evidence.value("type") not in (None, "mt_text"):
        return None
    matches = isinstance(value, list if row.type == "array" else str)
    return len(value) if matches else None


def _is_media_body(evidence: Evidence, row: FieldRow) -> bool:
    return row.name == "body" and evidence.value("type") == "mt_media"


def _counted(row: FieldRow) -> str:
    return "elements" if row.type == "array" else row.unit


def _needs(row: FieldRow) -> str:
    """Words such as "A batch needs 1 to 1000 recipients."; empty where the table names no owner."""
    if not row.owner or not (row.minimum or row.maximum):
        return ""
    return f"{row.owner} {'needs' if row.minimum else 'takes'} {wording.limits(row.minimum, row.maximum, row.unit)}."


def _note(row: FieldRow) -> str:
    if row.minimum is None and row.maximum is None:
        return ""
    words = wording.limits(row.minimum, row.maximum, row.unit)
    return f"{words} required" if row.minimum else words


def _ways(evidence: Evidence, row: FieldRow) -> tuple[Remedy, ...]:
    sample = _sample(evidence) if row.name == "to" and not evidence.value("to") else None
    fill = (
        remedies.set_value(evidence.request, ("to",), f'["{{{{{sample}}}}}"]', f"Send to `{{{{{sample}}}}}`")
        if sample
        else None
    )
    return remedies.kept(remedies.restore_field(evidence.request, evidence.context, row.name), fill)


def _sample(evidence: Evidence) -> str | None:
    """A variable that holds a number to send to."""
    names = (one.name for one in evidence.context.variables if one.value and not one.secret)
    return next((name for name in names if name.lower() in ("test_msisdn", "msisdn", "recipient", "to", "phone")), None)


def _retyped(evidence: Evidence, row: FieldRow, wanted: str, value: Any) -> tuple[Remedy, ...]:
    """The value as it was typed, in the wanted type, where that is certain."""
    request = evidence.request
    place, text = locate.in_body(request, (row.name,)), locate.body_text(request)
    if place is None or text is None:
        return ()
    typed = text[place.start : place.end]
    if wanted == "array" and isinstance(value, str):
        return remedies.kept(remedies.set_value(request, (row.name,), f"[{typed}]", f"Put `{row.name}` into a list"))
    inner = typed.strip("\"'")
    certain = value in ("true", "false") if wanted == "boolean" else str(value).isdecimal() and wanted == "integer"
    if certain and isinstance(value, str):
        return remedies.kept(remedies.set_value(request, (row.name,), inner, f"Write `{row.name}` without quotes"))
    if wanted == "string" and isinstance(value, int | float):
        return remedies.kept(remedies.set_value(request, (row.name,), f'"{inner}"', f"Put `{row.name}` in quotes"))
    return remedies.kept(remedies.restore_field(request, evidence.context, row.name))


def _not_an_object(evidence: Evidence) -> Finding:
    kind = _kind(evidence.sent_json)
    return confirmed(
        "sms.body-shape",
        f"The body is {_with_article(kind)}; the API wants an object",
        headline=f"The body must be a JSON object, and {_with_article(kind)} was sent.",
        place=locate.whole_body("an object is required"),
    )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names: tuple[tuple[type, str], ...] = ((str, "string"), (int, "integer"), (float, "number"), (list, "array"))
    return next((name for kind, name in names if isinstance(value, kind)), "object")


def _words(kind: str) -> str:
    return {"array": "list", "string": "text", "boolean": "true or false", "integer": "whole number"}.get(kind, kind)


def _with_article(kind: str) -> str:
    word = _words(kind)
    if kind == "boolean":
        return "`true` or `false`"
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _binary_size(body: object, udh: object) -> int:
    try:
        data = base64.b64decode(body, validate=False) if isinstance(body, str) else b""
        head = bytes.fromhex(udh) if isinstance(udh, str) else b""
    except (binascii.Error, ValueError):
        return 0
    return len(data) + len(head)
