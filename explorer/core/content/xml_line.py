"""What one line of formatted XML says: the tag it opens with its attributes, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlLine:
    """``name`` is "#text" for a text. ``text`` is what an element holds on its own line."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    is_block: bool = False
    """Whether the element goes on below."""


def xml_line(data: str) -> XmlLine:
    """``data`` begins at the line and may go on behind it; a text is read as far as the data goes."""
    text = data.lstrip(" ")
    name = _NAME.match(text)
    if name is None or text.startswith("<!"):
        return XmlLine(name="#text", text=plain(_until_tag(text)))
    at = name.end()
    attributes = []
    while match := _ATTRIBUTE.match(text, at):
        attributes.append((match[1], _attribute(match[2][1:-1])))
        at = match.end()
    tail = text[at:].lstrip()
    line = XmlLine(name=name[1], attributes=tuple(attributes))
    if not tail.startswith(">"):
        return line  # closed at once, or its tag goes on behind the data
    inner = tail[1:]
    if not inner or inner.startswith(("\n", "\r\n")):
        return replace(line, is_block=True)
    return replace(line, text=plain(_until_tag(inner)))


def _until_tag(text: str) -> str:
    at = 0
    while (at := text.find("<", at)) >= 0:
        if not text.startswith("<![CDATA[", at):
            return text[:at]
        end = text.find("]]>", at)
        if end < 0:
            return text
        at = end + 3
    return text


def plain(text: str) -> str:
    """The characters that a text stands for: references and CDATA resolved, white space around it left out."""
    parts, at = [], 0
    for match in _CDATA.finditer(text):
        parts += [_resolved(text[at : match.start()]), match[1]]
        at = match.end()
    return "".join([*parts, _resolved(text[at:])]).strip()


def _attribute(text: str) -> str:
    return _resolved(re.sub(r"\r\n|[\n\r\t]", " ", text))


def _resolved(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
