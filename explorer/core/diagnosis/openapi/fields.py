"""The fields of one operation, as its parameters and its body (JSON or a form) describe them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from explorer.core.diagnosis.catalog_rows import FieldRow
from explorer.core.diagnosis.described_shapes import SentBody
from explorer.core.diagnosis.openapi import branches
from explorer.core.diagnosis.openapi.document import Document, Seen, listed, mapping, number, text

MOST_FIELDS = 150
_DEEPEST = 6
_MOST_ELEMENTS = 20
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_TYPES = ("string", "integer", "number", "boolean", "array", "object")
_FORMATS = {
    "email": "email",
    "uuid": "uuid",
    "uri": "url",
    "url": "url",
    "date-time": "date-time",
    "date": "date",
    "ipv4": "ip",
    "ipv6": "ip",
}
_IGNORED_HEADERS = ("accept", "content-type", "authorization")
"""A description's header parameters of these names mean nothing (OpenAPI 3.1, section 4.8.12)."""


def fields(
    document: Document, item: Mapping[str, Any], operation: Mapping[str, Any], sent: SentBody = SentBody()
) -> tuple[FieldRow, ...]:
    """Parameters of the path and of the operation, then the body's members as they concern what was sent."""
    rows = (*_parameters(document, item, operation), *islice(_body(document, operation, sent), MOST_FIELDS))
    return tuple(rows)


def answer_fields(document: Document, node: object, sent: SentBody) -> tuple[FieldRow, ...]:
    """The members of an answer's body."""
    found = branches.chosen(document, *document.schema(node), sent.value)
    return tuple(islice(_members(document, found, (), sent.value), MOST_FIELDS))


def media_type(document: Document, operation: Mapping[str, Any]) -> str:
    """The JSON media type of the body, else the first one; empty without a body."""
    body, _ = document.follow(operation.get("requestBody"))
    names = list(mapping(body.get("content")))
    return next((name for name in names if _is_json(name)), names[0] if names else "")


