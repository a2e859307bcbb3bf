"""Environments seen as a matrix of names and values: what a cell holds, and which values are missing. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.model.environment import Environment, Variable
from explorer.core.scopes import lineage

SecretOf = Callable[[str, str], str | None]
"""(environment name, variable name) to the secret value; None while it was not read from the keychain."""


class Filling(StrEnum):
    """What an environment has for a name."""

    VALUE = "value"
    SECRET = "secret"
    """A value, or one that may be there, in the keychain."""
    EMPTY = "empty"
    """A row whose value is the empty text, which is a value as well."""
    OFF = "off"
    """A row that is switched off."""
    UNSET = "unset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A value that requests need and this environment lacks: another has one, or the row of a secret waits for it."""

    name: str
    key: str
    """Key of the environment that lacks it."""
    environment: str
    uses: int
    """Requests that refer to it."""
    donor: str
    """Name of the environment whose value can be copied; empty when that value is not known here."""


def names_of(environments: tuple[Environment, ...]) -> tuple[str, ...]:
    """Every name once, in the order in which the environments bring them up."""
    return tuple(dict.fromkeys(row.name for one in environments for row in one.variables))


def row_of(environment: Environment, name: str) -> Variable | None:
    """The row that counts: of equal names the last one that is on, as when a request is resolved."""
    rows = [row for row in environment.variables if row.name == name]
    return next((row for row in reversed(rows) if row.enabled), rows[-1] if rows else None)


def filling(environment: Environment, name: str, secret_of: SecretOf) -> Filling:
    """What the environment has for a name. A secret that was read and is empty is not set."""
    row = row_of(environment, name)
    if row is None:
        return Filling.UNSET
    if not row.enabled:
        return Filling.OFF
    if row.secret:
        known = row.command or secret_of(environment.name, name) != ""
        return Filling.SECRET if known else Filling.UNSET
    return Filling.VALUE if row.value else Filling.EMPTY


def giver(environments: tuple[Environment, ...], environment: Environment, name: str, secret_of: SecretOf) -> str:
    """Name of the base that gives an environment the value it has none of itself; empty when none does."""
    bases = lineage(environments, environment.name)[1:]
    given = (one.name for one in bases if filling(one, name, secret_of) in (Filling.VALUE, Filling.SECRET))
    return next(given, "")


def is_secret(environments: tuple[Environment, ...], name: str) -> bool:
    """Whether any environment keeps this name in the keychain."""
    return any(row.secret for one in environments for row in one.variables if row.name == name)


def is_off(environments: tuple[Environment, ...], name: str) -> bool:
    """Whether every environment that has the row switched it off."""
    rows = [row for row in (row_of(one, name) for one in environments) if row is not None]
    return bool(rows) and not any(row.enabled for row in rows)


def problems(
    environments: tuple[Environment, ...], uses: Mapping[str, int], shared: Collection[str], secret_of: SecretOf
) -> tuple[Problem, ...]:
    """Missing values row by row; ``shared`` names have a value in the collection, which serves all environments."""
    found: list[Problem] = []
    for name in names_of(environments):
        if uses.get(name, 0) and name not in shared:
            found += _problems_of(environments, name, uses[name], secret_of)
    return tuple(found)


def _problems_of(environments: tuple[Environment, ...], name: str, uses: int, secret_of: SecretOf) -> list[Problem]:
    fillings = [filling(one, name, secret_of) for one in environments]
    given = any(one in (Filling.VALUE, Filling.SECRET) for one in fillings)
    if not given and not any(_waits(one, name, secret_of) for one in environments):
        return []
    return [
        Problem(
            name=name, key=one.key, environment=one.name, uses=uses, donor=_donor(environments, at, name, secret_of)
        )
        for at, one in enumerate(environments)
        if fillings[at] in (Filling.UNSET, Filling.OFF) and not giver(environments, one, name, secret_of)
    ]


def _waits(environment: Environment, name: str, secret_of: SecretOf) -> bool:
    """Whether there is a row for a secret whose value nobody entered here, as after a clone."""
    row = row_of(environment, name)
    return row is not None and row.secret and filling(environment, name, secret_of) is Filling.UNSET


def _donor(environments: tuple[Environment, ...], at: int, name: str, secret_of: SecretOf) -> str:
    """The nearest environment to the left with a known value, then to the right."""
    for one in (*reversed(environments[:at]), *environments[at + 1 :]):
        if known_value(one, name, secret_of):
            return one.name
    return ""


def known_value(environment: Environment, name: str, secret_of: SecretOf) -> str:
    """The value, read from the keychain if it is secret; empty when there is none or it was not read. A program that
    gives the value is written ``$(op read ...)``."""
    row = row_of(environment, name)
    if row is None or not row.enabled:
        return ""
    if row.command:
        return f"$({row.command})"
    return secret_of(environment.name, name) or "" if row.secret else row.value
