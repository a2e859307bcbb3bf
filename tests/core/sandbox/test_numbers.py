"""Telephone numbers, ids and senders."""

from datetime import UTC, datetime

import pytest

from explorer.core.sandbox.identifiers import is_identifier, new_ulid
from explorer.core.sandbox.numbers import is_originator, is_recipient, msisdn


@pytest.mark.parametrize(
    "text", ["447700900123", "+447700900123", "00447700900123", "+44 (7700) 900-123", " 447700900123"]
)
def test_accepted_spellings(text: str) -> None:
    assert msisdn(text) == "447700900123"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+1",
        "1234",
        "07700900123",
        "44.7700.900123",
        "44/7700900123",
        "4" * 16,
        "44770090012a",
        "٤٤٧٧٠٠٩٠٠١٢٣",
        "++447700900123",
    ],
)
def test_refused_spellings(text: str) -> None:
    assert msisdn(text) is None


def test_short_codes_may_begin_with_zero() -> None:
    assert msisdn("012345") == "012345"


@pytest.mark.parametrize("text", ["01KDWG3NCG6CQ643DZVMXXQKFB", "W7rEhGf3kT0a", "abcdefgh-ijkl_mn"])
def test_group_ids(text: str) -> None:
    assert is_recipient(text)
    assert is_identifier(text)


@pytest.mark.parametrize(
    "text", ["foo", "01KDWG3NCG6CQ643DZVMXXQKFI", "81KDWG3NCG6CQ643DZVMXXQKFB", "123456789012", "a" * 17]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_identifier(text)


def test_new_ids_are_valid_different_and_sort_by_time() -> None:
    early = new_ulid(datetime(2026, 1, 1, tzinfo=UTC))
    late = new_ulid(datetime(2026, 1, 2, tzinfo=UTC))
    assert is_identifier(early)
    assert early < late
    assert new_ulid(datetime(2026, 1, 1, tzinfo=UTC)) != early
    assert early.startswith("01KDV")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("Parcels", True),
        ("A", True),
        ("123", True),
        ("12", False),
        ("ça", False),
        ("ÇA 4", True),
        ("ElevenChars", True),
        ("TwelveLetter", False),
    ],
)
def test_senders(text: str, valid: bool) -> None:
    assert is_originator(text) is valid
