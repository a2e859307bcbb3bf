"""Bodies against tables of fields, in three passes: JSON types, limits, formats. Knows no field by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.core.sandbox import parameters
from explorer.core.sandbox.kinds import Kind, kind_name
from explorer.core.sandbox.refusals import invalid_format, invalid_json, violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a body; null counts as absent."""

    name: str
    kind: Kind
    required: bool = False
    limit: tuple[int, int | None] | None = None
    """Fewest and most characters, elements, or (for an integer) the smallest and largest value."""
    expected: str = ""
    """What a malformed value is said not to be: ``MSISDN or group ID``."""
    matches: Callable[[str], bool] | None = None
    """Whether a string, or each string of an array, is well formed."""
    fields: tuple["Field", ...] = ()
    """The fields of an object."""


def check_types(body: Mapping[str, Any], fields: tuple[Field, ...], prefix: str = "") -> None:
    """Raises ``syntax_invalid_json`` for the first value of the wrong JSON type."""
    for field, value in _given(body, fields):
        name = prefix + field.name
        if not _is(field.kind, value):
            raise _misfit(name, field.kind, value)
        if field.kind is Kind.STRINGS:
            _check_elements(name, value)
        elif field.kind is Kind.PARAMETERS:
            parameters.check_types(name, value)
        elif field.kind is Kind.OBJECT:
            check_types(value, field.fields, f"{name}.")


def check_limits(body: Mapping[str, Any], fields: tuple[Field, ...], prefix: str = "") -> None:
    """Raises ``syntax_constraint_violation`` for the first required field missing or limit broken."""
    for field in fields:
        if field.required and body.get(field.name) is None:
            raise violation(prefix + field.name, "is required")
    for field, value in _given(body, fields):
        name = prefix + field.name
        if field.limit and not _within(field.limit, _size(value)):
            raise violation(name, _rule(field.limit, value))
        if field.kind is Kind.PARAMETERS:
            parameters.check_limits(name, value)
        elif field.kind is Kind.OBJECT:
            check_limits(value, field.fields, f"{name}.")


def check_formats(body: Mapping[str, Any], fields: tuple[Field, ...], prefix: str = "") -> None:
    """Raises ``syntax_invalid_parameter_format`` for the first malformed value."""
    for field, value in _given(body, fields):
        name = prefix + field.name
        if field.matches is not None:
            for place, text in _texts(name, value):
                if not field.matches(text):
                    raise invalid_format(place, text, field.expected)
        if field.kind is Kind.PARAMETERS:
            parameters.check_formats(name, value)
        elif field.kind is Kind.OBJECT:
            check_formats(value, field.fields, f"{name}.")


def limit_rule(limit: tuple[int, int | None], unit: str, verb: str) -> str:
    """``have 1 to 1000 elements``; ``unit`` may be empty for plain values."""
    low, high = limit
    if high is None:
        amount = f"at least {low}"
    elif low == 0 and unit:
        amount = f"at most {high}"
    else:
        amount = f"{low} to {high}"
    return f"{verb} {amount} {unit}".rstrip()


def _given(body: Mapping[str, Any], fields: tuple[Field, ...]) -> Iterator[tuple[Field, Any]]:
    for field in fields:
        value = body.get(field.name)
        if value is not None:
            yield field, value


def _is(kind: Kind, value: Any) -> bool:
    match kind:
        case Kind.STRING:
            return isinstance(value, str)
        case Kind.STRINGS:
            return isinstance(value, list)
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Kind.OBJECT | Kind.PARAMETERS:
            return isinstance(value, dict)


def _check_elements(name: str, values: list[Any]) -> None:
    for index, value in enumerate(values):
        if not isinstance(value, str):
            raise _misfit(f"{name}[{index}]", Kind.STRING, value)


def _misfit(name: str, wanted: Kind, found: Any) -> Exception:
    return invalid_json(f"The JSON does not fit the API: '{name}' must be {wanted}, found {kind_name(found)}.")


def _size(value: Any) -> int | float:
    return len(value) if isinstance(value, str | list) else value


def _within(limit: tuple[int, int | None], size: int | float) -> bool:
    low, high = limit
    return size >= low and (high is None or size <= high)


def _rule(limit: tuple[int, int | None], value: Any) -> str:
    if isinstance(value, str):
        return f"must {limit_rule(limit, 'characters', 'have')}, has {len(value)}"
    if isinstance(value, list):
        return f"must {limit_rule(limit, 'elements', 'have')}, has {len(value)}"
    return f"must {limit_rule(limit, '', 'be')}, is {value}"


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for index, text in enumerate(value):
            yield f"{name}[{index}]", text
