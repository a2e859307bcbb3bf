"""Environments: variables in ``environments/*.yml`` in OpenCollection's words, Explorer's own settings beside them.

A secret's value is never in the file; ``collection_side`` keeps mark, TLS, proxy, timeout, retries and confirmations.
The file's own ``color`` is read and never changed: it belongs to every program that shows one.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from explorer.core.model.environment import Environment, EnvironmentShape, Variable, VariableType
from explorer.core.storage.collection_names import stem_of
from explorer.core.storage.collection_shape import (
    Table,
    Where,
    flag,
    inner,
    merged_rows,
    prose,
    rows,
    text,
    with_flag,
    with_prose,
    with_values,
)

_DEFAULT = Environment(key="", name="")


def environment_from(data: Table, key: str, settings: Mapping[str, Any]) -> Environment:
    """The environment of a file; ``settings`` are Explorer's own, wrong ones count as absent. Raises ShapeError."""
    stem = stem_of(key.rpartition("/")[2])
    return Environment(
        key=key,
        name=text(data, "name", (), default=stem),
        variables=_with_commands(variables_from(data, ()), settings.get("commands")),
        base=text(data, "extends", ()),
        dotenv=text(data, "dotEnvFilePath", ()),
        file_color=color if isinstance(color := data.get("color"), str) else "",
        **_settings(settings),
    )


def with_environment(data: Table, environment: Environment) -> Table:
    """The data changed where it does not say ``environment`` already."""
    stem = stem_of(environment.key.rpartition("/")[2])
    if text(data, "name", (), default=stem) != environment.name or not data:
        color = {"color": environment.file_color} if environment.file_color and not data else {}
        data = {"name": environment.name, **color, **with_values(data, {"name": environment.name})}
    for key, value in (("extends", environment.base), ("dotEnvFilePath", environment.dotenv)):
        if text(data, key, ()) != value:
            data = with_values(data, {key: value or None})
    return with_variables(data, environment.variables)


def settings_of(environment: Environment) -> dict[str, Any]:
    """What goes beside the file: the settings that differ from the defaults."""
    values: dict[str, Any] = {
        "color": environment.color,
        "shape": environment.shape.value,
        "verify_tls": environment.verify_tls,
        "proxy": environment.proxy,
        "timeout_s": environment.timeout_s,
        "retries": environment.retries,
        "confirm_methods": list(environment.confirm_methods),
    }
    defaults = {**{name: getattr(_DEFAULT, name) for name in values}, "confirm_methods": []}
    commands = {row.name: row.command for row in environment.variables if row.command}
    differing = {name: value for name, value in values.items() if value != defaults[name]}
    return {**differing, "commands": commands} if commands else differing


def variables_from(table: Table, where: Where) -> tuple[Variable, ...]:
    """The rows under ``variables``."""
    found = rows(table, "variables", where)
    return tuple(_variable(row, (*where, "variables", at)) for at, row in enumerate(found))


def with_variables(table: Table, variables: tuple[Variable, ...]) -> Table:
    """The table with these variables; unchanged when it has them already."""
    # A secret's value lives elsewhere: it must neither be compared with the file nor reach it.
    wanted = tuple(_without_secret(variable) for variable in variables)
    old = variables_from(table, ())
    if old == wanted:
        return table
    return with_values(table, {"variables": merged_rows(rows(table, "variables", ()), old, wanted, _with_variable)})


def _without_secret(variable: Variable) -> Variable:
    if not variable.secret:
        return variable
    return replace(variable, value="", command="")


def _with_commands(variables: tuple[Variable, ...], commands: Any) -> tuple[Variable, ...]:
    """The rows with the programs that give their values, which stand beside the file."""
    if not isinstance(commands, dict):
        return variables
    found = ((row, commands.get(row.name)) for row in variables)
    return tuple(replace(row, command=one) if row.secret and isinstance(one, str) else row for row, one in found)


def _variable(row: Table, where: Where) -> Variable:
    secret = flag(row, "secret", where)
    return Variable(
        name=text(row, "name", where),
        value="" if secret else _value(row, where),
        secret=secret,
        enabled=not flag(row, "disabled", where),
        description=prose(row, "description", where),
        type=_type(row if secret else _typed(row)),
    )


def _typed(row: Table) -> Table:
    """Where the type of a plain value stands: in the value, or in the chosen one of several."""
    value = row.get("value")
    if isinstance(value, list) and value:
        return _typed(value[_selected(value)])
    return value if isinstance(value, dict) else {}


def _type(table: Table) -> VariableType:
    named = table.get("type")
    return VariableType(named) if named in tuple(VariableType) else VariableType.STRING


def _value(row: Table, where: Where) -> str:
    """A text, a typed value, or the selected one of several."""
    value = row.get("value")
    if isinstance(value, list):
        variants = rows(row, "value", where)
        return _value(variants[_selected(variants)], (*where, "value")) if variants else ""
    if isinstance(value, dict):
        return text(inner(row, "value", where), "data", (*where, "value"))
    return text(row, "value", where)


def _with_variable(row: Table, variable: Variable) -> Table:
    if variable.secret:
        named = None if variable.type is VariableType.STRING else variable.type.value
        row = with_values(row, {"name": variable.name, "secret": True, "value": None})
        row = row if _type(row) is variable.type else with_values(row, {"type": named})
    else:
        row = with_values(row, {"name": variable.name, "secret": None})
        row = _with_type(_with_value({key: row[key] for key in row if key != "type"}, variable.value), variable)
    return with_flag(with_prose(row, "description", variable.description), "disabled", not variable.enabled)


def _with_value(row: Table, value: str) -> Table:
    old = row.get("value")
    if "value" in row and _value(row, ()) == value:
        return row
    if isinstance(old, dict):
        return {**row, "value": {**old, "data": value}}
    if isinstance(old, list) and old:
        chosen = _selected(old)
        return {**row, "value": [*old[:chosen], _with_value(old[chosen], value), *old[chosen + 1 :]]}
    return with_values(row, {"value": value})


def _with_type(row: Table, variable: Variable) -> Table:
    """The value as a text, or as ``{type, data}`` where it has a type."""
    old = row.get("value")
    if isinstance(old, list) and old:
        chosen = _selected(old)
        return {**row, "value": [*old[:chosen], _with_type(old[chosen], variable), *old[chosen + 1 :]]}
    if _type(old if isinstance(old, dict) else {}) is variable.type:
        return row
    if variable.type is VariableType.STRING:
        return {**row, "value": variable.value}
    return {**row, "value": {"type": variable.type.value, "data": variable.value}}


def _selected(variants: list[Table]) -> int:
    return next((index for index, variant in enumerate(variants) if variant.get("selected") is True), 0)


def _settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The usable ones of the stored settings, as arguments for an Environment."""
    methods = values.get("confirm_methods")
    usable: dict[str, Any] = {
        name: values[name]
        for name, kind in (("color", str), ("proxy", str), ("verify_tls", bool))
        if isinstance(values.get(name), kind)
    }
    if values.get("shape") in tuple(EnvironmentShape):
        usable["shape"] = EnvironmentShape(values["shape"])
    if _is_number(values.get("timeout_s")):
        usable["timeout_s"] = float(values["timeout_s"])
    if _is_number(values.get("retries")):
        usable["retries"] = int(values["retries"])
    if isinstance(methods, list):
        usable["confirm_methods"] = tuple(method for method in methods if isinstance(method, str))
    return usable


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
