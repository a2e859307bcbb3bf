"""Received messages: list and get. Nothing arrives here by itself; the sandbox begins with a few."""

from typing import Any

from explorer.core.sandbox.calls import Call
from explorer.core.sandbox.instants import instant_text
from explorer.core.sandbox.query import in_window, listed, page_of
from explorer.core.sandbox.refusals import not_found
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.state import Inbound


def list_inbounds(call: Call) -> Reply:
    wanted = {number.removeprefix("+") for number in listed(call.query, "to")}
    reference = call.query.get("client_reference")
    found = [
        inbound
        for inbound in call.plan.inbounds.values()
        if in_window(call.query, call.now, inbound.received_at)
        and (not wanted or inbound.content["to"] in wanted)
        and (reference is None or inbound.content.get("client_reference") == reference)
    ]
    found.sort(key=lambda inbound: inbound.received_at, reverse=True)
    return Reply(body=page_of(call.query, "inbounds", found, _inbound_object))


def get_inbound(call: Call) -> Reply:
    inbound = call.plan.inbounds.get(call.ids["inbound_id"])
    if inbound is None:
        raise not_found()
    return Reply(body=_inbound_object(inbound))


def _inbound_object(inbound: Inbound) -> dict[str, Any]:
    fields = {**inbound.content, "id": inbound.id, "received_at": instant_text(inbound.received_at)}
    return dict(sorted(fields.items()))
