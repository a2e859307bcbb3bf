"""Turns of phrase."""

from datetime import timedelta

import pytest

from explorer.core.diagnosis import wording


def test_quotes_are_short_and_hold_no_backticks() -> None:
    assert wording.quoted("a`b\nc") == "`a'b c`"
    assert len(wording.quoted("x" * 100)) == 42


def test_lists() -> None:
    assert wording.listed(()) == ""
    assert wording.listed(("a",)) == "`a`"
    assert wording.listed(("a", "b", "c"), "or") == "`a`, `b` or `c`"


@pytest.mark.parametrize(("value", "words"), [(0.0001, "1 ms"), (0.0124, "12 ms"), (2.34, "2.3 s"), (31.4, "31 s")])
def test_durations(value: float, words: str) -> None:
    assert wording.milliseconds(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(20.0, "20 s"), (1.5, "1.5 s"), (120, "2 min"), (150, "2 min 30 s"), (9000, "2 h 30 min")]
)
def test_pauses(value: float, words: str) -> None:
    assert wording.seconds(value) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=11, hours=5), "11 days"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=12), "12 minutes"),
        (timedelta(seconds=3), "less than a minute"),
    ],
)
def test_rough_spans(time: timedelta, words: str) -> None:
    assert wording.span(time) == words


@pytest.mark.parametrize(
    ("least", "most", "unit", "words"),
    [
        (1, 1000, "recipients", "1 to 1000 recipients"),
        (0, 20, "characters", "at most 20 characters"),
        (1, None, "", "at least 1"),
        (None, 1, "groups", "at most 1 group"),
    ],
)
def test_limits(least: int | None, most: int | None, unit: str, words: str) -> None:
    assert wording.limits(least, most, unit) == words


def test_sentences() -> None:
    assert wording.sentence("to: is empty") == "To: is empty."
    assert wording.sentence("Done.") == "Done."
    assert wording.sentence("") == ""
