"""Takes the document type definition of an XML text out of a parser's sight, so that nothing of it can be expanded.

A reference to an entity of it stays what was written: its ampersand goes to the parser as ``MARK`` and comes back as
an ampersand. Nothing that is declared is read for its value, and nothing outside the text is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "\U0010ffff"
"""Stands for the ampersand of a kept reference: one character, so that columns stay, that XML allows (XML 1.0 §2.2) and
no text has (Unicode 23.7, noncharacters)."""

DOCTYPE = (
    r"<!DOCTYPE\s(?:[^\"'\[>]++|\"[^\"]*+\"|'[^']*+')*+"
    r"(?:\[(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--.*?-->|<\?.*?\?>|<(?!!--|\?))*+\]\s*+)?+>"
)
"""To be used with DOTALL; a bracket or sign in a quoted value, a comment or an instruction closes nothing."""

_BEFORE = rb"(?:\xef\xbb\xbf)?(?:\s++|<!--.*?-->|<\?.*?\?>)*+"
_START = re.compile(rb"%s(?P<doctype>%s)" % (_BEFORE, DOCTYPE.encode()), re.DOTALL)
_OUTSIDE = re.compile(rb"<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC)\b")
_DECLARED = re.compile(rb"<!ENTITY\s+([^\s%\"'>]+)\s")
_REFERENCE = re.compile(rb"&([^\s&;#<>\"']+);")
_NOT_A_LINE_END = re.compile(rb"[^\n]")
_MARK = MARK.encode()
_PREDEFINED = frozenset({b"lt", b"gt", b"amp", b"quot", b"apos"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctype:
    """Where a definition stands in the bytes of a text, and which references it may give a meaning."""

    start: int
    end: int
    names: frozenset[bytes] | None
    """None when a part of it is elsewhere, so that any name may be declared (XML 1.0 §4.1, entity declared)."""

    def hidden(self, data: bytes) -> bytes:
        """The text with blanks for the definition, which is in ``data`` from its beginning."""
        blanks = _NOT_A_LINE_END.sub(b" ", data[self.start : self.end])
        return data[: self.start] + blanks + self.kept(data[self.end :])

    def kept(self, data: bytes) -> bytes:
        """Text behind the definition with its references marked."""
        return _REFERENCE.sub(self._marked, data) if b"&" in data else data

    def _marked(self, match: re.Match[bytes]) -> bytes:
        is_ours = match[1] in self.names if self.names is not None else match[1] not in _PREDEFINED
        return _MARK + match[0][1:] if is_ours else match[0]


def doctype_of(data: bytes) -> Doctype | None:
    """The definition in UTF-8 text; None where there is none that ends."""
    match = _START.match(data)
    if match is None:
        return None
    text = match["doctype"]
    is_elsewhere = b"%" in text or _OUTSIDE.match(text) is not None
    names = None if is_elsewhere else frozenset(_DECLARED.findall(text)) - _PREDEFINED
    return Doctype(start=match.start("doctype"), end=match.end("doctype"), names=names)


def without_doctype(data: bytes) -> bytes:
    """The whole text as a parser may have it."""
    found = doctype_of(data)
    return found.hidden(data) if found is not None else data


def as_parsed(text: str) -> str:
    """Words that are looked for in what a parser made of it."""
    doctype = Doctype(start=0, end=0, names=None)
    return doctype.kept(text.encode("utf-8", "replace")).decode()


def as_written(text: str) -> str:
    """What a parser made of it, with its references as they were written."""
    return text.replace(MARK, "&")
