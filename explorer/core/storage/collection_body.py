"""Bodies in OpenCollection's words <-> ours: one body, or titled variants of which one is selected (schema 1.0.0)."""

from typing import Any, assert_never

from explorer.core.model.request import (
    Body,
    FileBody,
    FormBody,
    FormField,
    GraphQLBody,
    MultipartBody,
    NoBody,
    Part,
    TextBody,
    TextKind,
)
from explorer.core.storage.collection_shape import (
    ShapeError,
    Table,
    Where,
    flag,
    inner,
    merged_rows,
    prose,
    rows,
    text,
    with_flag,
    with_prose,
    with_values,
)

_TEXT_KINDS = frozenset(kind.value for kind in TextKind)


def body_from(table: Table, where: Where) -> Body:
    """The body under ``body``; of several variants the selected one, else the first, and none when each is put off."""
    value = table.get("body")
    if isinstance(value, list):
        variants = rows(table, "body", where)
        if _all_off(variants):
            return NoBody()
        chosen = _selected(variants)
        return _one_body(inner(variants[chosen], "body", where), (*where, "body", chosen)) if variants else NoBody()
    return _one_body(inner(table, "body", where), (*where, "body"))


def graphql_body_from(table: Table, where: Where) -> GraphQLBody:
    """The body of a graphql item, which has no type; of several variants the selected one, else the first."""
    value = table.get("body")
    if isinstance(value, list):
        variants = rows(table, "body", where)
        chosen = _selected(variants)
        value, where = (inner(variants[chosen], "body", where) if variants else {}), (*where, "body", chosen)
    else:
        value = inner(table, "body", where)
    where = (*where, "body")
    return GraphQLBody(query=text(value, "query", where), variables=text(value, "variables", where))


def with_graphql_body(table: Table, body: GraphQLBody) -> Table:
    """The table of a graphql item with ``body``; unchanged when it says so already."""
    old = graphql_body_from(table, ())
    if old == body:
        return table
    changes = {
        name: getattr(body, name) for name in ("query", "variables") if getattr(old, name) != getattr(body, name)
    }
    value = table.get("body")
    if isinstance(value, list) and value:
        chosen = _selected(value)
        variant = {**value[chosen], "body": with_values(inner(value[chosen], "body", ()), changes)}
        return {**table, "body": [*value[:chosen], variant, *value[chosen + 1 :]]}
    return {**table, "body": with_values(inner(table, "body", ()), changes)}


def with_body(table: Table, body: Body) -> Table:
    """The table with ``body`` saying ``body``; unchanged when it does already."""
    if body_from(table, ()) == body:
        return table
    value = table.get("body")
    if isinstance(value, list) and value:
        return {**table, "body": _with_choice(value, body)}
    old = value if isinstance(value, dict) else {}
    return with_values(table, {"body": None if isinstance(body, NoBody) else _written(old, body)})


def _with_choice(variants: list[Table], body: Body) -> list[Table]:
    """Every variant stays. No body puts each off; another one goes into the selected variant, or into the one that
    said so, or something of its kind, before all were put off."""
    if isinstance(body, NoBody):
        return [with_values(one, {"selected": False}) for one in variants]
    chosen = _selected(variants)
    if _all_off(variants):
        said = [_one_body(inner(one, "body", ()), ()) for one in variants]
        alike = [at for at, one in enumerate(said) if type(one) is type(body)]
        chosen = said.index(body) if body in said else alike[0] if alike else len(variants)
        title = {} if chosen < len(variants) else {"title": "Another", "body": {}}
        variants = [*variants, title] if title else variants
        variants = [with_values(one, {"selected": at == chosen}) for at, one in enumerate(variants)]
    variant = {**variants[chosen], "body": _written(inner(variants[chosen], "body", ()), body)}
    return [*variants[:chosen], variant, *variants[chosen + 1 :]]


def _all_off(variants: list[Table]) -> bool:
    """Whether none is selected on purpose; where nothing is said the first one counts."""
    return bool(variants) and all(one.get("selected") is False for one in variants)


