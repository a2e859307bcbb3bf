"""Sample data every sandbox starts with, under fixed ids so that sample requests can name them."""

from datetime import datetime, timedelta
from typing import Any

from explorer.core.sandbox.batch_fields import LONGEST_LIFE
from explorer.core.sandbox.instants import instant_text
from explorer.core.sandbox.plans import SANDBOX_ORIGINATOR
from explorer.core.sandbox.state import Batch, Group, Inbound, PlanState

DELIVERED_BATCH_ID = "01KDWFZY80M9S346Q3D25VT4F5"
"""Sent an hour ago to two numbers, both delivered; takes delivery feedback."""
FAILED_BATCH_ID = "01KDWFZY80FA11ED00000000B2"
"""Sent half an hour ago; each recipient ended differently; does not take delivery feedback."""
SCHEDULED_BATCH_ID = "01KDWFZY805CHED00000000B3X"
"""Goes out in a week; can be updated, replaced and cancelled."""
CANCELLABLE_BATCH_ID = "01KDWFZY80CANCE00000000B4X"
"""Goes out in a week too, for trying to cancel."""
GROUP_ID = "01KDWG3NCG6CQ643DZVMXXQKFB"
GROUP_NAME = "Night shift"
SPARE_GROUP_ID = "01KDWG3NCG5PARE0000000G2XX"
"""A group to delete."""
INBOUND_ID = "01KDWG5GYRF5KZNWJ47TAN9ZT2"
UNKNOWN_ID = "01KDWGCZ7RE0ZBGJ09TQM83XSS"
"""Well formed, and never given to anything."""

ADA, ASA = "447700900123", "46701740605"
FAILING_CODES = (310, 402, 404, 405, 406, 407, 408, 410, 411, 412, 413)


def plant(plan: PlanState, now: datetime) -> None:
    """Fill an empty plan."""
    for batch in _batches(now):
        plan.keep_batch(batch, now)
    for group in _groups(now):
        plan.keep_group(group)
    for inbound in _inbounds(now):
        plan.inbounds[inbound.id] = inbound


def _batches(now: datetime) -> tuple[Batch, ...]:
    hour_ago, half_hour_ago = now - timedelta(hours=1), now - timedelta(minutes=30)
    next_week = now + timedelta(days=7)
    failing = tuple(f"447700900{code}" for code in FAILING_CODES)
    return (
        _batch(DELIVERED_BATCH_ID, (ADA, ASA), "Your parcel is on its way", hour_ago, feedback_enabled=True),
        _batch(FAILED_BATCH_ID, (ADA, *failing), "Your table is ready", half_hour_ago),
        _batch(SCHEDULED_BATCH_ID, (ADA,), "See you tomorrow at nine", half_hour_ago, next_week),
        _batch(CANCELLABLE_BATCH_ID, (GROUP_ID,), "The night shift starts early", half_hour_ago, next_week),
    )


def _batch(
    batch_id: str, to: tuple[str, ...], body: str, made: datetime, send_at: datetime | None = None, **more: Any
) -> Batch:
    content = {"from": SANDBOX_ORIGINATOR, "body": body, "type": "mt_text", "delivery_report": "none", **more}
    if send_at is not None:
        content["send_at"] = instant_text(send_at)
    start = send_at or made
    return Batch(
        id=batch_id,
        to=to,
        content=content,
        created_at=made,
        modified_at=made,
        starts_at=start,
        expires_at=start + LONGEST_LIFE,
    )


def _groups(now: datetime) -> tuple[Group, ...]:
    made = now - timedelta(hours=2)
    return (
        Group(id=GROUP_ID, name=GROUP_NAME, members=(ADA, ASA), created_at=made, modified_at=made),
        Group(id=SPARE_GROUP_ID, name="Spare", members=(ADA,), created_at=made, modified_at=made),
    )


def _inbounds(now: datetime) -> tuple[Inbound, ...]:
    picture = {
        "url": "https://media.example.com/parcel.jpg",
        "content_type": "image/jpeg",
        "status": "Uploaded",
        "code": 0,
    }
    rows: tuple[tuple[str, timedelta, dict[str, Any]], ...] = (
        (INBOUND_ID, timedelta(minutes=5), {"type": "mo_text", "body": "STOP", "operator_id": "23410"}),
        ("01KDWG5GYR1NB0VND0000000X2", timedelta(minutes=40), {"type": "mo_text", "body": "Yes, nine is fine ✨"}),
        (
            "01KDWG5GYR1NB0VND0000000X3",
            timedelta(hours=3),
            {"type": "mo_binary", "body": "SGVsbG8=", "udh": "050003CC0101"},
        ),
        (
            "01KDWG5GYR1NB0VND0000000X4",
            timedelta(hours=8),
            {"type": "mo_media", "body": {"subject": "Parcel", "message": "It arrived", "media": [picture]}},
        ),
        # Older than the default window of a list: found only with an earlier start_date.
        ("01KDWG5GYR1NB0VND0000000X5", timedelta(days=3), {"type": "mo_text", "body": "Who is this?"}),
    )
    return tuple(
        Inbound(id=key, received_at=now - age, content={"from": ADA, "to": SANDBOX_ORIGINATOR, **content})
        for key, age, content in rows
    )
