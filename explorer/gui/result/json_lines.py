"""The lines of formatted JSON as nodes of a tree."""

from __future__ import annotations

import json
import re
from typing import Any

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import BREAK, break_words, counted
from explorer.core.content.json_value import near_children
from explorer.core.content.text_file import TextFile
from explorer.gui.result.file_node import FileNode, Read

_LINE_BYTES = 1200
_SHOWN = 1000
_LONGEST_VALUE_BYTES = 200_000
_NAME = re.compile(r'("(?:[^"\\]|\\.)*"):(?: |\Z)')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_SOUND = re.compile(r'"|\{\Z|\[\Z|\{\}\Z|\[\]\Z|-?[\d.eE+-]+\Z|-?Infinity\Z|(?:NaN|true|false|null)\Z')
"""What can stand on a line of its own in formatted values; a line that came as it is seldom looks so."""

_WORDS = {"true": "Boolean", "false": "Boolean", "null": "Null", "{}": "Object, 0 members", "[]": "Array, 0 items"}


class JsonLines:
    """``is_sequence``: several values one after another, shown as if they were in an array. A broken text is formatted
    ``until`` a byte, which has a node of its own; ``reason`` says what is wrong there."""

    operation = "children"

    def __init__(self, *, is_sequence: bool = False, until: int | None = None, reason: str = "") -> None:
        self._is_sequence = is_sequence
        self._until, self._reason = until, reason

    def values(self) -> dict[str, Any]:
        return {} if self._until is None else {"until": self._until}

    def root(self, file: TextFile) -> FileNode:
        root = FileNode(
            "$", "[" if self._is_sequence else _line(file.read, 0)[1], -1 if self._is_sequence else 0, None, 0
        )
        root.is_block = root.value in ("{", "[")
        return root

    def read(self, read: Read, offset: int, parent: FileNode, row: int) -> FileNode:
        if offset == self._until:
            return FileNode(BREAK, break_words(self._reason), offset, parent, row)
        name, value = _line(read, offset)
        node = FileNode(name, value, offset, parent, row)
        node.name = name or str(node.number)
        node.is_block = value in ("{", "[")
        return node

    def _is_broken(self, node: FileNode) -> bool:
        """Whether it is the node of an error, or one of several values that is no JSON."""
        if node.offset == self._until:
            return True
        return self._is_sequence and node.above is not None and node.above.offset < 0 and not _SOUND.match(node.value)

    def near(self, file: TextFile, node: FileNode) -> tuple[list[int], int] | None:
        near = near_children(file, node.offset) if node.offset >= 0 else None
        return near if near is None or self._until is None or near[1] <= self._until else None

    def words(self, node: FileNode) -> str:
        if not node.is_block:
            return node.value[:_SHOWN]
        if node.starts is None or not node.end:
            return "[…]" if _is_array(node) else "{…}"
        count = len(node.starts) - (self._until in node.starts[-1:])
        return counted(count, "item" if _is_array(node) else "member")

    def token(self, node: FileNode, column: int) -> str:
        if self._is_broken(node):
            return "server.fg"
        if column == 0:
            return "syntax.key"
        if node.is_block or node.value in ("{}", "[]"):
            return "text.muted"
        return "syntax.string" if node.value.startswith('"') else "syntax.number"

    def place(self, file: TextFile, node: FileNode) -> JsonPlace:
        if node.offset == self._until and node.above is not None:
            path = "$" + "".join(reversed(_steps(node.above)))
            return JsonPlace(path=path, kind="Error", value=node.value, at=node.offset)
        path = "$" + "".join(reversed(_steps(node)))
        if self._is_broken(node):
            return JsonPlace(path=path, kind="Error", value=node.value, at=node.offset)
        value = _value_text(file, node)
        is_short = len(node.value) < _SHOWN or _is_whole_string(node.value)
        is_whole = bool(value) if node.is_block else is_short
        return JsonPlace(path=path, kind=self._kind(node), value=value, is_whole=is_whole, at=node.offset)

    def _kind(self, node: FileNode) -> str:
        if node.is_block:
            title = "Array" if _is_array(node) else "Object"
            return f"{title}, {self.words(node)}" if node.starts is not None and node.end else title
        if node.value.startswith('"'):
            if not _is_whole_string(node.value):
                return "String"
            return f"String, {counted(len(json.loads(node.value)), 'character')}"
        return _WORDS.get(node.value, "Number")


def _line(read: Read, offset: int) -> tuple[str, str]:
    """Name (empty for an item) and value of the line at a byte."""
    data = read(offset, _LINE_BYTES)
    text = data.partition(b"\n")[0].decode("utf-8", "ignore").strip().removesuffix(",")
    match = _NAME.match(text)
    if match is None:
        return "", text
    return str(json.loads(match[1])), text[match.end() :]


def _is_array(node: FileNode) -> bool:
    return node.value == "["


def _value_text(file: TextFile, node: FileNode) -> str:
    if not node.is_block:
        return str(json.loads(node.value)) if _is_whole_string(node.value) else node.value
    if node.offset < 0 or not node.end or node.end - node.offset > _LONGEST_VALUE_BYTES:
        return ""
    text = file.text(node.offset, node.end)
    lead = len(text) - len(text.lstrip(" "))
    inner = [line[lead:] for line in text.split("\n")[1:-1]]
    return "\n".join([node.value, *inner, "]" if _is_array(node) else "}"])


def _is_whole_string(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] == '"' and not value.endswith('\\"')


def _steps(node: FileNode) -> list[str]:
    steps = []
    while (above := node.above) is not None:
        if _is_array(above):
            steps.append(f"[{node.name}]")
        else:
            plain = _PLAIN.match(node.name)
            steps.append(f".{node.name}" if plain else f"[{json.dumps(node.name, ensure_ascii=False)}]")
        node = above
    return steps
