"""Sets a longer JSON text on lines with the native formatter, where it comes to the same as our own would."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

_SHORTEST = 20_000
"""Our own takes a few milliseconds up to here."""

_NOT_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_STEPS = dict.fromkeys(b"{[", 1) | dict.fromkeys(b"}]", -1)


def quick_lines(text: str, most_depth: int) -> tuple[str, str] | None:
    """The formatted text, and a name that occurs twice in one object or nothing.

    None where our own formatter must look: a short text, one that is wrong in any way, or one that is nested deeper
    than ``most_depth``.
    """
    if len(text) < _SHORTEST:
        return None
    from msgspec import DecodeError  # late: short answers do without it
    from msgspec.json import format as format_json

    data = text.encode("utf-8", "surrogatepass")
    brackets = data.translate(None, _NOT_BRACKETS)
    if any(depth >= most_depth for depth in accumulate(map(_STEPS.__getitem__, brackets))):
        return None
    try:
        return format_json(data, indent=2).decode(), _name_met_twice(text)
    except (DecodeError, ValueError, RecursionError):
        return None


def _name_met_twice(text: str) -> str:
    """Found by reading the text once; no value is kept."""
    if "{" not in text:
        return ""
    twice: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        if not twice and len(dict(pairs)) < len(pairs):
            twice.append(_first_twice([name for name, _ in pairs]))

    # Numbers are of no interest: their lengths are read instead.
    json.loads(text, object_pairs_hook=look, parse_int=len, parse_float=len, strict=False)
    return json.dumps(twice[0], ensure_ascii=False) if twice else ""


def _first_twice(names: list[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
