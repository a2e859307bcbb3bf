"""The exact text of an editor, and positions in it.

Qt counts UTF-16 units and gives no-break spaces away as plain ones; everything outside of an editor counts characters
and means what was typed.
"""

from PySide6.QtGui import QTextDocument

_PARAGRAPH = "\u2029"


def exact_text(document: QTextDocument) -> str:
    """The text with every character as it was typed; lines end with a line feed."""
    return document.toRawText().replace(_PARAGRAPH, "\n")


def lines_of_selection(selected: str) -> str:
    """The words of a selection, in which Qt writes line ends as paragraph separators."""
    return selected.replace(_PARAGRAPH, "\n")


def units(text: str, position: int) -> int:
    """UTF-16 units before the character at ``position``."""
    return position if is_narrow(text) else len(text[:position].encode("utf-16-le")) // 2


def characters(text: str, position: int) -> int:
    """Characters before ``position``, which counts UTF-16 units."""
    if is_narrow(text):
        return position
    return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))


def is_narrow(text: str) -> bool:
    """True when every character is one unit, so that both ways of counting agree."""
    return text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
