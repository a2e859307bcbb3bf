"""Lists and mappings of YAML in brackets, set on lines as JSON is; those that are short stay on one (YAML 1.2.2, §7.4).

Tokens keep their characters; only white space between them changes, and where a plain or quoted text goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from explorer.core.content.yaml_signs import MARK, Lines, YamlError, stripped

INDENT = "  "
MAX_INDENTS = 100
_PORTION = 1000
_MOST_SHORT_LEVELS = 8
WIDTH = 80
"""What was on one line stays on it up to so many columns."""

_MORE = r"(?:[^ \t,\[\]{}:#]++|:(?=[^ \t,\[\]{}])|(?<=[^ \t])#|[ \t]++(?=[^ \t,\[\]{}:#]|:[^ \t,\[\]{}]))*+"
_COLON = re.compile(r"[ \t]*+:(?=[ \t,\[\]{}]|\Z)")
_COLON_AT_ONCE = re.compile(r"[ \t]*+:")
_GOING_ON = re.compile(_MORE)
_QUOTED = r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+')"
_SIMPLE = r"(?:\w[\w./+~-]*+(?: [\w./+~-]++)*+)"
_ENTRY = re.compile(
    rf"[ \t]*+(?:({_QUOTED}|{_SIMPLE}(?=[ \t]*:[ \t]))[ \t]*+:[ \t]*+)?({_QUOTED}|{_SIMPLE}|-\d[\d.]*+)"
    r"[ \t]*+(?:(,)|(?=[\]}]))"
)
"""One entry as most are: its key, its value, and the comma behind it."""
_SCALAR = rf"(?:{_QUOTED}|{_SIMPLE})"
_FLAT = re.compile(
    rf"\[[ \t]*+(?:{_SCALAR}[ \t]*+(?:,[ \t]*+|(?=\])))*+\]"
    rf"|\{{[ \t]*+(?:(?:{_QUOTED}[ \t]*+|{_SIMPLE}(?=:[ \t])):[ \t]*+{_SCALAR}[ \t]*+(?:,[ \t]*+|(?=\}})))*+\}}"
)
"""A list or mapping of such, without another in it."""
_QUOTED_OR_BRACKET = re.compile(rf"{_QUOTED}|[\[\]{{}}]")
_TOKEN = re.compile(
    r"[ \t]*+(?:"
    r"(\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'|\*[^ \t,\[\]{}]++)"
    r"|([\[{])|([\]}])|(,)|(:(?=[ \t,\[\]{}]|\Z))|(\?(?=[ \t,\[\]{}]|\Z))"
    r"|((?:!<[^ \t>]*+>|[&!][^ \t,\[\]{}]*+))|((?<![^ \t])#.*)"
    rf"|((?:[^ \t\-?:,\[\]{{}}#&*!|>'\"%@`]|[\-?:](?=[^ \t,\[\]{{}}])){_MORE})"
    r"|(\Z))"
)


class Kind(IntEnum):
    """Groups of the pattern."""

    START = 0
    QUOTED = 1
    """Or an alias."""
    OPEN = 2
    CLOSE = 3
    COMMA = 4
    COLON = 5
    QUESTION = 6
    PROPERTY = 7
    COMMENT = 8
    PLAIN = 9
    END = 10


_KINDS = tuple(Kind)
_VALUES = frozenset((Kind.QUOTED, Kind.CLOSE, Kind.PLAIN))
_BEGINS = frozenset((Kind.START, Kind.OPEN, Kind.COMMA))


class _Grammar:
    """What may follow what; ``take`` answers why not."""

    def __init__(self) -> None:
        self.after = Kind.START
        self.closers: list[str] = []
        self._has_colon: list[bool] = [False]
        """For every open bracket, whether the entry has a value of its own."""

    def behind_entry(self, kind: Kind) -> None:
        """A whole entry was taken, and the comma behind it or not."""
        self.after, self._has_colon[-1] = kind, kind is not Kind.COMMA

    def take(self, kind: Kind, token: str) -> str:
        after, self.after = self.after, kind
        match kind:
            case Kind.COMMA:
                self._has_colon[-1] = False
                return "unexpected comma" if after in _BEGINS else ""
            case Kind.COLON:
                is_second, self._has_colon[-1] = self._has_colon[-1], True
                return "a second colon" if is_second else ""
            case Kind.CLOSE:
                if not self.closers or self.closers.pop() != token:
                    return f"unexpected {token}"
                self._has_colon.pop()
                return ""
        if after in _VALUES:
            return f"a comma expected before {token.split()[0][:20]}"
        if kind is Kind.OPEN:
            self.closers.append("]" if token == "[" else "}")
            self._has_colon.append(False)
        return ""


def end_on_line(line: str, at: int, most: int) -> int:
    """Behind the bracket that closes the one at ``at``; 0 when that is not on this line, not within so many characters,
    or something is wrong inside."""
    if short := _plain_end(line, at, most):
        return short
    grammar, start = _Grammar(), at
    while at - start <= most:
        found = _token(line, at, grammar.after)
        if found is None or found[0] in (Kind.COMMENT, Kind.END) or grammar.take(found[0], found[1]):
            return 0
        at = found[2] + len(found[1])
        if not grammar.closers:
            return at
        if len(grammar.closers) > _MOST_SHORT_LEVELS:
            return 0
    return 0


def _plain_end(line: str, at: int, most: int) -> int:
    """The same where nothing is odd: what is innermost is taken for one word, again and again."""
    pieces: list[str] = []
    depth, last = 0, at
    for found in _QUOTED_OR_BRACKET.finditer(line, at, at + most):
        if found[0] in "[{":
            depth += 1
            if depth > _MOST_SHORT_LEVELS:
                return 0
        elif found[0] in "]}":
            depth -= 1
            if not depth:
                text, count = "".join(pieces) + line[last : found.end()], 1
                while count and text != "x":
                    text, count = _FLAT.subn("x", text)
                return found.end() if text == "x" else 0
        else:
            pieces += [line[last : found.start()], '""']
            last = found.end()
    return 0


def _token(line: str, at: int, after: Kind) -> tuple[Kind, str, int] | None:
    """Kind, characters and place; None where nothing fits."""
    match = _TOKEN.match(line, at)
    if after in (Kind.QUOTED, Kind.CLOSE) and (match is None or match.lastindex == Kind.PLAIN):
        # Behind a quoted key, a colon needs no blank ("a":1).
        colon = _COLON_AT_ONCE.match(line, at)
        if colon is not None:
            return Kind.COLON, ":", colon.end() - 1
    if match is None:
        return None
    group = match.lastindex or Kind.END
    return _KINDS[group], match[group], match.start(group)


class FlowLines:
    """The lines of a list or mapping that begins at ``at`` of the line now, behind ``text`` on the line to be
    written. Its entries are one indent deeper than ``base``. Behind them ``text`` is the last line, not handed out yet,
    and ``at`` is where it ends."""

    def __init__(self, lines: Lines, at: int, text: str, base: int, *, opens_all: bool) -> None:
        self._lines, self.at, self.text = lines, at, text
        self._base, self._opens_all = base, opens_all
        self._grammar = _Grammar()
        self._is_behind_comment = self._is_behind_alias = False
        self._done: list[str] = []

    def run(self) -> Iterator[str]:
        """All lines but the last; raises YamlError when what came before is handed out."""
        try:
            is_first = False
            while True:
                if self._grammar.after in (Kind.OPEN, Kind.COMMA) and not self._is_behind_comment:
                    self._put_entries()
                if self._done:
                    yield from self._done
                    self._done.clear()
                kind, token, self.at = self._next()
                if kind is Kind.END:
                    self._go_on()
                    is_first = not self._goes_on_with_plain()
                    continue
                self._put(kind, token, is_first=is_first)
                is_first = False
                if not self._grammar.closers:
                    break
            yield from self._done
        except YamlError:
            yield from self._done
            yield self.text
            raise

    def _put_entries(self) -> None:
        """Those on the line that are no more than a key, a value and a comma."""
        line, lead = self._lines.line, self._lead(len(self._grammar.closers))
        at, text = self.at, self.text
        while found := _ENTRY.match(line, at):
            key, value, comma = found.groups()
            self._done.append(text)
            text = f"{lead}{key}: {value}" if key is not None else lead + value
            at = found.end()
            if comma:
                text += comma
            if not comma or len(self._done) > _PORTION:
                break
        if found or at > self.at:
            self.at, self.text = at, text
            self._is_behind_alias = False
            self._grammar.behind_entry(Kind.COMMA if text[-1] == "," else Kind.QUOTED)

    def _next(self) -> tuple[Kind, str, int]:
        line = self._lines.line
        found = _token(line, self.at, self._grammar.after)
        if found is not None:
            return found
        rest = line[self.at :].lstrip(" \t")
        self.at = len(line) - len(rest)
        if rest[0] in "\"'":
            return Kind.QUOTED, "", self.at
        raise self._error(f"unexpected {rest.split()[0][:20]}")

    def _go_on(self) -> None:
        """To the next line."""
        self.at = len(self._lines.line)
        end = self._error(f"the text ends before {self._grammar.closers[-1]}")
        if not self._lines.advance():
            raise end
        if MARK.match(self._lines.line):
            self._lines.give_back()
            raise end
        self.at = 0

    def _goes_on_with_plain(self) -> bool:
        """Whether the line begins with more of a plain text."""
        if self._grammar.after is not Kind.PLAIN or self._is_behind_comment:
            return False
        line = self._lines.line
        found = _GOING_ON.match(line, len(line) - len(line.lstrip(" \t")))
        if found is None or not found[0]:
            return False
        if _COLON.match(line, found.end()):
            self.at = found.start()
            raise self._error(f"a comma or {self._grammar.closers[-1]} expected before this line")
        self._new_line(len(self._grammar.closers) + 1)
        self.text += found[0]
        self.at = found.end()
        return True

    def _error(self, reason: str) -> YamlError:
        place = (self._lines.number, self.at)
        return YamlError(reason, place, place)

    def _put(self, kind: Kind, token: str, *, is_first: bool) -> None:
        depth = len(self._grammar.closers)
        if kind is Kind.COMMENT:
            self._comment(token, depth, is_first=is_first)
        elif not token:
            self._put_quoted(depth)
            return
        elif kind is Kind.OPEN and (end := self._short_end()):
            self._take(Kind.QUOTED, self._lines.line[self.at : end])
            self.at = end
            return
        else:
            self._take(kind, token)
        self.at += len(token)

    def _put_quoted(self, depth: int) -> None:
        """A text that goes over several lines."""
        before = (len(self._done), self.text)
        self._take(Kind.QUOTED, stripped(self._lines.line[self.at :]))
        try:
            texts, self.at = self._lines.quoted(self.at, self._lead(depth + 1))
        except YamlError:
            del self._done[before[0] :]
            self.text = before[1]
            raise
        self._done += [self.text, *texts[1:-1]]
        self.text = texts[-1]

    def _short_end(self) -> int:
        if self._opens_all:
            return 0
        begins = self._grammar.after in (Kind.OPEN, Kind.COMMA)
        before = self._lead(len(self._grammar.closers)) if begins else self.text
        return end_on_line(self._lines.line, self.at, WIDTH - len(before) - 2)

    def _take(self, kind: Kind, token: str) -> None:
        after, depth = self._grammar.after, len(self._grammar.closers)
        if reason := self._grammar.take(kind, token):
            raise self._error(reason)
        if kind is Kind.CLOSE:
            if after is not Kind.OPEN or self._is_behind_comment:
                self._new_line(depth - 1)
        elif after in (Kind.OPEN, Kind.COMMA):
            self._new_line(depth)
        elif self._is_behind_comment:
            self._new_line(depth + 1)
        elif (kind is Kind.COLON and (after in (Kind.PROPERTY, Kind.QUESTION) or self._is_behind_alias)) or (
            kind not in (Kind.COLON, Kind.COMMA) and after is not Kind.START
        ):
            self.text += " "
        self.text += token
        self._is_behind_alias = token[0] == "*"

    def _comment(self, token: str, depth: int, *, is_first: bool) -> None:
        if is_first or self._is_behind_comment:
            self._new_line(depth + (self._grammar.after not in _BEGINS))
        else:
            before = self._lines.line[: self.at]
            self.text += before[len(before.rstrip(" \t")) :] or " "
        self.text += token.rstrip(" \t")
        self._is_behind_comment = True

    def _new_line(self, depth: int) -> None:
        self._done.append(self.text)
        self.text = self._lead(depth)
        self._is_behind_comment = False

    def _lead(self, depth: int) -> str:
        return " " * self._base + INDENT * min(depth, MAX_INDENTS)
