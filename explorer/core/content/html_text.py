"""Sets an HTML page on lines by its tags. Nothing is repaired: names, attributes and texts keep their characters.

Elements without an end and those whose text is kept as it is follow the HTML standard (§13.1.2 and §13.1.2.1).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.content.view import View

INDENT = "  "
MAX_INDENTS = 60
_PIECE = re.compile(
    r"<(?P<kept>script|style|pre|textarea)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>.*?</(?P=kept)\s*>"
    r"|<!--.*?-->|<![^>]*>|</?(?P<name>[a-zA-Z][\w:-]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code em i kbd label mark q s small span strong sub sup u var".split()  # noqa: SIM905
)


def format_html(view: View) -> View:
    """The view with formatted text."""
    return replace(view, text="\n".join(html_lines(view.raw)), is_formatted=True)


def html_lines(text: str) -> Iterator[str]:
    """The page on lines; words and what stands inside a line of words stay together."""
    depth, line = 0, ""
    for match in _PIECE.finditer(text):
        piece, name = match[0], (match["name"] or "").lower()
        if not piece.startswith("<") or name in _INLINE:
            line += re.sub(r"\s+", " ", piece) if line else piece.lstrip()
            continue
        if line.strip():
            yield INDENT * min(depth, MAX_INDENTS) + line.strip()
        line = ""
        closes = piece.startswith("</")
        depth = max(0, depth - closes)
        yield INDENT * min(depth, MAX_INDENTS) + piece
        opens = bool(name) and not closes and not piece.endswith("/>") and name not in _VOID
        depth += opens
    if line.strip():
        yield INDENT * min(depth, MAX_INDENTS) + line.strip()
