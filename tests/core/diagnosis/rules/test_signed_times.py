"""Requests signed at a time that is not the server's."""

from datetime import timedelta
from typing import Any

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.diagnosis import Diagnosis, Standing
from explorer.core.model.request import NoAuth, Request
from tests.core.diagnosis.exchanges import NOW, answered

URL = "https://api.example.com/orders"
EARLY = NOW - timedelta(minutes=34)
SIGNED = "HMAC-SHA256 Credential=a, Signature=b"


def found(signed: dict[str, Any], status: int = 403, body: Any = None, url: str = URL, **answer: Any) -> Diagnosis:
    request = Request(method="GET", url=url, auth=NoAuth())
    given: dict[str, str | None] = {name.replace("_", "-"): value for name, value in signed.items()}
    return diagnose(answered(request, status, body, sent_headers=given, **answer))


def standing(diagnosis: Diagnosis) -> Standing | None:
    return next((one.standing for one in diagnosis.causes if one.id == "clock.skew"), None)


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Amz_Date": f"{EARLY:%Y%m%dT%H%M%SZ}", "Authorization": SIGNED},
        {"Date": f"{EARLY:%a, %d %b %Y %H:%M:%S GMT}", "Authorization": SIGNED},
        {"X_Timestamp": str(int(EARLY.timestamp())), "X_Signature": "b"},
        {"X_Shop_Request_Timestamp": f"{int(EARLY.timestamp())}000", "X_Shop_Hmac": "b"},
        {"X_Timestamp": EARLY.isoformat(), "Authorization": "Signature b"},
        {"Authorization": f'OAuth oauth_timestamp="{int(EARLY.timestamp())}", oauth_signature="b"'},
    ],
)
@pytest.mark.parametrize("status", [401, 403])
def test_a_time_that_is_far_from_the_servers(headers: dict[str, str], status: int) -> None:
    diagnosis = found(headers, status, {"message": "Forbidden"})
    best = diagnosis.causes[0]
    assert (best.id, best.standing) == ("clock.skew", Standing.CONFIRMED)
    assert "says 2026-11-23 10:08:07 UTC, 34 minutes before the server’s time" in best.text
    assert diagnosis.headline == "The request’s time is 34 minutes before the server’s."
    assert [one.title for one in diagnosis.remedies][:1] == ["Sign the request again with the time of now"]


def test_a_time_after_the_servers_that_is_this_computers() -> None:
    header = {"X_Timestamp": NOW.isoformat(), "X_Signature": "b"}
    diagnosis = found(header, 401, headers={"Date": "Mon, 23 Nov 2026 10:02:07 GMT"})
    assert "40 minutes after the server’s time, as this computer’s clock is wrong" in diagnosis.causes[0].text
    assert "Set this computer’s clock" in [one.title for one in diagnosis.remedies]


def test_a_time_in_the_query_beside_its_signature() -> None:
    stamp = int(EARLY.timestamp() * 1000)
    assert standing(found({}, 401, url=f"{URL}?timestamp={stamp}&signature=b")) is Standing.CONFIRMED
    assert standing(found({}, 401, url=f"{URL}?timestamp={stamp}")) is None
    lasting = f"{URL}?X-Amz-Date={EARLY:%Y%m%dT%H%M%SZ}&X-Amz-Expires=86400&X-Amz-Signature=b"
    assert standing(found({}, 403, url=lasting)) is None


def test_the_words_of_the_server_count_for_a_bad_request() -> None:
    header = {"X_Timestamp": str(int(EARLY.timestamp())), "X_Signature": "b"}
    assert standing(found(header, 400, {"message": "Bad"})) is Standing.LIKELY
    assert standing(found(header, 400, {"message": "The timestamp is too old"})) is Standing.CONFIRMED
    assert standing(found({"X_Timestamp": EARLY.isoformat()}, 401, {"code": "TIMESTAMP_SKEW"})) is Standing.CONFIRMED


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Timestamp": (NOW - timedelta(minutes=4)).isoformat(), "X_Signature": "b"},
        {"X_Timestamp": "2026-11-23T08:42:07", "X_Signature": "b"},
        {"X_Timestamp": "12", "X_Signature": "b"},
        {"Date": f"{EARLY:%a, %d %b %Y %H:%M:%S GMT}", "Authorization": "Bearer a"},
    ],
)
def test_times_that_say_nothing(headers: dict[str, str]) -> None:
    assert standing(found(headers, 401)) is None
    assert standing(found(headers, 404)) is None
