"""What differs between two JSON values, by structure: fields and elements that changed, came, went or moved."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

_ALIGNED = 2_000
"""Longer lists are compared element by element, as they stand."""


class JsonKind(StrEnum):
    """What became of a value."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonChange:
    """``path`` is where it is in the newer value, of removed ones in the older: "to[0].name"; empty for the whole."""

    kind: JsonKind
    path: str


def json_changes(before: Any, after: Any, path: str = "") -> Iterator[JsonChange]:
    """Every difference once, outermost first. The order of an object's fields counts as one move."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif before != after or isinstance(before, bool) is not isinstance(after, bool):
        yield JsonChange(kind=JsonKind.CHANGED, path=path)


def changes_words(before: Any, after: Any) -> str:
    """ "2 changed, 1 added, 1 moved"; empty when nothing differs."""
    counts: dict[JsonKind, int] = defaultdict(int)
    for change in json_changes(before, after):
        counts[change.kind] += 1
    return ", ".join(f"{counts[kind]:,} {kind.value}" for kind in JsonKind if counts[kind])


def _of_objects(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[JsonChange]:
    for name in dict.fromkeys((*before, *after)):
        inner = f"{path}.{name}" if path else name
        if name not in after:
            yield JsonChange(kind=JsonKind.REMOVED, path=inner)
        elif name not in before:
            yield JsonChange(kind=JsonKind.ADDED, path=inner)
        else:
            yield from json_changes(before[name], after[name], inner)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield JsonChange(kind=JsonKind.MOVED, path=path)


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[JsonChange]:
    gone, come, pairs = _aligned(before, after)
    for left, right in pairs:
        yield from json_changes(before[left], after[right], f"{path}[{right}]")
    places = defaultdict(list)
    for index in gone:
        places[_text(before[index])].append(index)
    for index in come:
        same = places.get(_text(after[index]))
        kind = JsonKind.MOVED if same else JsonKind.ADDED
        if same:
            gone.remove(same.pop())
        yield JsonChange(kind=kind, path=f"{path}[{index}]")
    for index in gone:
        yield JsonChange(kind=JsonKind.REMOVED, path=f"{path}[{index}]")


def _aligned(before: list[Any], after: list[Any]) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Elements of the older list alone, of the newer alone, and pairs that are versions of each other."""
    if max(len(before), len(after)) > _ALIGNED:
        shared = min(len(before), len(after))
        pairs = [(index, index) for index in range(shared)]
        return list(range(shared, len(before))), list(range(shared, len(after))), pairs
    left, right = [_text(one) for one in before], [_text(one) for one in after]
    gone: list[int] = []
    come: list[int] = []
    pairs = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c and not set(left[a:b]) & set(right):
            pairs += zip(range(a, b), range(c, d), strict=True)
        elif tag != "equal":
            gone += range(a, b)
            come += range(c, d)
    return gone, come, pairs


def _text(value: Any) -> str:
    return json.dumps(value)
