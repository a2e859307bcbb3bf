"""Which values a request sees, and which of equal names wins. Pure.

From the narrowest to the widest scope, in Bruno's order: given for this run (``--var``), runtime (captured from
responses), request, folders from the inside out, environment, the environments it is derived from, collection, global.
``{{process.env.NAME}}`` is read from the ``.env`` file, then from the process. The address of the running sandbox goes
before the environment called Sandbox. A secret without a known value leaves the name to the next scope.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from explorer.core.model.collection import Collection
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.tree import ancestors
from explorer.core.variables import Scope, scope_of

COLLECTION_OWNER = ""
GLOBAL_OWNER = "\0global"
"""Owners of secrets that belong to no environment."""

PROCESS_PREFIX = "process.env."

SecretOf = Callable[[str, str], str]
"""(owner: environment name or one of the above, variable name) to the secret value; empty when it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything around a request that has values."""

    collection: Collection | None = None
    environment: str = ""
    overrides: Mapping[str, Variable] = field(default_factory=dict)
    captured: Mapping[str, Variable] = field(default_factory=dict, repr=False)
    """The description of a row says which response gave it: "from the response of Send at 14:03"."""
    sandbox: Mapping[str, Variable] = field(default_factory=dict)
    shared: tuple[Variable, ...] = ()
    """The global variables."""
    process: tuple[Scope, ...] = ()


def scopes_of(
    around: Surroundings, request_key: str, own: tuple[Variable, ...], secret_of: SecretOf
) -> tuple[Scope, ...]:
    """All scopes, narrowest first; ``own`` are the variables of the request itself."""
    shared = rows_with_secrets(around.shared, GLOBAL_OWNER, secret_of)
    return (
        Scope(name="command line", values=around.overrides),
        *_captured(around.captured),
        scope_of("request", own),
        *_folders(around.collection, request_key),
        Scope(name="running sandbox", values=around.sandbox),
        *_environments(around.collection, around.environment, secret_of),
        *_collection(around.collection, secret_of),
        scope_of("global", shared),
        *around.process,
    )


def captured_secrets(captured: Mapping[str, Mapping[str, Variable]]) -> dict[str, str]:
    """The name of each secret that was captured in any environment, by its value."""
    return {row.value: row.name for rows in captured.values() for row in rows.values() if row.secret and row.value}


def lineage(environments: tuple[Environment, ...], name: str) -> tuple[Environment, ...]:
    """An environment and those it is derived from, nearest first; one that names itself or nobody ends the line."""
    by_name = {one.name: one for one in environments}
    line: list[Environment] = []
    while name in by_name and by_name[name] not in line:
        line.append(by_name[name])
        name = line[-1].base
    return tuple(line)


def secret_rows(
    collection: Collection | None, environment: str, shared: tuple[Variable, ...]
) -> Iterator[tuple[str, Variable]]:
    """The secret rows that an environment sees, with their owners, narrowest first."""
    if collection is not None:
        for one in lineage(collection.environments, environment):
            yield from ((one.name, row) for row in one.variables if row.secret)
        yield from ((COLLECTION_OWNER, row) for row in collection.variables if row.secret)
    yield from ((GLOBAL_OWNER, row) for row in shared if row.secret)


def process_scope(name: str, values: Mapping[str, str], *, listed: bool) -> Scope:
    """Values to be written ``{{process.env.NAME}}``: secret all of them, since nobody marks those that are."""
    rows = {
        f"{PROCESS_PREFIX}{key}": Variable(name=f"{PROCESS_PREFIX}{key}", value=value, secret=True)
        for key, value in values.items()
    }
    return Scope(name=name, values=rows, listed=listed)


def rows_with_secrets(rows: tuple[Variable, ...], owner: str, secret_of: SecretOf) -> tuple[Variable, ...]:
    """The rows with the values of secret ones filled in; those that have none left out."""
    filled = (replace(row, value=secret_of(owner, row.name)) if row.secret else row for row in rows)
    return tuple(row for row in filled if row.value or not row.secret)


def _captured(rows: Mapping[str, Variable]) -> Iterator[Scope]:
    """A scope for each response, so that a value tells where it is from; at least one."""
    for origin in dict.fromkeys(row.description for row in rows.values()) or ("",):
        values = {name: row for name, row in rows.items() if row.description == origin}
        yield Scope(name=f"captured {origin}".rstrip(), values=values)


def _folders(collection: Collection | None, request_key: str) -> Iterator[Scope]:
    if collection is not None and request_key:
        for folder in reversed(ancestors(collection, request_key)):
            yield scope_of(f"folder {folder.name}", _plain(folder.variables))


def _environments(collection: Collection | None, name: str, secret_of: SecretOf) -> Iterator[Scope]:
    for one in lineage(collection.environments if collection else (), name):
        origin = f"environment {one.name}" if one.name == name else f"environment {one.name}, base of {name}"
        yield scope_of(origin, rows_with_secrets(one.variables, one.name, secret_of))


def _collection(collection: Collection | None, secret_of: SecretOf) -> Iterator[Scope]:
    rows = collection.variables if collection else ()
    yield scope_of("collection", rows_with_secrets(rows, COLLECTION_OWNER, secret_of))


def _plain(rows: tuple[Variable, ...]) -> tuple[Variable, ...]:
    return tuple(row for row in rows if not row.secret)
