"""Which names of variables have a value somewhere in a collection, and which references of a request have none.

A name counts as known when anything could set it: an environment, the collection, a folder, the request itself, an
action or a script of any request. Names of the process's environment and dynamic ones are somebody else's.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.tree import inherited, requests_of, walk
from explorer.core.storage.collection_files import read_table
from explorer.core.storage.collection_names import COLLECTION_FILE, FOLDER_FILE, joined, path_of
from explorer.core.storage.collection_shape import Table
from explorer.core.variables import texts_of

_REFERENCE = re.compile(r"\{\{\s*([\w][\w.-]*)\s*\}\}")
_SET = re.compile(r"""\bset\w*\s*\(\s*["'`]([\w.-]+)["'`]""")
"""``bru.setVar("id", ...)`` and its kin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """Names with a value."""

    everywhere: frozenset[str]
    """Whatever request refers to them."""
    below: dict[str, frozenset[str]]
    """By the key of the folder they belong to."""
    collection: Collection

    @property
    def anywhere(self) -> frozenset[str]:
        """Names with a value in any place."""
        own = (row.name for one in requests_of(self.collection) for row in one.request.variables)
        return self.everywhere.union(own, *self.below.values())


def defined_names(folder: Path, collection: Collection, environment: str = "") -> Defined:
    """Names that any environment has a value for, or the named one, and all others that can be known beforehand."""
    wanted = [one for one in collection.environments if environment in ("", one.name)]
    rows = (*collection.variables, *(row for one in wanted for row in one.variables))
    names = {row.name for row in rows if row.enabled}
    below: dict[str, frozenset[str]] = {}
    names |= _set_at_run_time(_table(folder, COLLECTION_FILE).get("request"))
    for item in walk(collection.items):
        if isinstance(item, RequestItem):
            names |= _set_at_run_time(_table(folder, item.key).get("runtime"))
        elif isinstance(item, Folder):
            defaults = _table(folder, joined(item.key, FOLDER_FILE)).get("request")
            below[item.key] = frozenset(_rows(defaults))
            names |= _set_at_run_time(defaults)
    return Defined(everywhere=frozenset(names), below=below, collection=collection)


def unresolved(item: RequestItem, defined: Defined, folder: Path) -> tuple[str, ...]:
    """Names a request refers to, itself or by what it inherits, that nothing gives a value."""
    known = set(defined.everywhere) | _rows(_table(folder, item.key).get("runtime"))
    known |= {name for key, names in defined.below.items() if item.key.startswith(f"{key}/") for name in names}
    request = inherited(defined.collection, item.key, item.request)
    found = (name for text in texts_of(request) for name in _REFERENCE.findall(text))
    return tuple(dict.fromkeys(name for name in found if name not in known and not name.startswith("process.env.")))


def _table(folder: Path, key: str) -> Table:
    path = path_of(folder, key)
    try:
        return read_table(path) if path.is_file() else {}
    except (BrokenFileError, StorageError):
        return {}


def _rows(table: Any) -> set[str]:
    """Names under ``variables``."""
    rows = table.get("variables") if isinstance(table, dict) else None
    listed = rows if isinstance(rows, list) else []
    return {str(row["name"]) for row in listed if isinstance(row, dict) and "name" in row and not row.get("disabled")}


def _set_at_run_time(table: Any) -> set[str]:
    """Names that actions and scripts set."""
    if not isinstance(table, dict):
        return set()
    names = set[str]()
    for action in table.get("actions") or ():
        variable = action.get("variable") if isinstance(action, dict) else None
        names |= {str(variable["name"])} if isinstance(variable, dict) and "name" in variable else set()
    for script in table.get("scripts") or ():
        names |= set(_SET.findall(str(script.get("code")))) if isinstance(script, dict) else set()
    return names
