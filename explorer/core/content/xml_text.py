"""Sets XML on lines. The text is checked by a parser that refuses DTDs and entities, and then only cut at its tags,
so names, attributes, comments and CDATA keep their characters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from explorer.core.content.view import Flaw, View

INDENT = "  "
MAX_INDENTS = 100
_PIECE = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</[^>]*>|<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)


def format_xml(view: View) -> View:
    """The view with formatted text; broken XML, and XML with a DTD, is shown as it came."""
    # Late, because most answers are not XML and the parser takes a megabyte.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        fromstring(without_declaration(view.raw), forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        flaw = Flaw(line=line, column=column + 1, reason=str(error).partition(":")[0])
        return replace(view, flaw=flaw).noted(
            f"Not well-formed XML: {flaw.reason} at line {line}, column {column + 1}."
        )
    except (DefusedXmlException, ValueError):
        return view.noted("Has a document type definition; shown as it came.")
    return replace(view, text="\n".join(xml_lines(view.raw)), is_formatted=True)


def without_declaration(text: str) -> str:
    """The text with blanks for its declaration."""
    # The text is decoded already; a declaration that names another encoding would make the parser refuse it.
    return re.sub(
        r"\A\s*<\?xml.*?\?>", lambda match: re.sub(r"[^\n]", " ", match[0]), text, count=1, flags=re.DOTALL
    ).lstrip(" \t")


def xml_lines(text: str) -> Iterator[str]:
    """The text on lines, an element with nothing but a text on one; nothing is checked."""
    depth = 0
    pieces = (match[0] for match in _PIECE.finditer(text) if match[0].strip())
    waiting: list[str] = []
    while waiting or (waiting := list(islice(pieces, 1))):
        waiting.extend(islice(pieces, 3 - len(waiting)))
        piece = waiting.pop(0)
        lead = INDENT * min(depth, MAX_INDENTS)
        if piece.startswith("</"):
            depth = max(depth - 1, 0)
            yield INDENT * min(depth, MAX_INDENTS) + piece
        elif _opens(piece) and (count := _inline_count(waiting)):
            yield lead + piece + "".join(part.strip() if part[0] != "<" else part for part in waiting[:count])
            del waiting[:count]
        else:
            yield lead + piece.strip()
            depth += _opens(piece)


def _opens(piece: str) -> bool:
    return piece[0] == "<" and piece[1:2] not in ("/", "!", "?") and not piece.endswith("/>")


def _inline_count(following: list[str]) -> int:
    """How many pieces are one line with the opening tag before: nothing but one text or CDATA and the closing tag."""
    if following and following[0].startswith("</"):
        return 1
    is_leaf = len(following) > 1 and following[1].startswith("</")
    return 2 if is_leaf and (following[0][0] != "<" or following[0].startswith("<![CDATA[")) else 0
