"""Two texts side by side, line by line, with the differing words of paired lines.

The time is bounded: lines that occur once in both texts anchor the rest (patience diff), and the thorough
comparison runs only in the small gaps between them. Long texts belong on a thread all the same.
"""

import difflib
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from explorer.core.storage.compare_words import Spans, common_ends, differing_spans

LINE_LIMIT = 20_000
"""Lines of each text that are compared; the rest is left out (``is_cut`` tells)."""

_GAP_CELLS = 40_000
"""A gap of more left times right lines than this is taken as replaced whole."""

_STRIDE = 256
"""Equal lines that are passed over in one comparison."""

_NEAR, _NO_ACCIDENT = 60, 12
_PAIRING_CELLS = 2_500
_PAIRING_CHARACTERS = 300
_ALIKE = 0.5
_WORD = re.compile(r"\w+")


class DiffKind(StrEnum):
    """What a row of the comparison says."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    """Two lines that have nothing in common, one beside the other so that neither is far away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """A row of the side-by-side view; a missing side has number 0 and empty text."""

    kind: DiffKind
    left_no: int = 0
    """From 1."""
    left: str = ""
    right_no: int = 0
    right: str = ""
    left_spans: Spans = ()
    """The differing words of a changed row."""
    right_spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines left_start..left_end on the left against right_start..right_end on the right, ends exclusive."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int

    @property
    def cells(self) -> int:
        return (self.left_end - self.left_start) * (self.right_end - self.right_start)


def line_diff(a: str, b: str, limit: int = LINE_LIMIT) -> tuple[DiffRow, ...]:
    """The rows of the comparison of ``a`` (left) with ``b`` (right), the first ``limit`` lines of each."""
    left, right = lines_of(a, limit), lines_of(b, limit)
    rows: list[DiffRow] = []
    left_at = right_at = 0
    for block in replaced(left, right):
        rows += same_rows(left, left_at, block.left_start, right_at)
        rows += block_rows(left, right, block)
        left_at, right_at = block.left_end, block.right_end
    rows += same_rows(left, left_at, len(left), right_at)
    return tuple(rows)


def is_cut(text: str) -> bool:
    """Whether ``line_diff`` leaves lines of this text out."""
    return text.count("\n") >= LINE_LIMIT


def lines_of(text: str, limit: int) -> list[str]:
    """The first lines of a text, whatever its line ends; none of an empty one."""
    lines = text.replace("\r\n", "\n").split("\n", limit)[:limit]
    return lines if lines != [""] else []


def same_rows(left: list[str], start: int, end: int, right_start: int) -> list[DiffRow]:
    """The rows of an equal stretch."""
    return [
        DiffRow(
            kind=DiffKind.SAME,
            left_no=index + 1,
            left=left[index],
            right_no=right_start + index - start + 1,
            right=left[index],
        )
        for index in range(start, end)
    ]


def replaced(left: Sequence[Hashable], right: Sequence[Hashable]) -> Iterator[Gap]:
    """The stretches that differ, in order; everything between two of them is equal. Of any things, not only lines."""
    pending: Gap | None = None
    for part in _differences(left, right, Gap(0, len(left), 0, len(right))):
        if pending and pending.left_end == part.left_start and pending.right_end == part.right_start:
            pending = Gap(pending.left_start, part.left_end, pending.right_start, part.right_end)
            continue
        if pending:
            yield pending
        pending = part
    if pending:
        yield pending


