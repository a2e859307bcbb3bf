"""Times as they stand in requests."""

from datetime import UTC, datetime

import pytest

from explorer.core.diagnosis.moments import read

AT = datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "20261123T104207Z",
        "2026-11-23T10:42:07Z",
        "2026-11-23T12:42:07+02:00",
        "Mon, 23 Nov 2026 10:42:07 GMT",
        str(int(AT.timestamp())),
        f"{int(AT.timestamp())}000",
    ],
)
def test_one_time_in_many_forms(text: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.at, found.has_zone) == (AT, True)


def test_times_without_a_zone() -> None:
    naive, day = read("2026-11-23T10:42:07"), read("2026-11-23")
    assert naive is not None
    assert day is not None
    assert (naive.at, naive.has_zone, naive.is_day) == (AT, False, False)
    assert (day.at.date(), day.has_zone, day.is_day) == (AT.date(), False, True)


@pytest.mark.parametrize("text", ["", "12", "46701234567", "20261399T104207Z", "2026-13-40", "soon", "9" * 60])
def test_what_is_no_time(text: str) -> None:
    assert read(text) is None
