"""The catalogs are complete: every status, failure kind and code, each with its source, causes and fixes."""

from itertools import pairwise

import pytest

from explorer.core.diagnosis import catalogs
from explorer.core.diagnosis.catalog_rows import ErrorCodeRow
from explorer.core.model.diagnosis import Layer, RemedyKind, StatusMeaning
from explorer.core.model.exchange import FailureKind

REGISTERED = {
    *range(100, 105),
    *range(200, 209),
    226,
    *range(300, 309),
    *range(400, 419),
    *range(421, 427),
    428,
    429,
    431,
    451,
    *range(500, 509),
    510,
    511,
}
SEEN = {294, 419, 420, 430, 440, 444, 449, 450, 460, 463, 464, 494, 495, 496, 497, 498, 499, 561, 529, 530, 598, 599}
CODES = {
    "syntax_invalid_json": 400,
    "syntax_invalid_parameter_format": 400,
    "syntax_constraint_violation": 400,
    "unknown_group": 403,
    "unknown_campaign": 403,
    "missing_callback_url": 403,
    "illegal_number_type": 403,
    "blocked_account": 403,
    "batch_already_dispatched": 403,
    "conflict_group_name": 403,
    "conflict_send_at": 409,
}
API_STATUSES = {200, 201, 202, 400, 401, 403, 404, 405, 409, 415, 429, 500, 503}
SMS = catalogs.apis()[0]


def test_every_registered_status_is_there() -> None:
    assert {code for code, row in catalogs.statuses().items() if row.registered} == REGISTERED


def test_unregistered_statuses_that_are_seen_are_there() -> None:
    unregistered = {code for code, row in catalogs.statuses().items() if not row.registered}
    assert unregistered >= SEEN | set(range(520, 528)) | {783, 999}


@pytest.mark.parametrize("row", catalogs.statuses().values(), ids=lambda row: str(row.code))
def test_a_status_says_what_it_means_and_where_that_is_from(row: catalogs.StatusRow) -> None:
    assert row.meaning.endswith(".")
    assert row.source
    assert row.at_fault
    assert row.effect
    assert row.retry
    if row.registered:
        assert row.reference is not None
        assert row.reference.url.startswith("https://")
    if row.registered and row.code >= 400 and "Unused" not in row.name:
        assert row.causes
        assert row.fixes


def test_a_reference_leads_to_the_section() -> None:
    reference = catalogs.statuses()[400].reference
    assert reference is not None
    assert reference.title == "RFC 9110, 15.5.1"
    assert reference.url == "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1"


def test_every_failure_kind_has_a_row() -> None:
    assert set(catalogs.failures()) == set(FailureKind)


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failure_row_is_whole(kind: FailureKind) -> None:
    row = catalogs.failures()[kind]
    assert row.label in ("DNS", "TCP", "TLS", "HTTP")
    assert Layer(row.layer)
    assert row.headline.format(host="h", port=1, proxy="p", timeout="30 s").endswith(".")
    for part in (
        row.title,
        row.sign,
        row.meaning,
        row.effect,
        row.retry,
        row.source,
        row.causes,
        row.fixes,
        row.references,
    ):
        assert part


def test_all_eleven_codes_are_there_with_their_statuses() -> None:
    assert {row.code: row.status for row in SMS.codes} == CODES


@pytest.mark.parametrize("row", SMS.codes, ids=lambda row: row.code)
def test_a_code_is_whole(row: ErrorCodeRow) -> None:
    for part in (row.meaning, row.summary, row.source, row.causes, row.fixes, row.references, row.returned_by):
        assert part
    assert f'"{row.code}"' in row.example


def test_all_statuses_of_the_api_are_there() -> None:
    assert set(SMS.statuses) == API_STATUSES
    for row in SMS.statuses.values():
        assert row.meaning
        assert row.causes
        assert row.fixes
        assert row.source


def test_codes_of_operations_exist_and_the_other_way_round() -> None:
    used = {code for operation in SMS.operations for code in operation.codes}
    assert used == set(CODES)
    assert {operation.shape for operation in SMS.operations} - {""} <= set(SMS.shapes)


def test_delivery_codes_are_those_of_the_reference() -> None:
    assert [row.first for row in SMS.delivery_codes] == [0, *range(400, 419)]
    assert len(SMS.delivery_statuses) == 10
    ranges = [(row.first, row.last) for row in SMS.smpp_codes]
    assert all(first <= last for first, last in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_an_alias_finds_its_code() -> None:
    row = SMS.code("llegal_number_type")
    assert row is not None
    assert row.code == "illegal_number_type"
    assert SMS.code(None) is None
    assert SMS.code("unheard_of") is None


def test_entries_have_unique_ids_and_cover_everything() -> None:
    entries = catalogs.entries()
    assert len({entry.id for entry in entries}) == len(entries)
    expected = len(CODES) + len(API_STATUSES) + len(catalogs.statuses()) + len(FailureKind)
    assert len(entries) == expected


def test_an_entry_is_a_spec_sheet() -> None:
    entry = next(entry for entry in catalogs.entries() if entry.id == "sinch-sms/unknown_group")
    assert (entry.label, entry.family, entry.is_code) == ("403", "client", True)
    assert entry.group == "Sinch SMS API, error codes"
    assert (entry.at_fault, entry.effect, entry.retry) == ("The request", "Nothing was sent", "Only after a change")
    assert isinstance(entry.what, StatusMeaning)
    assert entry.what.reason == "Forbidden"
    assert ("POST", "Send a batch") in entry.returned_by
    assert [fix.action for fix in entry.fixes] == ["Open List groups", "Open Create a group"]
    assert all(fix.kind is RemedyKind.OPEN_REQUEST for fix in entry.fixes)


def test_families_follow_the_class() -> None:
    families = {entry.id: entry.family for entry in catalogs.entries()}
    assert families["http/103"] == "info"
    assert families["http/204"] == "ok"
    assert families["http/302"] == "redirect"
    assert families["http/503"] == "server"
    assert families["http/999"] == "server"
    assert families["transport/tls_expired"] == "transport"


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("group deleted", "sinch-sms/unknown_group"),
        ("429", "http/429"),
        ("Certificate Expired", "transport/tls_expired"),
        ("teapot", ""),
    ],
)
def test_search_finds_entries_with_every_word(query: str, id: str) -> None:
    found = [entry.id for entry in catalogs.search(catalogs.entries(), query)]
    assert (id in found) if id else found == []


def test_an_empty_search_keeps_everything() -> None:
    assert catalogs.search(catalogs.entries(), "  ") == catalogs.entries()
