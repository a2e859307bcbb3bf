"""Rows of a comparison as the lines of one viewer: a side with fillers, or both sides below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.storage.compare import DiffKind, DiffRow


class Origin(StrEnum):
    """What a line is: common to both, of A alone, of B alone, or filling a gap opposite lines of the other side."""

    BOTH = "both"
    A = "a"
    B = "b"
    FILLER = "filler"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """``number`` 0 is not shown; ``spans`` are the columns in which a changed line differs."""

    text: str = ""
    number: int = 0
    origin: Origin = Origin.BOTH
    spans: tuple[tuple[int, int], ...] = ()


def side_lines(rows: Iterable[DiffRow], side: Origin) -> tuple[DiffLine, ...]:
    """The lines of A or of B, as many as there are rows."""
    return tuple(_side(row, side) for row in rows)


def inline_lines(rows: Sequence[DiffRow]) -> tuple[DiffLine, ...]:
    """Where rows differ, the lines of A come first, then those of B."""
    lines: list[DiffLine] = []
    added: list[DiffLine] = []
    for row in rows:
        if row.kind is DiffKind.SAME:
            lines += added
            added = []
            lines.append(_side(row, Origin.A))
            continue
        if row.left_no:
            lines.append(_side(row, Origin.A))
        if row.right_no:
            added.append(_side(row, Origin.B))
    return (*lines, *added)


def first_lines(lines: Sequence[DiffLine]) -> list[int]:
    """Where each stretch of differing lines begins."""
    before = Origin.BOTH
    found = []
    for number, line in enumerate(lines):
        if line.origin is not Origin.BOTH and before is Origin.BOTH:
            found.append(number)
        before = line.origin
    return found


def _side(row: DiffRow, side: Origin) -> DiffLine:
    is_a = side is Origin.A
    number, text = (row.left_no, row.left) if is_a else (row.right_no, row.right)
    if not number:
        # A row that stands for lines left out has words and no number.
        return DiffLine(text=text) if text else DiffLine(origin=Origin.FILLER)
    spans = row.left_spans if is_a else row.right_spans
    return DiffLine(text=text, number=number, origin=Origin.BOTH if row.kind is DiffKind.SAME else side, spans=spans)
