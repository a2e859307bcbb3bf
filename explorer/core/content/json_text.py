"""Sets JSON text on lines without understanding it: every token keeps its own text.

Number text, key order, duplicate names and string escapes survive, because nothing is parsed into values. Grammar is
RFC 8259; several values after another (NDJSON), NaN and Infinity, and the prefixes used against script inclusion are
accepted and noted.
"""

import contextlib
import re
from dataclasses import dataclass, field, replace

from explorer.core.content.json_quickly import quick_lines
from explorer.core.content.view import Flaw, View

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
_GUARD = re.compile(r"\s*(\)\]\}',?|for\s*\(;;\);|while\s*\(1\);)\s*")
_CALL = re.compile(r"\s*(?:/\*\*/\s*)?([\w.$]+)\s*\((.*)\)\s*;?\s*\Z", re.DOTALL)


class _BrokenError(Exception):
    """Where the grammar is left, and what stood there."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


def format_json(view: View) -> View:
    """The view with formatted text, or as it came with the flaw noted."""
    source, lead = _unwrapped(view.raw)
    quick = quick_lines(source, MAX_INDENTS)
    if quick is not None:
        return replace(view, text=quick[0], is_formatted=True).noted(lead).noted(twice(quick[1]))
    try:
        lines, notes = _Lines(source).run()
    except _BrokenError as broken:
        offset = broken.offset + (view.raw.find(source) if lead else 0)
        flaw = _flaw(view.raw, offset, broken.reason)
        return replace(view, flaw=flaw).noted(
            f"Not valid JSON: {flaw.reason} at line {flaw.line}, column {flaw.column}."
        )
    done = replace(view, text="\n".join(lines), is_formatted=True)
    for sentence in (lead, *notes):
        done = done.noted(sentence) if sentence else done
    return done


def _unwrapped(text: str) -> tuple[str, str]:
    if text.startswith("\x1e"):
        return text.replace("\x1e", " "), ""  # begins each value (RFC 7464)
    guard = _GUARD.match(text)
    if guard:
        return text[guard.end() :], f"The prefix {guard[1]} was left out."
    call = _CALL.match(text) if text.lstrip()[:1] not in ("{", "[", '"') else None
    if call:
        return call[2], f"Inside a call of {call[1]}."
    return text, ""


def _in_string(text: str, start: int) -> _BrokenError:
    found = _STRING_SO_FAR.match(text, start)
    at = found.end() if found else start
    if text[at : at + 1] == "\\":
        return _BrokenError(at, "a wrong escape in a string")
    if at < len(text):
        return _BrokenError(at, f"U+{ord(text[at]):04X} in a string, where it must be escaped,")
    return _BrokenError(start, "a string that does not end")


def _flaw(text: str, offset: int, reason: str) -> Flaw:
    line = text.count("\n", 0, offset) + 1
    return Flaw(line=line, column=offset - (text.rfind("\n", 0, offset) + 1) + 1, reason=reason)


@dataclass(slots=True)
class _Lines:
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
    duplicate: str = ""
    odd: str = ""

    def run(self) -> tuple[list[str], tuple[str, ...]]:
        """The lines and the notes; raises _BrokenError."""
        match_at = _TOKEN.match
        while True:
            match = match_at(self.source, self.position)
            if match is None:
                raise self._unreadable(self.position)
            kind = match.lastindex or _END
            if kind == _END:
                break
            self._take(kind, match[kind], match.start(kind))
            self.position = match.end()
        self._finish(len(self.source))
        return self.lines, self._notes()

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
            raise _BrokenError(offset, f"a name in quotes expected before {_short(token)}")
        elif self.closers[-1] == "]" and self.after not in (_OPEN, _COMMA):
            raise _BrokenError(offset, f"a comma expected before {_short(token)}")
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
            raise _BrokenError(offset, f"a comma expected before {_short(token)}")
        self._before_value(offset, token)
        if kind == _ODD:
            self.odd = self.odd or token
        self.current += token
        self.after = _SCALAR

    def _open(self, token: str, offset: int) -> None:
        if self.after == _SCALAR and self.closers:
            raise _BrokenError(offset, f"a comma expected before {token}")
        self._before_value(offset, token)
        self.current += token
        self.closers.append("}" if token == "{" else "]")
        self.names.append(set())
        self.after = _OPEN

    def _close(self, token: str, offset: int) -> None:
        if not self.closers or self.closers[-1] != token:
            raise _BrokenError(offset, f"unexpected {token}")
        if self.after in (_COMMA, _COLON, _STRING):
            found = {_COMMA: "a comma", _COLON: "a colon", _STRING: "a name"}[self.after]
            raise _BrokenError(offset, f"{token} right after {found}")
        self.closers.pop()
        self.names.pop()
        if self.after != _OPEN:
            self._new_line()
        self.current += token
        self.after = _SCALAR

    def _comma(self, offset: int) -> None:
        if self.after != _SCALAR or not self.closers:
            raise _BrokenError(offset, "unexpected comma")
        self.current += ","
        self.after = _COMMA

    def _colon(self, offset: int) -> None:
        if self.after != _STRING:
            raise _BrokenError(offset, "unexpected colon")
        self.current += ": "
        self.after = _COLON

    def _new_line(self) -> None:
        self.lines.append(self.current)
        self.current = INDENT * min(len(self.closers), MAX_INDENTS)

    def _finish(self, offset: int) -> None:
        if self.closers:
            raise _BrokenError(offset, f"the text ends before {self.closers[-1]}")
        if not self.values:
            raise _BrokenError(offset, "no value")
        self.lines.append(self.current)

    def _unreadable(self, position: int) -> _BrokenError:
        while self.source[position : position + 1] in (" ", "\t", "\r", "\n"):
            position += 1
        rest = self.source[position:]
        if rest.startswith('"'):
            return _in_string(self.source, position)
        if rest.startswith(("//", "/*", "#")):
            return _BrokenError(position, "a comment, which JSON does not have,")
        word = _WORD.match(rest)
        return _BrokenError(position, f"unexpected {_short(word[0] if word else rest[:1])}")

    def _notes(self) -> tuple[str, ...]:
        many = f"{self.values} JSON values, one after another." if self.values > 1 else ""
        repeated = twice(self.duplicate)
        odd = f"{self.odd} is not JSON (RFC 8259 §6)." if self.odd else ""
        return many, repeated, odd


def twice(name: str) -> str:
    """The sentence about a name that one object has more than once; empty without a name."""
    return f"The name {name} occurs twice in one object." if name else ""


def _short(token: str) -> str:
    return token if len(token) <= 20 else token[:19] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A broken text that is on ``lines`` up to its error. ``depth`` blocks are open there."""

    lines: list[str]
    rest: str
    """From the error on, as it came."""
    error: tuple[int, int]
    """Line and column of the error, from 0, counted on through the rest."""
    depth: int = 0
    closing: str = ""
    """What makes JSON of the lines."""
    lacks_value: bool = False
    """Whether a null in ``closing`` stands for the value of a name."""


