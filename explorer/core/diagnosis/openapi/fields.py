"""The fields of one operation, as its parameters and its JSON body describe them. oneOf and anyOf are left out: what
they ask of a field is not certain."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from explorer.core.diagnosis.catalog_rows import FieldRow
from explorer.core.diagnosis.openapi.document import NONE_SEEN, Document, Seen, listed, mapping, number, text

MOST_FIELDS = 150
_DEEPEST = 6
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


def fields(document: Document, item: Mapping[str, Any], operation: Mapping[str, Any]) -> tuple[FieldRow, ...]:
    """Parameters of the path and of the operation, then the body's members."""
    rows = (*_parameters(document, item, operation), *islice(_body(document, operation), MOST_FIELDS))
    return tuple(rows)


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
        schema, _ = document.schema(parameter.get("schema") or json_content(parameter).get("schema"))
        required = parameter.get("required") is True
        yield _row(schema, name=name, where=where, path=(name,), required=required, example=parameter.get("example"))


def _body(document: Document, operation: Mapping[str, Any]) -> Iterator[FieldRow]:
    body, _ = document.follow(operation.get("requestBody"))
    content = json_content(body)
    if content:
        schema, seen = document.schema(content.get("schema"))
        yield _row(schema, name="body", where="body", path=(), required=body.get("required") is True)
        yield from _members(document, schema, (), seen)


def _members(document: Document, schema: Mapping[str, Any], path: tuple[str, ...], seen: Seen) -> Iterator[FieldRow]:
    """The members of an object and the elements of a list, each before what is inside it."""
    if len(path) >= _DEEPEST:
        return
    required = [one for one in listed(schema.get("required")) if isinstance(one, str)]
    for name, node in mapping(schema.get("properties")).items():
        inner, inside = document.schema(node, seen)
        here = (*path, name)
        if inner.get("readOnly") is True:
            continue
        yield _row(inner, name=shown(here), where="body", path=here, required=name in required)
        yield from _members(document, inner, here, inside)
    for name in required:
        if name not in mapping(schema.get("properties")):
            yield _row({}, name=shown((*path, name)), where="body", path=(*path, name), required=True)
    if "items" in schema:
        element, inside = document.schema(schema["items"], seen or NONE_SEEN)
        here = (*path, "[]")
        yield _row(element, name=shown(here), where="body", path=here, required=False)
        yield from _members(document, element, here, inside)


def shown(path: tuple[str, ...]) -> str:
    """("lines", "[]", "sku") -> ``lines[].sku``."""
    return "".join(part if part == "[]" else f".{part}" for part in path).removeprefix(".")


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
