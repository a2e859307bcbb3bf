"""From typed text to the rows of the palette: groups with headings, the best group first. Pure."""

from dataclasses import dataclass

from explorer.gui.palette.matching import Candidate, Match, best, candidate
from explorer.gui.palette.sources import GROUP_TITLES, KINDS_OF, Kind, PaletteItem, PaletteSources, Scope

GROUP_LIMIT = 6
"""Rows of one group while others are shown beside it."""
VISIBLE_ROWS = 10
"""Rows that stand in the palette without scrolling; every group has its share of them."""
_SHARE = 2
"""Rows that each group has before the first ones get more."""
SCOPE_LIMIT = 100
"""Rows of a group that stands alone: more than anyone scrolls through, and quick to lay out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A group's title; it cannot be chosen."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item that can be chosen."""

    kind: Kind
    item: PaletteItem
    positions: tuple[int, ...] = ()


Line = Heading | Row


class Finder:
    """Holds the sources made ready for matching; made anew whenever the palette opens."""

    def __init__(self, sources: PaletteSources) -> None:
        self._candidates: dict[Kind, tuple[Candidate, ...]] = {
            kind: tuple(candidate(item) for item in sources.of(kind)) for kind in Kind
        }

    def lines(self, query: str, scope: Scope) -> tuple[Line, ...]:
        """Headings and rows. Groups keep their order unless another holds a clearly better match."""
        groups = [(kind, best(query, self._candidates[kind], SCOPE_LIMIT)) for kind in KINDS_OF[scope]]
        groups = [group for group in groups if group[1]]
        groups.sort(key=_by_grade)
        lines: list[Line] = []
        for (kind, matches), limit in zip(groups, _limits([len(found) for _, found in groups]), strict=True):
            lines.append(Heading(title=GROUP_TITLES[kind]))
            lines += (Row(kind=kind, item=one.item, positions=one.positions) for one in matches[:limit])
        return tuple(lines)


def _limits(sizes: list[int]) -> list[int]:
    """Rows for each group: a fair share, and what is left of the visible rows goes to the groups in front."""
    if len(sizes) < 2:
        return [SCOPE_LIMIT] * len(sizes)
    limits = [min(size, _SHARE) for size in sizes]
    for at, size in enumerate(sizes):
        room = max(0, VISIBLE_ROWS - sum(limits))
        limits[at] += min(room, min(size, GROUP_LIMIT) - limits[at])
    limits[-1] = min(sizes[-1], GROUP_LIMIT)  # Nothing stands below the last group: its rows may scroll.
    return limits


def _by_grade(group: tuple[Kind, tuple[Match, ...]]) -> int:
    """Sorting is stable: only the grade counts, not the place of the letters within a title."""
    return -((group[1][0].score + 99) // 100)
