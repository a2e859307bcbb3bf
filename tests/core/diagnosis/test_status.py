"""Statuses decoded: registered, unknown within a class, outside the range, and as an API means them."""

import pytest

from explorer.core.diagnosis import catalogs, status

SMS = catalogs.apis()[0]


def test_a_registered_status() -> None:
    found = status.decode(404)
    assert (found.reason, found.registered) == ("Not Found", True)
    assert found.reference is not None
    assert found.reference.title == "RFC 9110, 15.5.5"
    assert found.api_meaning == ""


def test_the_api_has_its_own_meaning() -> None:
    assert status.decode(401, api=SMS).api_meaning == "The token is not valid for this service plan."
    assert status.decode(402, api=SMS).api_meaning == ""


@pytest.mark.parametrize(("code", "like"), [(299, "200"), (477, "400"), (599 - 8, "500"), (333, "300")])
def test_an_unknown_status_counts_as_the_first_of_its_class(code: int, like: str) -> None:
    found = status.decode(code)
    assert not found.registered
    assert f"like {like}" in found.meaning
    assert status.effective(code) == int(like)


@pytest.mark.parametrize("code", [600, 99, 0, 1000])
def test_a_status_outside_the_range_counts_as_a_server_error(code: int) -> None:
    found = status.decode(code)
    assert not found.registered
    assert "100 to 599" in found.meaning
    assert status.effective(code) == 500


def test_a_seen_status_outside_the_range_keeps_its_words() -> None:
    assert "LinkedIn" in status.decode(999).meaning
    assert status.effective(999) == 500


def test_the_reason_of_the_server_names_an_unknown_status() -> None:
    assert status.decode(477, "Tea Time").reason == "Tea Time"
    assert status.decode(404, "Nothing Here").reason == "Not Found"


def test_application_codes() -> None:
    found = status.decode_code("unknown_group", SMS)
    assert found is not None
    assert (found.api, found.code) == ("Sinch SMS API", "unknown_group")
    assert status.decode_code("unheard_of", SMS) is None
    assert status.decode_code("unknown_group", None) is None
