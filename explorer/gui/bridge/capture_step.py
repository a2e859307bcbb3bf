"""A value of a response put into a variable, and taken back: for this run, in an environment, in the collection."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from explorer.core.errors import StorageError
from explorer.core.model.environment import Environment, Variable
from explorer.gui.bridge.value_steps import ValueStep

if TYPE_CHECKING:
    from explorer.gui.bridge.library import Library

RUN = "run"
ENVIRONMENT = "environment"
COLLECTION = "collection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What the person chose."""

    name: str
    value: str = field(repr=False)
    scope: str = RUN
    secret: bool = False
    origin: str = ""
    """ "from the response of Send at 14:03"."""


def capture_step(library: Library, capture: Capture) -> ValueStep | RunStep | SecretStep:
    """What sets the value; it goes to where a secret of this name is kept already."""
    environment = next((one for one in _environments(library) if one.name == library.environment), None)
    if capture.scope == ENVIRONMENT and environment is not None:
        if capture.secret or any(row.secret for row in environment.variables if row.name == capture.name):
            return SecretStep(capture, environment.key)
        return ValueStep("environment", environment.key, capture.name, capture.value)
    if capture.scope == COLLECTION:
        return ValueStep("collection", "", capture.name, capture.value)
    return RunStep(capture, library.environment)


def names_kept(library: Library) -> dict[str, dict[str, bool]]:
    """The names that each scope has already, and whether their values are secret."""
    environment = next((one for one in _environments(library) if one.name == library.environment), None)
    rows = {
        RUN: tuple(library.captured.get(library.environment, {}).values()),
        ENVIRONMENT: environment.variables if environment is not None else (),
        COLLECTION: library.collection.variables if library.collection is not None else (),
    }
    return {scope: {row.name: row.secret for row in found if row.enabled} for scope, found in rows.items()}


class RunStep:
    """In memory only, so a secret may go there as well."""

    def __init__(self, capture: Capture, environment: str) -> None:
        self.words = f"capture of {capture.name}"
        self._environment = environment
        self._row = Variable(name=capture.name, value=capture.value, secret=capture.secret, description=capture.origin)
        self._before: Variable | None = None

    async def redo(self, library: Library) -> None:
        values = library.captured.setdefault(self._environment, {})
        self._before = values.get(self._row.name)
        values[self._row.name] = self._row
        library.environment_changed.emit(library.environment)

    async def undo(self, library: Library) -> None:
        values = library.captured.setdefault(self._environment, {})
        values.pop(self._row.name, None)
        if self._before is not None:
            values[self._row.name] = self._before
        library.environment_changed.emit(library.environment)


class SecretStep:
    """A secret row of an environment, its value in the keychain. What the keychain had before is kept in memory."""

    def __init__(self, capture: Capture, key: str) -> None:
        self.words = f"capture of {capture.name}"
        self._capture, self._key = capture, key
        self._before: Variable | None = None
        self._value_before = ""

    async def redo(self, library: Library) -> None:
        environment = _environment(library, self._key)
        name = self._capture.name
        self._before = next((row for row in environment.variables if row.name == name), None)
        if self._before is not None and self._before.command:
            raise StorageError(f"The value of {name} comes from a program, so it was not captured there.")
        self._value_before = library.secret(environment.name, name)
        row = replace(self._before or Variable(name=name), value="", secret=True)
        await _save(library, environment, row)
        library.set_secret(environment.name, name, self._capture.value)

    async def undo(self, library: Library) -> None:
        environment = _environment(library, self._key)
        await _save(library, environment, self._before, self._capture.name)
        library.set_secret(environment.name, self._capture.name, self._value_before)


def _environments(library: Library) -> tuple[Environment, ...]:
    return library.collection.environments if library.collection else ()


def _environment(library: Library, key: str) -> Environment:
    found = next((one for one in _environments(library) if one.key == key), None)
    if found is None:
        raise StorageError("The environment is gone, so nothing was captured.")
    return found


async def _save(library: Library, environment: Environment, row: Variable | None, name: str = "") -> None:
    """Put a row in the place of the one of its name; without one, take that of ``name`` away."""
    wanted = row.name if row is not None else name
    rows = [row if one.name == wanted and row is not None else one for one in environment.variables]
    if row is None:
        rows = [one for one in rows if one.name != wanted]
    elif not any(one.name == wanted for one in rows):
        rows.append(row)
    await library.call("save_environment", replace(environment, variables=tuple(rows)))
    await library.announce()
