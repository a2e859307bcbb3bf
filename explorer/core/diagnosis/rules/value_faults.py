"""Tests one sent value against what the server demands of it, and says in words what is wrong. No places, no fixes."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.rules.complaints import Complaint, Demand
from explorer.core.diagnosis.rules.sent_values import SentValue
from explorer.core.model.diagnosis import PlacePart

_SECRET_NAME = re.compile(r"passw|secret|token|api[-_]?key|credential|private|\bpin\b|cvv|cvc|ssn|authorization", re.I)
_FORMAT_WORDS = {
    "email": "an e-mail address",
    "uuid": "a UUID",
    "url": "a complete URL",
    "date-time": "an ISO 8601 time",
    "date": "a date such as `2026-01-31`",
    "ip": "an IP address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a value."""

    kind: str
    """Ending of the cause's id: "missing", "empty", "type", "range", ..."""
    text: str
    """*rich*, a sentence without a full stop."""
    note: str
    """Short words for the end of the line."""


def fault(sent: SentValue, complaint: Complaint, shown: str) -> Fault | None:
    """What the value breaks of a demand; None when it does not. ``shown`` is the value in words."""
    demand = complaint.demand
    if not sent.present:
        return _missing(sent) if demand not in (Demand.KNOWN, Demand.UNIQUE) else None
    if demand in (Demand.PRESENT, Demand.FILLED):
        return _empty(sent)
    if demand is Demand.KNOWN:
        text = f"`{sent.name}` was sent, and the server does not know it"
        return Fault(kind="unknown", text=text, note="not known to the server")
    if demand is Demand.TYPE:
        return _type(sent, complaint.wanted, shown)
    if demand is Demand.FORMAT:
        return _format(sent, complaint.wanted, shown)
    if demand is Demand.CHOICE:
        return _choice(sent, complaint.choices, shown)
    return _limits(sent, complaint) if demand in (Demand.RANGE, Demand.LENGTH) else None


def blanks(sent: SentValue) -> Fault | None:
    """Blanks around a text."""
    if (
        not sent.present
        or not isinstance(sent.value, str)
        or sent.value == sent.value.strip()
        or not sent.value.strip()
    ):
        return None
    at_end, at_start = sent.value != sent.value.rstrip(), sent.value != sent.value.lstrip()
    where = "around it" if at_end and at_start else "at its end" if at_end else "at its beginning"
    return Fault(kind="blanks", text=f"`{sent.name}` has a blank {where}", note=f"blank {where}")


def shown(sent: SentValue, secrets: tuple[str, ...]) -> str:
    """The value for the eye; a secret is not repeated."""
    text = value_text(sent.value)
    if _SECRET_NAME.search(sent.name) or any(secret and secret in text for secret in secrets):
        return "another value"
    return wording.quoted(text) if text.strip() else "a blank text" if text else "an empty text"


def value_text(value: Any) -> str:
    """A JSON value as a person writes it."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    return str(value)


def kind_of(value: Any) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names: tuple[tuple[type, str], ...] = ((str, "string"), (int, "integer"), (float, "number"), (list, "array"))
    return next((name for kind, name in names if isinstance(value, kind)), "object")


def with_article(kind: str) -> str:
    """ "integer" -> "a whole number"."""
    words = {"array": "a list", "string": "a text", "boolean": "`true` or `false`", "integer": "a whole number"}
    return {**words, "number": "a number", "object": "an object", "null": "`null`"}[kind]


def number_of(value: Any) -> float | None:
    """The number a value is, also as text; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e300 else None


def _missing(sent: SentValue) -> Fault:
    part = {PlacePart.QUERY: "query", PlacePart.HEADER: "headers", PlacePart.PATH: "path"}.get(sent.part, "body")
    note = "required"
    if sent.near:
        return Fault(kind="missing", text=f"`{sent.name}` is missing; the {part} has `{sent.near}`", note=note)
    if sent.elsewhere:
        text = f"`{sent.name}` is missing from the {part}; it was sent in {sent.elsewhere}"
        return Fault(kind="missing", text=text, note=note)
    return Fault(kind="missing", text=f"`{sent.name}` is missing from the {part}; the server requires it", note=note)


