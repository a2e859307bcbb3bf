"""What one line of formatted XML says: the tag it opens with its attributes, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

WELL_FORMED = "well-formed XML"
"""What a broken text is not, in words."""

_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_BLANK = re.compile(r"\r\n|[\n\r\t]")
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
        return XmlLine(name="#text", text=plain(_one_text(text)))
    at = name.end()
    attributes = []
    while match := _ATTRIBUTE.match(text, at):
        attributes.append((match[1], _attribute(match[2][1:-1])))
        at = match.end()
    tail = text[at:].lstrip()
    # A tag that is not ended is closed at once, or goes on behind the data.
    inner = tail[1:] if tail.startswith(">") else None
    is_block = inner is not None and (not inner or inner.startswith(("\n", "\r\n")))
    words = _held(_one_text(inner)) if inner and not is_block else ""
    return XmlLine(name=name[1], attributes=tuple(attributes), text=words, is_block=is_block)


def _one_text(text: str) -> str:
    """The text or CDATA at the beginning: the formatter puts no two of them on one line."""
    sign, over = ("]]>", 3) if text.startswith("<![CDATA[") else ("<", 0)
    end = text.find(sign)
    return text[: end + over] if end >= 0 else text


def plain(text: str) -> str:
    """The characters that a text or CDATA stands for, without the white space around them."""
    if text.startswith("<![CDATA["):
        return text.removeprefix("<![CDATA[").removesuffix("]]>").strip()
    return _resolved(text).strip()


def _held(text: str) -> str:
    """The same for an element on one line: its blanks are part of it."""
    return plain(text) if text.lstrip().startswith("<![CDATA[") else _resolved(text)


def _attribute(text: str) -> str:
    return _resolved(text if text.isprintable() else _BLANK.sub(" ", text))


def _resolved(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
