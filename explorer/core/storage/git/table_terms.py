"""What differs between two tables of a file beside what was told: scripts, checks, examples, foreign keys. Pure.

It is told in the file's own words, so that no difference passes unseen.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.core.model.versions import FieldChange
from explorer.core.storage.collection_shape import Table
from explorer.core.storage.compare import MISSING
from explorer.core.storage.git.json_terms import json_fields

Place = tuple[str, ...]

_OPENED = ("info", "http", "graphql", "runtime", "request")
"""Tables whose members are compared one by one."""
_WORDS: Mapping[Place, str] = {
    ("info", "seq"): "Position",
    ("info", "tags"): "Tags",
    ("runtime", "scripts"): "Scripts",
    ("runtime", "assertions"): "Checks",
    ("runtime", "actions"): "Actions",
}
_TOLD: Mapping[str, frozenset[str]] = {
    "name": frozenset({"Name"}),
    "docs": frozenset({"Docs"}),
    "settings": frozenset({"Setting"}),
    "method": frozenset({"Method"}),
    "url": frozenset({"URL", "Query parameter"}),
    "params": frozenset({"Query parameter", "Path parameter", "URL"}),
    "headers": frozenset({"Header"}),
    "auth": frozenset({"Authorisation"}),
    "body": frozenset({"Body", "Form field", "Part", "Query", "Variables"}),
    "type": frozenset({"Body"}),
    "variables": frozenset({"Variable"}),
    "extends": frozenset({"Base environment"}),
    "dotEnvFilePath": frozenset({".env file"}),
}
"""By the last word of a place: the parts that tell of it in better words."""
_PARTS = {"auth": "Authorisation", "headers": "Header", "body": "Body", "settings": "Setting", "variables": "Variable"}


def table_differences(before: Table, after: Table, told: frozenset[str]) -> tuple[FieldChange, ...]:
    """The places that differ and that none of the parts in ``told`` is about."""
    left, right = dict(_places(before)), dict(_places(after))
    found: list[FieldChange] = []
    for place in dict.fromkeys((*left, *right)):
        old, new = left.get(place, MISSING), right.get(place, MISSING)
        if old != new and not _TOLD.get(place[-1], frozenset()) & told:
            found += json_fields(_part(place), old, new)
    return tuple(found)


def _places(table: Table) -> Iterator[tuple[Place, Any]]:
    for key, value in table.items():
        if key in _OPENED and isinstance(value, dict):
            yield from (((key, str(name)), inner) for name, inner in value.items())
        else:
            yield (key,), value


def _part(place: Place) -> str:
    return _WORDS.get(place) or _PARTS.get(place[-1]) or " ".join(place).strip().capitalize() or "Value"
