"""One walk through any frozen value, tuples and dataclasses down to their texts; what need not change stays itself."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import partial
from operator import is_
from types import NoneType
from typing import Any, TypeVar, cast

T = TypeVar("T")
Walker = Callable[[Any, tuple[str, ...]], object]
"""Gives what stands for a value when these secrets are to go."""


class Walk:
    """Closed choices, numbers and everything that is not told about stay as they are."""

    def __init__(
        self, leaves: Mapping[type, Walker], *, with_sets: bool = False, besides: frozenset[str] = frozenset()
    ) -> None:
        """``leaves`` say what becomes of a type, ``besides`` names fields that are never touched."""
        self._leaves = leaves
        self._with_sets = with_sets
        self._besides = besides
        self._walkers: dict[type, Walker] = {}
        """What is done with a value of a type, found once: an exchange has 150 values."""

    def __call__(self, value: object, secrets: tuple[str, ...]) -> object:
        """The value itself where nothing in it changes: most of an exchange is told and stored as it is."""
        return self._of(type(value))(value, secrets)

    def _of(self, kind: type) -> Walker:
        walker = self._walkers.get(kind)
        if walker is None:
            walker = self._walkers[kind] = self._walker(kind)
        return walker

    def _walker(self, kind: type) -> Walker:
        if issubclass(kind, Enum | int | float | NoneType):
            return _unchanged
        leaf = next((walker for base, walker in self._leaves.items() if issubclass(kind, base)), None)
        if leaf is not None:
            return leaf
        if issubclass(kind, tuple):
            return self._items
        if issubclass(kind, frozenset):
            return self._set if self._with_sets else _unchanged
        if not is_dataclass(kind):
            return _unchanged
        return partial(self._fields, tuple(item.name for item in fields(kind) if item.name not in self._besides))

    def _items(self, value: tuple[object, ...], secrets: tuple[str, ...]) -> tuple[object, ...]:
        walkers, of = self._walkers, self._of
        items = tuple([(walkers.get(kind) or of(kind))(item, secrets) for item in value for kind in (type(item),)])
        return value if all(map(is_, items, value)) else items

    def _set(self, value: frozenset[object], secrets: tuple[str, ...]) -> frozenset[object]:
        return frozenset(self(item, secrets) for item in value)

    def _fields(self, names: tuple[str, ...], value: Any, secrets: tuple[str, ...]) -> object:
        others, walkers, of = {}, self._walkers, self._of
        for name in names:
            old = getattr(value, name)
            kind = type(old)
            new = (walkers.get(kind) or of(kind))(old, secrets)
            if new is not old:
                others[name] = new
        return replace(value, **others) if others else value


def changed(noun: T, /, **values: object) -> T:
    """The dataclass with these values of fields; itself where it has them: a new one costs more than to compare."""
    others = {name: new for name, new in values.items() if getattr(noun, name) != new}
    return cast(T, replace(cast(Any, noun), **others)) if others else noun


def _unchanged(value: object, _secrets: tuple[str, ...]) -> object:
    return value
