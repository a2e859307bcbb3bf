"""Frozen values to plain JSON-able data and back, for every noun of ``core.model``. It knows types, not meanings.

Every object carries its class name under "type", so that unions can be told apart. When read, unknown keys are
ignored and missing keys take the field's default: rows of an older or a newer program still open.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

TYPE_KEY = "type"

_AS_THEY_ARE = frozenset({str, int, float, bool, NoneType})

Special = Mapping[type, Callable[[Any], Any]]
"""Own converters for some classes, e.g. bodies that are kept elsewhere."""

Writer = Callable[[Any, Special | None], Any]

_WRITERS: dict[type, Writer] = {}
"""How values of a type are written, found once: an exchange has 150 values."""


def to_plain(value: Any, special: Special | None = None) -> Any:
    """``value`` as dicts, lists, strings, numbers, booleans and None. Raises TypeError for anything not a noun."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if special is not None and kind in special:
        return special[kind](value)
    writer = _WRITERS.get(kind)
    if writer is None:
        writer = _WRITERS[kind] = _writer(kind)
    return writer(value, special)


def _writer(kind: type) -> Writer:
    if issubclass(kind, Enum):
        return lambda value, _: value.value
    if issubclass(kind, str | int | float):
        return lambda value, _: value
    if issubclass(kind, tuple | list):
        return lambda value, special: [
            item if type(item) in _AS_THEY_ARE else to_plain(item, special) for item in value
        ]
    if issubclass(kind, bytes):
        return lambda value, _: base64.b64encode(value).decode("ascii")
    if issubclass(kind, date):
        return lambda value, _: value.isoformat()
    if issubclass(kind, Path):
        return lambda value, _: str(value)
    if issubclass(kind, frozenset | set):
        return lambda value, special: sorted(to_plain(item, special) for item in value)
    if issubclass(kind, Mapping):
        return lambda value, special: {str(key): to_plain(item, special) for key, item in value.items()}
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} cannot be stored")
    return partial(_object, tuple(item.name for item in fields(kind)))


def _object(names: tuple[str, ...], value: Any, special: Special | None) -> dict[str, Any]:
    plain: dict[str, Any] = {TYPE_KEY: type(value).__name__}
    for name in names:
        item = getattr(value, name)
        # Most are texts and numbers: a call saved for each.
        plain[name] = item if type(item) in _AS_THEY_ARE else to_plain(item, special)
    return plain


def from_plain(kind: Any, plain: Any, special: Special | None = None) -> Any:
    """The value of type ``kind`` (a class, union, tuple[...] ...) that ``to_plain`` turned into ``plain``.

    Raises ValueError, with the expected and the found type, for data that is something else.
    """
    if special is not None and kind in special:
        return special[kind](plain)
    origin = get_origin(kind)
    if origin is Union or origin is UnionType:
        return _union(get_args(kind), plain, special)
    if origin is tuple:
        return _tuple(get_args(kind), plain, special)
    if origin is frozenset:
        (item_kind,) = get_args(kind)
        return frozenset(from_plain(item_kind, item, special) for item in _list(plain))
    if origin is not None:
        return {key: from_plain(get_args(kind)[1], item, special) for key, item in _mapping(kind, plain).items()}
    if is_dataclass(kind):
        return _instance(kind, plain, special)
    return _leaf(kind, plain)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


@cache
def _field_kinds(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((name, hints[name]) for name in _field_names(kind))


def _instance(kind: Any, plain: Any, special: Special | None) -> Any:
    data = _mapping(kind, plain)
    known = {name: from_plain(hint, data[name], special) for name, hint in _field_kinds(kind) if name in data}
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _union(members: tuple[Any, ...], plain: Any, special: Special | None) -> Any:
    if plain is None and NoneType in members:
        return None
    present = [member for member in members if member is not NoneType]
    if len(present) == 1:
        return from_plain(present[0], plain, special)
    wanted = plain.get(TYPE_KEY) if isinstance(plain, Mapping) else None
    for member in present:
        if member.__name__ == wanted:
            return from_plain(member, plain, special)
    names = ", ".join(member.__name__ for member in present)
    raise ValueError(f"expected one of {names}, found {wanted or type(plain).__name__}")


def _tuple(kinds: tuple[Any, ...], plain: Any, special: Special | None) -> tuple[Any, ...]:
    items = _list(plain)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(from_plain(kinds[0], item, special) for item in items)
    if len(items) != len(kinds):
        raise ValueError(f"expected {len(kinds)} items, found {len(items)}")
    return tuple(from_plain(kind, item, special) for kind, item in zip(kinds, items, strict=True))


def _leaf(kind: Any, plain: Any) -> Any:
    if kind is Any or kind is object:
        return plain
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if kind in (str, int, float, bool):
        return _checked(kind, plain)
    if issubclass(kind, Enum):
        return kind(plain)
    text = _checked(str, plain)
    if kind is bytes:
        return base64.b64decode(text, validate=True)
    if kind in (datetime, date):
        return kind.fromisoformat(text)
    if issubclass(kind, Path):
        return Path(text)
    raise ValueError(f"{kind.__name__} cannot be read")


def _checked(kind: type, plain: Any) -> Any:
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise ValueError(f"expected {kind.__name__}, found {type(plain).__name__}")
    return plain


def _list(plain: Any) -> list[Any]:
    if isinstance(plain, list | tuple):
        return list(plain)
    raise ValueError(f"expected a list, found {type(plain).__name__}")


def _mapping(kind: Any, plain: Any) -> Mapping[str, Any]:
    if isinstance(plain, Mapping):
        return plain
    raise ValueError(f"expected an object for {getattr(kind, '__name__', kind)}, found {type(plain).__name__}")
