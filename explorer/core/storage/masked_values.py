"""Any frozen value without the secrets in it: every text and every bytes of it, whatever noun it is of."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from operator import is_
from types import NoneType
from typing import Any, TypeVar, cast

from explorer.core.model.exchange import Content
from explorer.core.storage.secret_forms import mask
from explorer.core.storage.secret_places import mask_body, mask_text_places

T = TypeVar("T")

Walker = Callable[[Any, tuple[str, ...]], object]

_IDENTITIES = frozenset({"id", "fingerprint", "request_key", "environment", "last_success_id"})
"""Fields by which rows are found again; never touched."""

_WALKERS: dict[type, Walker] = {}
"""What is done with a value of a type, found once: an exchange has 150 values."""
_TOLD_FIELDS: dict[type, tuple[str, ...]] = {}


def mask_value(value: T, secrets: tuple[str, ...]) -> T:
    """Any noun without credentials in its texts and bytes: every known secret, then whatever stands in a place for one.

    Identities and closed choices stay.
    """
    return cast(T, _walk(value, secrets))


def _walk(value: object, secrets: tuple[str, ...]) -> object:
    """The value itself where nothing in it changes: most of an exchange is told and stored as it is."""
    kind = type(value)
    walker = _WALKERS.get(kind)
    if walker is None:
        walker = _WALKERS[kind] = _walker(kind)
    return walker(value, secrets)


def _walker(kind: type) -> Walker:
    if issubclass(kind, Enum | int | float | NoneType):
        return lambda value, _: value
    if issubclass(kind, str):
        return lambda value, secrets: mask_text_places(mask(value, secrets)) if value else value
    if issubclass(kind, bytes):
        return mask_body
    if issubclass(kind, tuple):
        return _walked_items
    if issubclass(kind, frozenset):
        return lambda value, secrets: frozenset(_walk(item, secrets) for item in value)
    if issubclass(kind, Content):
        return _masked_content
    if not is_dataclass(kind):
        return lambda value, _: value
    _TOLD_FIELDS[kind] = tuple(item.name for item in fields(kind) if item.name not in _IDENTITIES)
    return _walked_fields


def _walked_items(value: tuple[object, ...], secrets: tuple[str, ...]) -> tuple[object, ...]:
    items = tuple([_walk(item, secrets) for item in value])
    return value if all(map(is_, items, value)) else items


def _walked_fields(value: Any, secrets: tuple[str, ...]) -> object:
    changed = {}
    for name in _TOLD_FIELDS[type(value)]:
        old = getattr(value, name)
        new = _walk(old, secrets)
        if new is not old:
            changed[name] = new
    return replace(value, **changed) if changed else value


def _masked_content(content: Content, secrets: tuple[str, ...]) -> Content:
    data = mask_body(content.data, secrets)
    if data == content.data:
        return content
    return replace(content, data=data, size_bytes=len(data) if content.is_complete else content.size_bytes)
