"""A fast reader for the plain block style of YAML: the one that collections are written in.

It either answers exactly what the complete reader would, or says that it cannot (None): flow collections, anchors,
tags, folded or multi-line scalars, documents marks and everything unusual is left to ``yaml_nodes``.
"""

import re
from typing import Any

from explorer.core.storage.yaml_scalars import plain_value

_UNUSUAL = re.compile(
    "[^\\n\\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|^(?:---|\\.\\.\\.|%)",
    re.MULTILINE,
)
_ENTRY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?")
_LITERAL = re.compile(r"\|([1-9]?)([-+]?)")
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\/bfnrt])*)"')
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` \t")
_ESCAPED = re.compile(r"\\(.)")
_COMMENT = re.compile(r" +#")


class _Unsure(Exception):  # noqa: N818 - not an error: the complete reader takes over
    pass


def read_lines(text: str) -> Any:
    """Plain data, or None when the complete reader must look (also for an empty text)."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not text.endswith("\n") or _UNUSUAL.search(text):
        return None
    try:
        return _Block(text.split("\n")[:-1]).document()
    except (_Unsure, RecursionError):
        return None


class _Block:
    """The lines and how far they are read."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._rest: tuple[int, str] | None = None
        """What stands after a dash on the current line: its column and text."""

    def document(self) -> dict[str, Any] | None:
        indent, content = self._peek()
        if indent != 0 or content.startswith("-"):
            raise _Unsure
        result = self._mapping(0)
        if self._peek()[0] >= 0:
            raise _Unsure
        return result

    def _peek(self) -> tuple[int, str]:
        """Column and text of the next content; (-1, "") at the end."""
        if self._rest is not None:
            return self._rest
        lines = self._lines
        while self._at < len(lines):
            line = lines[self._at]
            content = line.lstrip(" ")
            if content and content[0] != "#":
                if content[0] == "\t":
                    raise _Unsure
                return len(line) - len(content), content
            self._at += 1
        return -1, ""

    def _next(self) -> None:
        self._rest = None
        self._at += 1

    def _mapping(self, indent: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while True:
            column, content = self._peek()
            if column < indent:
                return result
            match = _ENTRY.fullmatch(content) if column == indent else None
            if match is None:
                raise _Unsure
            key: str = match[1]
            if key in result or plain_value(key) is not key:
                raise _Unsure
            self._next()
            result[key] = self._value(match[2] or "", indent)

    def _sequence(self, indent: int) -> list[Any]:
        result: list[Any] = []
        while True:
            column, content = self._peek()
            if column < indent:
                return result
            if column > indent or not content.startswith("- "):
                if column == indent and _ENTRY.fullmatch(content):
                    return result
                raise _Unsure
            result.append(self._item(content[2:], indent))

    def _item(self, content: str, indent: int) -> Any:
        rest = content.lstrip(" ")
        if not rest or rest[0] in "#-":
            raise _Unsure
        if not _ENTRY.fullmatch(rest):
            self._next()
            return self._value(rest, indent)
        column = indent + 2 + len(content) - len(rest)
        self._rest = (column, rest)
        return self._mapping(column)

    def _value(self, text: str, indent: int) -> Any:
        """The value that begins with ``text`` on the line just taken, inside a collection at ``indent``."""
        if not text or text[0] == "#":
            return self._nested(indent)
        if text[0] == "|":
            match = _LITERAL.fullmatch(text.rstrip(" "))
            if match is None:
                raise _Unsure
            return self._literal(indent, int(match[1] or 0), match[2])
        value = _one_line(text)
        if self._peek()[0] > indent:
            raise _Unsure
        return value

    def _nested(self, indent: int) -> Any:
        column, content = self._peek()
        if content.startswith("- ") and column >= indent:
            return self._sequence(column)
        if column > indent:
            return self._mapping(column)
        return None

    def _literal(self, indent: int, more: int, chomping: str) -> str:
        lines, start = self._lines, self._at
        width = indent + more if more else self._width(indent)
        margin = " " * width
        while self._at < len(lines) and (lines[self._at].startswith(margin) or not lines[self._at].strip(" ")):
            self._at += 1
        content = [line[width:] for line in lines[start : self._at]]
        text = "\n".join(content)
        stripped = text.rstrip("\n")
        if not stripped:
            raise _Unsure
        return text + "\n" if chomping == "+" else stripped if chomping else stripped + "\n"

    def _width(self, indent: int) -> int:
        """Columns of the first line that is not blank; blank lines before it must not be longer.

        WORKAROUND: ruamel.yaml 0.18 refuses a block whose first line is blank but for some spaces; what cannot be
        edited is not read either, so that the reason is told at once.
        """
        blank: list[int] = []
        for line in self._lines[self._at :]:
            content = line.lstrip(" ")
            width = len(line) - len(content)
            if content:
                if width <= indent or max(blank, default=0) > width or (blank and blank[0] not in (0, width)):
                    raise _Unsure
                return width
            blank.append(width)
        raise _Unsure


def _one_line(text: str) -> Any:
    if text[0] == '"':
        return _ESCAPED.sub(lambda match: _ESCAPES[match[1]], _inside(_DOUBLE, text))
    if text[0] == "'":
        return _inside(_SINGLE, text).replace("''", "'")
    text = text.partition(" #")[0].rstrip(" ")
    if text in ("[]", "{}"):
        return [] if text == "[]" else {}
    if text[0] in _NOT_FIRST or ": " in text or text[-1] == ":" or "\t" in text:
        raise _Unsure
    return plain_value(text)


def _inside(pattern: re.Pattern[str], text: str) -> str:
    """What stands between the quotes; after them only a comment may follow."""
    match = pattern.match(text)
    if match is None or (text[match.end() :].strip(" ") and not _COMMENT.match(text, match.end())):
        raise _Unsure
    return match[1]
