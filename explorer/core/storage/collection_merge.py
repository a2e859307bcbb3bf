"""Two people change one request: what each of them changed is kept, unless both changed the same part. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explorer.core.model.request import Request
from explorer.core.storage.merge_marks import Side

_PARTS = {
    "name": ("name",),
    "method": ("method",),
    "URL": ("url", "params"),
    "headers": ("headers",),
    "authorisation": ("auth",),
    "body": ("body", "variants"),
    "settings": ("settings",),
    "automatic headers": ("automatic_headers_off",),
    "variables": ("variables",),
    "docs": ("docs",),
}
"""What is taken from one side as a whole, by its word; the query rows mirror the URL and go with it, and
a body with the variants of which it is the selected one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part that two versions have differently."""

    word: str
    is_conflict: bool
    """Both changed it."""
    side: Side
    """Who changed it; ours when both did."""


def merge(base: Request, ours: Request, theirs: Request) -> tuple[Request, tuple[str, ...]]:
    """``theirs`` with what ``ours`` changed since ``base``, and the words of the parts both changed differently."""
    conflicts: list[str] = []
    result = theirs
    for word, fields in _PARTS.items():
        old, mine, other = (tuple(getattr(one, field) for field in fields) for one in (base, ours, theirs))
        if mine == old:
            continue
        if other not in (old, mine):
            conflicts.append(word)
        result = replace(result, **dict(zip(fields, mine, strict=True)))
    return result, tuple(conflicts)


def differences(base: Request, ours: Request, theirs: Request) -> tuple[Difference, ...]:
    """The parts in which two versions differ."""
    found = []
    for word, names in _PARTS.items():
        old, mine, other = (tuple(getattr(one, name) for name in names) for one in (base, ours, theirs))
        if mine != other:
            both = old not in (mine, other)
            found.append(Difference(word=word, is_conflict=both, side=Side.THEIRS if mine == old else Side.MINE))
    return tuple(found)


def combined(ours: Request, theirs: Request, sides: Mapping[str, Side]) -> Request:
    """``theirs`` with the parts of ours that were chosen, by their words."""
    names = [name for word, side in sides.items() if side is Side.MINE for name in _PARTS[word]]
    return replace(theirs, **{name: getattr(ours, name) for name in names})
