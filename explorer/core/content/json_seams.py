"""Cuts a long JSON text between values, and sets the portions on lines so that they are one text when joined.

A seam is a comma that stands where many others stand, known by the bytes around it: ``},{"id"`` of a list of objects.
That it does stand there is not believed but tried: a portion with the brackets around it that are open at each seam is
valid JSON only when both its ends are such places. No string is mistaken for brackets then, whatever is in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_TOKEN = re.compile(rb'("(?:[^"\\]|\\.)*+")|([{\[])|([}\]])|(,)|(")', re.DOTALL)
_AROUND = re.compile(rb',\s*(?:[{\[]\s*)?(?:"(?:[^"\\]|\\.)*")?', re.DOTALL)
_NO_VALUE = re.compile(rb",\s*[\]}]")
_CLOSERS = {"[": "]", "{": "}"}
_INDENT = "  "
_OFTEN = 8
"""A seam is seen so often in the head that it will be seen again."""

_MOST_DEEP = 12
_TRIES = 3


class NoSeamError(Exception):
    """The text cannot be cut, or it is not JSON."""


@dataclass(frozen=True, slots=True)
class Seam:
    """``openers`` is what is open there, such as "{["; ``sign`` the bytes around the comma."""

    openers: str
    sign: bytes

    @property
    def _depth(self) -> int:
        return len(self.openers)

    def before(self) -> bytes:
        """What opens a text that begins behind a seam."""
        inner = [opener + '"":' if opener == "{" else opener for opener in self.openers[:-1]]
        return "".join([*inner, self.openers[-1]]).encode()

    def behind(self) -> bytes:
        """What closes a text that ends at a seam."""
        return "".join(_CLOSERS[opener] for opener in reversed(self.openers)).encode()

    def lead(self) -> bytes:
        """``before`` on lines, up to the first value."""
        parents = "[" + self.openers
        names = ['"": ' if parent == "{" else "" for parent in parents]
        lines = [_INDENT * at + names[at] + opener + "\n" for at, opener in enumerate(self.openers)]
        return "".join([*lines, _INDENT * self._depth]).encode()

    def tail(self) -> bytes:
        """``behind`` on lines, from the last value on."""
        closers = [_CLOSERS[opener] for opener in self.openers]
        return "".join("\n" + _INDENT * at + closers[at] for at in reversed(range(self._depth))).encode()

    def joint(self) -> bytes:
        """What stands between two portions on lines."""
        return b",\n" + (_INDENT * self._depth).encode()


def seam_of(head: bytes) -> Seam | None:
    """The outermost seam that is seen again and again in the beginning of a text, and nowhere else in it."""
    counts = Counter(_commas(head))
    often = [(len(openers), -count, openers, sign) for (openers, sign), count in counts.items() if count >= _OFTEN]
    for _depth, count, openers, sign in sorted(often):
        if head.count(sign) == -count:
            return Seam(openers, sign)
    return None


def _commas(head: bytes) -> list[tuple[str, bytes]]:
    """What is open at each comma, and the bytes around it; of one value only."""
    found: list[tuple[str, bytes]] = []
    openers = ""
    for token in _TOKEN.finditer(head):
        match token.lastindex:
            case 2:
                openers += token[0].decode()
            case 3:
                openers = openers[:-1]
                if not openers:
                    return found
            case 4 if 0 < len(openers) <= _MOST_DEEP:
                found.append((openers, _sign(head, token.start())))
            case 5:  # a string that the head cuts
                return found
    return found


def _sign(head: bytes, at: int) -> bytes:
    around = _AROUND.match(head, at)
    assert around is not None
    is_telling = head[at - 1 : at] in (b"}", b"]", b'"')
    return head[at - is_telling : around.end()]


def portion(data: bytes | memoryview, seam: Seam, *, is_first: bool, is_last: bool) -> bytes:
    """A text that begins with the comma of a seam and ends before one, on lines; the first begins and the last ends the
    whole. Raises NoSeamError."""
    from msgspec import DecodeError
    from msgspec.json import format as format_json

    if not is_first and _NO_VALUE.match(data):
        raise NoSeamError
    behind = b"" if is_last else seam.behind()
    begin = b"" if is_first else seam.before()
    try:
        text = format_json(b"".join((begin, memoryview(data)[0 if is_first else 1 :], behind)), indent=2)
    except (DecodeError, RecursionError):
        raise NoSeamError from None
    lead, tail = b"" if is_first else seam.lead(), b"" if is_last else seam.tail()
    if not (text.startswith(lead) and text.endswith(tail)):
        raise NoSeamError
    joint = b"" if is_first else seam.joint()
    return b"".join((joint, memoryview(text)[len(lead) : len(text) - len(tail)]))


def cut(data: bytes, seam: Seam, *, is_first: bool) -> tuple[int, bytes]:
    """Where the last seam in a text is, and the text up to there on lines. Raises NoSeamError."""
    inside, end = seam.sign.index(b","), len(data)
    for _ in range(_TRIES):
        found = data.rfind(seam.sign, 1, end)
        if found < 0:
            break
        try:
            at = found + inside
            return at, portion(memoryview(data)[:at], seam, is_first=is_first, is_last=False)
        except NoSeamError:
            end = found
    raise NoSeamError
