"""Turns an OpenAPI 3.0 or 3.1 description into a catalog. It takes what was parsed, reads no file, and never raises."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any

from explorer.core.diagnosis.catalog_rows import (
    AnswerRow,
    ApiCatalog,
    ApiStatusRow,
    ErrorCodeRow,
    FieldRow,
    OperationRow,
)
from explorer.core.diagnosis.described_shapes import SentBody, Shapes
from explorer.core.diagnosis.openapi.answers import codes, meaning, status_row
from explorer.core.diagnosis.openapi.document import Document, mapping, text, words
from explorer.core.diagnosis.openapi.fields import answer_fields, fields, json_content, media_type
from explorer.core.diagnosis.openapi.servers import served
from explorer.core.model.diagnosis import Link

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_MOST_OPERATIONS = 3000
_CODE = re.compile(r"[1-5](?:[0-9]{2}|[Xx]{2})", re.ASCII)

Operation = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
"""Path, method, path item, operation."""


def catalogs_from_openapi(document: object, name: str) -> tuple[tuple[ApiCatalog, ...], tuple[str, ...]]:
    """The catalog of a parsed description, once for each path prefix it is served below, and sentences about what could
    not be used; ``name`` names its source."""
    catalog, faults = catalog_from_openapi(document, name)
    places = served(Document(root=mapping(document)))
    found = (replace(catalog, hosts=one.hosts, prefix=one.prefix, host_named=one.host_named) for one in places)
    return tuple(found), faults


def catalog_from_openapi(document: object, name: str) -> tuple[ApiCatalog, tuple[str, ...]]:
    """The same for the first prefix alone."""
    source = Document(root=mapping(document))
    if not text(source.root.get("openapi")).startswith("3"):
        source.fault("The API description is not an OpenAPI 3 document; what can be read of it is used.")
    info = mapping(source.root.get("info"))
    place = served(source)[0]
    operations = tuple(islice(_operations(source), _MOST_OPERATIONS))
    if not operations:
        source.fault("The API description has no operations.")
    source.check_references()
    docs = text(mapping(source.root.get("externalDocs")).get("url"))
    title = words(info.get("title")) or name
    catalog = ApiCatalog(
        id=f"openapi:{name}",
        name=title,
        hosts=place.hosts,
        host_named=place.host_named,
        regions=(),
        prefix=place.prefix,
        auth="",
        media_type=_media_type(source, operations),
        docs=Link(title=title, url=docs) if docs.startswith(("https://", "http://")) else None,
        formats=(),
        operations=tuple(_row(source, one) for one in operations),
        shapes=Shapes({_id(one): partial(_fields, source.root, one) for one in operations}),
        answer_shapes=_answer_shapes(source, operations),
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


def _fields(root: Mapping[str, Any], operation: Operation, sent: SentBody) -> tuple[FieldRow, ...]:
    """Through a reading of its own: several threads may ask at once."""
    return fields(Document(root=root), operation[2], operation[3], sent)


def _id(operation: Operation) -> str:
    """Method and path: an operationId might be one that our rules for another API know."""
    return f"{operation[1]} {operation[0]}"


def _row(source: Document, operation: Operation) -> OperationRow:
    path, method, _, node = operation
    title = words(node.get("summary")) or words(node.get("operationId")) or _id(operation)
    answers = [_range(code) for code in mapping(node.get("responses"))]
    success = next((int(code) for code in answers if code.isdecimal() and code.startswith("2")), 200)
    source.steps = 0
    told = (
        AnswerRow(
            code=_range(code), meaning=meaning(source, one), schema=_schema_key(source, one, _id(operation), code)
        )
        for code, one in mapping(node.get("responses")).items()
    )
    return OperationRow(
        id=_id(operation),
        method=method,
        path=path,
        name=title,
        success=success,
        codes=(),
        shape=_id(operation),
        answers=tuple(one for one in told if one.code),
    )


def _schema_key(source: Document, answer: object, operation: str, code: str) -> str:
    """The name of a shared schema, else operation and status; empty for an answer without a JSON body."""
    node = mapping(json_content(source.follow(answer)[0]).get("schema"))
    return text(node.get("$ref")).rpartition("/")[2] or (f"{operation} {code}" if node else "")


def _answer_shapes(source: Document, operations: tuple[Operation, ...]) -> Shapes:
    """Each schema of an answer once."""
    found: dict[str, object] = {}
    for one in operations:
        for code, answer in mapping(one[3].get("responses")).items():
            key = _schema_key(source, answer, _id(one), code)
            if key and key not in found:
                found[key] = json_content(source.follow(answer)[0]).get("schema")
    return Shapes({key: partial(_answer_fields, source.root, node) for key, node in found.items()})


def _answer_fields(root: Mapping[str, Any], node: object, sent: SentBody) -> tuple[FieldRow, ...]:
    return answer_fields(Document(root=root), node, sent)


def _range(code: str) -> str:
    """The key of an answer as it is kept: "404", "4XX", "default"; empty for anything else."""
    return code.upper() if _CODE.fullmatch(code) else "default" if code.lower() == "default" else ""


def _media_type(source: Document, operations: tuple[Operation, ...]) -> str:
    """The one media type of all bodies; empty when they differ."""
    found = {media_type(source, one[3]) for one in operations} - {""}
    return found.pop() if len(found) == 1 else ""


def _answers(source: Document, operations: tuple[Operation, ...]) -> Iterator[tuple[str, object]]:
    for _, _, _, node in operations:
        for code, answer in mapping(node.get("responses")).items():
            source.steps = 0
            kept = _range(code)
            if kept:
                yield kept, answer


def _statuses(source: Document, operations: tuple[Operation, ...], name: str) -> dict[int, ApiStatusRow]:
    """A meaning is the API's only where all its operations agree on it."""
    said: dict[int, set[str]] = {}
    for code, answer in _answers(source, operations):
        if code.isdecimal():
            said.setdefault(int(code), set()).add(meaning(source, answer))
    rows = (status_row(status, next(iter(texts)), name) for status, texts in said.items() if len(texts) == 1)
    return {row.status: row for row in rows if row is not None}


def _codes(source: Document, operations: tuple[Operation, ...], name: str) -> tuple[ErrorCodeRow, ...]:
    """Each code once, with the meaning of the first answer that has it."""
    found: dict[str, ErrorCodeRow] = {}
    for code, answer in _answers(source, operations):
        if code[0] in "45d":
            for row in codes(source, int(code) if code.isdecimal() else 0, answer, name):
                found.setdefault(row.code, row)
    return tuple(found.values())


__all__ = ["catalog_from_openapi", "catalogs_from_openapi"]
