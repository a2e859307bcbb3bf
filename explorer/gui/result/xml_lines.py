"""The lines of formatted XML as nodes of a tree: attributes with an @, texts as #text, elements by their names."""

from __future__ import annotations

from typing import Any

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import BREAK, break_words, counted
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.xml_line import WELL_FORMED, XmlLine, xml_line
from explorer.gui.result.file_node import FileNode, Read

_LINE_BYTES = 4096
_LONGEST_TAG_BYTES = 200_000
_LONGEST_VALUE_BYTES = 200_000
_SHOWN = 1000
_TEXT = "#text"


class XmlLines:
    """``spans`` says where texts go over several lines. A broken text is formatted ``until`` a byte, which has a
    node of its own; ``reason`` says what is wrong there."""

    operation = "xml_children"

    def __init__(self, spans: ScratchFile | None = None, *, until: int | None = None, reason: str = "") -> None:
        self._spans = spans
        self._until, self._reason = until, reason

    def values(self) -> dict[str, Any]:
        spans = {"spans": str(self._spans.path)} if self._spans is not None else {}
        return spans if self._until is None else spans | {"until": self._until}

    def root(self, file: TextFile) -> FileNode:
        root = FileNode("", "", -1, None, 0)
        root.is_block = True
        return root

    def read(self, read: Read, offset: int, parent: FileNode, row: int) -> FileNode:
        if offset == self._until:
            return FileNode(BREAK, break_words(self._reason, WELL_FORMED), offset, parent, row)
        line = _read(read, offset)
        node = FileNode(line.name, line.text[:_SHOWN], offset, parent, row)
        node.is_block = line.is_block
        leads = [(f"@{name}", value) for name, value in line.attributes]
        if leads and line.text:
            leads.append((_TEXT, node.value))
        node.leads = tuple(leads)
        node.count = len(leads)
        return node

    def near(self, file: TextFile, node: FileNode) -> tuple[list[int], int] | None:
        return None

    def words(self, node: FileNode) -> str:
        if node.is_block and (node.starts is None or not node.end):
            return " ".join(f'{name[1:]}="{value}"' for name, value in node.leads)[:_SHOWN] or "…"
        starts = node.starts or ()
        children = len(node.leads) + len(starts) - (self._until in starts[-1:])
        return counted(children, "member") if children else node.value[:_SHOWN]

    def token(self, node: FileNode, column: int) -> str:
        if node.offset == self._until:
            return "server.fg"
        if column == 0:
            return "syntax.key"
        return "text.muted" if node.is_block or node.leads else "syntax.string"

    def place(self, file: TextFile, node: FileNode) -> JsonPlace:
        if node.parent is None:
            return JsonPlace(path="/", kind="Document", value="")
        if node.offset == self._until and node.above is not None:
            return JsonPlace(path=_path(node.above), kind="Error", value=node.value)
        kind = "Attribute" if node.name.startswith("@") else "Text" if node.name == _TEXT else "Element"
        value = "" if node.end and node.end == self._until else _value(file, node)
        return JsonPlace(path=_path(node), kind=kind, value=value, is_whole=bool(value) or not node.is_block)


def _read(read: Read, offset: int) -> XmlLine:
    data = read(offset, _LINE_BYTES)
    if len(data) == _LINE_BYTES and b">" not in data:
        data = read(offset, _LONGEST_TAG_BYTES)
    return xml_line(data.decode("utf-8", "ignore"))


def _path(node: FileNode) -> str:
    steps = []
    while (above := node.above) is not None:
        steps.append(_step(node, above))
        node = above
    return "/" + "/".join(reversed(steps))


def _step(node: FileNode, above: FileNode) -> str:
    if node.name == "@xmlns":
        return "namespace::*[name()='']"
    if node.name.startswith("@xmlns:"):
        return f"namespace::{node.name.removeprefix('@xmlns:')}"
    number = node.number
    if number < 0:
        return "text()" if node.name == _TEXT else node.name
    # White space between elements is no node of the tree, but one of XPath.
    step = "text()[normalize-space()]" if node.name == _TEXT else node.name
    ordinal = above.ordinals[number] if above.ordinals is not None and number < len(above.ordinals) else 0
    return f"{step}[{ordinal}]" if ordinal else step


def _value(file: TextFile, node: FileNode) -> str:
    """An element with others in it as XML; anything else is its text."""
    if node.name.startswith("@"):
        return node.value
    if node.is_block:
        return _fragment(file, node)
    if len(node.value) < _SHOWN:
        return node.value
    return xml_line(file.read(node.offset, _LONGEST_VALUE_BYTES).decode("utf-8", "ignore")).text


def _fragment(file: TextFile, node: FileNode) -> str:
    if not node.end or node.end - node.offset > _LONGEST_VALUE_BYTES:
        return ""
    tail = file.read(node.end, _LINE_BYTES).decode("utf-8", "ignore")
    text = file.text(node.offset, node.end) + tail[: tail.find(">") + 1]
    lead = len(text) - len(text.lstrip(" "))
    return "\n".join(line.removeprefix(" " * lead) for line in text.split("\n"))
