"""Query parameters: checks, pages and time windows."""

import pytest

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api, assert_error

REPORT = f"/batches/{seeds.DELIVERED_BATCH_ID}/delivery_report"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/batches?start_date=yesterday", "'yesterday' is not a valid date"),
        ("/batches?end_date=2026-01-05T10:00:00+01:00", "'2026-01-05T10:00:00 01:00' is not a valid date"),
        ("/batches?page=first", "'first' is not a valid integer"),
        ("/groups?page_size=many", "'many' is not a valid integer"),
        (f"{REPORT}?type=report", "'report' is not a valid report type"),
        (f"{REPORT}?status=Delivered,Lost", "'Lost' is not a valid delivery status"),
        (f"{REPORT}?code=4xx", "'4xx' is not a valid delivery code"),
        ("/batches/foo", "'foo' is not a valid identifier"),
        ("/groups/foo/members", "'foo' is not a valid identifier"),
        ("/inbounds/foo", "'foo' is not a valid identifier"),
        (f"{REPORT}/Ada", "'Ada' is not a valid MSISDN"),
    ],
)
def test_malformed_values_in_query_and_path(api: Api, path: str, text: str) -> None:
    assert_error(api.call("GET", path), 400, "syntax_invalid_parameter_format", text)


def test_a_malformed_boolean(api: Api) -> None:
    message = {"from": "12025550143", "to": ["447700900123"], "body": "hi"}
    answer = api.call("POST", "/batches/dry_run?per_recipient=tru", message)
    assert_error(answer, 400, "syntax_invalid_parameter_format", "'tru' is not a valid boolean")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/batches?page_size=101", "page_size: must be 1 to 100, is 101"),
        ("/batches?page_size=0", "page_size: must be 1 to 100, is 0"),
        ("/groups?page_size=101", "page_size: must be 0 to 100, is 101"),
        ("/inbounds?page=-1", "page: must be at least 0, is -1"),
    ],
)
def test_limits_of_pages(api: Api, path: str, text: str) -> None:
    assert_error(api.call("GET", path), 400, "syntax_constraint_violation", text)


def test_pages_are_newest_first_and_say_what_they_hold(api: Api) -> None:
    ids = []
    for index in range(33):
        api.clock.advance(1)
        ids.append(api.sent_id(body=str(index), client_reference="paged"))
    path = "/batches?client_reference=paged&page_size=15"
    pages = [api.call("GET", f"{path}&page={page}").json() for page in range(4)]
    assert [page["page_size"] for page in pages] == [15, 15, 3, 0]
    assert [page["page"] for page in pages] == [0, 1, 2, 3]
    assert {page["count"] for page in pages} == {33}
    assert [batch["id"] for page in pages for batch in page["batches"]] == ids[::-1]
    assert api.call("GET", "/batches?client_reference=paged").json()["page_size"] == 30


def test_no_items_at_all_may_be_asked_of_groups(api: Api) -> None:
    answer = api.call("GET", "/groups?page_size=0").json()
    assert (answer["page_size"], answer["count"], answer["groups"]) == (0, 2, [])


def test_the_window_is_24_hours_unless_given(api: Api) -> None:
    def count(query: str = "") -> int:
        return int(api.call("GET", f"/inbounds{query}").json()["count"])

    assert count() == 4
    assert count("?start_date=2026-01-01") == 5
    newest = "2026-01-05T09:55:00.000Z"
    assert count(f"?start_date={newest}") == 1
    assert count(f"?end_date={newest}") == 3
    assert count("?start_date=2026-01-05T10:55:00%2B01:00") == 1
    api.clock.advance(25 * 3600)
    assert count() == 0


def test_filters_take_several_values(api: Api) -> None:
    api.send(**{"from": "Parcels"})
    api.send(**{"from": "12345"})

    def count(query: str) -> int:
        return int(api.call("GET", f"/batches?{query}").json()["count"])

    assert count("from=Parcels,12345") == 2
    assert count("from=Parcels&from=12345") == 2
    assert count("from=%2B12345") == 1
    assert count("from=Nobody") == 0


def test_a_raw_plus_in_a_filter_is_a_space_and_finds_nothing(api: Api) -> None:
    assert api.call("GET", "/inbounds?to=%2B12025550143").json()["count"] == 4
    assert api.call("GET", "/inbounds?to=12025550143").json()["count"] == 4
    assert api.call("GET", "/inbounds?to=+12025550143").json()["count"] == 0
