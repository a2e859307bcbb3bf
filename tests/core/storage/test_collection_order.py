"""Order numbers: one changes where one is enough, fractions where others left no gap, never anything Bruno refuses."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.storage.collection_order import block_numbers, number_after, numbers


def no_folder(_: str) -> bool:
    return False


def any_folder(_: str) -> bool:
    return True


def siblings(*found: float) -> list[tuple[str, float]]:
    return [(f"s{index}", number) for index, number in enumerate(found)]


@pytest.mark.parametrize(
    ("moved", "before", "changed"),
    [
        ("s3", "s1", {"s3": 1.5}),
        ("s0", "s3", {"s0": 3.5}),
        ("s0", None, {"s0": 1000}),
        ("s3", "s0", {"s3": 1, "s0": 1.5}),  # Bruno takes no number below 1
    ],
)
def test_a_request_moves_among_consecutive_numbers(moved: str, before: str | None, changed: dict[str, float]) -> None:
    assert numbers(siblings(1, 2, 3, 4), moved, before, no_folder) == changed


@pytest.mark.parametrize(
    ("found", "before", "changed"),
    [
        ((1, 2, 3), "s2", {"new": 1000, "s2": 2000}),
        ((1, 2, 500, 501), "s1", {"new": 167, "s1": 333}),
        ((1000, 2000), "s1", {"new": 1500}),
    ],
)
def test_a_folder_takes_whole_numbers_from_few(
    found: tuple[float, ...], before: str, changed: dict[str, float]
) -> None:
    assert numbers(siblings(*found), "new", before, any_folder) == changed


@pytest.mark.parametrize("odd", [0.0, -3.0, math.inf, math.nan])
def test_numbers_that_are_none_give_all_a_new_one(odd: float) -> None:
    assert numbers(siblings(7, odd), "new", "s1", no_folder) == {"s0": 1000, "new": 2000, "s1": 3000}


def test_the_same_place_again_and_again() -> None:
    known = siblings(1, 2)
    files = 0
    for index in range(100):
        new = numbers(known, f"n{index}", "s1", no_folder)
        files += len(new)
        known = sorted({**dict(known), **new}.items(), key=lambda one: one[1])
    assert [key for key, _ in known] == ["s0", *(f"n{index}" for index in range(100)), "s1"]
    assert files < 130


@pytest.mark.parametrize(("taken", "next_one"), [([], 1000), ([1000], 2000), ([3.5, 0], 1000), ([math.inf], 1000)])
def test_the_last_number(taken: list[float], next_one: int) -> None:
    assert number_after(taken) == next_one


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 24) | st.floats(1, 24), min_size=1, max_size=8, unique=True),
    st.integers(1, 4),
    st.integers(0, 8),
    st.booleans(),
)
def test_every_order_holds_and_bruno_takes_every_number(
    found: list[float], count: int, at: int, are_folders: bool
) -> None:
    known = siblings(*sorted(found))
    moved = [f"m{index}" for index in range(count)]
    before = known[at][0] if at < len(known) else None
    new = block_numbers(known, moved, before, any_folder if are_folders else no_folder)
    after = {**dict(known), **new}
    keys = [key for key, _ in known]
    assert sorted(after, key=lambda key: after[key]) == [*keys[:at], *moved, *keys[at:]]
    assert len(set(after.values())) == len(after)
    assert all(number >= 1 for number in new.values())
    assert not are_folders or all(number == int(number) for number in new.values())
