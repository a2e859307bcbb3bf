"""Sets XML on lines. The text is checked by a parser that never sees a DTD or an entity of it, and then only cut at its
tags, so the DTD, references, names, attributes, comments and CDATA keep their characters."""

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.content.view import Flaw, View
from explorer.core.content.xml_doctype import DOCTYPE, without_doctype

DOCTYPE_FAULT = "Has a document type definition that cannot be read; shown as it came."
PRESERVED = "White space that counts (xml:space) is only in the raw text as it came."
_PRESERVED = re.compile(r"<(?![/!?])[^<>]*\sxml:space\s*=\s*[\"']preserve[\"'][^<>]*(?<!/)>[^<]*<(?![/!])")
_REASONS = {
    "not well-formed (invalid token)": "a character that does not belong here",
    "junk after document element": "something behind the end of the document",
    "no element found": "the text ends too early",
    "unclosed token": "a tag or comment that does not end",
    "unclosed CDATA section": "a CDATA section that does not end",
    "mismatched tag": "an end tag that does not fit",
    "undefined entity": "an entity that is not declared",
    "unbound prefix": "a prefix without a namespace",
    "duplicate attribute": "an attribute that is there twice",
}
"""The words of expat in those of a reader."""

_ELEMENT = re.compile(r" *<[^\s/!?]")
INDENT = "  "
MAX_INDENTS = 100
_TAG = r"[^>\"']*+(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+)*+"
_TOKEN = (
    rf"(?P<close></[^>]*+>)|(?P<open><(?![/!?]){_TAG}(?<!/)>)"
    rf"|{DOCTYPE}|<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<{_TAG}>|[^<]++"
)
_TOKENS = re.compile(_TOKEN, re.DOTALL)
_PIECE = re.compile(
    rf"(?P<leaf><(?![/!?]){_TAG}(?<!/)>)(?P<inner>[^<]*+|(?>\s*+<!\[CDATA\[.*?\]\]>)\s*+)(?P<end></[^>]*+>)|{_TOKEN}",
    re.DOTALL,
)
"""An element with nothing but a text or CDATA in it is one piece."""


def format_xml(view: View) -> View:
    """The view with formatted text; broken XML is shown as it came."""
    # Late, because most answers are not XML and the parser takes a megabyte.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        fromstring(parsable(view.raw), forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        flaw = Flaw(line=line, column=column + 1, reason=fault_of(error))
        return replace(view, flaw=flaw).noted(
            f"Not well-formed XML: {flaw.reason} at line {line}, column {column + 1}."
        )
    except (DefusedXmlException, ValueError):
        return view.noted(DOCTYPE_FAULT)
    done = replace(view, text="\n".join(xml_lines(view.raw)), is_formatted=True)
    return done.noted(PRESERVED) if preserves(view.raw) else done


def fault_of(error: Exception) -> str:
    """What is wrong, from an error of the parser."""
    reason = str(error).partition(":")[0]
    return _REASONS.get(reason, reason)


def preserves(text: str) -> bool:
    """Whether white space that counts stands around elements, which are set on lines of their own nevertheless."""
    return "xml:space" in text and _PRESERVED.search(text) is not None


def parsable(text: str) -> bytes:
    """The text in UTF-8 as it can be given to a parser: its lines and columns are those of the text."""
    return without_doctype(without_declaration(text).encode("utf-8", "replace"))


def without_declaration(text: str) -> str:
    """The text with blanks for its declaration."""
    # The text is decoded already; a declaration that names another encoding would make the parser refuse it.
    return re.sub(r"\A\s*<\?xml\s.*?\?>", lambda match: re.sub(r"[^\n]", " ", match[0]), text, count=1, flags=re.DOTALL)


def within(text: str) -> str:
    """The text of an element that holds nothing else: white space with a line end around it is left out, blanks are
    not, because they may count."""
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if "\n" in lead or "\n" in tail:
        return text.strip()
    return text


def cut_before(text: str, offset: int) -> int:
    """Where the tag, text or comment begins in which an error lies at ``offset``; what stands before can be set on
    lines."""
    done = 0
    for pattern in (_PIECE, _TOKENS):
        for match in pattern.finditer(text, done):
            if match.start() > done or match.end() > offset:
                break
            done = match.end()
    return done


def has_element(text: str) -> bool:
    """Whether an element begins in a text that can be set on lines."""
    return any(_ELEMENT.match(line) for line in xml_lines(text))


def xml_lines(text: str) -> Iterator[str]:
    """The text on lines, an element with nothing but a text on one; nothing is checked."""
    leads = [INDENT * depth for depth in range(MAX_INDENTS + 1)]
    depth = 0
    for match in _PIECE.finditer(text):
        match match.lastgroup:
            case "end":
                yield leads[min(depth, MAX_INDENTS)] + match["leaf"] + within(match["inner"]) + match["end"]
            case "close":
                depth = max(depth - 1, 0)
                yield leads[min(depth, MAX_INDENTS)] + match[0]
            case other:
                if piece := match[0].strip():
                    yield leads[min(depth, MAX_INDENTS)] + piece
                    depth += other == "open"
