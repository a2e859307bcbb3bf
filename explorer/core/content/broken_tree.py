"""Broken JSON as a tree: what stands before the error, and the error itself where the text goes on."""

from __future__ import annotations

from explorer.core.content.json_text import Beginning
from explorer.core.content.json_tree import BREAK, Broken, Members, Several, Value, break_words, parse_tree


def broken_tree(beginning: Beginning, reason: str) -> Value:
    """The values with a ``Broken`` in the innermost block that is open; raises ValueError as ``parse_tree`` does."""
    text = "\n".join(beginning.lines)
    value = parse_tree((text if beginning.lacks_value else text.removesuffix(",")) + beginning.closing)
    broken = Broken(break_words(reason))
    try:
        if not beginning.depth:
            return Several([*(value if isinstance(value, Several) else [value]), broken])
        return _with(value, beginning.depth + isinstance(value, Several), broken, replaces=beginning.lacks_value)
    except RecursionError:
        raise ValueError("nested too deeply for a tree") from None


def _with(value: Value, depth: int, broken: Broken, *, replaces: bool) -> Value:
    """The value with something in the last of so many blocks, each the last child of the one before."""
    if isinstance(value, Members):
        pairs = value.pairs
        if depth > 1 or replaces:
            name, last = pairs[-1]
            return Members((*pairs[:-1], (name, _with(last, depth - 1, broken, replaces=replaces))))
        return Members((*pairs, (BREAK, broken)))
    if isinstance(value, list) and depth:
        if depth > 1:
            value[-1] = _with(value[-1], depth - 1, broken, replaces=replaces)
        else:
            value.append(broken)
        return value
    return broken
