"""A text with marks of a merge conflict, read as what both sides share and where they differ, and put together again.

Marks are git's (gitformat: ``<<<<<<<``, ``|||||||`` of the diff3 styles, ``=======``, ``>>>>>>>``). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from explorer.core.errors import BrokenFileError

_OPEN, _BASE, _MIDDLE, _CLOSE = "<<<<<<<", "|||||||", "=======", ">>>>>>>"


class Side(StrEnum):
    """Whose version is taken."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Where both sides changed the same lines."""

    line: int
    """Of the first mark, from 1."""
    mine: str = field(repr=False)
    theirs: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What both sides share, and their conflicts, in the order of the file."""

    pieces: tuple[str | Conflict, ...] = field(repr=False)
    mine: str
    """What the marks call the first side ("HEAD"); may be empty."""
    theirs: str

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The places to decide about."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    def taken(self, sides: Sequence[Side]) -> str:
        """The text without marks, with a side for each conflict; every other character as it was."""
        chosen = iter(sides)
        return "".join(piece if isinstance(piece, str) else _side(piece, next(chosen)) for piece in self.pieces)

    def turned(self) -> "Marked":
        """With the sides in each other's place: in a rebase git names the branch below first, ours second."""
        pieces = tuple(
            one if isinstance(one, str) else replace(one, mine=one.theirs, theirs=one.mine) for one in self.pieces
        )
        return Marked(pieces=pieces, mine=self.theirs, theirs=self.mine)

    def whole(self, side: Side) -> str:
        """The text with one side everywhere."""
        return self.taken([side] * len(self.conflicts))


def marked(path: Path, text: str) -> Marked:
    """Read the marks; raises BrokenFileError where they do not belong together."""
    reader = _Reader(path)
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        reader.read(number, line)
    return reader.done()


class _Reader:
    """Line by line; ``_part`` says in which part of a conflict it is, empty between conflicts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: list[str | Conflict] = []
        self._part = ""
        self._texts = {"": "", _OPEN: "", _BASE: "", _MIDDLE: ""}
        self._names = {_OPEN: "", _CLOSE: ""}
        self._start = 0

    def read(self, number: int, line: str) -> None:
        mark = _mark(line)
        follows = {_OPEN: ("",), _BASE: (_OPEN,), _MIDDLE: (_OPEN, _BASE), _CLOSE: (_MIDDLE,)}
        if not mark or (mark in (_BASE, _MIDDLE) and self._part not in follows[mark]):
            # A row of equal signs or bars on its own belongs to the text.
            self._texts[self._part] += line
        elif self._part not in follows[mark]:
            raise self._broken(number)
        elif mark == _CLOSE:
            self._close(line)
        else:
            self._open(mark, number, line)

    def done(self) -> Marked:
        if self._part:
            raise self._broken(self._start)
        self._keep_shared()
        return Marked(pieces=tuple(self._pieces), mine=self._names[_OPEN], theirs=self._names[_CLOSE])

    def _open(self, mark: str, number: int, line: str) -> None:
        if mark == _OPEN:
            self._keep_shared()
            self._start = number
            self._names[_OPEN] = self._names[_OPEN] or _name(line)
        self._part = mark

    def _close(self, line: str) -> None:
        self._names[_CLOSE] = self._names[_CLOSE] or _name(line)
        self._pieces.append(Conflict(line=self._start, mine=self._texts[_OPEN], theirs=self._texts[_MIDDLE]))
        self._texts = dict.fromkeys(self._texts, "")
        self._part = ""

    def _keep_shared(self) -> None:
        if self._texts[""]:
            self._pieces.append(self._texts[""])
            self._texts[""] = ""

    def _broken(self, number: int) -> BrokenFileError:
        reason = "This mark of a merge conflict has no counterpart; the file can only be mended in an editor."
        return BrokenFileError(self._path, reason, line=number, column=1)


def _mark(line: str) -> str:
    """The mark that a line is; empty for any other line. The middle one stands alone, the others may have a name."""
    plain = line.rstrip("\r\n")
    if plain == _MIDDLE:
        return _MIDDLE
    head, blank, _rest = plain.partition(" ")
    return head if head in (_OPEN, _BASE, _CLOSE) and (blank or plain == head) else ""


def _name(line: str) -> str:
    return line.strip().partition(" ")[2]


def _side(conflict: Conflict, side: Side) -> str:
    return conflict.mine if side is Side.MINE else conflict.theirs
