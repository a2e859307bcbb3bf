"""Turns an OpenAPI 3.0 or 3.1 description into a catalog. It takes what was parsed, reads no file, and never raises."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any

from explorer.core.diagnosis.catalog_rows import ApiCatalog, ApiStatusRow, ErrorCodeRow, FieldRow, OperationRow
from explorer.core.diagnosis.openapi.answers import codes, meaning, status_row
from explorer.core.diagnosis.openapi.document import Document, mapping, text, words
from explorer.core.diagnosis.openapi.fields import fields, media_type
from explorer.core.diagnosis.openapi.servers import hosts_and_prefix
from explorer.core.diagnosis.openapi.shapes import Shapes
from explorer.core.model.diagnosis import Link

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_MOST_OPERATIONS = 3000

Operation = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
"""Path, method, path item, operation."""


def catalog_from_openapi(document: object, name: str) -> tuple[ApiCatalog, tuple[str, ...]]:
    """The catalog of a parsed description and sentences about what could not be used; ``name`` names its source."""
    source = Document(root=mapping(document))
    if not text(source.root.get("openapi")).startswith("3"):
        source.fault("The API description is not an OpenAPI 3 document; what can be read of it is used.")
    info = mapping(source.root.get("info"))
    hosts, prefix = hosts_and_prefix(source)
    operations = tuple(islice(_operations(source), _MOST_OPERATIONS))
    if not operations:
        source.fault("The API description has no operations.")
    source.check_references()
    docs = text(mapping(source.root.get("externalDocs")).get("url"))
    title = words(info.get("title")) or name
    catalog = ApiCatalog(
        id=f"openapi:{name}",
        name=title,
        hosts=hosts,
        regions=(),
        prefix=prefix,
        auth="",
        media_type=_media_type(source, operations),
        docs=Link(title=title, url=docs) if docs.startswith(("https://", "http://")) else None,
        formats=(),
        operations=tuple(_row(source, one) for one in operations),
        shapes=Shapes({_id(one): partial(_fields, source.root, one) for one in operations}),
        statuses=MappingProxyType(_statuses(source, operations, name)),
        codes=_codes(source, operations, name),
        delivery_codes=(),
        smpp_codes=(),
        delivery_statuses=(),
        source=name,
    )
    return catalog, tuple(source.faults)


def _operations(source: Document) -> Iterator[Operation]:
    for path, node in mapping(source.root.get("paths")).items():
        item, _ = source.follow(node)
        for method in _METHODS if path.startswith("/") else ():
            operation = mapping(item.get(method))
            if operation:
                yield path, method.upper(), item, operation


def _fields(root: Mapping[str, Any], operation: Operation) -> tuple[FieldRow, ...]:
    """Through a reading of its own: several threads may ask at once."""
    return fields(Document(root=root), operation[2], operation[3])


def _id(operation: Operation) -> str:
    """Method and path: an operationId might be one that our rules for another API know."""
    return f"{operation[1]} {operation[0]}"


def _row(source: Document, operation: Operation) -> OperationRow:
    path, method, _, node = operation
    title = words(node.get("summary")) or words(node.get("operationId")) or _id(operation)
    answers = [code for code in mapping(node.get("responses")) if code.isascii() and code.isdecimal()]
    success = next((int(code) for code in answers if len(code) == 3 and code.startswith("2")), 200)
    return OperationRow(
        id=_id(operation), method=method, path=path, name=title, success=success, codes=(), shape=_id(operation)
    )


def _media_type(source: Document, operations: tuple[Operation, ...]) -> str:
    """The one media type of all bodies; empty when they differ."""
    found = {media_type(source, one[3]) for one in operations} - {""}
    return found.pop() if len(found) == 1 else ""


def _answers(source: Document, operations: tuple[Operation, ...]) -> Iterator[tuple[int, object]]:
    for _, _, _, node in operations:
        for code, answer in mapping(node.get("responses")).items():
            source.steps = 0
            if len(code) == 3 and code.isascii() and code.isdecimal() and code >= "100":
                yield int(code), answer


def _statuses(source: Document, operations: tuple[Operation, ...], name: str) -> dict[int, ApiStatusRow]:
    """A meaning is the API's only where all its operations agree on it."""
    said: dict[int, set[str]] = {}
    for status, answer in _answers(source, operations):
        said.setdefault(status, set()).add(meaning(source, answer))
    rows = (status_row(status, next(iter(texts)), name) for status, texts in said.items() if len(texts) == 1)
    return {row.status: row for row in rows if row is not None}


def _codes(source: Document, operations: tuple[Operation, ...], name: str) -> tuple[ErrorCodeRow, ...]:
    """Each code once, with the meaning of the first answer that has it."""
    found: dict[str, ErrorCodeRow] = {}
    for status, answer in _answers(source, operations):
        if status >= 400:
            for row in codes(source, status, answer, name):
                found.setdefault(row.code, row)
    return tuple(found.values())


__all__ = ["catalog_from_openapi"]