def json_content(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The JSON media type object of a body or an answer."""
    content = mapping(answer.get("content"))
    return next((mapping(content[name]) for name in content if _is_json(name)), {})


def _is_json(name: str) -> bool:
    plain = name.split(";")[0].strip().lower()
    return plain == "application/json" or plain.endswith("+json")


def _parameters(document: Document, item: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[FieldRow]:
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in islice((*listed(item.get("parameters")), *listed(operation.get("parameters"))), MOST_FIELDS):
        parameter, _ = document.follow(one)
        found[(text(parameter.get("in")), text(parameter.get("name")))] = parameter
    for (where, name), parameter in found.items():
        is_known = where in ("query", "path", "header") and name
        if not is_known or (where == "header" and name.lower() in _IGNORED_HEADERS):
            continue
        node = parameter.get("schema") or json_content(parameter).get("schema")
        schema = branches.chosen(document, *document.schema(node), None).schema
        required = parameter.get("required") is True
        yield _row(schema, name=name, where=where, path=(name,), required=required, example=parameter.get("example"))


def _body(document: Document, operation: Mapping[str, Any], sent: SentBody) -> Iterator[FieldRow]:
    body, _ = document.follow(operation.get("requestBody"))
    kind, content = _content(body, sent)
    if kind in _FORMS:
        yield from _form(document, content, sent)
    elif content:
        schema, seen = document.schema(content.get("schema"))
        found = branches.chosen(document, schema, seen, sent.value)
        required = body.get("required") is True
        yield _marked(_row(found.schema, name="body", where="body", path=(), required=required), found)
        yield from _members(document, found, (), sent.value)


def _content(body: Mapping[str, Any], sent: SentBody) -> tuple[str, Mapping[str, Any]]:
    """Media type and content of the body: those of what was sent, where the description has them."""
    content = {name.partition(";")[0].strip().lower(): one for name, one in mapping(body.get("content")).items()}
    if sent.media_type in content and (sent.media_type in _FORMS or _is_json(sent.media_type)):
        return sent.media_type, mapping(content[sent.media_type])
    if sent.media_type in _FORMS:
        return "", {}
    return "json", json_content(body)


def _form(document: Document, content: Mapping[str, Any], sent: SentBody) -> Iterator[FieldRow]:
    """The rows of a form; what is inside them is not looked at, as it may be written in many ways."""
    schema, seen = document.schema(content.get("schema"))
    found = branches.chosen(document, schema, seen, sent.value if isinstance(sent.value, dict) else None)
    required = [one for one in listed(found.schema.get("required")) if isinstance(one, str)]
    properties = mapping(found.schema.get("properties"))
    for name in dict.fromkeys((*properties, *required)):
        inner, _ = document.schema(properties.get(name), found.seen)
        if inner.get("readOnly") is not True:
            row = _row(inner, name=name, where="form", path=(name,), required=name in required)
            yield _marked(row, found)


def _members(document: Document, of: branches.Chosen, path: tuple[str, ...], value: object) -> Iterator[FieldRow]:
    """The members of an object and the elements of a list, each before what is inside it."""
    if len(path) >= _DEEPEST:
        return
    schema = of.schema
    required = [one for one in listed(schema.get("required")) if isinstance(one, str)]
    for name, node in mapping(schema.get("properties")).items():
        given = value.get(name) if isinstance(value, dict) else None
        inner = branches.chosen(document, *document.schema(node, of.seen), given)
        here = (*path, name)
        if inner.schema.get("readOnly") is True:
            continue
        row = _row(inner.schema, name=shown(here), where="body", path=here, required=name in required)
        yield _marked(row, inner if inner.words else of)
        yield from _members(document, inner, here, given)
    for name in required:
        if name not in mapping(schema.get("properties")):
            row = _row({}, name=shown((*path, name)), where="body", path=(*path, name), required=True)
            yield _marked(row, of)
    if "items" in schema:
        yield from _elements(document, schema["items"], of.seen, path, value)


def _elements(document: Document, node: object, seen: Seen, path: tuple[str, ...], value: object) -> Iterator[FieldRow]:
    """Of all elements at once; each by itself where there are variants to choose from."""
    schema, inside = document.schema(node, seen)
    if isinstance(value, list) and branches.has_choice(document, schema, inside):
        each: list[tuple[str, object]] = [(str(index), one) for index, one in enumerate(value[:_MOST_ELEMENTS])]
    else:
        each = [("[]", None)]
    for part, one in each:
        here = (*path, part)
        inner = branches.chosen(document, schema, inside, one)
        yield _marked(_row(inner.schema, name=shown(here), where="body", path=here, required=False), inner)
        yield from _members(document, inner, here, one)


def _marked(row: FieldRow, of: branches.Chosen) -> FieldRow:
    """The row with how its schema was chosen; what the schema around the variants says needs no choice."""
    if not of.words or (row.path and of.own and row.path[-1] not in of.own):
        return row
    return replace(row, branch=of.words, certain=of.certain)


def shown(path: tuple[str, ...]) -> str:
    """("lines", "[]", "sku") -> ``lines[].sku``."""
    return "".join(
        part if part == "[]" else f"[{part}]" if part.isdecimal() else f".{part}" for part in path
    ).removeprefix(".")


def _row(
    schema: Mapping[str, Any], *, name: str, where: str, path: tuple[str, ...], required: bool, example: object = None
) -> FieldRow:
    kind, nullable = _type(schema)
    exclusive_low, exclusive_high = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    least, most = number(schema.get("minimum")), number(schema.get("maximum"))
    is_list = kind == "array"
    values = listed(schema.get("enum")) or ((schema["const"],) if "const" in schema else ())
    return FieldRow(
        name=name,
        type=kind,
        format=_FORMATS.get(text(schema.get("format")), "") if kind == "string" else "",
        required=required,
        nullable=nullable or None in values,
        minimum=_count(schema.get("minItems" if is_list else "minLength")) if kind in ("array", "string") else None,
        maximum=_count(schema.get("maxItems" if is_list else "maxLength")) if kind in ("array", "string") else None,
        values=() if any(isinstance(one, list | dict) for one in values) else _texts(values),
        where=where,
        path=path,
        least=None if exclusive_low is True else least,
        most=None if exclusive_high is True else most,
        above=least if exclusive_low is True else number(exclusive_low),
        below=most if exclusive_high is True else number(exclusive_high),
        pattern=text(schema.get("pattern")),
        example=_example(schema, values, example),
    )


def _type(schema: Mapping[str, Any]) -> tuple[str, bool]:
    """The one type a schema names, or none; and whether null is fine (3.0: nullable, 3.1: a list of types)."""
    given = schema.get("type")
    names = [one for one in (listed(given) or [given]) if isinstance(one, str)]
    nullable = schema.get("nullable") is True or "null" in names
    named = [one for one in names if one in _TYPES]
    if not names and "properties" in schema and mapping(schema["properties"]):
        return "", nullable
    return (named[0] if len(named) == 1 else ""), nullable


def _count(value: object) -> int | None:
    found = number(value)
    return int(found) if found is not None and found >= 0 else None


def _texts(values: object) -> tuple[str, ...]:
    return tuple(text(one) for one in listed(values) if one is not None)


def _example(schema: Mapping[str, Any], values: object, example: object) -> str:
    """The first of example, default, examples and enum that is there, as JSON text."""
    many = listed(schema.get("examples"))
    given = (example, schema.get("example"), schema.get("default"), *many[:1], *listed(values)[:1])
    found = next((one for one in given if one is not None), None)
    return "" if found is None else as_json(found)


def as_json(value: object) -> str:
    """JSON text of a value; empty when it is none or is long."""
    try:
        made = json.dumps(_plain(value), ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return ""
    return made if len(made) <= 200 else ""


def _plain(value: Any) -> Any:
    """Whole numbers without a point: a YAML reader may give them as fractions."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
