"""The fields of a batch by message type, their limits, and the limits between them."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from explorer.core.sandbox.calls import Call, Form
from explorer.core.sandbox.instants import is_instant, parse_instant
from explorer.core.sandbox.kinds import Kind
from explorer.core.sandbox.numbers import is_originator, is_recipient
from explorer.core.sandbox.refusals import violation
from explorer.core.sandbox.validation import Field

TEXT_TYPE, BINARY_TYPE, MEDIA_TYPE = TYPES = ("mt_text", "mt_binary", "mt_media")
REPORTS = ("none", "summary", "full", "per_recipient", "per_recipient_final")
LONGEST_LIFE = timedelta(days=3)
BINARY_LIMIT_BYTES = 140
MEDIA_EXTENSIONS = (".jpg", ".jpeg", ".png", ".mp4", ".gif", ".mov", ".vcf", ".pdf")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


def is_url(text: str) -> bool:
    """An absolute http or https URL."""
    try:
        parts = urlsplit(text)
        usable = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(usable) and not re.search(r"[\s<>\"]", text)


def is_base64(text: str) -> bool:
    return _decoded_bytes(text) is not None


_RECIPIENTS = Field(
    name="to", kind=Kind.STRINGS, expected="MSISDN or group ID", matches=is_recipient, limit=(1, 1000), required=True
)
_COMMON = (
    Field(name="from", kind=Kind.STRING, expected="originator", matches=is_originator, required=True),
    Field(name="type", kind=Kind.STRING, expected="message type", matches=TYPES.__contains__),
    Field(name="delivery_report", kind=Kind.STRING, expected="delivery report", matches=REPORTS.__contains__),
    Field(name="send_at", kind=Kind.STRING, expected="timestamp", matches=is_instant),
    Field(name="expire_at", kind=Kind.STRING, expected="timestamp", matches=is_instant),
    Field(name="callback_url", kind=Kind.STRING, expected="URL", matches=is_url, limit=(0, 2048)),
    Field(name="client_reference", kind=Kind.STRING, limit=(0, 2048)),
    Field(name="feedback_enabled", kind=Kind.BOOLEAN),
    Field(name="campaign_id", kind=Kind.STRING),
    Field(name="dlt_principal_entity_id", kind=Kind.STRING),
    Field(name="dlt_template_id", kind=Kind.STRING),
    Field(name="max_price_per_message", kind=Kind.NUMBER, limit=(0, None)),
)
_NUMBERING = (
    Field(name="from_ton", kind=Kind.INTEGER, limit=(0, 6)),
    Field(name="from_npi", kind=Kind.INTEGER, limit=(0, 18)),
)
_PARAMETERS = Field(name="parameters", kind=Kind.PARAMETERS)
_TEXT = (
    Field(name="body", kind=Kind.STRING, required=True, limit=(0, 2000)),
    _PARAMETERS,
    *_NUMBERING,
    Field(name="flash_message", kind=Kind.BOOLEAN),
    Field(name="truncate_concat", kind=Kind.BOOLEAN),
    Field(name="max_number_of_message_parts", kind=Kind.INTEGER, limit=(1, None)),
)
_BINARY = (
    Field(name="body", kind=Kind.STRING, required=True, expected="Base64 value", matches=is_base64),
    Field(name="udh", kind=Kind.STRING, required=True, expected="hexadecimal value", matches=_HEX.fullmatch),  # type: ignore[arg-type]
    *_NUMBERING,
)
_MEDIA_BODY = (
    Field(name="url", kind=Kind.STRING, required=True, expected="URL", matches=is_url, limit=(1, 2048)),
    Field(name="message", kind=Kind.STRING, limit=(0, 5000)),
    Field(name="subject", kind=Kind.STRING, limit=(0, 80)),
)
_MEDIA = (
    Field(name="body", kind=Kind.OBJECT, required=True, fields=_MEDIA_BODY),
    _PARAMETERS,
    Field(name="strict_validation", kind=Kind.BOOLEAN),
)
_CHANGED_RECIPIENTS = tuple(
    Field(name=name, kind=Kind.STRINGS, expected="MSISDN or group ID", matches=is_recipient, limit=(1, 100))
    for name in ("to_add", "to_remove")
)


def content_fields(message_type: object) -> tuple[Field, ...]:
    """Every field of a message of this type except its recipients; an unknown type is read as text."""
    match message_type:
        case "mt_binary":
            return _COMMON + _BINARY
        case "mt_media":
            return _COMMON + _MEDIA
        case _:
            return _COMMON + _TEXT


def send_fields(call: Call) -> tuple[Field, ...]:
    return (_RECIPIENTS, *content_fields(call.body.get("type")))


def update_fields(call: Call) -> tuple[Field, ...]:
    """As for sending, but all optional (only a binary message needs its ``udh`` again)."""
    stored = call.plan.batches.get(call.ids["batch_id"])
    message_type = call.body.get("type") or (stored.content["type"] if stored else TEXT_TYPE)
    fields = (replace(field, required=field.name == "udh" and field.required) for field in content_fields(message_type))
    return (*_CHANGED_RECIPIENTS, *fields)


def send_rules(call: Call) -> None:
    check_between(call.body, call.now)


def check_between(content: Mapping[str, Any], now: datetime) -> None:
    """Limits between fields; malformed values are passed over here because formats are checked later."""
    _check_expiry(content, now)
    match content.get("type"):
        case "mt_binary":
            _check_binary(content)
        case "mt_media" if content.get("strict_validation"):
            _check_media(content["body"]["url"])


SEND_FORM = Form(fields=send_fields, rules=send_rules)
UPDATE_FORM = Form(fields=update_fields)


def starts_at(content: Mapping[str, Any], now: datetime) -> datetime:
    """When sending begins; a past ``send_at`` means now."""
    return max(parse_instant(content.get("send_at") or "") or now, now)


def expires_at(content: Mapping[str, Any], start: datetime) -> datetime:
    return parse_instant(content.get("expire_at") or "") or start + LONGEST_LIFE


def _check_expiry(content: Mapping[str, Any], now: datetime) -> None:
    start = starts_at(content, now)
    expiry = expires_at(content, start)
    if expiry <= start:
        raise violation("expire_at", f"must be after send_at, is {content['expire_at']}")
    if expiry > start + LONGEST_LIFE:
        raise violation("expire_at", f"must be at most 3 days after send_at, is {content['expire_at']}")


def _check_binary(content: Mapping[str, Any]) -> None:
    payload, udh = _decoded_bytes(content["body"]), content["udh"]
    if payload is None or not _HEX.fullmatch(udh):
        return
    size = len(payload) + len(udh) // 2
    if size > BINARY_LIMIT_BYTES:
        raise violation("body", f"must have at most {BINARY_LIMIT_BYTES} bytes together with udh, has {size}")


def _check_media(url: str) -> None:
    if is_url(url) and not urlsplit(url).path.lower().endswith(MEDIA_EXTENSIONS):
        raise violation("body.url", f"must name a file of a supported kind ({', '.join(MEDIA_EXTENSIONS)})")


def _decoded_bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
