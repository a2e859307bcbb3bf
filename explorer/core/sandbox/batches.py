"""Batches: send, list, get, update, replace, cancel, dry run and delivery feedback."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from explorer.core.sandbox.batch_fields import (
    check_between,
    content_fields,
    expires_at,
    starts_at,
)
from explorer.core.sandbox.calls import Call
from explorer.core.sandbox.delivery import message_text, outcome
from explorer.core.sandbox.encoding import Measure, measure, one_part
from explorer.core.sandbox.identifiers import is_identifier, new_ulid
from explorer.core.sandbox.instants import instant_text
from explorer.core.sandbox.numbers import illegal_number, is_msisdn, msisdn, recipient
from explorer.core.sandbox.parameters import normalised
from explorer.core.sandbox.query import in_window, listed, page_of
from explorer.core.sandbox.refusals import Code, api_error, forbidden, not_found, unknown_group, violation
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.state import Batch
from explorer.core.sandbox.validation import check_limits

_RECIPIENT_LIMIT = 1_000
_DEFAULTS: Mapping[str, Any] = {"type": "mt_text", "delivery_report": "none"}
_DRY_RUN_DETAILS = 100


def send_batch(call: Call) -> Reply:
    to, content = _message(call.body, call)
    _check_references(call, to, content)
    batch = _new_batch(call, to, content)
    call.plan.keep_batch(batch, call.now)
    return Reply(status=201, body=batch_object(batch))


def list_batches(call: Call) -> Reply:
    senders = {_bare(sender) for sender in listed(call.query, "from")}
    reference = call.query.get("client_reference")
    found = [
        batch
        for batch in call.plan.batches.values()
        if in_window(call.query, call.now, batch.created_at)
        and (not senders or batch.content["from"] in senders)
        and (reference is None or batch.content.get("client_reference") == reference)
    ]
    found.sort(key=lambda batch: batch.created_at, reverse=True)
    return Reply(body=page_of(call.query, "batches", found, batch_object))


def get_batch(call: Call) -> Reply:
    return Reply(body=batch_object(stored_batch(call)))


def update_batch(call: Call) -> Reply:
    """Patch: given fields change; ``to_add`` and ``to_remove`` change the recipients."""
    batch = _pending_batch(call)
    to = _changed_recipients(call, batch)
    content = _merged(call, batch)
    _check_references(call, to, content)
    return _keep_changed(call, batch, to, content)


def replace_batch(call: Call) -> Reply:
    """The whole message anew under the same id; what is not given falls back to its default."""
    batch = _pending_batch(call)
    to, content = _message(call.body, call)
    _check_references(call, to, content)
    return _keep_changed(call, batch, to, content)


def cancel_batch(call: Call) -> Reply:
    """Cancelling twice answers the same as once; the vendor describes only that a finished batch is too late."""
    batch = stored_batch(call)
    if batch.canceled_at is None:
        if _is_finished(call, batch):
            text = f"Batch '{batch.id}' cannot be cancelled: it was sent at {instant_text(batch.starts_at)}."
            raise api_error(409, Code.CONFLICT_SEND_AT, text)
        batch = replace(batch, canceled_at=call.now, modified_at=call.now)
        call.plan.keep_batch(batch, call.now)
    return Reply(body=batch_object(batch))


def dry_run(call: Call) -> Reply:
    """Bodies and parts without sending; of the references only groups are checked."""
    to, content = _message(call.body, call)
    _check_groups(call, to)
    numbers = call.plan.numbers(to)
    measured = [_measured(content, number) for number in numbers]
    result: dict[str, Any] = {
        "number_of_recipients": len(numbers),
        "number_of_messages": sum(size.parts for _text, size in measured),
    }
    if call.query.get("per_recipient") == "true":
        shown = int(call.query.get("number_of_recipients", str(_DRY_RUN_DETAILS)))
        details = zip(numbers[:shown], measured[:shown], strict=True)
        result["per_recipient"] = [
            {
                "recipient": number,
                "number_of_parts": size.parts,
                "body": text,
                "encoding": size.encoding.value,
            }
            for number, (text, size) in details
        ]
    return Reply(body=result)


def delivery_feedback(call: Call) -> Reply:
    """A batch sent without ``feedback_enabled`` is as unknown here as one that does not exist."""
    batch = stored_batch(call)
    if not batch.content.get("feedback_enabled"):
        raise not_found()
    if not call.body["recipients"] and not all(entry.isdigit() for entry in batch.to):
        raise violation("recipients", "must have at least 1 element for a batch sent to a group, has 0")
    return Reply(status=202)


def stored_batch(call: Call) -> Batch:
    batch = call.plan.batches.get(call.ids["batch_id"])
    if batch is None:
        raise not_found()
    return batch


def batch_object(batch: Batch) -> dict[str, Any]:
    content = dict(batch.content)
    result = {
        "id": batch.id,
        "to": list(batch.to),
        "from": content.pop("from"),
        "canceled": batch.canceled_at is not None,
        "body": content.pop("body"),
        "type": content.pop("type"),
        "created_at": instant_text(batch.created_at),
        "modified_at": instant_text(batch.modified_at),
        "delivery_report": content.pop("delivery_report"),
    }
    if content.pop("send_at", None) is not None:
        result["send_at"] = instant_text(batch.starts_at)
    content.pop("expire_at", None)
    result["expire_at"] = instant_text(batch.expires_at)
    if result["type"] == "mt_text":
        result["flash_message"] = content.pop("flash_message", False)
    return result | content


def _message(body: Mapping[str, Any], call: Call) -> tuple[tuple[str, ...], dict[str, Any]]:
    to = tuple(dict.fromkeys(recipient(entry) for entry in body["to"]))
    return to, _content(body, call)


def _content(body: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The known fields of this message type with their defaults; a ``send_at`` in the past is dropped."""
    names = {field.name for field in content_fields(body.get("type"))}
    content = {name: value for name, value in body.items() if name in names and value is not None}
    content = {**_DEFAULTS, **content, "from": _bare(content["from"])}
    if "parameters" in content:
        content["parameters"] = normalised(content["parameters"])
    if starts_at(content, call.now) == call.now:
        content.pop("send_at", None)
    return content


