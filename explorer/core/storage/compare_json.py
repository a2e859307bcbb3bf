"""What differs between two JSON texts, by structure: fields and elements that changed, came, went or moved.

Nothing is parsed that is the same on both sides: a value is a piece of the text, and equal pieces are passed over. So
numbers and escapes are compared as they stand first, and ten megabytes with few differences take a tenth of a second.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from explorer.core.storage.compare_lines import Gap, replaced
from explorer.core.storage.compare_words import WIDTH, shortened

VALUE_WIDTH = 80
"""Characters of a value that are told."""

_DEEPEST = 200
_NAMES = (b"id", b"_id", b"uuid", b"key", b"name")
_NUMBER = b"-0123456789"
_SPACE = re.compile(r"\s+")


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
    before: str = ""
    """The older value in a few words; of a moved one the path it had. Empty for an added one."""
    after: str = ""
    left_line: int = 0
    """Of the older text, from 1; 0 when it is not there, or when the text is not set on lines as usual."""
    right_line: int = 0


class _Value(NamedTuple):
    raw: bytes
    line: int


def json_changes(before: str, after: str) -> Iterator[JsonChange]:
    """Every difference once, outermost first. The order of an object's fields counts as one move.

    Raises ValueError when one of the texts is not JSON.
    """
    left, right = _whole(before), _whole(after)
    yield from _of_values(left, right, "", 0)


def counted_words(changes: Iterable[JsonChange]) -> str:
    """ "2 changed, 1 added, 1 moved"; empty when nothing differs."""
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]:,} {kind.value}" for kind in JsonKind if counts[kind])


def _whole(text: str) -> _Value:
    from msgspec import DecodeError  # late: nothing at start compares
    from msgspec.json import format as formatted

    try:
        raw = formatted(text.encode(), indent=2)
    except (DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return _Value(raw, 1 if raw == text.strip().encode() else 0)


def _of_values(before: _Value, after: _Value, path: str, depth: int) -> Iterator[JsonChange]:
    if before.raw == after.raw:
        return
    opened = before.raw[:1] + after.raw[:1]
    if opened == b"{{" and depth < _DEEPEST:
        yield from _of_objects(before, after, path, depth)
    elif opened == b"[[" and depth < _DEEPEST:
        yield from _of_lists(before, after, path, depth)
    elif not _is_same(before.raw, after.raw):
        yield _change(JsonKind.CHANGED, path, before, after)


def _of_objects(before: _Value, after: _Value, path: str, depth: int) -> Iterator[JsonChange]:
    old, new = _fields(before), _fields(after)
    for name in dict.fromkeys((*old, *new)):
        inner = f"{path}.{name}" if path else name
        if name not in new:
            yield _change(JsonKind.REMOVED, inner, old[name], None)
        elif name not in old:
            yield _change(JsonKind.ADDED, inner, None, new[name])
        else:
            yield from _of_values(old[name], new[name], inner, depth + 1)
    orders = [name for name in old if name in new], [name for name in new if name in old]
    if orders[0] != orders[1]:
        was, now = (", ".join(names)[:VALUE_WIDTH] for names in orders)
        yield _told(JsonKind.MOVED, path, was, now, before, after)


def _of_lists(before: _Value, after: _Value, path: str, depth: int) -> Iterator[JsonChange]:
    old, new = _elements(before), _elements(after)
    gaps = list(replaced([one.raw for one in old], [one.raw for one in new]))
    gone, moves = _moved(old, new, gaps)
    for left, right in _versions(old, new, gaps, gone, moves):
        if left is None:
            yield _change(JsonKind.ADDED, f"{path}[{right}]", None, new[right or 0])
        elif right is None:
            yield _change(JsonKind.REMOVED, f"{path}[{left}]", old[left], None)
        else:
            yield from _of_values(old[left], new[right], f"{path}[{right}]", depth + 1)
    for right, left in moves.items():
        was, now = f"{path}[{left}]", f"{path}[{right}]"
        yield _told(JsonKind.MOVED, now, was, now, old[left], new[right])


def _moved(old: list[_Value], new: list[_Value], gaps: list[Gap]) -> tuple[set[int], dict[int, int]]:
    """The older elements that are nowhere in the newer list, and those elsewhere: newer index to older."""
    gone = {index for gap in gaps for index in range(gap.left_start, gap.left_end)}
    places: dict[bytes, list[int]] = defaultdict(list)
    for index in sorted(gone, reverse=True):
        places[old[index].raw].append(index)
    moves: dict[int, int] = {}
    for gap in gaps:
        for index in range(gap.right_start, gap.right_end):
            if same := places.get(new[index].raw):
                moves[index] = same.pop()
                gone.discard(moves[index])
    return gone, moves


def _versions(
    old: list[_Value], new: list[_Value], gaps: list[Gap], gone: set[int], moves: Mapping[int, int]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of what is one element before and after: those with the same id or name anywhere in the list, and where as
    many came as went, these in their order. The others have no other side."""
    come = [index for gap in gaps for index in range(gap.right_start, gap.right_end) if index not in moves]
    names = {name: index for index in come if (name := _name_of(new[index].raw))}
    pairs = {names.pop(name): index for index in sorted(gone) if (name := _name_of(old[index].raw)) in names}
    paired = set(pairs.values())
    for gap in gaps:
        lefts = [one for one in range(gap.left_start, gap.left_end) if one in gone and one not in paired]
        rights = [one for one in range(gap.right_start, gap.right_end) if one not in moves]
        free = [one for one in rights if one not in pairs]
        if len(lefts) == len(free):
            pairs |= dict(zip(free, lefts, strict=True))
            lefts = []
        yield from ((left, None) for left in lefts)
        yield from ((pairs.get(right), right) for right in rights)


