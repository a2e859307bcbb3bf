"""Delivery reports: of a batch, of one recipient, and the list of finished ones."""

from collections.abc import Callable
from typing import Any

from explorer.core.sandbox.batches import stored_batch
from explorer.core.sandbox.calls import Call
from explorer.core.sandbox.delivery import STATUS_OF_CODE, Outcome, Status, outcome
from explorer.core.sandbox.instants import instant_text
from explorer.core.sandbox.numbers import msisdn
from explorer.core.sandbox.query import QueryField, in_window, is_integer, listed, page_of
from explorer.core.sandbox.refusals import not_found
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.state import Batch

REPORT_TYPES = ("summary", "full")
_STATUSES = frozenset(status.value for status in Status)
FILTERS = (
    QueryField(name="status", expected="delivery status", matches=_STATUSES.__contains__, several=True),
    QueryField(name="code", expected="delivery code", matches=is_integer, several=True),
)
REPORT_TYPE = QueryField(name="type", expected="report type", matches=REPORT_TYPES.__contains__)


def batch_report(call: Call) -> Reply:
    """Recipients counted by code and status; their numbers only when ``type=full``."""
    batch = stored_batch(call)
    all_outcomes = _outcomes(call, batch)
    result: dict[str, Any] = {"batch_id": batch.id}
    if batch.content.get("client_reference") is not None:
        result["client_reference"] = batch.content["client_reference"]
    is_wanted = _filter(call)
    shown = [entry for entry in all_outcomes if is_wanted(entry)]
    result["statuses"] = _counted(shown, full=call.query.get("type") == "full")
    result["total_message_count"] = len(all_outcomes)
    result["type"] = f"delivery_report_{_service(batch)}"
    return Reply(body=result)


def recipient_report(call: Call) -> Reply:
    batch = stored_batch(call)
    number = msisdn(call.ids["recipient"])
    if number is None or number not in call.plan.recipients(batch):
        raise not_found()
    return Reply(body=_report_object(batch, outcome(batch, number, call.now)))


def list_reports(call: Call) -> Reply:
    """Final reports of the whole plan, newest first."""
    reference, is_wanted = call.query.get("client_reference"), _filter(call)
    found = [
        (batch, entry)
        for batch in call.plan.batches.values()
        if reference is None or batch.content.get("client_reference") == reference
        for entry in _outcomes(call, batch)
        if entry.is_final and is_wanted(entry) and in_window(call.query, call.now, entry.at)
    ]
    found.sort(key=lambda pair: pair[1].at, reverse=True)
    return Reply(body=page_of(call.query, "delivery_reports", found, lambda pair: _report_object(*pair)))


def _outcomes(call: Call, batch: Batch) -> list[Outcome]:
    return [outcome(batch, number, call.now) for number in call.plan.recipients(batch)]


def _filter(call: Call) -> Callable[[Outcome], bool]:
    statuses = frozenset(listed(call.query, "status"))
    codes = frozenset(int(code) for code in listed(call.query, "code"))

    def is_wanted(entry: Outcome) -> bool:
        return (not statuses or entry.status in statuses) and (not codes or entry.code in codes)

    return is_wanted


def _counted(outcomes: list[Outcome], *, full: bool) -> list[dict[str, Any]]:
    numbers: dict[int, list[str]] = {}
    for entry in outcomes:
        numbers.setdefault(entry.code, []).append(entry.recipient)
    return [
        {
            "code": code,
            "count": len(recipients),
            **({"recipients": recipients} if full else {}),
            "status": STATUS_OF_CODE[code].value,
        }
        for code, recipients in sorted(numbers.items())
    ]


def _report_object(batch: Batch, entry: Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {
        "type": f"recipient_delivery_report_{_service(batch)}",
        "batch_id": batch.id,
        "recipient": entry.recipient,
        "code": entry.code,
        "status": entry.status.value,
        "at": instant_text(entry.at),
    }
    if entry.status in (Status.DELIVERED, Status.FAILED, Status.REJECTED):
        result["operator_status_at"] = instant_text(entry.at)
    if batch.content.get("client_reference") is not None:
        result["client_reference"] = batch.content["client_reference"]
    if batch.content.get("max_number_of_message_parts") is not None:
        result["number_of_message_parts"] = entry.parts
    return result


def _service(batch: Batch) -> str:
    return "mms" if batch.is_media else "sms"
