"""Titled variants of a body, of which one is selected (OpenCollection 1.0.0), in the words of the file <-> ours.

``read`` and ``write`` are for one body: those of http items have a type, those of graphql items have none.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from explorer.core.model.request import Body, BodyVariant, NoBody
from explorer.core.storage.collection_shape import ShapeError, Table, Where, inner, merged_rows, rows, text, with_values

Read = Callable[[Table, Where], Body]
Write = Callable[[Table, Body], Table]


class _Row:
    """A variant with its body, also when it is the selected one, compared and named for ``merged_rows``."""

    def __init__(self, variant: BodyVariant, body: Body, selected: bool) -> None:
        self.name, self.variant, self.selected = variant.title, replace(variant, body=body), selected

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Row) and (self.variant, self.selected) == (other.variant, other.selected)

    def __hash__(self) -> int:
        return hash((self.variant, self.selected))


def selected_of(variants: Sequence[Table]) -> int:
    """The place of the selected variant: the first one where nothing is said, -1 when each is put off."""
    chosen = next((at for at, one in enumerate(variants) if one.get("selected") is True), -1)
    all_off = all(one.get("selected") is False for one in variants)
    return 0 if chosen < 0 and not all_off else chosen


def variants_from(table: Table, where: Where, read: Read) -> tuple[BodyVariant, ...]:
    """What is listed under ``body``; empty for a plain body. Raises ShapeError for what is selected."""
    if not isinstance(table.get("body"), list):
        return ()
    listed = rows(table, "body", where)
    chosen = selected_of(listed)
    return tuple(
        BodyVariant(title=text(one, "title", (*where, "body", at)), body=None)
        if at == chosen
        else _variant(one, (*where, "body", at), read)
        for at, one in enumerate(listed)
    )


def _variant(row: Table, where: Where, read: Read) -> BodyVariant:
    title = text(row, "title", where)
    try:
        return BodyVariant(title=title, body=read(inner(row, "body", where), (*where, "body")))
    except ShapeError as error:
        return BodyVariant(title=title, fault=str(error))


def with_variants(table: Table, body: Body, variants: tuple[BodyVariant, ...], read: Read, write: Write) -> list[Table]:
    """The list under ``body`` for these variants: rows that say the same stay as they are, unknown keys everywhere."""
    known = rows(table, "body", ()) if isinstance(table.get("body"), list) else []
    chosen = selected_of(known)
    old = [
        _Row(one, read(inner(row, "body", ()), ()) if one.body is None else one.body, at == chosen)
        for at, (one, row) in enumerate(zip(variants_from(table, (), read), known, strict=True))
    ]
    new = [_Row(one, body if one.body is None else one.body, one.body is None) for one in variants]

    def written(row: Table, value: _Row) -> Table:
        return _written(row, value, read, write)

    return _with_selection(merged_rows(known, old, new, written), new)


def _written(row: Table, value: _Row, read: Read, write: Write) -> Table:
    row = with_values(row, {"title": value.variant.title}) if row or value.variant.title else row
    said = inner(row, "body", ())
    wished = value.variant.body
    if value.variant.fault or wished is None or ("body" in row and read(said, ()) == wished):
        return row
    return {**row, "body": {"type": "none"} if isinstance(wished, NoBody) else write(said, wished)}


def _with_selection(listed: list[Table], new: list[_Row]) -> list[Table]:
    """Only the rows whose standing changes are touched."""
    wished = next((at for at, one in enumerate(new) if one.selected), -1)
    if selected_of(listed) == wished:
        return listed
    return [
        with_values(row, {"selected": True})
        if at == wished
        else with_values(row, {"selected": False})
        if row.get("selected") is True or wished < 0
        else row
        for at, row in enumerate(listed)
    ]
