"""Changes of whole environments as values: add, rename, duplicate, delete, look and settings. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from explorer.core.model.environment import Environment
from explorer.core.storage.collection_names import ENVIRONMENTS, SUFFIX, file_stem, joined, unique_stem
from explorer.gui.environments.edits import Change, Environments, RefusedEditError, SecretChange, environment_of
from explorer.gui.environments.matrix import SecretOf

NEW_NAME = "New environment"


def added(environments: Environments) -> Change:
    """An environment without variables, under a free name."""
    name = _free_name(environments, NEW_NAME)
    new = Environment(key=_new_key(environments, name), name=name)
    return Change(title=f"Add {name}", environments={new.key: new})


def duplicated(environments: Environments, key: str, secret_of: SecretOf) -> Change:
    """A copy with the secrets that are known here."""
    old = environment_of(environments, key)
    name = _free_name(environments, f"{old.name} copy")
    new = replace(old, key=_new_key(environments, name), name=name)
    return Change(
        title=f"Duplicate {old.name}",
        environments={new.key: new},
        secrets=tuple(
            SecretChange(environment=name, name=variable, before="", after=value)
            for variable, value in _secrets(old, secret_of)
        ),
    )


def renamed(environments: Environments, key: str, name: str, secret_of: SecretOf) -> Change:
    """Another name. The keychain knows secrets by the name of their environment, so they move with it."""
    old, name = environment_of(environments, key), name.strip()
    if not name:
        raise RefusedEditError("An environment needs a name.")
    if any(one.name == name for one in environments if one.key != key):
        raise RefusedEditError(f"There is already an environment named {name}.")
    _check_read(old, secret_of)
    secrets = [
        change
        for variable, value in _secrets(old, secret_of)
        for change in (
            SecretChange(environment=name, name=variable, before="", after=value),
            SecretChange(environment=old.name, name=variable, before=value, after=""),
        )
    ]
    after: dict[str, Environment | None] = {
        one.key: replace(one, base=name) for one in environments if one.base == old.name and one.key != key
    }
    after[key] = replace(old, name=name)
    return Change(title=f"Rename {old.name}", environments=after, secrets=tuple(secrets))


def deleted(environments: Environments, key: str) -> Change:
    """Its file goes to the trash; its secrets stay in the keychain, so that undo brings all of it back."""
    return Change(title=f"Delete {environment_of(environments, key).name}", environments={key: None})


def settings_changed(title: str, environment: Environment) -> Change:
    """The environment with other settings or another mark."""
    return Change(title=title, environments={environment.key: environment})


def _secrets(environment: Environment, secret_of: SecretOf) -> Iterable[tuple[str, str]]:
    for row in environment.variables:
        value = secret_of(environment.name, row.name) if row.secret else None
        if value:
            yield row.name, value


def _check_read(environment: Environment, secret_of: SecretOf) -> None:
    name = environment.name
    if any(row.secret and secret_of(name, row.name) is None for row in environment.variables):
        raise RefusedEditError(
            f"The secrets of {name} were not read from the keyring yet. Make it active once, then try again."
        )


def _free_name(environments: Environments, name: str) -> str:
    return unique_stem(name, (one.name for one in environments))


def _new_key(environments: Environments, name: str) -> str:
    taken = [one.key.rpartition("/")[2] for one in environments]
    return joined(ENVIRONMENTS, unique_stem(file_stem(name), taken, SUFFIX) + SUFFIX)
