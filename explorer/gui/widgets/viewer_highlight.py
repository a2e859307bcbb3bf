"""Colours for one line of JSON, XML or an HTTP message, as spans of colour tokens. Works line by line."""

from __future__ import annotations

import re
from enum import StrEnum

Span = tuple[int, int, str]
"""Start, end, colour token."""

LONG_LINE = 20_000
"""Longer lines stay plain: colouring them would cost more than it tells."""


class Language(StrEnum):
    """How to read a line."""

    PLAIN = "plain"
    JSON = "json"
    XML = "xml"
    HTTP = "http"
    YAML = "yaml"
    CODE = "code"
    """JavaScript, CSS and their like."""
    MARKDOWN = "markdown"
    FORM = "form"


_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<boolean>\b(?:true|false)\b)|(?P<null>\bnull\b)|(?P<punctuation>[{}\[\],:]+)"
)
_INSIDE = re.compile(r"(?P<placeholder>\$\{[^{}]*\})|(?P<variable>\{\{[^{}]*\}\})")
_XML = re.compile(
    r"(?P<comment><!--.*?(?:-->|$))|(?P<punctuation></?(?=[\w!?])|/?>|\?>)"
    r"|(?<=[</!?])(?P<key>[\w:.-]+)|(?P<number>[\w:.-]+)(?==[\"'])|(?P<string>\"[^\"<]*\"|'[^'<]*')"
)
_HTTP = re.compile(r"^(?P<key>[\w!#$%&'*+.^`|~-]+)(?P<punctuation>:)")

_YAML = re.compile(
    r"(?P<comment>(?:^|(?<=\s))#.*)|(?P<key>(?:^|(?<=[-\s]))[^\s#:'\"{}\[\],&*!|>-][^:#]*(?=:(?:\s|$)))"
    r"|(?P<string>\"(?:[^\"\\]|\\.)*\"?|'(?:[^']|'')*'?)|(?P<number>(?<![\w.-])-?\d[\d.eE+_-]*(?![\w.:-]))"
    r"|(?P<boolean>\b(?:true|false)\b)|(?P<null>\bnull\b|(?<=\s)~(?=\s|$))|(?P<punctuation>^\s*-(?=\s)|:(?=\s|$))"
)
_CODE = re.compile(
    r"(?P<comment>//.*|/\*.*?(?:\*/|$))|(?P<string>\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)"
    r"|(?P<key>\b(?:async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|finally|for"
    r"|from|function|if|import|in|instanceof|let|new|of|return|static|super|switch|this|throw|try|typeof|var|void|while"
    r"|with|yield)\b)|(?P<number>\b\d[\w.]*)|(?P<boolean>\b(?:true|false)\b)|(?P<null>\b(?:null|undefined)\b)"
    r"|(?P<punctuation>[{}()\[\];,]+)"
)
_MARKDOWN = re.compile(
    r"(?P<key>^\s{0,3}#{1,6}\s.*|^\s*[-*+]\s|^\s*\d+\.\s)|(?P<string>`[^`]+`)|(?P<comment>^\s*>.*)"
    r"|(?P<number>\[[^\]]*\]\([^)]*\)|https?://\S+)|(?P<boolean>\*\*[^*]+\*\*|__[^_]+__)"
)
_FORM = re.compile(r"^(?P<key>[^=]*?)(?P<punctuation> = )")
_PATTERNS = {
    Language.JSON: _JSON,
    Language.XML: _XML,
    Language.HTTP: _HTTP,
    Language.YAML: _YAML,
    Language.CODE: _CODE,
    Language.MARKDOWN: _MARKDOWN,
    Language.FORM: _FORM,
}


def spans(line: str, language: Language) -> list[Span]:
    """Coloured spans in order; what lies between them takes the colour of text."""
    if language is Language.PLAIN or len(line) > LONG_LINE:
        return []
    pattern = _PATTERNS[language]
    found: list[Span] = []
    for match in pattern.finditer(line):
        kind = match.lastgroup or ""
        token = "text.muted" if kind == "comment" else f"syntax.{kind}"
        if kind == "string":
            found.extend(_string(line, match.start(), match.end(), token))
        else:
            found.append((match.start(), match.end(), token))
    return found


def _string(line: str, start: int, end: int, token: str) -> list[Span]:
    found: list[Span] = []
    position = start
    for match in _INSIDE.finditer(line, start, end):
        if match.start() > position:
            found.append((position, match.start(), token))
        found.append((match.start(), match.end(), f"syntax.{match.lastgroup}"))
        position = match.end()
    if position < end:
        found.append((position, end, token))
    return found