def _selected(variants: list[Table]) -> int:
    return next((index for index, variant in enumerate(variants) if variant.get("selected") is True), 0)


def _one_body(value: Table, where: Where) -> Body:
    kind = text(value, "type", where)
    if kind in _TEXT_KINDS:
        return TextBody(kind=TextKind(kind), text=text(value, "data", where))
    match kind:
        case "" | "none":
            return NoBody()
        case "form-urlencoded":
            fields = rows(value, "data", where)
            return FormBody(fields=tuple(_field(row, (*where, "data", at)) for at, row in enumerate(fields)))
        case "multipart-form":
            parts = _split_parts(rows(value, "data", where))
            return MultipartBody(parts=tuple(_part(row, (*where, "data", at)) for at, row in enumerate(parts)))
        case "file":
            return _file(rows(value, "data", where), where)
        case _:
            raise ShapeError(f"The body type “{kind}” is not known.", (*where, "type"))


def _field(row: Table, where: Where) -> FormField:
    return FormField(
        name=text(row, "name", where),
        value=text(row, "value", where),
        enabled=not flag(row, "disabled", where),
        description=prose(row, "description", where),
    )


def _split_parts(parts: list[Table]) -> list[Table]:
    """One row for each file: a part may list several."""
    result: list[Table] = []
    for row in parts:
        value = row.get("value")
        result += [{**row, "value": [path]} for path in value] if isinstance(value, list) and value else [row]
    return result


def _part(row: Table, where: Where) -> Part:
    value = row.get("value")
    single = row if not isinstance(value, list) else {"value": value[0] if value else ""}
    content = text(single, "value", where)
    is_file = row.get("type") == "file"
    return Part(
        name=text(row, "name", where),
        value="" if is_file else content,
        file_path=content if is_file else "",
        content_type=text(row, "contentType", where),
        enabled=not flag(row, "disabled", where),
        description=prose(row, "description", where),
    )


def _file(files: list[Table], where: Where) -> FileBody:
    row = files[_selected(files)] if files else {}
    return FileBody(file_path=text(row, "filePath", where), content_type=text(row, "contentType", where))


def _written(old: Table, body: Body) -> Table:
    match body:
        case NoBody():
            return {}
        case TextBody():
            return with_values(old, {"type": body.kind.value, "data": body.text})
        case FormBody():
            known = _known_rows(old, "form-urlencoded")
            values = [_field(row, ()) for row in known]
            data = merged_rows(known, values, body.fields, _with_field)
            return with_values(old, {"type": "form-urlencoded", "data": data})
        case MultipartBody():
            known = _split_parts(_known_rows(old, "multipart-form"))
            parts = [_part(row, ()) for row in known]
            data = merged_rows(known, parts, body.parts, _with_part)
            return with_values(old, {"type": "multipart-form", "data": data})
        case FileBody():
            return with_values(old, {"type": "file", "data": _file_rows(_known_rows(old, "file"), body)})
        case GraphQLBody():
            raise TypeError("A graphql item has its own table; see with_graphql_body.")
        case _:
            assert_never(body)


def _known_rows(old: Table, kind: str) -> list[Table]:
    return rows(old, "data", ()) if old.get("type") == kind else []


def _with_field(row: Table, field: FormField) -> Table:
    row = with_values(row, {"name": field.name, "value": field.value})
    return with_flag(with_prose(row, "description", field.description), "disabled", not field.enabled)


def _with_part(row: Table, part: Part) -> Table:
    kind = "file" if part.file_path else "text"
    value: Any = [part.file_path] if part.file_path else part.value
    row = with_values(row, {"name": part.name, "type": kind, "value": value, "contentType": part.content_type or None})
    return with_flag(with_prose(row, "description", part.description), "disabled", not part.enabled)


def _file_rows(known: list[Table], body: FileBody) -> list[Table]:
    chosen = _selected(known)
    old = known[chosen] if known else {}
    row = with_values(old, {"filePath": body.file_path, "contentType": body.content_type, "selected": True})
    return [*known[:chosen], row, *known[chosen + 1 :]]
