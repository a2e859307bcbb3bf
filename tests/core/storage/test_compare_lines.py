"""Two texts side by side."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.storage.compare_lines import LINE_LIMIT, DiffKind, DiffRow, is_cut, line_diff

LEFT = """{
  "from": "12345",
  "to": [
    "{{test_msisdn}}",
    "46701740617"
  ],
  "body": "Hi ${name}, see you at 19:00!",
  "parameters": {
    "name": {
      "46701740617": "Maja",
      "default": "there"
    }
  }
}"""
RIGHT = """{
  "from": "12345",
  "to": [],
  "body": "Hi ${name}, see you at 19:30!",
  "parameters": {
    "name": {
      "default": "there"
    }
  }
}"""


def shape(rows: tuple[DiffRow, ...]) -> list[tuple[str, int, int]]:
    return [(row.kind.value, row.left_no, row.right_no) for row in rows]


def test_the_picture() -> None:
    rows = line_diff(LEFT, RIGHT)
    assert shape(rows) == [
        *[("same", 1, 1), ("same", 2, 2), ("changed", 3, 3)],
        *[("removed", 4, 0), ("removed", 5, 0), ("removed", 6, 0)],
        *[("changed", 7, 4), ("same", 8, 5), ("same", 9, 6), ("removed", 10, 0)],
        *[("same", 11, 7), ("same", 12, 8), ("same", 13, 9), ("same", 14, 10)],
    ]
    body = rows[6]
    assert [body.left[start:end] for start, end in body.left_spans] == ["19:00"]
    assert [body.right[start:end] for start, end in body.right_spans] == ["19:30"]


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ("", "", []),
        ("a", "a", [("same", 1, 1)]),
        ("a", "", [("removed", 1, 0)]),
        ("", "a\nb", [("added", 0, 1), ("added", 0, 2)]),
        ("abc", "xyz", [("replaced", 1, 1)]),
        ("abc\n123", "xyz", [("replaced", 1, 1), ("removed", 2, 0)]),
        ("abc", "xyz\n+-", [("replaced", 1, 1), ("added", 0, 2)]),
        ("abcd", "abcx", [("changed", 1, 1)]),
        ("a\r\nb", "a\nb", [("same", 1, 1), ("same", 2, 2)]),
        ("a\n", "a", [("same", 1, 1), ("removed", 2, 0)]),
        ("x\na\nb", "a\nb\ny", [("removed", 1, 0), ("same", 2, 1), ("same", 3, 2), ("added", 0, 3)]),
    ],
)
def test_small_texts(left: str, right: str, wanted: list[tuple[str, int, int]]) -> None:
    assert shape(line_diff(left, right)) == wanted


LINES = st.lists(st.sampled_from(["a", "b", "c", "}", "  one two three", "  one two four", ""]), max_size=40)


@settings(max_examples=300, deadline=None, database=None)
@given(LINES, LINES)
def test_both_sides_can_be_read_back(left: list[str], right: list[str]) -> None:
    check_sound("\n".join(left), "\n".join(right))


def check_sound(left: str, right: str) -> tuple[DiffRow, ...]:
    rows = line_diff(left, right)
    left_rows, right_rows = [r for r in rows if r.left_no], [r for r in rows if r.right_no]
    assert [row.left for row in left_rows] == (left.split("\n")[:LINE_LIMIT] if left else [])
    assert [row.right for row in right_rows] == (right.split("\n")[:LINE_LIMIT] if right else [])
    assert [row.left_no for row in left_rows] == list(range(1, len(left_rows) + 1))
    assert [row.right_no for row in right_rows] == list(range(1, len(right_rows) + 1))
    for row in rows:
        assert (row.kind is DiffKind.SAME) == (row.left == row.right and row.left_no > 0 and row.right_no > 0)
        assert (row.kind is DiffKind.CHANGED) == bool(row.left_spans or row.right_spans)
    return rows


def test_a_long_text_keeps_its_few_differences() -> None:
    lines = [f'    "key {number}": {number},' for number in range(15_000)]
    changed = [*lines[:100], "new", *lines[100:7_000], *lines[7_001:]]
    rows = check_sound("\n".join(lines), "\n".join(changed))
    assert [row.kind for row in rows if row.kind is not DiffKind.SAME] == [DiffKind.ADDED, DiffKind.REMOVED]


def big(seed: int) -> str:
    chance = random.Random(seed)
    return "\n".join(chance.choice(["}", "{", f"line {chance.randrange(10**6)}"]) + " " * 20 for _ in range(300_000))


@pytest.mark.parametrize(
    "texts",
    [
        lambda: (big(1), big(2)),
        lambda: ("}\n" * 200_000 + "a", "]\n" * 200_000 + "b"),
        lambda: ("{}" * 5_000_000, "{}" * 2_500_000 + "x" + "{}" * 2_500_000),
        lambda: ("a b " * 2_000_000, "b a " * 2_000_000),
        lambda: tuple("\n".join("x" * 500 + str(n) for n in range(first, first + 50)) for first in (0, 50)),
    ],
    ids=["unlike", "repeated", "one line", "one line of words", "long alike lines"],
)
def test_ten_megabytes_end_in_time(texts: Callable[[], tuple[str, str]]) -> None:
    left, right = texts()
    before = time.process_time()
    rows = line_diff(left, right)
    assert time.process_time() - before < 4
    assert 0 < len(rows) <= 2 * LINE_LIMIT


def test_the_cut_is_known() -> None:
    assert not is_cut("a\n" * (LINE_LIMIT - 1))
    assert is_cut("a\n" * LINE_LIMIT)
    assert len(line_diff("a\n" * LINE_LIMIT, "")) == LINE_LIMIT