def _new_batch(call: Call, to: tuple[str, ...], content: dict[str, Any]) -> Batch:
    start = starts_at(content, call.now)
    return Batch(
        id=new_ulid(call.now),
        to=to,
        content=content,
        created_at=call.now,
        modified_at=call.now,
        starts_at=start,
        expires_at=expires_at(content, start),
    )


def _keep_changed(call: Call, batch: Batch, to: tuple[str, ...], content: dict[str, Any]) -> Reply:
    fresh = _new_batch(call, to, content)
    changed = replace(fresh, id=batch.id, created_at=batch.created_at)
    call.plan.keep_batch(changed, call.now)
    return Reply(body=batch_object(changed))


def _pending_batch(call: Call) -> Batch:
    batch = stored_batch(call)
    if not batch.is_pending(call.now):
        reason = "was cancelled" if batch.canceled_at else "has already been dispatched"
        text = f"Batch '{batch.id}' {reason} and cannot be changed."
        raise forbidden(Code.BATCH_ALREADY_DISPATCHED, text)
    return batch


def _changed_recipients(call: Call, batch: Batch) -> tuple[str, ...]:
    added = (recipient(entry) for entry in call.body.get("to_add") or ())
    removed = {recipient(entry) for entry in call.body.get("to_remove") or ()}
    to = tuple(entry for entry in dict.fromkeys((*batch.to, *added)) if entry not in removed)
    if not 1 <= len(to) <= _RECIPIENT_LIMIT:
        raise violation("to", f"must have 1 to {_RECIPIENT_LIMIT} elements after the update, has {len(to)}")
    return to


def _merged(call: Call, batch: Batch) -> dict[str, Any]:
    """The stored content with the given fields over it, checked as a whole again."""
    given = {name: value for name, value in call.body.items() if value is not None}
    merged = {**batch.content, **given}
    if merged["type"] != batch.content["type"] and "body" not in given:
        raise violation("body", f"is required when type changes to {merged['type']}")
    check_limits(merged, content_fields(merged["type"]))
    check_between(merged, call.now)
    return _content(merged, call)


def _check_references(call: Call, to: tuple[str, ...], content: Mapping[str, Any]) -> None:
    """What the message refers to and what the plan must have set up, in this order."""
    plan = call.plan.plan
    if plan.blocked:
        raise forbidden(Code.BLOCKED_ACCOUNT, f"The account of service plan '{plan.id}' is blocked.")
    _check_groups(call, to)
    _check_campaign(call, content)
    illegal = illegal_number(content["from"], to)
    if illegal:
        raise forbidden(Code.ILLEGAL_NUMBER_TYPE, illegal)
    if content["delivery_report"] != "none" and not (content.get("callback_url") or plan.callback_url):
        raise forbidden(Code.MISSING_CALLBACK_URL, "Requesting delivery report without any callback URL.")


def _check_groups(call: Call, to: tuple[str, ...]) -> None:
    for entry in to:
        if is_identifier(entry) and not is_msisdn(entry) and entry not in call.plan.groups:
            raise unknown_group(entry)


def _check_campaign(call: Call, content: Mapping[str, Any]) -> None:
    campaign = content.get("campaign_id")
    if campaign is not None and call.plan.plan.campaigns.get(campaign) != content["from"]:
        text = f"Campaign '{campaign}' is not registered for originator '{content['from']}'."
        raise forbidden(Code.UNKNOWN_CAMPAIGN, text)


def _is_finished(call: Call, batch: Batch) -> bool:
    if call.now < batch.starts_at:
        return False
    return all(outcome(batch, number, call.now).is_final for number in call.plan.recipients(batch))


def _measured(content: Mapping[str, Any], number: str) -> tuple[str, Measure]:
    if content["type"] == "mt_binary":
        return content["body"], replace(measure(""), parts=1)
    text = message_text(content, number)
    if content.get("truncate_concat"):
        text = one_part(text)
    return text, measure(text)


def _bare(originator: str) -> str:
    return msisdn(originator) or originator
