"""Sets minified scripts and style sheets on lines at their braces and semicolons.

Nothing is parsed: strings, comments, templates, regular expressions and what is in parentheses keep their characters,
and only white space between statements changes. What came on readable lines is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.content.view import View

INDENT = "  "
MAX_INDENTS = 60
READABLE_CHARACTERS = 400
"""Lines of so many characters on average can be read as they came."""

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_COMMENT = r"/\*.*?\*/|"
_STYLE = rf"{_STRING}|{{}}[{{{{}}}};()]|[^\"'/{{{{}}}};()]+|."
_SCRIPT = rf"{_STRING}|{{}}//[^\n]*|[{{{{}}}};()`/\[\]]|[^\"'/{{{{}}}};()`\[\]]+|."
_TOKENS = {
    (text, has_comments): re.compile(text.format(_COMMENT if has_comments else ""), re.DOTALL)
    for text in (_STYLE, _SCRIPT)
    for has_comments in (True, False)
}
_PATTERN = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,1000}+\]){1,2000}+/[a-z]*")
"""A regular expression; what would be longer is none, so that a text of many beginnings costs no time."""

_TEMPLATE = re.compile(r"\\.|\$\{|[`{}]", re.DOTALL)
_DIVISION = re.compile(r"(?:[\w$)\]}\"'`])\s*\Z")
_WORD_BEFORE = re.compile(r"\b(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await)\s*\Z")
_CONDITION = re.compile(r"\b(?:if|while|for|with)\s*\Z")
_GOES_ON = re.compile(r"\s*(?:[,;).\]:?&|=+*(`]|else\b|catch\b|finally\b|while\s*\()")


def format_script(view: View, *, is_style: bool) -> View:
    """The view with formatted text; as it came where its lines can be read."""
    if is_readable(view.raw.count("\n"), len(view.raw)):
        return view
    return replace(view, text="\n".join(script_lines(view.raw, is_style=is_style)), is_formatted=True)


def is_readable(lines: int, size: int) -> bool:
    """Whether a text of so many lines and characters is no minified one."""
    return (lines + 1) * READABLE_CHARACTERS > size


def script_lines(text: str, *, is_style: bool = False) -> Iterator[str]:
    """The text on lines."""
    return _Lines(text, is_style=is_style).run()


class _Lines:
    def __init__(self, text: str, *, is_style: bool) -> None:
        self._text = text
        self._is_style = is_style
        self._line: list[str] = []
        self._open = 0
        """Parentheses and brackets open since the last brace."""
        self._conditions: list[bool] = []
        """For every open parenthesis, whether a condition is in it; a pattern may follow one, but no division."""
        self._is_behind_condition = False
        self._outside: list[int] = []
        """The same for every open brace, as it was before it."""

    def run(self) -> Iterator[str]:
        at = 0
        kind = _STYLE if self._is_style else _SCRIPT
        last_comment = self._text.rfind("*/")
        # Behind the last one, no end of a comment is looked for: many begins cost no time.
        while match := _TOKENS[kind, at <= last_comment].match(self._text, at):
            piece = self._literal(match[0], at)
            at += len(piece)
            if piece == "}":
                yield from self._ended()
                self._open = self._outside.pop() if self._outside else 0
            self._line.append(piece)
            if self._ends(piece, at):
                yield from self._ended()
            self._count(piece)
        yield from self._ended()

    def _literal(self, piece: str, start: int) -> str:
        """A whole template or regular expression where one begins with the piece."""
        if self._is_style or piece not in ("`", "/"):
            return piece
        if piece == "`":
            return self._text[start : _template_end(self._text, start + 1)]
        before = "".join(self._line[-2:])
        if (
            not (before.rstrip().endswith(")") and self._is_behind_condition)
            and _DIVISION.search(before)
            and not _WORD_BEFORE.search(before)
        ):
            return piece
        found = _PATTERN.match(self._text, start)
        return found[0] if found else piece

    def _ends(self, piece: str, at: int) -> bool:
        """Whether a line ends behind a piece."""
        if piece == ";":
            return not self._open
        if piece == "}":
            return self._is_style or not _GOES_ON.match(self._text, at)
        return piece == "{" or (piece.startswith("//") and not self._is_style)

    def _count(self, piece: str) -> None:
        if piece == "{":
            self._outside.append(self._open)
            self._open = 0
        elif piece in ("(", "["):
            self._open += 1
        elif piece in (")", "]"):
            self._open = max(0, self._open - 1)
        if piece == "(":
            self._conditions.append(_CONDITION.search("".join(self._line[-3:-1])) is not None)
        elif piece == ")":
            self._is_behind_condition = self._conditions.pop() if self._conditions else False

    def _ended(self) -> Iterator[str]:
        line = "".join(self._line).strip()
        self._line = []
        if line:
            yield INDENT * min(len(self._outside), MAX_INDENTS) + line


def _template_end(text: str, at: int) -> int:
    """Behind the backquote that ends a template; what it holds in ${} may hold other templates."""
    inside: list[str] = ["`"]
    for match in _TEMPLATE.finditer(text, at):
        sign = match[0]
        if inside[-1] == "`":
            if sign == "`":
                inside.pop()
            elif sign == "${":
                inside.append("{")
        elif sign == "`" or sign.endswith("{"):
            inside.append("`" if sign == "`" else "{")
        elif sign == "}":
            inside.pop()
        if not inside:
            return match.end()
    return len(text)
