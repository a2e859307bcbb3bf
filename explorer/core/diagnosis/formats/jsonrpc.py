"""JSON-RPC 2.0 (§5.1) and 1.0 responses, alone or in a batch, under any HTTP status."""

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.own import own_fields
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import scalar
from explorer.core.model.diagnosis import Problem

_FINAL = frozenset((-32700, -32600, -32601, -32602))


def recognise(body: ReceivedBody) -> Recognised | None:
    """An object with ``jsonrpc`` or exactly id, result and error; an array of such objects."""
    value = body.json
    calls = [value] if isinstance(value, dict) else value
    if not isinstance(calls, list) or not calls or not all(_is_response(one) for one in calls):
        return None
    errors = [one["error"] for one in calls if one.get("error") not in (None, {}, False, "")]
    if not errors:
        return Recognised(format="success", is_error=False, specificity=66) if not body.failed else None
    return _reading(errors[0])


def _is_response(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("jsonrpc"), str):
        return "method" not in value
    return value.keys() == {"id", "result", "error"}


def _reading(error: object) -> Recognised:
    if not isinstance(error, dict):
        return Recognised(format="json-rpc", is_error=True, message=scalar(error) or None, specificity=66)
    data = error.get("data")
    node = Node(data) if isinstance(data, dict) else Node({})
    message = scalar(error.get("message"))
    fields = own_fields(node, item=False)
    return Recognised(
        format="json-rpc",
        is_error=True,
        code=scalar(error.get("code")) or None,
        message=message or (data.strip() if isinstance(data, str) else None) or None,
        problems=tuple(Problem(field=field, message=message) for field in fields),
        retryable=False if error.get("code") in _FINAL else None,
        specificity=66,
    )
