"""Order numbers of siblings: one number changes when one item moves, as long as there is a gap. Pure arithmetic.

Gaps of 1000 are written; any number is read, 0 meaning none. Whole numbers from 1, as Bruno wants them.
"""

from collections.abc import Sequence

GAP = 1000


def numbers(siblings: Sequence[tuple[str, float]], moved: str, before: str | None) -> dict[str, int]:
    """New numbers so that ``moved`` stands before ``before`` (None: last): its own, or all when no gap is left.

    ``siblings`` are (key, number) in their present order; ``moved`` may be among them.
    """
    others = [(key, number) for key, number in siblings if key != moved]
    keys = [key for key, _ in others]
    at = keys.index(before) if before in keys else len(others)
    between = _between(others[at - 1][1] if at else 0.0, others[at][1] if at < len(others) else None, first=at == 0)
    if between is not None:
        return {moved: between}
    ordered = [*keys[:at], moved, *keys[at:]]
    return {key: (index + 1) * GAP for index, key in enumerate(ordered)}


def _between(previous: float, following: float | None, *, first: bool) -> int | None:
    """A whole number in the gap, or None; an item without a number leaves no gap."""
    if previous < 0 or (previous == 0 and not first):
        return None
    if following is None:
        return (int(previous) // GAP + 1) * GAP
    middle = int((previous + following) // 2)
    return middle if middle >= 1 and previous < middle < following else None
