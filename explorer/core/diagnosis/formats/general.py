"""Reads any JSON error by its structure alone, and names the structure. What vendors do differently is not here."""

from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.finding import Finding
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.signs import failed_members, says_call_failed
from explorer.core.diagnosis.formats.structure import field_map, find

SPECIFICITY = 10


def recognise(body: ReceivedBody) -> Recognised | None:
    """A JSON body of any shape, whole or cut."""
    if body.kind not in (BodyKind.JSON, BodyKind.CUT_JSON):
        return None
    if not body.failed and not says_call_failed(body.json):
        return Recognised(format="success", is_error=False, specificity=SPECIFICITY)
    return recognised(shape(body), find_in(body), SPECIFICITY)


def find_in(body: ReceivedBody) -> Finding:
    """The finding of the whole document; of the failed members only when the rest is fine."""
    found = find(body.json, body.status)
    if not found.is_empty:
        return found
    if body.failed:
        return replace(field_map(body.members), docs_url=found.docs_url)
    members = failed_members(body.json)
    return find(list(members), body.status) if members else found


def recognised(form: str, finding: Finding, specificity: int) -> Recognised:
    """The finding as a reading of an error."""
    return Recognised(
        format=form,
        is_error=True,
        code=finding.code,
        message=finding.message,
        problems=finding.problems,
        docs_url=finding.docs_url or None,
        specificity=specificity,
    )


def shape(body: ReceivedBody) -> str:
    """The structural name of a JSON error."""
    value = body.json
    if body.kind is BodyKind.CUT_JSON and not body.clipped:
        return "truncated-json"
    if isinstance(value, list):
        return "json-array"
    if isinstance(value, str):
        return "json-string"
    if not isinstance(value, dict) or not value:
        return "json-flat"
    return _object_shape(Node(value), body.failed)


def _object_shape(node: Node, failed: bool) -> str:
    error, errors = node.get("error"), node.get("errors")
    if isinstance(error, dict) and error:
        return "json-error-object"
    if isinstance(errors, list) and errors:
        return "json-errors-list"
    if isinstance(errors, dict) and errors:
        return "json-errors-map"
    if not failed:
        return "json-envelope"
    if isinstance(error, str) and error and not node.has("message", "code"):
        return "json-error-string"
    lists = [value for value in node.members.values() if isinstance(value, list) and value]
    return "json-errors-map" if lists and len(lists) == len(node.members) else "json-flat"
