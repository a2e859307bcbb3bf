"""What differs between two values of JSON or YAML, place by place; credentials are named and not shown. Pure."""

from collections.abc import Iterator
from typing import Any

from explorer.core.model.versions import FieldChange
from explorer.core.storage.compare import NOT_SET, json_changes
from explorer.core.storage.masking import MASK, is_secret_name
from explorer.core.storage.secret_places import masked_value

_ROOT = "$"
LONGEST = 300
"""Characters of a value; the window cuts it to the place that differs."""
_ROW_VALUES = ("value", "data")


def hidden(part: str, name: str = "") -> FieldChange:
    """A change of a value that is not shown."""
    return FieldChange(part=part, name=name, before=MASK, after=f"{MASK} (another value)")


def json_fields(part: str, before: Any, after: Any) -> Iterator[FieldChange]:
    """The differing places of two values, each with its path.

    A member named like a credential shows no value, and neither does the value of a row that is named like one or says
    that it is secret. ``MISSING`` stands for a side that has no value.
    """
    secret = {*_secret_places(before, _ROOT), *_secret_places(after, _ROOT)}
    for change in json_changes(_ROOT, before, after, LONGEST):
        place = change.field
        name = place.removeprefix(_ROOT).removeprefix(".")
        old, new = (None if side == NOT_SET else side for side in (change.before, change.after))
        if place in secret or any(place.startswith((f"{one}.", f"{one}[")) for one in secret):
            yield _veiled(part, name, old, new)
        else:
            yield FieldChange(part=part, name=name, before=old, after=new)


def _secret_places(value: Any, place: str) -> Iterator[str]:
    """Paths as ``json_changes`` writes them."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _secret_places(inner, f"{place}[{index}]")
    elif isinstance(value, dict):
        is_row = value.get("secret") is True or is_secret_name(str(value.get("name", "")))
        for name, inner in value.items():
            if is_secret_name(str(name)) or (is_row and name in _ROW_VALUES):
                yield f"{place}.{name}"
            else:
                yield from _secret_places(inner, f"{place}.{name}")


def _veiled(part: str, name: str, before: str | None, after: str | None) -> FieldChange:
    old, new = (None if side is None else masked_value(side) for side in (before, after))
    return hidden(part, name) if old == new else FieldChange(part=part, name=name, before=old, after=new)
