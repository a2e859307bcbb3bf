"""Path, type and value of a node of the JSON tree, in the same words as the path bar has for a line of text."""

from __future__ import annotations

import json
import re

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import BREAK, Broken, Members, Number, Several, Value, children, type_words
from explorer.gui.result.json_tree_model import Node

_LONG = 1000
"""Values with more members in them are long."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def line_of(node: Node) -> int:
    """The line, from 0, at which a node stands in the formatted text."""
    line = 0
    while node.parent is not None:
        line += _lead(node.parent) + sum(_lines(value) for _, value in children(node.parent.value)[: node.row])
        node = node.parent
    return line


def child_at_line(node: Node, line: int) -> tuple[int, int]:
    """The child, by its row, that has a line counted from the beginning of ``node``, and that line counted from the
    beginning of the child; row -1 when it is the line of the node itself."""
    inside = line - _lead(node)
    for row, (_, value) in enumerate(children(node.value)):
        if inside < 0:
            break
        count = _lines(value)
        if inside < count:
            # The line that closes a block belongs to the block.
            return row, 0 if count > 1 and inside == count - 1 else inside
        inside -= count
    return -1, 0


def _lead(node: Node) -> int:
    """Lines of a block before its first child."""
    return 0 if isinstance(node.value, Several) else 1


def tag_number(node: Node) -> tuple[str, int]:
    """The name of an XML element, and which one of that name it is in the document, from 0; of an attribute or a text
    those of its element."""
    while node.parent is not None and (node.name.startswith("@") or node.name == "#text"):
        node = node.parent
    name, number = node.name, 0
    while node.parent is not None:
        above = node.parent
        number += sum(_tags(value, name) + (other == name) for other, value in children(above.value)[: node.row])
        number += above.name == name and above.parent is not None
        node = above
    return name, number


def _tags(value: Value, name: str) -> int:
    return sum((other == name) + _tags(inner, name) for other, inner in children(value))


def _lines(value: Value) -> int:
    """How many lines a value takes."""
    inner = children(value)
    return 2 + sum(_lines(item) for _, item in inner) if inner else 1


def tree_place(node: Node, style: str = "json", *, is_brief: bool = False) -> JsonPlace:
    """The place of a node; in the style of XML the path is an XPath. A brief one has no long value in it: to write that
    down at every step through the tree would take longer than the step."""
    if is_brief and _is_long(node.value):
        at = line_of(node) if style == "json" else -1
        return JsonPlace(path=_path(node, style), kind=_kind(node, style), value="", is_whole=False, at=at)
    return JsonPlace(path=_path(node, style), kind=_kind(node, style), value=value_text(node.value))


def _is_long(value: Value) -> bool:
    todo, count = [value], 0
    while todo and count <= _LONG:
        inner = todo.pop()
        if isinstance(inner, Members):
            count += len(inner.pairs)
            todo += [item for _, item in inner.pairs[:_LONG]]
        elif isinstance(inner, list):
            count += len(inner)
            todo += inner[:_LONG]
    return count > _LONG


def _kind(node: Node, style: str) -> str:
    return _xml_kind(node) if style == "xml" else type_words(node.value)


def _path(node: Node, style: str) -> str:
    if style == "xml":
        return _xpath(node)
    steps: list[str] = []
    if node.parent is not None and node.name == BREAK and isinstance(node.value, Broken):
        node = node.parent
    while node.parent is not None:
        steps.append(_step(node))
        node = node.parent
    return "$" + "".join(reversed(steps))


def _xpath(node: Node) -> str:
    steps: list[str] = []
    if node.parent is not None and isinstance(node.value, Broken):
        node = node.parent
    while node.parent is not None:
        above, name = node.parent, node.name
        pairs = children(above.value)
        twins = [row for row, (other, _) in enumerate(pairs) if other == name]
        # White space between elements is no node of the tree, but one of XPath.
        step = "text()[normalize-space()]" if name == "#text" else name
        steps.append(f"{step}[{twins.index(node.row) + 1}]" if len(twins) > 1 else step)
        node = above
    return "/" + "/".join(reversed(steps))


def _xml_kind(node: Node) -> str:
    if isinstance(node.value, Broken):
        return type_words(node.value)
    if node.name.startswith("@"):
        return "Attribute"
    return "Text" if node.name == "#text" else "Element"


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
