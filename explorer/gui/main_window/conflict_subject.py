"""What a conflict is about: two versions, the places in which they differ, and what comes out of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from explorer.core.interchange.request_text import request_text
from explorer.core.model.request import Request
from explorer.core.storage.collection_merge import combined, differences
from explorer.core.storage.half_merged import HalfMerged, fault_in
from explorer.core.storage.merge_marks import Side
from explorer.gui.widgets.viewer_highlight import Language

Sides = Sequence[Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One thing to decide."""

    title: str
    note: str
    side: Side
    """What is chosen at first."""


class Subject(Protocol):
    """What the dialog needs to know."""

    title: str
    heads: tuple[str, str]
    """Above the version of the others at the left, and above the result at the right."""
    words: tuple[str, str]
    """What the two sides are called: mine, theirs."""
    places: tuple[Place, ...]
    language: Language

    def texts(self, sides: Sides) -> tuple[str, str]:
        """The version of the others, and the result."""

    def fault(self, sides: Sides) -> str:
        """What would be wrong with the result; empty for nothing."""


class DraftConflict:
    """A request that was edited here while others changed its file."""

    title = "The file and your version"
    heads = ("In the file", "Your version as you choose it, not saved")
    words = ("Mine", "The file's")
    language = Language.JSON

    def __init__(self, base: Request, mine: Request, theirs: Request) -> None:
        self._mine, self._theirs = mine, theirs
        self._differences = differences(base, mine, theirs)
        self.places = tuple(
            Place(title=one.word[:1].upper() + one.word[1:], note=_note(one.is_conflict, one.side), side=one.side)
            for one in self._differences
        )

    def result(self, sides: Sides) -> Request:
        """The request that was chosen."""
        words = (one.word for one in self._differences)
        return combined(self._mine, self._theirs, dict(zip(words, sides, strict=True)))

    def texts(self, sides: Sides) -> tuple[str, str]:
        return request_text(self._theirs), request_text(self.result(sides))

    def fault(self, _sides: Sides) -> str:
        return ""


class FileConflict:
    """A file in which git left two versions."""

    language = Language.YAML

    def __init__(self, file: HalfMerged) -> None:
        self._file = file
        mine, theirs = file.marked.mine, file.marked.theirs
        self.title = f"Merge conflict in {file.key}"
        self.words = (f"Mine ({mine})" if mine else "Mine", f"Theirs ({theirs})" if theirs else "Theirs")
        self.heads = (self.words[1], "The file as you choose it, not written yet")
        self.places = tuple(
            Place(title=f"Line {one.line}", note=_first_line(one.mine, one.theirs), side=Side.MINE)
            for one in file.marked.conflicts
        )

    def result(self, sides: Sides) -> str:
        """The text that was chosen."""
        return self._file.marked.taken(sides)

    def texts(self, sides: Sides) -> tuple[str, str]:
        return self._file.marked.whole(Side.THEIRS), self.result(sides)

    def fault(self, sides: Sides) -> str:
        found = fault_in(self._file.key, self.result(sides))
        return f"The result cannot be read. {found}" if found else ""


def _note(is_conflict: bool, side: Side) -> str:
    if is_conflict:
        return "Changed by both"
    return "Changed by you" if side is Side.MINE else "Changed in the file"


def _first_line(*texts: str) -> str:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return next((line for line in lines if line), "")