def beginning_of(text: str) -> Beginning | None:
    """What stands before the error; None where there is none, or no object or array before it."""
    source = _unwrapped(text)[0]
    lines = _Lines(source)
    try:
        lines.run()
    except _BrokenError as broken:
        if source.lstrip()[:1] not in ("{", "[") or not lines.current:
            return None
        rest = source[lines.position :].lstrip(" \t\r\n")
        inside = rest[: max(0, broken.offset - len(source) + len(rest))]
        done = [*lines.lines, lines.current]
        return Beginning(
            lines=done,
            rest=rest,
            error=(len(done) + inside.count("\n"), len(inside) - inside.rfind("\n") - 1),
            depth=len(lines.closers),
            closing={_STRING: ": null", _COLON: "null"}.get(lines.after, "") + "".join(reversed(lines.closers)),
            lacks_value=lines.after in (_STRING, _COLON),
        )
    return None


def pretty_head(text: str, *, is_cut: bool, limit: int = 400) -> list[str]:
    """The first formatted lines of a text, as far as it is JSON; of a cut one without what may be incomplete."""
    lines = _Lines(_unwrapped(text)[0])
    with contextlib.suppress(_BrokenError):
        lines.run()
    return lines.lines[:limit] if is_cut else [*lines.lines, lines.current][:limit]
