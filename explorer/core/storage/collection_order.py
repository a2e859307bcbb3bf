"""Order numbers of siblings: only the numbers of those that move change, as long as there is a gap. Pure arithmetic.

Gaps of 1000 are written; any number is read, 0 meaning none. Whole numbers from 1, as Bruno wants them.
"""

from collections.abc import Sequence
from itertools import pairwise

GAP = 1000


def numbers(siblings: Sequence[tuple[str, float]], moved: str, before: str | None) -> dict[str, int]:
    """New numbers so that ``moved`` stands before ``before`` (None: last): its own, or all when no gap is left.

    ``siblings`` are (key, number) in their present order; ``moved`` may be among them.
    """
    return block_numbers(siblings, (moved,), before)


def block_numbers(siblings: Sequence[tuple[str, float]], moved: Sequence[str], before: str | None) -> dict[str, int]:
    """The same for several that come to stand one after the other; ``before`` is none of them."""
    others = [(key, number) for key, number in siblings if key not in moved]
    keys = [key for key, _ in others]
    at = keys.index(before) if before in keys else len(others)
    following = others[at][1] if at < len(others) else None
    between = _between(others[at - 1][1] if at else 0.0, following, len(moved), first=at == 0)
    if between is not None:
        return dict(zip(moved, between, strict=True))
    ordered = [*keys[:at], *moved, *keys[at:]]
    return {key: (index + 1) * GAP for index, key in enumerate(ordered)}


def _between(previous: float, following: float | None, count: int, *, first: bool) -> list[int] | None:
    """Whole numbers in the gap, or None; an item without a number leaves no gap."""
    if previous < 0 or (previous == 0 and not first):
        return None
    if following is None:
        return [(int(previous) // GAP + 1 + index) * GAP for index in range(count)]
    step = (following - previous) / (count + 1)
    found = [int(previous + step * (index + 1)) for index in range(count)]
    rising = [previous, *found, following]
    is_free = found[0] >= 1 and all(one < other for one, other in pairwise(rising))
    return found if is_free else None
