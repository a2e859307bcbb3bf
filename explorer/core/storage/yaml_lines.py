"""A fast reader for the plain block style of YAML: the one that collections are written in.

It either answers exactly what the complete reader would, or says that it cannot (None). An entry with a value in an
unusual style (flow collections, tags, scalars of several lines) is handed to ``yaml_nodes`` by itself; anchors that are
used elsewhere, document marks and everything that is wrong make it leave the whole text to that reader.
"""

import re
from typing import Any

from explorer.core.storage.yaml_scalars import YamlError, plain_value

_UNUSUAL = re.compile(
    "[^\\n\\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|^(?:---|\\.\\.\\.|%)",
    re.MULTILINE,
)
_ENTRY = re.compile(
    r"""([A-Za-z0-9_/$](?:[^\s:#]|:(?=\S)|[ ](?=[^\s:#]))*|'(?:[^'"\\]+)'|"(?:[^'"\\]+)"):(?: +(.*))?"""
)
_LIST = re.compile(r"\[ *([A-Za-z_][A-Za-z0-9_-]*(?: *, *[A-Za-z_][A-Za-z0-9_-]*)*) *\]")
_LITERAL = re.compile(r"\|([1-9]?)([-+]?)")
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\/bfnrt])*)"')
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` \t")
_ESCAPED = re.compile(r"\\(.)")
_COMMENT = re.compile(r" +#")


class _Unsure(Exception):  # noqa: N818 - not an error: the complete reader takes over
    pass


class _Whole(Exception):  # noqa: N818 - not an error: the complete reader needs the whole text
    pass


def read_lines(text: str) -> Any:
    """Plain data, or None when the complete reader must look (also for an empty text)."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not text.endswith("\n") or _UNUSUAL.search(text):
        return None
    try:
        return _Block(text.split("\n")[:-1]).document()
    except (_Unsure, _Whole, RecursionError):
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
            key = _key(match[1])
            if key in result:
                raise _Whole
            start, rest = self._at, self._rest
            self._next()
            try:
                result[key] = self._value(match[2] or "", indent)
            except _Unsure:
                self._at = start
                result[key] = self._by_itself(indent, rest)

    def _by_itself(self, indent: int, rest: tuple[int, str] | None) -> Any:
        """The value of the entry on this line, which may go on over deeper lines, through the complete reader."""
        from explorer.core.storage.yaml_nodes import compose, data_of  # late: it costs 65 ms

        lines = self._lines
        end = self._at + 1
        while end < len(lines):
            content = lines[end].lstrip(" ")
            column = len(lines[end]) - len(content)
            if content and content[0] != "#" and not (column > indent or (column == indent and content[:2] == "- ")):
                break
            end += 1
        first = lines[self._at] if rest is None else " " * rest[0] + rest[1]
        try:
            found = data_of(compose("\n".join((first, *lines[self._at + 1 : end], ""))))
        except YamlError as error:
            raise _Whole from error
        if not isinstance(found, dict) or len(found) != 1:
            raise _Whole
        self._rest = None
        self._at = end
        return next(iter(found.values()))

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


def _key(text: str) -> Any:
    """A key as it stands; numbers are kept as the complete reader gives them."""
    if text[0] in "'\"":
        return text[1:-1]
    key = plain_value(text)
    if key is None or isinstance(key, bool):
        raise _Unsure
    return key


def _one_line(text: str) -> Any:
    if text[0] == "[":
        plain = _LIST.fullmatch(text)
        if plain:
            return [plain_value(one.strip(" ")) for one in plain[1].split(",")]
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
