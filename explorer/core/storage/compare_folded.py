"""A long comparison cut to what a person can look at: equal stretches folded, and an end to differences."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from explorer.core.storage.compare_lines import DiffKind, DiffRow

FOLD_FROM = 3_000
"""Shorter comparisons are shown as they are."""

AROUND = 25
"""Equal lines that stay on each side of a difference."""

SHOWN = 6_000


def folded(rows: Sequence[DiffRow]) -> tuple[DiffRow, ...]:
    """The rows, or, of many, those around the differences with a row between that says how many are left out."""
    if len(rows) <= FOLD_FROM:
        return tuple(rows)
    found: list[DiffRow] = []
    for is_same, group in groupby(rows, lambda row: row.kind is DiffKind.SAME):
        run = list(group)
        found += _around(run) if is_same else run
        if len(found) > SHOWN:
            break
    left = sum(row.kind is not DiffKind.SAME for row in rows) - sum(
        row.kind is not DiffKind.SAME for row in found[:SHOWN]
    )
    return (*found[:SHOWN], *_note(left, "line that differs", "lines that differ"))


def _around(same: list[DiffRow]) -> Iterable[DiffRow]:
    if len(same) <= 3 * AROUND:
        return same
    return [*same[:AROUND], *_note(len(same) - 2 * AROUND, "equal line", "equal lines"), *same[-AROUND:]]


def _note(count: int, one: str, many: str) -> tuple[DiffRow, ...]:
    if count <= 0:
        return ()
    text = f"… 1 more {one}" if count == 1 else f"… {count:,} more {many}"
    return (DiffRow(kind=DiffKind.SAME, left=text, right=text),)
