"""Where a variable is used and declared in a collection, and any value of ours with a variable renamed. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.environment import Variable
from explorer.core.model.tree import walk
from explorer.core.variables import references

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place where ``{{name}}`` stands, whether it is switched on or not."""

    key: str
    """Of the request, folder or environment; empty for the collection itself."""
    name: str
    """Of the item, for the person."""
    part: str
    """The field: "url", "headers", "auth", "body", "variables" ..."""


def uses_of(collection: Collection, name: str) -> tuple[Use, ...]:
    """Every part of every item that refers to ``name``, the collection first, then in tree order."""
    found = [_uses("", collection.name, collection, name, ("headers", "auth", "variables"))]
    for item in walk(collection.items):
        if isinstance(item, RequestItem):
            parts = tuple(one.name for one in fields(item.request) if one.name not in ("name", "docs"))
            found.append(_uses(item.key, item.request.name, item.request, name, parts))
        elif isinstance(item, Folder):
            found.append(_uses(item.key, item.name, item, name, ("headers", "auth", "variables")))
    found += [_uses(one.key, one.name, one, name, ("variables",)) for one in collection.environments]
    return tuple(use for uses in found for use in uses)


def declared_names(collection: Collection) -> frozenset[str]:
    """Every name that any scope of the collection gives a value to."""
    rows: list[Variable] = [*collection.variables]
    for item in walk(collection.items):
        if isinstance(item, RequestItem):
            rows += item.request.variables
        elif isinstance(item, Folder):
            rows += item.variables
    for environment in collection.environments:
        rows += environment.variables
    return frozenset(row.name for row in rows)


def reference_pattern(name: str) -> re.Pattern[str]:
    """``{{name}}`` with the blanks that may stand in it as groups 1 and 2."""
    return re.compile(r"(\{\{\s*)" + re.escape(name) + r"(\s*\}\})")


def renamed(value: T, old: str, new: str) -> T:
    """``value`` with every reference to ``old`` and every variable of that name called ``new``."""
    pattern = reference_pattern(old)
    result: T = _mapped(value, pattern, old, new)
    return result


def _uses(key: str, name: str, owner: Any, wanted: str, parts: tuple[str, ...]) -> list[Use]:
    return [
        Use(key=key, name=name, part=part)
        for part in parts
        if any(one.name == wanted for text in _texts(getattr(owner, part)) for one in references(text))
    ]


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value of ours."""
    if isinstance(value, str):
        if "{{" in value:
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))


def _mapped(value: Any, pattern: re.Pattern[str], old: str, new: str) -> Any:
    if type(value) is str:
        return pattern.sub(lambda match: match[1] + new + match[2], value) if "{{" in value else value
    if isinstance(value, tuple):
        return tuple(_mapped(one, pattern, old, new) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    before = {one.name: getattr(value, one.name) for one in fields(value)}
    after = {name: _mapped(one, pattern, old, new) for name, one in before.items()}
    if isinstance(value, Variable) and value.name == old:
        after["name"] = new
    return replace(value, **after) if after != before else value
