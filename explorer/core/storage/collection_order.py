"""Order numbers of siblings: those that move get new ones, others only where no number is left. Pure arithmetic.

Gaps of 1000 are written; any number is read, 0 meaning none. Where others numbered 1, 2, 3, a request comes between
two of them by a fraction, which Bruno sorts as well; Bruno takes no number below 1 (its schema) and for folders only
whole ones (its ``sortByNameThenSequence``).
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

GAP = 1000
FINEST = 9
"""Decimals of a fraction at most: some thirty moves to the very same place."""


Numbers = Sequence[tuple[str, float]]
"""(Key, number) of siblings in their present order."""


def numbers(siblings: Numbers, moved: str, before: str | None, is_folder: Callable[[str], bool]) -> dict[str, float]:
    """New numbers so that ``moved`` stands before ``before`` (None: last): its own, and of as few others as need one.

    ``moved`` may be among the siblings; folders want whole numbers. A sibling without a number makes all get one:
    Bruno would show it first and we show it last.
    """
    return block_numbers(siblings, (moved,), before, is_folder)


def block_numbers(
    siblings: Numbers, moved: Sequence[str], before: str | None, is_folder: Callable[[str], bool]
) -> dict[str, float]:
    """The same for several that come to stand one after the other; ``before`` is none of them."""
    others = [(key, number) for key, number in siblings if key not in moved]
    keys = [key for key, _ in others]
    at = keys.index(before) if before in keys else len(others)
    if any(number < 1 or not math.isfinite(number) for _, number in others):
        return {key: (index + 1) * GAP for index, key in enumerate([*keys[:at], *moved, *keys[at:]])}
    for start, end in _windows(at, len(others)):
        changed = [*keys[start:at], *moved, *keys[at:end]]
        lower = others[start - 1][1] if start else None
        upper = others[end][1] if end < len(others) else None
        found = _between(lower, upper, len(changed), whole=any(map(is_folder, changed)))
        if found is not None:
            return dict(zip(changed, found, strict=True))
    raise AssertionError("Above the last number there is always room.")


def number_after(taken: Iterable[float]) -> int:
    """The next full thousand above all that are taken."""
    return (int(max((number for number in taken if math.isfinite(number)), default=0)) // GAP + 1) * GAP


def _windows(at: int, count: int) -> Iterator[tuple[int, int]]:
    """Runs of siblings around a place, the shortest first; of two as long the one that reaches further down."""
    for size in range(count + 1):
        for start in range(min(at, count - size), max(0, at - size) - 1, -1):
            yield start, start + size


def _between(lower: float | None, upper: float | None, count: int, *, whole: bool) -> Sequence[float] | None:
    """Rising numbers above ``lower`` (None: from 1) and below ``upper`` (None: no end), or None without room."""
    if upper is None:
        return [number_after([lower or 0]) + GAP * index for index in range(count)]
    spread = _whole_ones(math.floor(lower or 0), math.ceil(upper), count)
    return spread if spread is not None or whole else _fractions(lower, upper, count)


def _whole_ones(lower: int, upper: int, count: int) -> list[int] | None:
    if upper - lower - 1 < count:
        return None
    step = (upper - lower) / (count + 1)
    return [lower + int(step * (index + 1)) for index in range(count)]


def _fractions(lower: float | None, upper: float, count: int) -> list[float] | None:
    """The shortest ones that still rise; the first of all stands at 1."""
    step = (upper - (1 if lower is None else lower)) / (count + (lower is not None))
    first = 1 if lower is None else lower + step
    for decimals in range(1, FINEST + 1):
        found = [round(first + step * index, decimals) for index in range(count)]
        rising = [lower if lower is not None else 0, *found, upper]
        if all(one < other for one, other in pairwise(rising)):
            return found
    return None
