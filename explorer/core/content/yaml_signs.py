"""What a line of YAML is made of: its signs as patterns, where it leaves the grammar, and lines one after another.

YAML 1.2.2, §6 and §7. Only blanks and tabs are white space; what else looks empty belongs to a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MORE = r"(?:[^ \t:#]++|:(?=[^ \t])|(?<=[^ \t])#|[ \t]++(?=[^ \t#:]|:[^ \t]))*+"
_DOUBLE = r'"(?:[^"\\]|\\.)*+"'
_SINGLE = r"'(?:[^']|'')*+'"
_PROPERTIES = r"(?:[&!][^ \t]*+(?:[ \t]++|\Z)){0,2}+"

PLAIN = re.compile(rf"(?:[^ \t\-?:,\[\]{{}}#&*!|>'\"%@`]|[\-?:](?=[^ \t])){_MORE}")
GOING_ON = re.compile(_MORE)
"""One more line of a plain text."""
QUOTED = re.compile(rf"{_DOUBLE}|{_SINGLE}")
PROPERTIES = re.compile(_PROPERTIES)
KEY = re.compile(rf"{_PROPERTIES}(?:{PLAIN.pattern}|{_DOUBLE}|{_SINGLE}|\*[^ \t]++(?=[ \t]))?+[ \t]*+:(?=[ \t]|\Z)")
COLON = re.compile(r"[ \t]*+:(?=[ \t]|\Z)")
BLOCK = re.compile(r"[|>](?:([1-9])[+-]?|[+-]([1-9])?)?(?=[ \t]|\Z)")
ALIAS = re.compile(r"\*[^ \t,\[\]{}]++")
BEHIND = re.compile(r"[ \t]*+(?:(?<=[ \t])#.*)?\Z")
"""What may stand behind a value."""
MARK = re.compile(r"(?:---|\.\.\.)(?=[ \t]|\Z)")
_SIMPLE = r"[\w/~$](?:[^ \t#:]++| ++(?![ #:])|:(?=[^ \t]))*+"
SIMPLE_ENTRY = re.compile(rf"( *+)(?:(- )({_SIMPLE})|{_SIMPLE}:(?: ++(?:({_SIMPLE})|{_DOUBLE}|{_SINGLE}))?+) *+\Z")
"""A line as most lines are: its blanks; a list item with its plain text, or a key with one, a quoted one or none."""
REST_OF_DOUBLE = re.compile(r'(?:[^"\\]|\\.)*+\\?("?)')
REST_OF_SINGLE = re.compile(r"(?:[^']|'')*+('?)")
_ESCAPED_BLANK = re.compile(r"(?<!\\)(?:\\\\)*\\[ \t]\Z")


class YamlError(Exception):
    """Where the grammar is left, why, and from where on nothing is laid out; lines and columns count from 0."""

    def __init__(self, reason: str, place: tuple[int, int], rest: tuple[int, int]) -> None:
        super().__init__(reason)
        self.reason, self.place, self.rest = reason, place, rest


class Lines:
    """Lines without their ends; ``line`` is the one that was read last, ``number`` counts from 0."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._is_given_back = False
        self.line = ""
        self.number = -1

    def advance(self) -> bool:
        """Go to the next line; False when there is none."""
        if self._is_given_back:
            self._is_given_back = False
            return True
        line = next(self._lines, None)
        if line is None:
            return False
        self.line = line
        self.number += 1
        return True

    def give_back(self) -> None:
        """The line is read again."""
        self._is_given_back = True

    def quoted(self, start: int, indent: str) -> tuple[list[str], int]:
        """The lines of a quoted text that goes on behind its first one, and where it ends on the last, which is the
        line now; ``start`` is its quotation mark. Raises YamlError."""
        begun = (self.number, start)
        rest = REST_OF_DOUBLE if self.line[start] == '"' else REST_OF_SINGLE
        texts = [stripped(self.line[start:])]
        while self.advance():
            if MARK.match(self.line):
                break
            text = self.line.lstrip(" \t")
            found = rest.match(text)
            if found is not None and found[1]:
                return [*texts, indent + text[: found.end()]], len(self.line) - len(text) + found.end()
            texts.append(indent + stripped(text) if text else "")
        raise YamlError("a quotation mark that is not closed", begun, begun)


def stripped(text: str) -> str:
    """Without the blanks at the end of a line of a quoted text; one that is escaped stays."""
    short = text.rstrip(" \t")
    found = _ESCAPED_BLANK.search(text[: len(short) + 1])
    return text[: len(short) + 1] if found else short
