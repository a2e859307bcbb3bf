"""Marks of faults in a text: which span, what the note says, and how they move while the text is edited."""

from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """A span of characters of the text, ``end`` exclusive; on one line as a rule."""

    start: int
    end: int
    note: str = ""
    """Short words for the end of the line."""
    underlined: bool = True
    """False when the span is only where something is missing."""
    words: str = ""
    """The whole sentence, for the tooltip; empty when the note says it all."""


def after_edit(faults: Iterable[Fault], position: int, removed: int, added: int) -> tuple[Fault, ...]:
    """The faults that survive an edit: those before it stay, those behind it move, touched ones are gone."""
    kept = list[Fault]()
    for fault in faults:
        if position > fault.end:
            kept.append(fault)
        elif position + removed < fault.start:
            shift = added - removed
            kept.append(fault._replace(start=fault.start + shift, end=fault.end + shift))
    return tuple(kept)
