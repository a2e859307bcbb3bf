"""``explorer env``: environments with their variables, and setting one in place."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from explorer.cli.compared_secrets import known_secrets, opened_secrets
from explorer.cli.exit_codes import FAILED, FINE
from explorer.cli.opened import collection_around, opened
from explorer.cli.output import say, visible, write_json, write_line
from explorer.cli.sources import STANDARD_INPUT, read_source
from explorer.core.errors import SecretError, UsageError
from explorer.core.model.collection import BrokenItem, Collection, Item
from explorer.core.model.environment import Environment, Variable
from explorer.core.storage.collection_names import ENVIRONMENTS
from explorer.core.storage.collections import load, save_environment
from explorer.core.storage.masking import MASK
from explorer.core.storage.secret_guard import leak_in, refuse
from explorer.core.storage.secret_names import is_secret_name
from explorer.core.storage.secrets import Secrets
from explorer.core.storage.stored_secrets import declared_secrets
from explorer.core.transport import Transport
from explorer.core.variables import references
from explorer.core.workspace import Workspace

_MARGIN = " " * 6
"""Before further lines of a value, so that none looks like a variable."""


def run(arguments: argparse.Namespace) -> int:
    """List or set. Raises UsageError for names that are not known, SecretError without a keychain."""
    if arguments.verb == "ls":
        return _list(arguments.folder, as_json=arguments.json)
    folder = collection_around(arguments.folder)
    collection = load(folder)
    environment = _named(collection, arguments.environment)
    values = dict(_assignment(word) for word in arguments.words)
    _check_names(environment, values)
    _set(folder, collection, environment, values, secret=arguments.secret)
    return FINE


def _list(name: str, *, as_json: bool) -> int:
    """Of a collection, or of each collection of a workspace; 1 when a file of an environment cannot be read."""
    found = opened(name)
    collections = [load(folder) for folder in found.folders if folder.is_dir()]
    if as_json:
        listed = [{"environments": [_json(one) for one in each.environments]} for each in collections]
        named = [{"name": each.name, "folder": each.key} for each in collections]
        several = {"collections": [{**one, **other} for one, other in zip(named, listed, strict=True)]}
        write_json(listed[0] if found.workspace is None else several)
    else:
        for each in collections:
            if found.workspace is not None:
                write_line(visible(f"{each.name}  {each.key}"))
            _print(each)
    broken = [item for each in collections for item in each.items if _is_environment(item)]
    for item in broken:
        say(f"explorer: {item.key}:{item.line}:{item.column}: {item.reason}")
    return FAILED if broken else FINE


def _is_environment(item: Item) -> TypeGuard[BrokenItem]:
    return isinstance(item, BrokenItem) and item.key.startswith(f"{ENVIRONMENTS}/")


def _print(collection: Collection) -> None:
    for environment in collection.environments:
        protected = "  (protected)" if environment.confirm_methods else ""
        write_line(visible(f"{environment.name}{protected}"))
        for row in environment.variables:
            note = "" if row.enabled else "  (switched off)"
            note = "  (secret)" if row.secret else note
            value = _shown(row).replace("\n", f"\n{_MARGIN}")
            write_line(visible(f"  {row.name} = {value}{note}"))


def _json(environment: Environment) -> dict[str, Any]:
    rows = [
        {"name": row.name, "value": _shown(row), "secret": row.secret, "enabled": row.enabled}
        for row in environment.variables
    ]
    protected = bool(environment.confirm_methods)
    return {"name": environment.name, "key": environment.key, "protected": protected, "variables": rows}


def _shown(row: Variable) -> str:
    """The value, unless it is marked secret or its name says so."""
    hidden = row.secret or (is_secret_name(row.name) and row.value and not row.value.startswith("{{"))
    return MASK if hidden else row.value


def _named(collection: Collection, name: str) -> Environment:
    found = next((one for one in collection.environments if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in collection.environments) or "none"
        raise UsageError(f"There is no environment {name}. Known: {known}.")
    return found


def _assignment(word: str) -> tuple[str, str]:
    """Name and value; the value of a name alone is typed, or comes from standard input."""
    name, equals, value = word.partition("=")
    if not name.strip():
        raise UsageError("A variable is written NAME=VALUE; one has no name.")
    if equals:
        return name, value
    if sys.stdin is not None and sys.stdin.isatty():
        return name, getpass.getpass(f"Value of {name}: ")
    return name, read_source(STANDARD_INPUT).decode("utf-8", "replace").rstrip("\r\n")


def _check_names(environment: Environment, values: Iterable[str]) -> None:
    """New names are such that a request can refer to them; raises UsageError."""
    there = {row.name for row in environment.variables}
    for name in values:
        if name not in there and [one.name for one in references(f"{{{{{name}}}}}")] != [name]:
            raise UsageError(
                f"“{name}” is no name. Names have letters, digits and . _ - $; the first is none of . and -."
            )


def _set(
    folder: Path, collection: Collection, environment: Environment, values: dict[str, str], *, secret: bool
) -> None:
    rows, secrets = list(environment.variables), dict[str, str]()
    for name, value in values.items():
        at = next((index for index, row in enumerate(rows) if row.name == name), len(rows))
        row = rows[at] if at < len(rows) else Variable(name=name)
        if secret or row.secret:
            secrets[name] = value
        rows[at : at + 1] = [replace(row, secret=secret or row.secret, value="" if secret or row.secret else value)]
    changed = replace(environment, variables=tuple(rows))
    replaced = replace(collection, environments=_with(collection.environments, changed))
    chain = opened_secrets() if secrets or any(True for _ in declared_secrets(replaced)) else None
    given = {value: name for name, value in secrets.items()}
    refuse(leak_in(changed, known_secrets([replaced], chain) | given, besides=environment))
    if chain is not None and secrets:
        asyncio.run(_keep(collection, environment.name, secrets, chain))
    save_environment(folder, changed)
    for name in values:
        kept = "in the keychain" if name in secrets else f"in {environment.key}"
        say(f"explorer: {name} of {environment.name} is set {kept}.")


def _with(environments: tuple[Environment, ...], changed: Environment) -> tuple[Environment, ...]:
    return tuple(changed if one.key == changed.key else one for one in environments)


async def _keep(collection: Collection, environment: str, values: dict[str, str], secrets: Secrets) -> None:
    """Into the keychain; raises SecretError when there is none, since nothing would be left at the end of the run."""
    if not await secrets.is_persistent():
        raise SecretError("There is no keychain on this computer to keep the secret in; nothing was changed.")
    workspace = Workspace(transport=Transport(), collection=collection, secrets=secrets)
    for name, value in values.items():
        await workspace.keep_secret(environment, name, value)
