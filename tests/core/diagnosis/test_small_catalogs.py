"""A catalog may be as small as one code: no documentation, no dashboard, no status."""

from types import MappingProxyType

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.catalog_entries import added_entries, search
from explorer.core.diagnosis.catalog_rows import ApiCatalog, ApiStatusRow, ErrorCodeRow
from explorer.core.diagnosis.context import Context
from explorer.core.model.diagnosis import Diagnosis, Link
from tests.core.diagnosis.exchanges import answered, request

PAGE = Link(title="ORD-17", url="https://wiki.example/ORD-17")
SMALL = ApiCatalog(
    id="team/orders",
    name="Orders API",
    hosts=("orders.test",),
    statuses=MappingProxyType({499: ApiStatusRow(status=499, meaning="The till gave up.")}),
    codes=(
        ErrorCodeRow(code="ORD-17", meaning="The order is closed.", references=(PAGE,)),
        ErrorCodeRow(code="ORD-18", meaning="The order is empty.", status=422),
    ),
    source="The file .explorer/catalog.toml",
)


def found(status: int, code: str) -> Diagnosis:
    exchange = answered(request("GET", "https://orders.test/orders", None), status, {"code": code, "message": "No."})
    return diagnose(exchange, Context(catalogs=(SMALL,)))


def test_a_code_without_documentation_of_its_api() -> None:
    meaning = found(422, "ORD-18").code_meaning
    assert meaning is not None
    assert (meaning.meaning, meaning.reference) == ("The order is empty.", None)


def test_the_page_of_a_code_is_named() -> None:
    finding = found(400, "ORD-17")
    assert finding.code_meaning is not None
    assert finding.code_meaning.reference == PAGE
    assert PAGE in finding.references


def test_a_small_catalog_adds_no_words_of_its_own() -> None:
    for status in (401, 406, 415, 429, 499, 503, 799):
        finding = found(status, "ORD-18")
        assert "``" not in " ".join(cause.text for cause in finding.causes)
        assert None not in finding.references


def test_the_entries_of_added_catalogs() -> None:
    entries = added_entries((SMALL,))
    assert [(one.label, one.title, one.added) for one in entries] == [
        ("Any", "ORD-17", True),
        ("422", "ORD-18", True),
        ("499", "Client Closed Request", True),
    ]
    assert {one.source for one in entries} == {"The file .explorer/catalog.toml"}
    assert [one.title for one in search(entries, "ord-17 closed")] == ["ORD-17"]


def test_a_status_nobody_knows_has_an_entry() -> None:
    odd = ApiCatalog(
        id="o", name="Odd", statuses=MappingProxyType({799: ApiStatusRow(status=799, meaning="Out of paper.")})
    )
    assert [(one.label, one.summary) for one in added_entries((odd,))] == [("799", "Out of paper.")]
