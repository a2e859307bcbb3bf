"""Changes of an environment as values."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.diagnosis import Edit, EditTarget
from explorer.core.model.environment import Environment, Variable


def with_variables(environment: Environment, edits: tuple[Edit, ...]) -> Environment:
    """The environment with the variables of VARIABLE edits set; new ones are added at the end."""
    for edit in edits:
        if edit.target is EditTarget.VARIABLE:
            environment = with_variable(environment, edit.name, edit.after)
    return environment


def with_variable(environment: Environment, name: str, value: str) -> Environment:
    """The environment with one variable set; added at the end when it is new."""
    rows = tuple(replace(row, value=value) if row.name == name else row for row in environment.variables)
    if not any(row.name == name for row in rows):
        rows = (*rows, Variable(name=name, value=value))
    return replace(environment, variables=rows)
