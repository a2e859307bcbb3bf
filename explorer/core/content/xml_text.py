"""Sets XML on lines. The text is checked by a parser that refuses DTDs and entities, and then only cut at its tags,
so names, attributes, comments and CDATA keep their characters."""

import re
from dataclasses import replace

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
    return replace(view, text="\n".join(_lines(view.raw)), is_formatted=True)


def without_declaration(text: str) -> str:
    """The text with blanks for its declaration."""
    # The text is decoded already; a declaration that names another encoding would make the parser refuse it.
    return re.sub(
        r"\A\s*<\?xml.*?\?>", lambda match: re.sub(r"[^\n]", " ", match[0]), text, count=1, flags=re.DOTALL
    ).lstrip(" \t")


def _lines(text: str) -> list[str]:
    pieces = [piece for piece in _PIECE.findall(text) if piece.strip()]
    lines: list[str] = []
    depth = 0
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if piece.startswith("</"):
            depth = max(depth - 1, 0)
        elif _opens(piece) and (end := _inline_end(pieces, index)):
            piece = pieces[index] + "".join(
                part.strip() if part[0] != "<" else part for part in pieces[index + 1 : end + 1]
            )
            lines.append(INDENT * min(depth, MAX_INDENTS) + piece)
            index = end + 1
            continue
        lines.append(INDENT * min(depth, MAX_INDENTS) + piece.strip())
        depth += _opens(piece)
        index += 1
    return lines


def _opens(piece: str) -> bool:
    return piece[0] == "<" and piece[1:2] not in ("/", "!", "?") and not piece.endswith("/>")


def _inline_end(pieces: list[str], index: int) -> int:
    """Index of the closing tag when the element holds nothing but one text or CDATA; else 0."""
    following = pieces[index + 1 : index + 3]
    if following and following[0].startswith("</"):
        return index + 1
    is_leaf = len(following) == 2 and following[1].startswith("</")
    return index + 2 if is_leaf and (following[0][0] != "<" or following[0].startswith("<![CDATA[")) else 0
