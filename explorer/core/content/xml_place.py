"""The line of an XML element in a formatted text, by its name and which one of that name it is."""

import re
from collections.abc import Sequence

_ASIDE = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_LETTER = re.compile(r"[^\n]")


def line_of_tag(lines: Sequence[str], name: str, number: int) -> int:
    """The line, from 0, on which the element begins; ``number`` counts from 0. The first line when there is none."""
    text = _ASIDE.sub(_blank, "\n".join(lines))
    tag = re.compile(rf"<(?:[^\s<>/:]+:)?{re.escape(name)}(?=[\s/>])")
    for count, found in enumerate(tag.finditer(text)):
        if count == number:
            return text.count("\n", 0, found.start())
    return 0


def _blank(found: re.Match[str]) -> str:
    return _LETTER.sub(" ", found.group())
