"""Which secrets a collection declares, under which names the keychain has them, and their values."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from explorer.core.errors import SecretError
from explorer.core.model.collection import Collection
from explorer.core.model.environment import Variable
from explorer.core.scopes import COLLECTION_OWNER, GLOBAL_OWNER
from explorer.core.storage.secrets import Secrets

Declared = tuple[str, str]
"""(owner: environment name or one of ``scopes``, variable name)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the keychain gave."""

    values: dict[Declared, str] = field(default_factory=dict, repr=False)
    fault: str = ""
    """Why it was not asked for the rest, as a sentence."""


def declared_secrets(collection: Collection | None, shared: tuple[Variable, ...] = ()) -> Iterator[Declared]:
    """The secrets of every environment, of the collection and of this computer that a keychain holds."""
    if collection is not None:
        for environment in collection.environments:
            yield from ((environment.name, row.name) for row in environment.variables if _is_kept(row))
        yield from ((COLLECTION_OWNER, row.name) for row in collection.variables if _is_kept(row))
    yield from ((GLOBAL_OWNER, row.name) for row in shared if _is_kept(row))


def secret_scope(collection: Collection | None, owner: str) -> str:
    """What tells one owner's secrets from another's in the keychain."""
    if owner == GLOBAL_OWNER:
        return "global variables"
    return f"{collection.name if collection else ''}/{owner}"


def stored_secrets(
    get: Callable[[str, str], str | None], collection: Collection | None, shared: tuple[Variable, ...] = ()
) -> Stored:
    """The values of what is declared; a keychain that refuses once is not asked again. ``get`` takes scope and name."""
    values: dict[Declared, str] = {}
    for owner, name in declared_secrets(collection, shared):
        try:
            value = get(secret_scope(collection, owner), name)
        except SecretError as error:
            return Stored(values=values, fault=error.message)
        if value:
            values[owner, name] = value
    return Stored(values=values)


async def learn(
    secrets: Secrets,
    collection: Collection | None,
    shared: tuple[Variable, ...],
    known: Container[Declared],
    values: dict[Declared, str],
) -> None:
    """Ask for what is declared and not ``known``, each once in a run, and put it into ``values``.

    A keychain that refuses keeps its secrets and is not asked again; an encrypted file is once it was opened.
    """
    wanted = [one for one in declared_secrets(collection, shared) if one not in known and one not in values]
    try:
        if not wanted or not await secrets.is_persistent():
            return
        values.update(dict.fromkeys(wanted, ""))
        for owner, name in wanted:
            values[owner, name] = await secrets.get(secret_scope(collection, owner), name) or ""
    except SecretError:
        return


def _is_kept(row: Variable) -> bool:
    return row.secret and not row.command
