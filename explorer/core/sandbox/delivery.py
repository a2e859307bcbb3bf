"""The simulated fate of each recipient, computed from the clock whenever somebody asks.

After sending begins a message is Queued for half a second, Dispatched until two seconds, then final. The end depends on
the message itself first (a parameter without value, too many parts, an early expiry), else on the number: if its last
four digits are a 0 and a known code (``…0310``), it ends with that code; ``…0400`` and ``…0401`` never end.
These codes are delivery codes inside a body, never HTTP statuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from explorer.core.sandbox.encoding import measure
from explorer.core.sandbox.parameters import missing_parameters, substituted
from explorer.core.sandbox.state import Batch

QUEUE_TIME = timedelta(seconds=0.5)
DELIVERY_TIME = timedelta(seconds=2)


class Status(StrEnum):
    QUEUED = "Queued"
    DISPATCHED = "Dispatched"
    ABORTED = "Aborted"
    CANCELLED = "Cancelled"
    REJECTED = "Rejected"
    DELETED = "Deleted"
    DELIVERED = "Delivered"
    FAILED = "Failed"
    EXPIRED = "Expired"
    UNKNOWN = "Unknown"


DELIVERED, QUEUED, DISPATCHED = 0, 400, 401
UNMATCHED_PARAMETER, EXPIRED, CANCELLED, TOO_MANY_PARTS, UNPROVISIONED_REGION = 405, 406, 407, 411, 412

STATUS_OF_CODE: Mapping[int, Status] = {
    DELIVERED: Status.DELIVERED,
    **dict.fromkeys((60, 64, 310, 311, 312), Status.FAILED),
    QUEUED: Status.QUEUED,
    DISPATCHED: Status.DISPATCHED,
    **dict.fromkeys(range(402, 415), Status.ABORTED),
    CANCELLED: Status.CANCELLED,
    415: Status.REJECTED,
    **dict.fromkeys((416, 417, 418), Status.FAILED),
}
INTERMEDIATE = frozenset({QUEUED, DISPATCHED})
_MEDIA_PREFIXES = ("1", "61")
"""Media messages reach the North American plan and Australia only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where one recipient's message stands; ``at`` is when it got there."""

    recipient: str
    code: int
    at: datetime
    parts: int

    @property
    def status(self) -> Status:
        return STATUS_OF_CODE[self.code]

    @property
    def is_final(self) -> bool:
        return self.code not in INTERMEDIATE


def message_text(content: Mapping[str, Any], recipient: str) -> str:
    """What this recipient would read; empty for binary."""
    match content["type"]:
        case "mt_binary":
            return ""
        case "mt_media":
            text = content["body"].get("message") or ""
        case _:
            text = content["body"]
    return substituted(text, content.get("parameters", {}), recipient)


def outcome(batch: Batch, recipient: str, now: datetime) -> Outcome:
    parts = 1 if batch.content.get("truncate_concat") else measure(message_text(batch.content, recipient)).parts
    code, at = _progress(batch, _fate(batch.content, recipient, parts), now)
    return Outcome(recipient=recipient, code=code, at=at, parts=parts)


def _progress(batch: Batch, fate: int, now: datetime) -> tuple[int, datetime]:
    dispatched_at = batch.starts_at + QUEUE_TIME
    final_at = batch.starts_at + DELIVERY_TIME
    if batch.canceled_at is not None and batch.canceled_at < dispatched_at:
        return CANCELLED, batch.canceled_at
    if now < dispatched_at or fate == QUEUED:
        return QUEUED, batch.created_at
    if batch.expires_at < final_at:
        return (EXPIRED, batch.expires_at) if now >= batch.expires_at else (DISPATCHED, dispatched_at)
    if now < final_at or fate == DISPATCHED:
        return DISPATCHED, dispatched_at
    return fate, final_at


def _fate(content: Mapping[str, Any], recipient: str, parts: int) -> int:
    if missing_parameters(_template(content), content.get("parameters", {}), recipient):
        return UNMATCHED_PARAMETER
    if parts > (content.get("max_number_of_message_parts") or parts):
        return TOO_MANY_PARTS
    if content["type"] == "mt_media" and not recipient.startswith(_MEDIA_PREFIXES):
        return UNPROVISIONED_REGION
    return _code_in(recipient)


def _template(content: Mapping[str, Any]) -> str:
    body = content["body"]
    return body if isinstance(body, str) else body.get("message") or ""


def _code_in(recipient: str) -> int:
    ending = recipient[-4:]
    code = int(ending) if ending.startswith("0") else DELIVERED
    return code if code in STATUS_OF_CODE else DELIVERED
