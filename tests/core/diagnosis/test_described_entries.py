"""Entries of the catalogue page from API descriptions."""

from explorer.core.diagnosis.catalog_entries import search
from explorer.core.diagnosis.described_entries import MOST_OPERATIONS, described_entries
from explorer.core.diagnosis.openapi import catalogs_from_openapi
from tests.benchmarks.big_description import description


def test_a_large_description_gives_one_entry_for_each_status() -> None:
    catalogs, _ = catalogs_from_openapi(description(200, 20), "openapi.json")
    entries = [one for one in described_entries(catalogs) if not one.is_code]
    assert [(one.label, one.operations) for one in entries] == [("200", 200), ("400", 200), ("404", 200), ("429", 200)]
    bad = entries[1]
    assert (len(bad.returned_by), bad.summary) == (
        MOST_OPERATIONS,
        "200 operations answer so, for 100 different reasons.",
    )
    assert ("Body", "`Error`: `code` (code_0, code_1, code_2, code_3 …), `message`") in bad.details
    assert bad.details[8] == ("Meanings", "And 92 more.")
    assert entries[2].summary == "No thing has this name."
    assert [one.label for one in search(tuple(entries), "post things99 name")] == ["404"]


def test_ranges_come_behind_their_statuses_and_servers_count_once() -> None:
    said = {"description": "Says `no`."}
    answers = {"default": said, "4XX": {}, "404": said, "5xx": said}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Desk"},
        "servers": [{"url": "https://a.example/v1"}, {"url": "https://a.example/v2"}],
        "paths": {"/a": {"get": {"responses": answers}}},
    }
    found = described_entries(catalogs_from_openapi(document, "openapi.yml")[0])
    assert [(one.id, one.label, one.title, one.family) for one in found] == [
        ("openapi:openapi.yml/404", "404", "Not Found", "client"),
        ("openapi:openapi.yml/4XX", "4XX", "Any client error", "client"),
        ("openapi:openapi.yml/5XX", "5XX", "Any server error", "server"),
        ("openapi:openapi.yml/default", "Any", "Every other answer", "client"),
    ]
    assert [one.summary for one in found[:2]] == ["Says `no`.", "1 operation answers so."]
    assert {(one.group, one.source) for one in found} == {("Desk, answers", "The file .explorer/openapi.yml")}
