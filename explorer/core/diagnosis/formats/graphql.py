"""GraphQL responses with ``errors`` (GraphQL specification §7.1), under any HTTP status."""

from collections.abc import Iterator
from dataclasses import replace

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import copies_status, is_token, scalar
from explorer.core.model.diagnosis import Problem

_PAYLOAD_LISTS = ("userErrors", "customerUserErrors", "mediaUserErrors")
_MORE_LISTS = ("errors", "problems")
"""Lists of a mutation's payload that other APIs have as well, so that GraphQL must show elsewhere."""


_ANSWER = frozenset(("data", "errors", "extensions", "hasNext", "path", "label", "incremental"))
_BLAMED = ("field", "fieldname", "inputpath", "argument", "argumentname")


def recognise(body: ReceivedBody) -> Recognised | None:
    """A list ``errors`` with marks of GraphQL; else user errors that a mutation's payload reports."""
    members = body.members
    errors = members.get("errors")
    if isinstance(body.json, list):
        return _batch(body, body.json)
    if isinstance(errors, list) and errors and _is_graphql(body, errors):
        told = [one for one in errors if isinstance(one, dict)]
        reading = _reading([_problem(one) for one in told], body)
        # Without ``data`` nothing was executed (GraphQL specification §7.1.2).
        unread, places = "data" not in members, tuple(_location(one) for one in told)
        return replace(reading, refused_unread=unread, locations=places)
    data = members.get("data")
    if not isinstance(data, dict) or body.failed or errors:
        return None
    reported = list(_user_errors(data, _PAYLOAD_LISTS + (_MORE_LISTS if _is_marked(body) else ())))
    return replace(_reading(reported, body), retryable=False) if reported else None


def _batch(body: ReceivedBody, answers: list[object]) -> Recognised | None:
    """The answers to a list of operations: each one an object with ``data`` or ``errors`` alone."""
    if not answers or not all(isinstance(one, dict) and _ANSWER.issuperset(one) and one for one in answers):
        return None
    told = [(index, one) for index, answer in enumerate(answers) for one in _told(answer)]
    if not told or not _is_graphql(body, [one for _, one in told]):
        return None
    reading = _reading([_problem(one) for _, one in told], body)
    unread = not any(isinstance(one, dict) and "data" in one for one in answers)
    return replace(
        reading,
        refused_unread=unread,
        locations=tuple(_location(one) for _, one in told),
        operations=tuple(index for index, _ in told),
    )


def _told(answer: object) -> list[dict[str, object]]:
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []


def _is_graphql(body: ReceivedBody, errors: list[object]) -> bool:
    if "graphql" in body.media_type or any(isinstance(one, dict) and "locations" in one for one in errors):
        return True
    told = all(isinstance(one, dict) and isinstance(one.get("message"), str) for one in errors)
    marked = any(isinstance(one, dict) and ("extensions" in one or isinstance(one.get("path"), list)) for one in errors)
    return told and (
        marked or (isinstance(body.members, dict) and "data" in body.members) or "graphql" in body.url.lower()
    )


def _reading(problems: list[Problem], body: ReceivedBody) -> Recognised:
    return Recognised(
        format="graphql",
        is_error=True,
        code=next((one.code for one in problems if one.code and not copies_status(one.code, body.status)), None),
        message=next((one.message for one in problems if one.message), None),
        problems=tuple(problems),
        specificity=62,
    )


def _problem(error: dict[str, object]) -> Problem:
    extended = error.get("extensions")
    extensions = Node(extended if isinstance(extended, dict) else {})
    codes = (extensions.get("code"), extensions.get("errorcode"), error.get("type"), error.get("code"))
    other = tuple(value for key, _, value in extensions.items() if key.endswith("code") and key != "statuscode")
    more = (
        extensions.get("type"),
        extensions.get("classification"),
        extensions.get("errorclass"),
        error.get("errorType"),
    )
    return Problem(
        field=_dotted(extensions.first(_BLAMED)) or _dotted(error.get("path")),
        message=scalar(error.get("message")),
        code=next((text for value in (*codes, *other, *more) if (text := scalar(value)) and is_token(text)), ""),
    )


def _location(error: dict[str, object]) -> tuple[int, int] | None:
    listed = error.get("locations")
    first = listed[0] if isinstance(listed, list) and listed else None
    line, column = (first.get("line"), first.get("column")) if isinstance(first, dict) else (None, None)
    return (line, column) if type(line) is int and type(column) is int else None


def _dotted(path: object) -> str:
    return ".".join(str(part) for part in path) if isinstance(path, list) else scalar(path)


def _is_marked(body: ReceivedBody) -> bool:
    only = body.members.keys() <= {"data", "extensions"}
    return only and ("graphql" in body.media_type or "graphql" in body.url.lower() or "extensions" in body.members)


def _user_errors(data: dict[str, object], names: tuple[str, ...]) -> Iterator[Problem]:
    for payload in data.values():
        for key in names if isinstance(payload, dict) else ():
            listed = payload.get(key) if isinstance(payload, dict) else None
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict) and isinstance(one.get("message"), str):
                    field = one.get("field")
                    path = ".".join(map(str, field)) if isinstance(field, list) else scalar(field)
                    yield Problem(field=path, message=scalar(one.get("message")), code=scalar(one.get("code")))
