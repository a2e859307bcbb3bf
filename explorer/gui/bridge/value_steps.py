"""A value of a variable set where it is kept, and taken back: environment, folder, collection, this computer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.core.model.collection import Folder
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.tree import find

if TYPE_CHECKING:
    from explorer.gui.bridge.library import Library

Rows = tuple[Variable, ...]


class ValueStep:
    """Changes one row and leaves the others as they are by then. Never for secrets: nothing else keeps their values."""

    def __init__(self, kind: str, key: str, name: str, value: str) -> None:
        self.words = f"value of {name}"
        self._kind, self._key, self._name, self._value = kind, key, name, value
        self._before: Variable | None = None

    async def redo(self, library: Library) -> None:
        await library.refusals.refuse_value(self._name, self._value)
        rows = _rows(library, self._kind, self._key)
        self._before = next((row for row in rows if row.name == self._name), None)
        row = self._before or Variable(name=self._name)
        await _write(library, self._kind, self._key, _with(rows, replace(row, value=self._value)))

    async def undo(self, library: Library) -> None:
        rows = _rows(library, self._kind, self._key)
        left = tuple(row for row in rows if row.name != self._name)
        await _write(library, self._kind, self._key, _with(rows, self._before) if self._before else left)


def _with(rows: Rows, row: Variable) -> Rows:
    if any(one.name == row.name for one in rows):
        return tuple(row if one.name == row.name else one for one in rows)
    return (*rows, row)


def _owner(library: Library, kind: str, key: str) -> Environment | Folder | None:
    collection = library.collection
    if collection is None:
        return None
    if kind == "environment":
        return next((one for one in collection.environments if one.key == key), None)
    item = find(collection, key)
    return item if isinstance(item, Folder) else None


def _rows(library: Library, kind: str, key: str) -> Rows:
    if kind == "global":
        return library.shared
    if kind == "collection":
        return library.collection.variables if library.collection else ()
    owner = _owner(library, kind, key)
    return owner.variables if owner else ()


async def _write(library: Library, kind: str, key: str, rows: Rows) -> None:
    collection, owner = library.collection, _owner(library, kind, key)
    if kind == "global":
        await library.write_globals(rows)
    elif kind == "collection" and collection is not None:
        await library.call("save_collection_settings", replace(collection, variables=rows))
        await library.announce()
    elif isinstance(owner, Environment):
        await library.call("save_environment", replace(owner, variables=rows))
        await library.announce()
    elif owner is not None:
        await library.call("save_folder_settings", replace(owner, variables=rows))
        await library.announce()
