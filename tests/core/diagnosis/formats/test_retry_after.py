"""Waits in all their forms, measured against the response's own Date."""

from datetime import UTC, datetime

import pytest

from explorer.core.diagnosis.retry_after import (
    answered_at,
    http_date,
    is_used_up,
    limit_reset_s,
    retry_after_s,
    stated_in,
    wait_s,
)

AT = datetime(2025, 11, 4, 10, 15, 30, tzinfo=UTC)
DATE = ("Date", "Tue, 04 Nov 2025 10:15:30 GMT")


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 04 Nov 2025 10:16:00 GMT",
        "Tuesday, 04-Nov-25 10:16:00 GMT",
        "Tue Nov  4 10:16:00 2025",
        "2025-11-04T10:16:00Z",
        "2025-11-04T11:16:00+01:00",
    ],
)
def test_dates_in_every_form(text: str) -> None:
    assert http_date(text) == datetime(2025, 11, 4, 10, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "Tue, 99 Nov 2025 10:16:00 GMT", "0"])
def test_what_is_no_date(text: str) -> None:
    assert http_date(text) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        ("2.0", 2),
        (-4, 0),
        ("1m30s", 90),
        ("120ms", 0.12),
        ("27.5s", 27.5),
        ("PT1M5S", 65),
        ("1762251372", 42),
        (1762251372000, 42),
        ("Tue, 04 Nov 2025 10:15:00 GMT", 0),
        (True, None),
        ([], None),
        ("later", None),
        (10**30, None),
    ],
)
def test_waits(value: object, seconds: float | None) -> None:
    assert wait_s(value, AT) == (None if seconds is None else pytest.approx(seconds))


def test_dates_need_the_date_of_the_response() -> None:
    header = ("Retry-After", "Tue, 04 Nov 2025 10:16:00 GMT")
    assert retry_after_s((header,)) is None
    assert retry_after_s((header, DATE)) == 30
    assert answered_at((DATE,)) == AT


def test_retry_after_goes_before_milliseconds() -> None:
    assert retry_after_s((("retry-after-ms", "1480"), ("retry-after", "2"))) == 2
    assert retry_after_s((("retry-after-ms", "1480"),)) == pytest.approx(1.48)
    assert retry_after_s((("x-vendor-retry-after", "9"),)) == 9


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ('"burst";r=3;t=4, "daily";r=0;t=5070;pk=:YQ==:', 5070),
        ("limit=100, remaining=0, reset=5", 5),
        ('"burst";r=3;t=4', None),
        ("garbage", None),
    ],
)
def test_draft_rate_limits(value: str, seconds: float | None) -> None:
    assert limit_reset_s((("RateLimit", value),), limited=True) == seconds


def test_a_window_counts_when_nothing_remains_of_it() -> None:
    minute = (("X-RateLimit-Remaining-Minute", "0"), ("X-RateLimit-Reset-Minute", "20"))
    day = (("X-RateLimit-Remaining-Day", "7"), ("X-RateLimit-Reset-Day", "4000"))
    assert limit_reset_s((*minute, *day), limited=True) == 20
    assert limit_reset_s(day, limited=True) is None
    assert limit_reset_s((("X-RateLimit-Reset", "12"),), limited=True) == 12
    assert limit_reset_s((("X-RateLimit-Reset", "12"),), limited=False) is None


def test_used_up() -> None:
    assert is_used_up((("X-Vendor-RateLimit-Remaining", "0"),))
    assert is_used_up((("RateLimit", '"a";r=0;t=1'),))
    assert not is_used_up((("X-RateLimit-Remaining", "10"), ("RateLimit", '"a";r=1;t=1')))


@pytest.mark.parametrize(
    "field",
    [
        ("Retry-After", "30"),
        ("Retry-After", "Tue, 04 Nov 2025 10:16:00 GMT"),
        ("retry-after-ms", "30000"),
        ("RateLimit", '"default";r=0;t=30'),
        ("RateLimit", "limit=10, remaining=0, reset=30"),
        ("X-RateLimit-Reset", "30"),
    ],
)
def test_the_field_that_states_a_pause_is_found(field):
    assert stated_in((DATE, ("Server", "30"), ("X-RateLimit-Limit", "30"), field), 30.0) == field


def test_a_pause_that_no_field_states_has_none():
    assert stated_in((DATE, ("Retry-After", "5"), ("X-RateLimit-Remaining", "0")), 30.0) is None
