"""Bodies in OpenCollection's words <-> ours: one body, or titled variants of which one is selected (schema 1.0.0)."""

from typing import Any, assert_never

from explorer.core.model.request import (
    Body,
    BodyVariant,
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
from explorer.core.storage.collection_variants import Read, selected_of, variants_from, with_variants

_TEXT_KINDS = frozenset(kind.value for kind in TextKind)


def body_from(table: Table, where: Where) -> Body:
    """The body under ``body``; of several variants the selected one, and none when each is put off."""
    body = _present(table, where, _one_body)
    return NoBody() if body is None else body


def graphql_body_from(table: Table, where: Where) -> Body:
    """The body of a graphql item, which has no type; of several variants the selected one, as for others."""
    body = _present(table, where, _graphql_body)
    return NoBody() if body is None else body


def body_variants_from(table: Table, where: Where, *, graphql: bool = False) -> tuple[BodyVariant, ...]:
    """The titled variants, none for a plain body."""
    return variants_from(table, where, _graphql_body if graphql else _one_body)


def with_body(table: Table, body: Body, variants: tuple[BodyVariant, ...] = (), *, graphql: bool = False) -> Table:
    """The table with ``body`` saying ``body`` and its variants; unchanged when it does already."""
    said = graphql_body_from(table, ()) if graphql else body_from(table, ())
    if said == body and body_variants_from(table, (), graphql=graphql) == variants:
        return table
    if variants:
        read, write = (_graphql_body, _written_graphql) if graphql else (_one_body, _written)
        return {**table, "body": with_variants(table, body, variants, read, write)}
    value = table.get("body")
    if isinstance(value, list):  # the titles went, the selected body stays
        value = inner(value[selected_of(value)], "body", ()) if value and not isinstance(body, NoBody) else None
    old = value if isinstance(value, dict) else {}
    if graphql:
        return {**table, "body": _written_graphql(old, body)}
    return with_values(table, {"body": None if isinstance(body, NoBody) else _written(old, body)})


def _present(table: Table, where: Where, read: Read) -> Body | None:
    """The body that counts, None when there are variants and none is selected."""
    if not isinstance(table.get("body"), list):
        return read(inner(table, "body", where), (*where, "body"))
    variants = rows(table, "body", where)
    chosen = selected_of(variants)
    if chosen < 0:
        return None
    return read(inner(variants[chosen], "body", (*where, "body", chosen)), (*where, "body", chosen, "body"))


def _graphql_body(value: Table, where: Where) -> GraphQLBody:
    return GraphQLBody(query=text(value, "query", where), variables=text(value, "variables", where))


def _written_graphql(old: Table, body: Body) -> Table:
    assert isinstance(body, GraphQLBody), "variants of a graphql item are of one kind"
    said = _graphql_body(old, ())
    changes = {
        name: getattr(body, name) for name in ("query", "variables") if getattr(said, name) != getattr(body, name)
    }
    return with_values(old, changes)


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
    row = files[max(selected_of(files), 0)] if files else {}
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
            raise TypeError("A graphql item has bodies of its own, which have no type.")
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
    chosen = max(selected_of(known), 0)
    old = known[chosen] if known else {}
    row = with_values(old, {"filePath": body.file_path, "contentType": body.content_type, "selected": True})
    return [*known[:chosen], row, *known[chosen + 1 :]]
