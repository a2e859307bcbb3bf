"""Where blocks of HTML begin and end in Markdown (CommonMark 0.31 §4.6)."""

from __future__ import annotations

import re

_ENDED = (
    (r"<(?:script|pre|style|textarea)(?=[ \t>]|\Z)", r"</(?:script|pre|style|textarea)>"),
    (r"<!--", r"-->"),
    (r"<\?", r"\?>"),
    (r"<!\[CDATA\[", r"\]\]>"),
    (r"<![a-zA-Z]", r">"),
)
_ENDS = [(re.compile(rf"[ \t]*{one}", re.IGNORECASE), re.compile(end, re.IGNORECASE)) for one, end in _ENDED]
_BLOCK = re.compile(
    r" {0,3}<(?:/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog"
    r"|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li"
    r"|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th"
    r"|thead|title|tr|track|ul)(?:[ \t]|/?>|\Z)|(?:script|pre|style|textarea)(?:[ \t>]|\Z)|!--|\?|!\[CDATA\[|![a-z])",
    re.IGNORECASE,
)
_ATTRIBUTE = r"[ \t]+[a-zA-Z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_ALONE = re.compile(
    rf" {{0,3}}<(?:[a-zA-Z][a-zA-Z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?|/[a-zA-Z][a-zA-Z0-9-]*[ \t]*)>[ \t]*\Z"
)


def begins_block(line: str) -> bool:
    """Whether a line begins one that may interrupt a text."""
    return _BLOCK.match(line) is not None


def is_tag_alone(line: str) -> bool:
    """Whether nothing but a tag stands on the line, which begins one behind an empty line."""
    return _ALONE.match(line) is not None


def end_of(line: str) -> tuple[re.Pattern[str] | None, bool]:
    """What ends the block that begins with the line, None where an empty line does; and whether it ends on the line."""
    for begin, end in _ENDS:
        if found := begin.match(line):
            return end, end.search(line, found.end()) is not None
    return None, False