def _empty(sent: SentValue) -> Fault | None:
    value = sent.value
    if value is None and sent.part is PlacePart.BODY:
        return Fault(
            kind="empty", text=f"`{sent.name}` is `null`; the server wants a value", note="a value is required"
        )
    if (isinstance(value, str) and not value.strip()) or value in ([], {}):
        return Fault(kind="empty", text=f"`{sent.name}` is empty; the server wants a value", note="a value is required")
    return None


def _type(sent: SentValue, wanted: str, shown: str) -> Fault | None:
    kind = kind_of(sent.value)
    is_text_only = sent.part is not PlacePart.BODY
    if is_text_only and _text_fits(str(sent.value), wanted):
        return None
    if not is_text_only and (kind == wanted or (kind, wanted) in (("integer", "number"),)):
        return None
    if not is_text_only and wanted == "integer" and isinstance(sent.value, float) and sent.value.is_integer():
        return None
    was = f"the text {shown}" if kind == "string" and shown.startswith("`") else with_article(kind)
    if kind in ("integer", "number") and shown.startswith("`"):
        was = f"the number {shown}"
    text = f"`{sent.name}` must be {with_article(wanted)}, and {was} was sent"
    return Fault(kind="type", text=text, note=f"{with_article(wanted)} required".replace("`", ""))


def _text_fits(text: str, wanted: str) -> bool:
    if wanted == "integer":
        return re.fullmatch(r"[+-]?\d+", text) is not None
    if wanted == "number":
        return number_of(text) is not None
    if wanted == "boolean":
        return text.lower() in ("true", "false", "0", "1")
    return True


def _format(sent: SentValue, wanted: str, shown: str) -> Fault | None:
    value = sent.value
    if isinstance(value, str) and _fits(value, wanted):
        return None
    expected = _FORMAT_WORDS[wanted]
    text = f"`{sent.name}` must be {expected}, and {shown} was sent"
    return Fault(kind="format", text=text, note=f"{expected} expected".replace("`", ""))


def _fits(text: str, wanted: str) -> bool:
    if wanted == "email":
        return re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", text) is not None
    if wanted == "url":
        return _is_url(text)
    readers: dict[str, Callable[[str], object]] = {
        "uuid": UUID,
        "date-time": datetime.fromisoformat,
        "date": date.fromisoformat,
        "ip": ipaddress.ip_address,
    }
    try:
        readers[wanted](text)
    except ValueError:
        return False
    return True


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not re.search(r"\s", text)


def _choice(sent: SentValue, choices: tuple[str, ...], shown: str) -> Fault | None:
    value = sent.value
    if isinstance(value, list | dict) or value_text(value) in choices:
        return None
    listed = wording.listed(choices[:6], "or") if len(choices) <= 6 else f"{wording.listed(choices[:6], 'or')} and more"
    text = f"`{sent.name}` is {shown}; the server takes {listed}"
    return Fault(kind="choice", text=text, note="not among the values allowed")


def _limits(sent: SentValue, complaint: Complaint) -> Fault | None:
    measured, unit = _measured(sent.value, complaint.demand)
    if measured is None:
        return None
    least, most = complaint.least, complaint.most
    low = least is not None and (measured <= least if complaint.exclusive else measured < least)
    high = most is not None and (measured >= most if complaint.exclusive else measured > most)
    if not low and not high:
        return None
    allows = _allowed(complaint, unit)
    if unit:
        has = "is empty" if not measured else f"has {wording.count(int(measured), unit)}"
        return Fault(kind="length", text=f"`{sent.name}` {has}; the server allows {allows}", note=allows)
    return Fault(kind="range", text=f"`{sent.name}` is {measured:g}; the server allows {allows}", note=allows)


def _measured(value: Any, demand: Demand) -> tuple[float | None, str]:
    if isinstance(value, list):
        return float(len(value)), "elements"
    if demand is Demand.LENGTH and isinstance(value, str):
        return float(len(value)), "characters"
    return (number_of(value), "") if demand is Demand.RANGE else (None, "")


def _allowed(complaint: Complaint, unit: str) -> str:
    least, most, tail = complaint.least, complaint.most, f" {unit}" if unit else ""
    if complaint.exclusive:
        return f"more than {least:g}{tail}" if least is not None else f"less than {most:g}{tail}"
    if least is not None and least == most:
        return f"exactly {least:g}{tail}"
    if least is not None and most is not None:
        return f"{least:g} to {most:g}{tail}"
    return f"at least {least:g}{tail}" if least is not None else f"at most {most:g}{tail}"
