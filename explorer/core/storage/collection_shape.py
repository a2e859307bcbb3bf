"""Takes typed values out of plain YAML data, forgivingly where the meaning is plain, and says where the shape is wrong.

Also the counterpart: putting values back without touching what already reads the same.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from explorer.core.storage.yaml_scalars import Numeral

Where = tuple[str | int, ...]
Table = dict[str, Any]


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


class ShapeError(Exception):
    """Valid YAML that is not what it should be; ``where`` leads to the value."""

    def __init__(self, reason: str, where: Where) -> None:
        super().__init__(reason)
        self.reason = reason
        self.where = where


def text(table: Mapping[str, Any], key: str, where: Where, default: str = "") -> str:
    """A text; numbers and truth values are taken as they are written, since YAML reads unquoted text as such."""
    value = table.get(key)
    if type(value) is str:
        return value
    if value is None:
        return default
    if isinstance(value, Numeral):
        return value.source
    if isinstance(value, bool):
        return "true" if value else "false"
    raise ShapeError(f"“{key}” must be text.", (*where, key))


def flag(table: Mapping[str, Any], key: str, where: Where) -> bool:
    """A truth value; absent is false."""
    value = table.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise ShapeError(f"“{key}” must be true or false.", (*where, key))


def inner(table: Mapping[str, Any], key: str, where: Where) -> Table:
    """A table inside a table; absent is empty."""
    value = table.get(key)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise ShapeError(f"“{key}” must hold names with values.", (*where, key))


def rows(table: Mapping[str, Any], key: str, where: Where) -> list[Table]:
    """A list of tables; absent is empty."""
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ShapeError(f"“{key}” must be a list.", (*where, key))
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            raise ShapeError(f"Each entry of “{key}” must hold names with values.", (*where, key, index))
    return value


def prose(table: Mapping[str, Any], key: str, where: Where) -> str:
    """A description or documentation: a text, or ``{content, type}``."""
    value = table.get(key)
    return text(value, "content", (*where, key)) if isinstance(value, dict) else text(table, key, where)


def with_prose(table: Table, key: str, value: str) -> Table:
    """The table with the description set; one that has a content type keeps it."""
    old = table.get(key)
    if prose(table, key, ()) == value:
        return table
    if isinstance(old, dict) and value:
        return {**table, key: {**old, "content": value}}
    return with_values(table, {key: value or None})


def number(table: Mapping[str, Any], key: str, where: Where) -> Numeral | None:
    """A number, or None when absent or ``inherit``."""
    value = table.get(key)
    if value is None or value == "inherit":
        return None
    if isinstance(value, Numeral) and math.isfinite(value):
        return value
    raise ShapeError(f"“{key}” must be a number.", (*where, key))


def with_values(table: Table, values: Mapping[str, Any]) -> Table:
    """The table with the values set; None takes a key out; what reads the same already stays as it is."""
    result = dict(table)
    for key, value in values.items():
        if value is None:
            result.pop(key, None)
        elif not _reads_as(table, key, value):
            result[key] = value
    return result


def without_empty(table: Table, key: str) -> Table:
    """The table without a list that has nothing in it."""
    return table if table.get(key) else with_values(table, {key: None})


def with_flag(table: Table, key: str, value: bool) -> Table:
    """The table with a truth value, which is left out when false and not there already."""
    return table if bool(table.get(key)) is value else with_values(table, {key: value or None})


def merged_rows(
    old: Sequence[Table],
    old_values: Sequence[Named],
    new_values: Sequence[Named],
    write: Callable[[Table, Named], Table],
) -> list[Table]:
    """Rows for ``new_values`` out of the old rows: equal ones untouched, changed ones changed, unknown keys kept.

    A changed value takes the old row of the same name, else the one in its place.
    """
    import difflib  # late: only what is saved is compared

    opcodes = difflib.SequenceMatcher(None, old_values, new_values, autojunk=False).get_opcodes()
    free = {at for operation, start, end, *_ in opcodes if operation != "equal" for at in range(start, end)}
    result: list[Table] = []
    for operation, start, end, new_start, new_end in opcodes:
        if operation == "equal":
            result += old[start:end]
            continue
        for at, value in enumerate(new_values[new_start:new_end], start):
            named = (one for one in sorted(free) if old_values[one].name == value.name)
            base = next(named, at if at < end and at in free else None)
            free.discard(-1 if base is None else base)
            result.append(write({} if base is None else old[base], value))
    return result


def _reads_as(table: Table, key: str, value: Any) -> bool:
    if key not in table:
        return False
    old = table[key]
    if isinstance(value, str) and not isinstance(old, (dict, list)):
        return text(table, key, ()) == value
    return bool(old == value) and isinstance(old, bool) is isinstance(value, bool)
