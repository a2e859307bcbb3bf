"""Path, type and value of a node of the JSON tree, in the same words as the path bar has for a line of text."""

from __future__ import annotations

import json
import re

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import Members, Number, Value, type_words
from explorer.gui.result.json_tree_model import Node

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def tree_place(node: Node) -> JsonPlace:
    """The place of a node."""
    steps: list[str] = []
    current = node
    while current.parent is not None:
        steps.append(_step(current))
        current = current.parent
    return JsonPlace(path="$" + "".join(reversed(steps)), kind=type_words(node.value), value=value_text(node.value))


def value_text(value: Value) -> str:
    """The value for the clipboard: a string as it is, anything else as JSON."""
    return value if isinstance(value, str) else "".join(_pieces(value, 0))


def _step(node: Node) -> str:
    if node.parent is not None and isinstance(node.parent.value, list):
        return f"[{node.name}]"
    return f".{node.name}" if _PLAIN.match(node.name) else f"[{json.dumps(node.name, ensure_ascii=False)}]"


def _pieces(value: Value, depth: int) -> list[str]:
    inner, outer = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    match value:
        case Members(pairs=pairs) if pairs:
            rows = [
                json.dumps(name, ensure_ascii=False) + ": " + "".join(_pieces(item, depth + 1)) for name, item in pairs
            ]
            return ["{", inner, ("," + inner).join(rows), outer, "}"]
        case list() if value:
            return ["[", inner, ("," + inner).join("".join(_pieces(item, depth + 1)) for item in value), outer, "]"]
        case Members():
            return ["{}"]
        case Number():
            return [str(value)]
        case _:
            return [json.dumps(value, ensure_ascii=False)]
