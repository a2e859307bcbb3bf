"""Changes of variables as values: which environments become what, and which secrets move. Pure."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from explorer.core.model.environment import Environment, Variable, VariableType
from explorer.core.scopes import lineage
from explorer.core.storage.secret_guard import SHORTEST
from explorer.core.variable_uses import renamed
from explorer.gui.environments.matrix import SecretOf, is_secret, row_of

NAME = re.compile(r"[$\w][\w.$-]*")
"""A name that ``{{name}}`` can refer to."""
_PROGRAM = re.compile(r"\s*\$\((.+)\)\s*", re.DOTALL)
"""A value that a program gives, written as in a shell: ``$(op read op://vault/token)``."""
_TYPES = {
    VariableType.NUMBER: "This variable is a number, such as 30 or 0.5.",
    VariableType.BOOLEAN: "This variable is true or false.",
    VariableType.NULL: "This variable is null.",
    VariableType.OBJECT: "This variable is JSON, and the value is not.",
}

Environments = tuple[Environment, ...]


class RefusedEditError(Exception):
    """A sentence about why an edit cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretChange:
    """A value in the keychain before and after; empty means none."""

    environment: str
    name: str
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step that can be undone. Keys map to the environment after it; None means that it is deleted."""

    title: str
    environments: dict[str, Environment | None]
    secrets: tuple[SecretChange, ...] = ()
    renamed: tuple[str, str] | None = None
    """Old and new name of a variable, to be followed in all other files of the collection."""


def value_set(environments: Environments, key: str, name: str, value: str, secret_of: SecretOf) -> Change:
    """Give a variable a value in one environment. A name that is secret elsewhere is secret here too."""
    environment = environment_of(environments, key)
    row = row_of(environment, name)
    program = _PROGRAM.fullmatch(value)
    if program:
        new = replace(row or Variable(name=name), value="", secret=True, enabled=True, command=program[1].strip())
        return _change(f"Edit {name}", _with_row(environment, new))
    secret = row.secret if row is not None else is_secret(environments, name)
    if not secret:
        _check_no_secret(environments, value, secret_of)
    kind = next((found.type for one in environments if (found := row_of(one, name))), VariableType.STRING)
    base = row or Variable(name=name, type=kind)
    _check_type(base, value)
    secrets = (_moved(environment, name, secret_of, value),) if secret else ()
    new = replace(base, value="" if secret else value, secret=secret, enabled=True, command="")
    return _change(f"Edit {name}", _with_row(environment, new), secrets=secrets)


def value_unset(environments: Environments, key: str, name: str, secret_of: SecretOf) -> Change:
    """Take a value away. The row stays, empty, where no other environment would remember the name."""
    environment = environment_of(environments, key)
    row = row_of(environment, name)
    secrets = (_moved(environment, name, secret_of, ""),) if row is not None and row.secret else ()
    elsewhere = any(row_of(one, name) for one in environments if one.key != key)
    after = _without_row(environment, name) if elsewhere else _with_row(environment, Variable(name=name))
    return _change(f"Clear {name}", after, secrets=secrets)


def variable_added(environments: Environments, key: str, name: str) -> Change:
    """A new row without a value in one environment; the others show it as not set."""
    _check_name(environments, name)
    return _change(f"Add {name}", _with_row(environment_of(environments, key), Variable(name=name)))


def variable_renamed(
    environments: Environments, old: str, new: str, secret_of: SecretOf, elsewhere: Collection[str] = ()
) -> Change:
    """Another name in every environment and, by ``Change.renamed``, in every other file of the collection.

    ``elsewhere`` are names that other scopes give a value to."""
    _check_name(environments, new)
    if new in elsewhere:
        raise RefusedEditError(f"There is already a variable named `{new}` in the collection, a folder or a request.")
    _check_read(environments, old, secret_of)
    having = [one for one in environments if row_of(one, old)]
    secrets = [
        moved
        for one in having
        if any(row.secret for row in one.variables if row.name == old)
        for moved in (
            SecretChange(environment=one.name, name=new, before="", after=secret_of(one.name, old) or ""),
            _moved(one, old, secret_of, ""),
        )
    ]
    after = [renamed(one, old, new) for one in environments]
    changed = [new_one for new_one, one in zip(after, environments, strict=True) if new_one != one]
    return replace(_change(f"Rename {old}", *changed, secrets=tuple(secrets)), renamed=(old, new))


def variable_removed(environments: Environments, name: str, secret_of: SecretOf) -> Change:
    """Delete the row in every environment. Secrets that were read leave the keychain and come back with undo."""
    having = [one for one in environments if row_of(one, name)]
    secrets = tuple(_moved(one, name, secret_of, "") for one in having if is_secret((one,), name))
    secrets = tuple(one for one in secrets if one.before)
    return _change(f"Delete {name}", *(_without_row(one, name) for one in having), secrets=secrets)


def variable_switched(environments: Environments, name: str, enabled: bool) -> Change:
    """Switch the row on or off in every environment."""
    having = [one for one in environments if row_of(one, name)]
    title = f"Switch {name} on" if enabled else f"Switch {name} off"
    return _change(title, *(_mapped(one, name, enabled=enabled) for one in having))


def variable_typed(environments: Environments, name: str, kind: VariableType) -> Change:
    """Say what the values of a name are meant to be; raises RefusedEditError for a value that is something else."""
    having = [one for one in environments if row_of(one, name)]
    after = [_mapped(one, name, type=kind) for one in having]
    for one in after:
        row = row_of(one, name)
        _check_type(row, row.value if row else "")
    return _change(f"Type of {name}", *after)


def made_secret(environments: Environments, name: str, secret_of: SecretOf) -> Change:
    """Move the values of all environments from their files to the keychain."""
    having = [one for one in environments if (row := row_of(one, name)) and not row.secret]
    secrets = tuple(
        SecretChange(environment=one.name, name=name, before="", after=row.value)
        for one in having
        if (row := row_of(one, name)) is not None
    )
    after = (_mapped(one, name, value="", secret=True) for one in having)
    return _change(f"Make {name} secret", *after, secrets=secrets)


def made_plain(environments: Environments, name: str, secret_of: SecretOf) -> Change:
    """Move the values of all environments from the keychain to their files."""
    _check_read(environments, name, secret_of)
    having = [one for one in environments if is_secret((one,), name)]
    after = (
        _mapped(one, name, value="" if _runs(one, name) else secret_of(one.name, name) or "", secret=False, command="")
        for one in having
    )
    secrets = tuple(_moved(one, name, secret_of, "") for one in having)
    return _change(f"Make {name} not secret", *after, secrets=secrets)


def base_set(environments: Environments, changed: Environment) -> Change:
    """Another environment whose values hold where this one has none; raises RefusedEditError for a circle."""
    if changed.base and not any(one.name == changed.base for one in environments):
        raise RefusedEditError(f"There is no environment named {changed.base}.")
    others = tuple(changed if one.key == changed.key else one for one in environments)
    if any(one.base == changed.name for one in lineage(others, changed.name)):
        raise RefusedEditError(f"{changed.base} is itself derived from {changed.name}.")
    return _change(f"Change base of {changed.name}", changed)


def environment_of(environments: Environments, key: str) -> Environment:
    """The environment with this key; raises KeyError."""
    found = next((one for one in environments if one.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def _change(title: str, *after: Environment, secrets: tuple[SecretChange, ...] = ()) -> Change:
    return Change(title=title, environments={one.key: one for one in after}, secrets=secrets)


def _moved(environment: Environment, name: str, secret_of: SecretOf, after: str) -> SecretChange:
    before = secret_of(environment.name, name) or ""
    return SecretChange(environment=environment.name, name=name, before=before, after=after)


def _with_row(environment: Environment, row: Variable) -> Environment:
    old = row_of(environment, row.name)
    if old is None:
        return replace(environment, variables=(*environment.variables, row))
    rows = tuple(row if one is old else one for one in environment.variables)
    return replace(environment, variables=rows)


def _without_row(environment: Environment, name: str) -> Environment:
    return replace(environment, variables=tuple(row for row in environment.variables if row.name != name))


def _mapped(environment: Environment, old: str, **changes: object) -> Environment:
    rows = tuple(replace(row, **changes) if row.name == old else row for row in environment.variables)  # type: ignore[arg-type]
    return replace(environment, variables=rows)


def _check_name(environments: Environments, name: str) -> None:
    if not NAME.fullmatch(name):
        raise RefusedEditError("A name has letters, digits and . _ - $, and begins with a letter, a digit, _ or $.")
    if any(row_of(one, name) for one in environments):
        raise RefusedEditError(f"There is already a variable named `{name}`.")


def _check_type(row: Variable | None, value: str) -> None:
    """References and empty values may stand anywhere: what they become is known when they are sent."""
    if row is None or not value or "{{" in value:
        return
    sentence = _TYPES.get(row.type)
    if sentence and not _is_of_type(row.type, value):
        raise RefusedEditError(sentence)


def _is_of_type(kind: VariableType, value: str) -> bool:
    try:
        plain = json.loads(value)
    except ValueError:
        return False
    match kind:
        case VariableType.NUMBER:
            return isinstance(plain, (int, float)) and not isinstance(plain, bool)
        case VariableType.BOOLEAN:
            return isinstance(plain, bool)
        case VariableType.NULL:
            return plain is None
    return True


def _check_no_secret(environments: Environments, value: str, secret_of: SecretOf) -> None:
    for one in environments:
        for row in one.variables:
            kept = secret_of(one.name, row.name) if row.secret and value.strip() else None
            if kept and (value == kept or (len(kept) >= SHORTEST and kept in value)):
                verb = "is" if value == kept else "holds"
                raise RefusedEditError(
                    f"This {verb} the value of the secret variable `{row.name}`. Write {{{{{row.name}}}}} here instead."
                )


def _runs(environment: Environment, name: str) -> bool:
    row = row_of(environment, name)
    return row is not None and bool(row.command)


def _check_read(environments: Environments, name: str, secret_of: SecretOf) -> None:
    for one in environments:
        row = row_of(one, name)
        if row is not None and row.secret and not row.command and secret_of(one.name, name) is None:
            raise RefusedEditError(
                f"The secret of {one.name} was not read from the keyring yet. Make it active once, then try again."
            )
