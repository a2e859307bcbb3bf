"""Finding exchanges: every filter, words, pages."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from explorer.core.storage.history import History, HistoryQuery
from tests import factories
from tests.core.storage import recorded


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path)
    await opened.record(
        recorded.exchange(1, outcome=factories.response(201, "Created", {"id": "Straße-77"})), recorded.succeeded()
    )
    await opened.record(
        recorded.exchange(2, outcome=factories.response(400, "Bad Request"), environment="Staging"),
        recorded.failed(message="to: must have 1 to 1000 elements"),
    )
    await opened.record(
        recorded.exchange(3, outcome=factories.failure(), request_key="Groups/List groups.yml", environment=""),
        recorded.failed("TLS", "certificate has expired", code=None),
        pinned=True,
    )
    yield opened
    await opened.aclose()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (HistoryQuery(), [3, 2, 1]),
        (HistoryQuery(failed_only=True), [3, 2]),
        (HistoryQuery(pinned_only=True), [3]),
        (HistoryQuery(environment=("Sandbox", "Staging")), [2, 1]),
        (HistoryQuery(environment=("Staging",)), [2]),
        (HistoryQuery(since=recorded.FIRST + timedelta(minutes=2)), [3, 2]),
        (HistoryQuery(request_key="Groups/List groups.yml"), [3]),
        (HistoryQuery(fingerprint="400-syntax_constraint_violation"), [2]),
        (HistoryQuery(label="TLS"), [3]),
        (HistoryQuery(status=201), [1]),
        (HistoryQuery(status=0), [3]),
        (HistoryQuery(code="syntax_constraint_violation"), [2]),
        (HistoryQuery(limit=2), [3, 2]),
        (HistoryQuery(limit=2, before_id=f"{2:032x}"), [1]),
        (HistoryQuery(text="syntax_constr"), [2]),
        (HistoryQuery(text="400"), [2]),
        (HistoryQuery(text="elements MUST"), [2]),
        (HistoryQuery(text="straße 77"), [1]),
        (HistoryQuery(text="batches", failed_only=True), [3, 2]),
        (HistoryQuery(text="/xms/v1"), [3, 2, 1]),
        (HistoryQuery(text="stag"), [2]),
        (HistoryQuery(text="nowhere"), []),
        (HistoryQuery(text="://"), [3, 2, 1]),
        (HistoryQuery(text="%%"), []),
        (HistoryQuery(text='" OR "x'), []),
        (HistoryQuery(text="expired", label="400"), []),
    ],
)
async def test_filters(history: History, query: HistoryQuery, wanted: list[int]) -> None:
    assert [int(row.id, 16) for row in await history.rows(query)] == wanted


async def test_pages_follow_one_another_without_gap(history: History) -> None:
    for number in range(4, 30):
        await history.record(recorded.exchange(number), recorded.succeeded())
    seen: list[str] = []
    while page := await history.rows(HistoryQuery(limit=7, before_id=seen[-1] if seen else None)):
        seen += [row.id for row in page]
    assert [int(id_text, 16) for id_text in seen] == list(range(29, 0, -1))


async def test_counts_ignore_the_switch_they_stand_in(history: History) -> None:
    for query in (HistoryQuery(), HistoryQuery(failed_only=True), HistoryQuery(pinned_only=True, limit=1)):
        counts = await history.counts(query)
        assert (counts.all, counts.failed, counts.pinned) == (3, 2, 1)
    counts = await history.counts(HistoryQuery(environment=("Staging",)))
    assert (counts.all, counts.failed, counts.pinned) == (1, 1, 0)


async def test_a_deleted_exchange_is_not_found_by_its_words(history: History, tmp_path: Path) -> None:
    await history.delete(f"{1:032x}")
    assert await history.rows(HistoryQuery(text="77")) == ()
