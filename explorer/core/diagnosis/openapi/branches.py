"""Which variant of a oneOf or anyOf a value is meant to be: the one its discriminator names, else the one that fits
best. It compares shapes and says nothing of single values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.core.diagnosis.openapi.document import Document, Seen, joined, listed, mapping, text, words

_DEEPEST = 3
_MOST_BRANCHES = 50
_MOST_ELEMENTS = 5
_KINDS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (bool, ("boolean",)),
    (str, ("string",)),
    (int, ("integer", "number")),
    (float, ("number",)),
    (list, ("array",)),
    (dict, ("object",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A schema without alternatives, and how it was chosen."""

    schema: Mapping[str, Any]
    seen: Seen
    words: str = ""
    """The chosen variant for the eye, with `code`; empty when there was no choice or the value fits."""
    certain: bool = True
    """False when the variant is only the one that fits best."""
    own: frozenset[str] = frozenset()
    """Members that the variant speaks of, the schema around it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    name: str
    schema: Mapping[str, Any]
    seen: Seen


def chosen(document: Document, schema: Mapping[str, Any], seen: Seen, value: object) -> Chosen:
    """The schema with its alternatives decided for a value; unchanged when it has none."""
    for key in ("oneOf", "anyOf"):
        branches = _branches(document, schema, key, seen)
        if branches:
            base = {name: one for name, one in schema.items() if name != key}
            return _decided(document, base, branches, value, nullable=_takes_null(document, schema, key, seen))
    return Chosen(schema=schema, seen=seen)


def has_choice(document: Document, schema: Mapping[str, Any], seen: Seen, depth: int = 0) -> bool:
    """Whether there are alternatives in a schema or near below it."""
    if listed(schema.get("oneOf")) or listed(schema.get("anyOf")):
        return True
    if depth >= _DEEPEST:
        return False
    inside = [*mapping(schema.get("properties")).values(), schema.get("items")]
    return any(has_choice(document, *document.schema(one, seen), depth + 1) for one in inside if one)


def _branches(document: Document, schema: Mapping[str, Any], key: str, seen: Seen) -> list[_Branch]:
    found = []
    for number, node in enumerate(listed(schema.get(key))[:_MOST_BRANCHES], 1):
        inner, inside = document.schema(node, seen)
        if inner.get("type") != "null":
            reference = text(mapping(node).get("$ref")).rpartition("/")[2]
            name = reference or words(inner.get("title")) or f"variant {number}"
            found.append(_Branch(name=name, schema=inner, seen=inside))
    return found


def _takes_null(document: Document, schema: Mapping[str, Any], key: str, seen: Seen) -> bool:
    return any(
        document.schema(node, seen)[0].get("type") == "null" for node in listed(schema.get(key))[:_MOST_BRANCHES]
    )


def _decided(
    document: Document, base: Mapping[str, Any], branches: list[_Branch], value: object, *, nullable: bool
) -> Chosen:
    if nullable:
        base = {**base, "nullable": True}
    if len(branches) == 1:
        return Chosen(schema=joined(base, branches[0].schema), seen=branches[0].seen)
    tag = text(mapping(base.get("discriminator")).get("propertyName"))
    if tag:
        return _by_tag(base, branches, value, tag)
    if value is None:
        return Chosen(schema=base, seen=branches[0].seen)
    scored = sorted(((_misfit(document, one, value), index) for index, one in enumerate(branches)))
    index = scored[0][1]
    best, fitting = branches[index], sum(not many for (many, _), _ in scored)
    said = "" if fitting == 1 else f"of the {len(branches)} variants, `{best.name}` fits best"
    merged = joined(base, best.schema)
    return Chosen(schema=merged, seen=best.seen, words=said, certain=fitting == 1, own=_own(base, best.schema))


def _by_tag(base: Mapping[str, Any], branches: list[_Branch], value: object, tag: str) -> Chosen:
    names = _tag_names(base, branches)
    given = value.get(tag) if isinstance(value, dict) else None
    best = next((one for name, one in names if name == given), None)
    if best is not None:
        said = f"`{tag}` makes it `{best.name}`"
        return Chosen(schema=joined(base, best.schema), seen=best.seen, words=said, own=_own(base, best.schema))
    only = {"properties": {tag: {"type": "string", "enum": [name for name, _ in names]}}, "required": [tag]}
    return Chosen(schema=joined(only, base), seen=branches[0].seen)


def _tag_names(base: Mapping[str, Any], branches: list[_Branch]) -> list[tuple[str, _Branch]]:
    """Names by the mapping; a variant that has none there goes by its own name."""
    by_name = {one.name: one for one in branches}
    mapped = {
        name: by_name[short]
        for name, reference in mapping(mapping(base.get("discriminator")).get("mapping")).items()
        if (short := text(reference).rpartition("/")[2]) in by_name
    }
    told = {id(one) for one in mapped.values()}
    return [*mapped.items(), *((one.name, one) for one in branches if id(one) not in told)]


def _own(base: Mapping[str, Any], branch: Mapping[str, Any]) -> frozenset[str]:
    known = {*mapping(base.get("properties")), *(one for one in listed(base.get("required")) if isinstance(one, str))}
    told = {
        *mapping(branch.get("properties")),
        *(one for one in listed(branch.get("required")) if isinstance(one, str)),
    }
    return frozenset(told - known)


def _misfit(document: Document, branch: _Branch, value: object) -> tuple[int, int]:
    """Faults, then how few of its members were sent: the smaller, the better it fits."""
    known = mapping(branch.schema.get("properties"))
    met = sum(1 for name in known if isinstance(value, dict) and name in value)
    return sum(_faults(document, branch.schema, branch.seen, value, 0)), -met


def _faults(document: Document, schema: Mapping[str, Any], seen: Seen, value: object, depth: int) -> Iterator[int]:
    """The weights of what does not fit; a kind or a fixed value that differs tells most."""
    if not _is_kind(schema, value):
        yield 20
        return
    values = listed(schema.get("enum")) or ((schema["const"],) if "const" in schema else ())
    if values and not isinstance(value, list | dict) and text(value) not in [text(one) for one in values]:
        yield 10
    if depth >= _DEEPEST:
        return
    if isinstance(value, dict):
        yield from _of_members(document, schema, seen, value, depth)
    elif isinstance(value, list) and "items" in schema:
        inner, inside = document.schema(schema["items"], seen)
        for one in value[:_MOST_ELEMENTS]:
            yield from _faults(document, inner, inside, one, depth + 1)


def _of_members(
    document: Document, schema: Mapping[str, Any], seen: Seen, value: dict[str, Any], depth: int
) -> Iterator[int]:
    known = mapping(schema.get("properties"))
    yield from (4 for name in listed(schema.get("required")) if name not in value)
    if schema.get("additionalProperties") is False:
        yield from (2 for name in value if name not in known)
    for name, node in known.items():
        if name in value:
            inner, inside = document.schema(node, seen)
            yield from _faults(document, inner, inside, value[name], depth + 1)


def _is_kind(schema: Mapping[str, Any], value: object) -> bool:
    given = schema.get("type")
    wanted = [one for one in (listed(given) or [given]) if isinstance(one, str)]
    if not wanted and mapping(schema.get("properties")):
        wanted = ["object"]
    if not wanted:
        return True
    if value is None:
        return "null" in wanted or schema.get("nullable") is True
    names = next((names for kind, names in _KINDS if isinstance(value, kind)), ())
    return any(one in wanted for one in names) or (
        isinstance(value, float) and value.is_integer() and "integer" in wanted
    )
