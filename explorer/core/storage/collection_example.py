"""Saved examples in OpenCollection's words <-> ours (``examples`` of an http item, 1.0.0).

An entry that cannot be understood keeps nobody from its request: it is an example with a fault.
"""

from typing import Any

from explorer.core.model.example import Example, ExampleBodyKind, ExampleRequest, ExampleResponse
from explorer.core.storage.collection_body import body_from, with_body
from explorer.core.storage.collection_request import headers_from, params_from, with_headers, with_params
from explorer.core.storage.collection_shape import ShapeError, Table, Where, inner, prose, rows, text

UNTITLED = "Untitled Example"
"""What Bruno calls one without a name."""
_KEY = "examples"
_AFTER = ("docs", "app", "bundled", "extensions")
"""Keys of a file that stand behind the examples, where Bruno writes them."""


def examples_from(data: Table) -> tuple[Example, ...]:
    """The examples of an item, as many as the file has entries. Raises nothing."""
    entries = data.get(_KEY)
    return tuple(_example(entry) for entry in entries) if isinstance(entries, list) and entries else ()


def entries_of(data: Table) -> list[Any]:
    """The entries as the file has them; raises ShapeError when they are no list."""
    entries = data.get(_KEY)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise ShapeError(f"“{_KEY}” must be a list.", (_KEY,))
    return entries


def with_entries(data: Table, entries: list[Any]) -> Table:
    """The data with these entries, in the place that Bruno gives them."""
    if _KEY in data:
        changed = {**data, _KEY: entries}
        return changed if entries else {key: value for key, value in data.items() if key != _KEY}
    before = {key: value for key, value in data.items() if key not in _AFTER}
    return {**before, _KEY: entries, **{key: value for key, value in data.items() if key in _AFTER}}


def entry_of(example: Example) -> Table:
    """A new entry."""
    entry: Table = {"name": example.name}
    if example.description:
        entry["description"] = example.description
    if example.request is not None:
        entry["request"] = _request_entry(example.request)
    if example.response is not None:
        entry["response"] = _response_entry(example.response)
    return entry


def _request_entry(request: ExampleRequest) -> Table:
    entry: Table = {"url": request.url, "method": request.method}
    return with_body(with_params(with_headers(entry, request.headers), request.params), request.body)


def _response_entry(response: ExampleResponse) -> Table:
    entry: Table = {"status": response.status} if response.status else {}
    if response.reason:
        entry["statusText"] = response.reason
    if response.headers:
        entry["headers"] = [{"name": name, "value": value} for name, value in response.headers]
    if response.body is not None:
        entry["body"] = {"type": response.body_kind.value, "data": response.body}
    return entry


def _example(entry: Any) -> Example:
    if not isinstance(entry, dict):
        return Example(name=UNTITLED, fault="This example must hold names with values.")
    name = UNTITLED
    try:
        name = text(entry, "name", ()) or UNTITLED
        return Example(
            name=name,
            description=prose(entry, "description", ()),
            request=_request(inner(entry, "request", ())) if entry.get("request") is not None else None,
            response=_response(inner(entry, "response", ())) if entry.get("response") is not None else None,
        )
    except ShapeError as error:
        return Example(name=name, fault=error.reason)


def _request(table: Table) -> ExampleRequest:
    where: Where = ("request",)
    return ExampleRequest(
        url=text(table, "url", where),
        method=text(table, "method", where, default="GET"),
        headers=headers_from(table, where),
        params=params_from(table, where),
        body=body_from(table, where),
    )


def _response(table: Table) -> ExampleResponse:
    where: Where = ("response",)
    body = inner(table, "body", where)
    kind = text(body, "type", where, default=ExampleBodyKind.TEXT.value)
    status = text(table, "status", where)
    return ExampleResponse(
        status=int(status) if status.isascii() and status.isdigit() else 0,
        reason=text(table, "statusText", where),
        headers=tuple((text(row, "name", where), text(row, "value", where)) for row in rows(table, "headers", where)),
        body_kind=ExampleBodyKind(kind) if kind in tuple(ExampleBodyKind) else ExampleBodyKind.TEXT,
        body=text(body, "data", where) if "data" in body else None,
    )
