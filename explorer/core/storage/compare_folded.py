"""A long comparison cut to what a person can look at: equal stretches folded, and an end to differences.

Only the rows that are shown are made: of ten megabytes these are few.
"""

from collections.abc import Iterator

from explorer.core.storage.compare_lines import DiffKind, DiffRow, block_rows, lines_of, replaced, same_rows

FOLD_FROM = 3_000
"""Of shorter texts all lines are shown."""

AROUND = 25
"""Equal lines that stay on each side of a difference."""

SHOWN = 6_000
COUNTED = 50_000
"""Further lines that differ; where there are more, they are not counted."""


def folded_diff(a: str, b: str, limit: int) -> tuple[DiffRow, ...]:
    """The rows of a comparison; of many, those around the differences with a row between that says how many are left
    out."""
    left, right = lines_of(a, limit), lines_of(b, limit)
    is_whole = max(len(left), len(right)) <= FOLD_FROM
    rows: list[DiffRow] = []
    left_at = right_at = left_out = 0
    for block in replaced(left, right):
        if len(rows) > SHOWN and not is_whole:
            left_out += max(block.left_end - block.left_start, block.right_end - block.right_start)
            if left_out > COUNTED:
                break
            continue
        rows += _equal(left, left_at, block.left_start, right_at, is_whole)
        rows += block_rows(left, right, block)
        left_at, right_at = block.left_end, block.right_end
    if not left_out:
        rows += _equal(left, left_at, len(left), right_at, is_whole)
    if is_whole:
        return tuple(rows)
    left_out += sum(row.kind is not DiffKind.SAME for row in rows[SHOWN:])
    return (*rows[:SHOWN], *_note(left_out, "line that differs", "lines that differ"))


def _equal(left: list[str], start: int, end: int, right_start: int, is_whole: bool) -> Iterator[DiffRow]:
    count = end - start
    if is_whole or count <= 3 * AROUND:
        yield from same_rows(left, start, end, right_start)
        return
    yield from same_rows(left, start, start + AROUND, right_start)
    yield from _note(count - 2 * AROUND, "equal line", "equal lines")
    yield from same_rows(left, end - AROUND, end, right_start + count - AROUND)


def _note(count: int, one: str, many: str) -> tuple[DiffRow, ...]:
    if count <= 0:
        return ()
    text = f"… 1 more {one}" if count == 1 else f"… {count:,} more {many}"
    if count > COUNTED and "differ" in many:
        text = f"… more than {COUNTED:,} more {many}"
    return (DiffRow(kind=DiffKind.SAME, left=text, right=text),)
