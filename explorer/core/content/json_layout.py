"""Sets JSON text on lines token by token without understanding it: every token keeps its own text.

Grammar is RFC 8259; several values after another (NDJSON), NaN and Infinity are accepted and told.
"""

import re
import sys
from dataclasses import dataclass, field

from explorer.core.content.view import Flaw

INDENT = "  "
MAX_INDENTS = 100
"""Deeper levels are not indented further: the text would grow with the square of the depth."""

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:"
    r'("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])|(?:true|false|null)\b)"
    r"|([{\[])|([}\]])|(,)|(:)|(-?Infinity\b|NaN\b)|(\Z))"
)
_STRING_SO_FAR = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_STRING, _SCALAR, _OPEN, _CLOSE, _COMMA, _COLON, _ODD, _END = range(1, 9)
_WORD = re.compile(r"[^\s,:{}\[\]\"]+")
_ANOTHER_LINE = re.compile(r"[ \t\r]*\n\s*\S")


class BrokenJsonError(Exception):
    """Where the grammar is left, and what stood there."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


@dataclass(slots=True)
class Layout:
    """One pass over the tokens; ``lines`` grows, ``current`` is the line being written."""

    source: str
    lines: list[str] = field(default_factory=list)
    current: str = ""
    closers: list[str] = field(default_factory=list)
    names: list[set[str]] = field(default_factory=list)
    after: int = 0
    """The kind of the token before: 0 at the start of a value list."""
    values: int = 0
    position: int = 0
    """The end of the token before."""
    first_end: int = 0
    """Where the first value ends."""
    duplicate: str = ""
    odd: str = ""

    def run(self, most_lines: int = sys.maxsize) -> tuple[list[str], tuple[str, ...]]:
        """The lines and the notes; about ``most_lines`` of a longer text. Raises BrokenJsonError."""
        match_at = _TOKEN.match
        while len(self.lines) < most_lines:
            match = match_at(self.source, self.position)
            if match is None:
                raise self._unreadable(self.position)
            kind = match.lastindex or _END
            if kind == _END:
                break
            self._take(kind, match[kind], match.start(kind))
            self.position = match.end()
            if not self.closers and not self.first_end:
                self.first_end = self.position
        else:
            return self.lines, self._notes()
        self._finish(len(self.source))
        return self.lines, self._notes()

    def has_value(self) -> bool:
        """Read one value from ``position`` on, over several lines where it has them; False where there is none."""
        self.first_end = 0
        try:
            while not self.first_end:
                match = _TOKEN.match(self.source, self.position)
                if match is None or match.lastindex in (None, _END):
                    return False
                self._take(match.lastindex, match[match.lastindex], match.start(match.lastindex))
                self.position = match.end()
                self.first_end = 0 if self.closers else self.position
        except BrokenJsonError:
            return False
        self.lines.append(self.current)
        return True

    def value_lacking(self) -> str:
        """What stands for the value of the last name where it has none; else nothing."""
        return {_STRING: ": null", _COLON: "null"}.get(self.after, "")

    def is_on_first_line_of_many(self) -> bool:
        """Whether the first value is whole, and what comes behind it stands on a line of its own."""
        return self.first_end > 0 and _ANOTHER_LINE.match(self.source, self.first_end) is not None

    def _take(self, kind: int, token: str, offset: int) -> None:
        match kind:
            case 1 | 2 | 7:
                self._scalar(kind, token, offset)
            case 3:
                self._open(token, offset)
            case 4:
                self._close(token, offset)
            case 5:
                self._comma(offset)
            case _:
                self._colon(offset)

    def _wants_name(self) -> bool:
        return bool(self.closers) and self.closers[-1] == "}" and self.after in (_OPEN, _COMMA)

    def _before_value(self, offset: int, token: str) -> None:
        if not self.closers:
            if self.current:
                self.lines.append(self.current)
                self.current = ""
            self.values += 1
        elif self.closers[-1] == "}" and self.after != _COLON:
            raise BrokenJsonError(offset, f"a name in quotes expected before {_short(token)}")
        elif self.closers[-1] == "]" and self.after not in (_OPEN, _COMMA):
            raise BrokenJsonError(offset, f"a comma expected before {_short(token)}")
        if self.after in (_OPEN, _COMMA) and self.closers:
            self._new_line()

    def _scalar(self, kind: int, token: str, offset: int) -> None:
        if kind == _STRING and self._wants_name():
            self._new_line()
            if token in self.names[-1]:
                self.duplicate = self.duplicate or token
            self.names[-1].add(token)
            self.current += token
            self.after = _STRING
            return
        if kind == _STRING and self.closers and self.after == _SCALAR:
            raise BrokenJsonError(offset, f"a comma expected before {_short(token)}")
        self._before_value(offset, token)
        if kind == _ODD:
            self.odd = self.odd or token
        self.current += token
        self.after = _SCALAR

    def _open(self, token: str, offset: int) -> None:
        if self.after == _SCALAR and self.closers:
            raise BrokenJsonError(offset, f"a comma expected before {token}")
        self._before_value(offset, token)
        self.current += token
        self.closers.append("}" if token == "{" else "]")
        self.names.append(set())
        self.after = _OPEN

    def _close(self, token: str, offset: int) -> None:
        if not self.closers or self.closers[-1] != token:
            raise BrokenJsonError(offset, f"unexpected {token}")
        if self.after in (_COMMA, _COLON, _STRING):
            found = {_COMMA: "a comma", _COLON: "a colon", _STRING: "a name"}[self.after]
            raise BrokenJsonError(offset, f"{token} right after {found}")
        self.closers.pop()
        self.names.pop()
        if self.after != _OPEN:
            self._new_line()
        self.current += token
        self.after = _SCALAR

    def _comma(self, offset: int) -> None:
        if self.after != _SCALAR or not self.closers:
            raise BrokenJsonError(offset, "unexpected comma")
        self.current += ","
        self.after = _COMMA

    def _colon(self, offset: int) -> None:
        if self.after != _STRING:
            raise BrokenJsonError(offset, "unexpected colon")
        self.current += ": "
        self.after = _COLON

    def _new_line(self) -> None:
        self.lines.append(self.current)
        self.current = INDENT * min(len(self.closers), MAX_INDENTS)

    def _finish(self, offset: int) -> None:
        if self.closers:
            raise BrokenJsonError(offset, f"the text ends before {self.closers[-1]}")
        if not self.values:
            raise BrokenJsonError(offset, "no value")
        self.lines.append(self.current)

    def _unreadable(self, position: int) -> BrokenJsonError:
        while self.source[position : position + 1] in (" ", "\t", "\r", "\n"):
            position += 1
        rest = self.source[position:]
        if rest.startswith('"'):
            return _in_string(self.source, position)
        if rest.startswith(("//", "/*", "#")):
            return BrokenJsonError(position, "a comment, which JSON does not have,")
        word = _WORD.match(rest)
        return BrokenJsonError(position, f"unexpected {_short(word[0] if word else rest[:1])}")

    def _notes(self) -> tuple[str, ...]:
        many = f"{self.values} JSON values, one after another." if self.values > 1 else ""
        return many, *odd_words(self.duplicate, self.odd)


def odd_words(duplicate: str, odd: str) -> tuple[str, str]:
    return twice(duplicate), f"{odd} is not JSON (RFC 8259 §6)." if odd else ""


def flaw_at(text: str, offset: int, reason: str) -> Flaw:
    line = text.count("\n", 0, offset) + 1
    return Flaw(line=line, column=offset - (text.rfind("\n", 0, offset) + 1) + 1, reason=reason)


def twice(name: str) -> str:
    """The sentence about a name that one object has more than once; empty without a name."""
    return f"The name {name} occurs twice in one object." if name else ""


def _short(token: str) -> str:
    return token if len(token) <= 20 else token[:19] + "…"


def _in_string(text: str, start: int) -> BrokenJsonError:
    found = _STRING_SO_FAR.match(text, start)
    at = found.end() if found else start
    if text[at : at + 1] == "\\":
        return BrokenJsonError(at, "a wrong escape in a string")
    if at < len(text):
        return BrokenJsonError(at, f"U+{ord(text[at]):04X} in a string, where it must be escaped,")
    return BrokenJsonError(start, "a string that does not end")
