"""Times on the wrong side of now, by the server's clock."""

import json
from typing import Any

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.rules.complaints import Demand, read
from explorer.core.model.diagnosis import Cause, Diagnosis, Standing
from explorer.core.model.request import NoAuth, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import answered

URL = "https://api.example.com/bookings"


def of(value: Any, message: str, **answer: Any) -> Diagnosis:
    body = TextBody(kind=TextKind.JSON, text=json.dumps({"starts_at": value, "note": "a"}))
    request = Request(method="POST", url=URL, body=body, auth=NoAuth())
    said = {"errors": [{"field": "starts_at", "message": message}]}
    return diagnose(answered(request, 422, said, **answer))


def sure(found: Diagnosis) -> Cause | None:
    told = (one for one in found.causes if one.id.startswith("stated."))
    return next((one for one in told if one.standing is Standing.CONFIRMED), None)


@pytest.mark.parametrize(
    ("message", "side"),
    [
        ("must be in the future", "future"),
        ("starts_at must be a future date", "future"),
        ("The start must not be in the past", "future"),
        ("cannot be set in the past", "future"),
        ("starts_at is in the past", "future"),
        ("must be later than now", "future"),
        ("must be greater than the current time", "future"),
        ("Future date required", "future"),
        ("must be in the past", "past"),
        ("birthday can't be in the future", "past"),
        ("Date is in the future", "past"),
        ("must be before today", "past"),
        ("This will not be supported in the future", ""),
        ("must be a date", ""),
        ("Tell us about past orders", ""),
    ],
)
def test_the_side_of_now_in_words(message: str, side: str) -> None:
    assert [one.wanted for one in read(message) if one.demand is Demand.TIME] == ([side] if side else [])


@pytest.mark.parametrize(
    ("value", "message", "text"),
    [
        ("2026-11-20T10:42:07Z", "must be in the future", "is 3 days before the server’s"),
        ("2026-11-20", "must be a future date", "is 3 days before the server’s"),
        ("2026-11-23", "must be in the future", "is today by the server’s clock"),
        (1795343527, "must be in the future", "`starts_at` must be in the future, and `1795343527` is"),
        ("2026-11-23T12:42:07+01:00", "must be in the past", "is 1 hour after the server’s"),
        ("2026-11-30", "must not be in the future", "is 7 days after the server’s"),
    ],
)
def test_a_time_on_the_wrong_side(value: Any, message: str, text: str) -> None:
    cause = sure(of(value, message))
    assert cause is not None
    assert (cause.id, text in cause.text) == ("stated.time.starts_at", True), cause.text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2026-11-23T12:42:07Z", "must be in the future"),
        ("2026-11-23T12:42:07Z", "must be a future date"),
        ("2026-11-24", "must be in the future"),
        ("2026-11-23T09:42:07", "must be in the future"),
        ("2026-11-23T09:42:07Z", "must be in the past"),
        ("soon", "must be in the future"),
    ],
)
def test_what_is_not_shown_to_be_wrong(value: str, message: str) -> None:
    assert sure(of(value, message)) is None


def test_the_clock_is_the_servers() -> None:
    late = {"Date": "Tue, 24 Nov 2026 10:42:07 GMT"}
    assert sure(of("2026-11-24T08:00:00Z", "must be in the future")) is None
    assert sure(of("2026-11-24T08:00:00Z", "must be in the future", headers=late)) is not None