def _differences(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Iterator[Gap]:
    gaps = [gap]
    while gaps:
        gap = _trimmed(left, right, gaps.pop())
        if gap.left_start == gap.left_end and gap.right_start == gap.right_end:
            continue
        if gap.cells == 0:
            yield gap
        elif gap.cells <= _GAP_CELLS:
            yield from _thorough(left, right, gap)
        elif near := _near(left, right, gap):
            gaps.append(Gap(near.left_end, gap.left_end, near.right_end, gap.right_end))
            gaps.append(Gap(gap.left_start, near.left_start, gap.right_start, near.right_start))
        else:
            anchors = _anchors(left, right, gap)
            if not anchors:
                yield gap
            gaps += reversed(_between(gap, anchors)) if anchors else []


def _trimmed(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Gap:
    left_start, left_end, right_start, right_end = gap.left_start, gap.left_end, gap.right_start, gap.right_end
    while (
        left_end - left_start > _STRIDE < right_end - right_start
        and left[left_start : left_start + _STRIDE] == right[right_start : right_start + _STRIDE]
    ):
        left_start, right_start = left_start + _STRIDE, right_start + _STRIDE
    while left_start < left_end and right_start < right_end and left[left_start] == right[right_start]:
        left_start, right_start = left_start + 1, right_start + 1
    while (
        left_end - left_start > _STRIDE < right_end - right_start
        and left[left_end - _STRIDE : left_end] == right[right_end - _STRIDE : right_end]
    ):
        left_end, right_end = left_end - _STRIDE, right_end - _STRIDE
    while left_start < left_end and right_start < right_end and left[left_end - 1] == right[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
    return Gap(left_start, left_end, right_start, right_end)


def _near(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Gap | None:
    """The next equal stretch, when it is close to the beginning of a large gap and long enough to be no accident.

    So of two long texts with few differences only the surroundings of these are looked at.
    """
    window = difflib.SequenceMatcher(
        None,
        left[gap.left_start : min(gap.left_end, gap.left_start + _NEAR)],
        right[gap.right_start : min(gap.right_end, gap.right_start + _NEAR)],
        autojunk=False,
    )
    match = window.find_longest_match()
    if match.size < _NO_ACCIDENT:
        return None
    left_start, right_start = gap.left_start + match.a, gap.right_start + match.b
    return Gap(left_start, left_start + match.size, right_start, right_start + match.size)


def _thorough(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Iterator[Gap]:
    matcher = difflib.SequenceMatcher(
        None, left[gap.left_start : gap.left_end], right[gap.right_start : gap.right_end], autojunk=False
    )
    for kind, left_start, left_end, right_start, right_end in matcher.get_opcodes():
        if kind != "equal":
            yield Gap(
                gap.left_start + left_start,
                gap.left_start + left_end,
                gap.right_start + right_start,
                gap.right_start + right_end,
            )


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> list[tuple[int, int]]:
    """Pairs of equal lines, each the only one of its kind on both sides, in an order both sides share."""
    places = _only_places(right, gap.right_start, gap.right_end)
    lefts = _only_places(left, gap.left_start, gap.left_end)
    pairs = [(index, places[thing]) for thing, index in lefts.items() if places.get(thing, -1) >= 0 <= index]
    return _longest_rising(pairs)


def _only_places(things: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Where each thing is, in the order of the first of each; -1 for one that is there more than once."""
    found = dict(zip(things[start:end], range(start, end), strict=True))
    if len(found) == end - start:
        return found
    found = {}
    for index in range(start, end):
        thing = things[index]
        found[thing] = -1 if thing in found else index
    return found


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    tops: list[int] = []
    previous: list[int] = []
    for index, (_, right) in enumerate(pairs):
        pile = bisect_left(tails, right)
        previous.append(tops[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [right]
        tops[pile : pile + 1] = [index]
    found: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        found.append(pairs[at])
        at = previous[at]
    return found[::-1]


def _between(gap: Gap, anchors: list[tuple[int, int]]) -> list[Gap]:
    """What lies between the anchors, without the empty stretches: most anchors follow each other."""
    gaps: list[Gap] = []
    left, right = gap.left_start, gap.right_start
    for left_at, right_at in anchors:
        if left_at > left or right_at > right:
            gaps.append(Gap(left, left_at, right, right_at))
        left, right = left_at + 1, right_at + 1
    gaps.append(Gap(left, gap.left_end, right, gap.right_end))
    return gaps


def block_rows(left: list[str], right: list[str], block: Gap) -> Iterator[DiffRow]:
    """The rows of a stretch that differs; lines that are versions of each other share one."""
    left_at, right_at = block.left_start, block.right_start
    for left_next, right_next in [*_pairs(left, right, block), (block.left_end, block.right_end)]:
        beside = min(left_next - left_at, right_next - right_at)
        for index in range(beside):
            yield _replaced(left, right, left_at + index, right_at + index)
        for index in range(left_at + beside, left_next):
            yield DiffRow(kind=DiffKind.REMOVED, left_no=index + 1, left=left[index])
        for index in range(right_at + beside, right_next):
            yield DiffRow(kind=DiffKind.ADDED, right_no=index + 1, right=right[index])
        if left_next < block.left_end and right_next < block.right_end:
            yield _changed(left, right, left_next, right_next)
        left_at, right_at = left_next + 1, right_next + 1


def _replaced(left: list[str], right: list[str], left_at: int, right_at: int) -> DiffRow:
    return DiffRow(
        kind=DiffKind.REPLACED,
        left_no=left_at + 1,
        left=left[left_at],
        right_no=right_at + 1,
        right=right[right_at],
    )


def _changed(left: list[str], right: list[str], left_at: int, right_at: int) -> DiffRow:
    left_spans, right_spans = differing_spans(left[left_at], right[right_at])
    return DiffRow(
        kind=DiffKind.CHANGED,
        left_no=left_at + 1,
        left=left[left_at],
        right_no=right_at + 1,
        right=right[right_at],
        left_spans=left_spans,
        right_spans=right_spans,
    )


def _pairs(left: list[str], right: list[str], block: Gap) -> list[tuple[int, int]]:
    """Which lines of a replaced block are versions of each other, in order on both sides."""
    if block.cells == 0:
        return []
    if block.cells > _PAIRING_CELLS:
        count = min(block.left_end - block.left_start, block.right_end - block.right_start)
        return [(block.left_start + index, block.right_start + index) for index in range(count)]
    rows, columns = block.left_end - block.left_start, block.right_end - block.right_start
    likeness = [
        [_likeness(left[block.left_start + row], right[block.right_start + column]) for column in range(columns)]
        for row in range(rows)
    ]
    return [(block.left_start + row, block.right_start + column) for row, column in _best_order(likeness)]


def _likeness(left: str, right: str) -> float:
    """From 0 to 1 by common ends or common words, whichever is more; 0 for lines that are not alike."""
    left, right = left.strip()[:_PAIRING_CHARACTERS], right.strip()[:_PAIRING_CHARACTERS]
    ends = _share(sum(common_ends(left, right)), len(left) + len(right))
    left_words, right_words = _words(left), _words(right)
    words = _share(len(left_words & right_words), len(left_words) + len(right_words))
    return likeness if (likeness := max(ends, words)) >= _ALIKE else 0.0


def _share(common: int, total: int) -> float:
    return 2 * common / total if total else 0.0


@lru_cache(maxsize=512)
def _words(line: str) -> frozenset[str]:
    return frozenset(_WORD.findall(line))


def _best_order(likeness: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs of greatest total likeness that do not cross."""
    rows, columns = len(likeness), len(likeness[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = best[row + 1][column + 1] + likeness[row][column]
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    found: list[tuple[int, int]] = []
    row = column = 0
    while row < rows and column < columns:
        likely = likeness[row][column]
        if likely and best[row][column] == best[row + 1][column + 1] + likely:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found
