"""Line of a formatted JSON text -> path, type and value at that line, read from the indentation alone.

Works on the lines ``json_text`` makes; reading upwards from one line needs no index of the whole text.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from explorer.core.content.json_tree import counted, parse_tree, type_words

_NAME = re.compile(r'( *)("(?:[^"\\]|\\.)*"): ?(.*)')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
MAX_VALUE_LINES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonPlace:
    """A path like ``$.to[0]``, the type in words, and the value as text for the clipboard."""

    path: str
    kind: str
    value: str
    written: str = ""
    """The value as it stands in the text; empty when nobody asked for that."""
    is_whole: bool = True
    """Whether ``value`` is all of it: a long one is read when it is wanted."""
    at: int = -1
    """Where its line begins in the formatted text: the byte in a file, the number of the line in memory."""


def place_at(lines: Sequence[str], line: int) -> JsonPlace:
    """The place of the value that begins or ends on ``line`` (from 0)."""
    first = _opening(lines, line)
    path = "".join(reversed(_steps(lines, first)))
    value = _value_text(lines, first)
    is_whole = value not in ("{", "[")
    return JsonPlace(path="$" + path, kind=_kind(value), value=_plain(value), is_whole=is_whole, at=first)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _opening(lines: Sequence[str], line: int) -> int:
    if lines[line].lstrip(" ")[:1] not in ("}", "]"):
        return line
    depth = _indent(lines[line])
    for above in range(line - 1, -1, -1):
        if _indent(lines[above]) == depth:
            return above
    return 0


def _steps(lines: Sequence[str], line: int) -> list[str]:
    steps: list[str] = []
    depth = _indent(lines[line])
    index = 0
    current = lines[line]
    for above in range(line - 1, -1, -1):
        text = lines[above]
        indent = _indent(text)
        if indent == depth and text.lstrip(" ")[:1] not in ("}", "]"):
            index += 1
        elif indent < depth:
            steps.append(_step(current, text, index))
            depth, index, current = indent, 0, text
            if depth == 0:
                break
    return steps


def _step(text: str, parent: str, index: int) -> str:
    match = _NAME.match(text)
    if match is None or not parent.rstrip().endswith("{"):
        return f"[{index}]"
    name = str(json.loads(match[2]))
    return f".{name}" if _PLAIN.match(name) else f"[{json.dumps(name, ensure_ascii=False)}]"


def _value_text(lines: Sequence[str], first: int) -> str:
    match = _NAME.match(lines[first])
    head = match[3] if match else lines[first].lstrip(" ")
    if not head.endswith(("{", "[")):
        return head.removesuffix(",")
    depth = _indent(lines[first])
    for last in range(first + 1, min(len(lines), first + MAX_VALUE_LINES)):
        if _indent(lines[last]) == depth:
            body = [line[depth:] for line in lines[first + 1 : last + 1]]
            return "\n".join([head, *body]).removesuffix(",")
    return head


def _kind(value: str) -> str:
    try:
        return type_words(parse_tree(value))
    except ValueError:
        pass
    if value.startswith('"'):
        return f"String, {counted(len(value) - 2, 'character')}"
    return "Object" if value.startswith("{") else "Array" if value.startswith("[") else ""


def _plain(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