def _name_of(raw: bytes) -> bytes:
    """What tells an object from its neighbours; empty when it does not say."""
    if raw[:1] != b"{":
        return b""
    fields = {name.encode(): value.raw for name, value in _fields(_Value(raw, 0)).items()}
    return next((name + fields[name] for name in _NAMES if name in fields), b"")


def _fields(value: _Value) -> dict[str, _Value]:
    import msgspec

    pieces = {name: bytes(raw) for name, raw in msgspec.json.decode(value.raw, type=dict[str, msgspec.Raw]).items()}
    return dict(zip(pieces, _placed(value, pieces.values()), strict=True))


def _elements(value: _Value) -> list[_Value]:
    import msgspec

    return list(_placed(value, map(bytes, msgspec.json.decode(value.raw, type=list[msgspec.Raw]))))


def _placed(value: _Value, pieces: Iterable[bytes]) -> Iterator[_Value]:
    """The pieces with their lines: each begins on one of its own."""
    line = value.line + 1
    for piece in pieces:
        yield _Value(piece, line if value.line else 0)
        line += piece.count(b"\n") + 1


def _is_same(before: bytes, after: bytes) -> bool:
    """Of two scalars whose texts differ: 1 and 1.0 are the same number in JSON, 1 and true are not."""
    if before[:1] == after[:1] == b'"':
        return b"\\" in before + after and bool(json.loads(before) == json.loads(after))
    return before[:1] in _NUMBER and after[:1] in _NUMBER and bool(json.loads(before) == json.loads(after))


def _change(kind: JsonKind, path: str, before: _Value | None, after: _Value | None) -> JsonChange:
    old, new = (_words(one.raw) if one else "" for one in (before, after))
    if before and after and before.raw[:1] == after.raw[:1] == b'"':
        old, new = shortened(before.raw.decode(), after.raw.decode(), WIDTH)
    return _told(kind, path, old, new, before, after)


def _told(
    kind: JsonKind, path: str, old: str, new: str, before: _Value | None, after: _Value | None
) -> JsonChange:  # fmt: skip
    return JsonChange(
        kind=kind,
        path=path,
        before=old,
        after=new,
        left_line=before.line if before else 0,
        right_line=after.line if after else 0,
    )


def _words(raw: bytes) -> str:
    text = _SPACE.sub(" ", raw[: 4 * VALUE_WIDTH].decode("utf-8", "ignore"))
    return text if len(text) <= VALUE_WIDTH else f"{text[: VALUE_WIDTH - 1]}…"
