"""The nouns of a body made visible; data only."""

from dataclasses import dataclass, replace
from enum import StrEnum

UP_TO_THERE = "Formatted up to there; the place is that in the raw text."
"""Said of a broken text that is set on lines up to its flaw."""


class ContentKind(StrEnum):
    """What a body turned out to be, whatever its label says."""

    JSON = "json"
    XML = "xml"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    BINARY = "binary"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """The first place where a text stops being what it should be; line and column count from 1."""

    line: int
    column: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A body made visible."""

    kind: ContentKind
    text: str = ""
    """Formatted where that was possible, else the same as ``raw``; a hex dump for binary; empty for raster images."""
    raw: str = ""
    """The text as it came, decoded."""
    note: str = ""
    """Sentences for the person: a wrong label, a cut body, a place where the JSON breaks. Empty when all is well."""
    charset: str = ""
    media_type: str = ""
    """Lower-case type/subtype of the label, without parameters."""
    flaw: Flaw | None = None
    """Its place in ``raw``."""
    flaw_in_text: tuple[int, int] | None = None
    """Line and column, from 0, of the flaw in a text that is formatted nevertheless."""
    is_formatted: bool = False
    is_cut: bool = False
    """True when only the head of the body is here."""
    size_bytes: int = 0

    def noted(self, sentence: str) -> "View":
        """The same view with one more sentence in its note."""
        return replace(self, note=f"{self.note} {sentence}".strip())
