"""Finding exchanges: every filter, words, pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from explorer.core.errors import HistoryError
from explorer.core.model.exchange import Content
from explorer.core.storage import history_query, ledger
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_tokens import Token
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


def token(text: str) -> Token:
    name, values = text.split(":", 1)
    return Token(name=name.strip("-"), values=tuple(values.split(",")), negated=name.startswith("-"))


@pytest.mark.parametrize(
    ("tokens", "text", "wanted"),
    [
        ("status:4xx", "", [2]),
        ("status:5xx,201", "", [1]),
        ("status:tls", "", [3]),
        ("status:>=400", "", [2]),
        ("status:>400", "", []),
        ("status:<400", "", [1]),
        ("status:100..400", "", [2, 1]),
        ("-status:200..299", "", [3, 2]),
        ("-status:4xx", "", [3, 1]),
        ("method:post", "", [3, 2, 1]),
        ("method:GET", "", []),
        ("-method:GET", "batches", [3, 2, 1]),
        ("host:127.0.0.1", "", [3, 2, 1]),
        ("host:127.0.0.1:8025", "", [3, 2, 1]),
        ("host:127.0.0.1:9", "", []),
        ("host:127", "", [3, 2, 1]),
        ("host:0.0", "", [3, 2, 1]),
        ("host:80", "", [3, 2, 1]),
        ("host:27", "", []),
        ("host:127_0", "", []),
        ("-host:12", "", []),
        ("host:12 status:4xx", "batches", [2]),
        ("-env:Staging", "", [3, 1]),
        ("env:Staging,Sandbox code:syntax_constraint_violation", "", [2]),
        ("duration:>1ms", "", [3, 2, 1]),
        ("duration:>1s", "", []),
        ("-duration:>1s", "", [3, 2, 1]),
        ("size:>10B size:<1MB", "", [1]),
        ("is:ok", "", [1]),
        ("is:failed,pinned", "", [3, 2]),
        ("-is:pinned", "", [2, 1]),
        ("since:1h", "", []),
        ("-since:1h", "", [3, 2, 1]),
        ("since:9d until:yesterday", "400", [2]),
        ("body:straße-77", "", [1]),
        ("body:elements", "", []),
        ("-body:straße-77", "", [3, 2]),
        ("", "-77", [3, 2]),
        ("", '"1 to 1000"', [2]),
        ("", '"to 1 1000"', []),
        ("", '"element"', []),
        ("", '-"1 to 1000" batches', [3, 1]),
        ("", "application", [3, 2, 1]),
        ("", "applicat jso", [3, 2, 1]),
        ("", "appl applicat applicat jso", [3, 2, 1]),
        ("", 'applica "application/json" xyz', []),
        ("", "elem syntax elements -syn", []),
        ("", "-applicat", []),
        ("", "syntax_constrai", [2]),
        ("", "constraintx", []),
    ],
)
async def test_tokens(history: History, tokens: str, text: str, wanted: list[int]) -> None:
    query = HistoryQuery(tokens=tuple(map(token, tokens.split())), text=text)
    assert [int(row.id, 16) for row in await history.rows(query)] == wanted
    counts = await history.counts(query)
    assert counts.all >= len(wanted)
    assert sum(group.count for group in await history.groups(query)) == len({2, 3} & set(wanted))


async def test_a_token_nobody_understands_is_said(history: History) -> None:
    with pytest.raises(HistoryError, match="“duration:” takes"):
        await history.rows(HistoryQuery(tokens=(token("duration:fast"),)))


async def test_counts_of_a_filter_end_at_a_thousand(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "COUNTED", 2)
    counts = await history.counts(HistoryQuery(text="batches"))
    assert [counts.words(number) for number in (counts.all, counts.failed, counts.pinned)] == ["2+", "2", "1"]


async def test_the_kept_numbers_follow_every_change(history: History) -> None:
    async def kept() -> tuple[object, ...]:
        groups = await history.groups()
        return *((group.title, group.count, group.requests) for group in groups), await history.last_results()

    before = await kept()
    for number in range(10, 14):
        await history.record(
            recorded.exchange(number, started=recorded.FIRST), recorded.failed("500", f"new {number % 2}")
        )
    counts = await history.counts()
    assert (counts.all, counts.failed) == (7, 6)
    assert ("new 0", 2, 1) in await kept()
    await history.delete(*(f"{number:032x}" for number in range(10, 14)))
    assert await kept() == before
    assert (await history.counts()).all == 3


async def test_the_list_follows_the_order_of_recording_when_the_clock_is_set_back(history: History) -> None:
    earlier = recorded.exchange(9, id="0" * 31 + "a", started=recorded.FIRST - timedelta(days=5))
    await history.record(earlier, recorded.failed())
    assert [row.id[-1] for row in await history.rows()] == ["a", "3", "2", "1"]
    assert [row.id[-1] for row in await history.rows(HistoryQuery(before_id=earlier.id))] == ["3", "2", "1"]
    assert [row.id[-1] for row in await history.rows(HistoryQuery(since=recorded.FIRST))] == ["3", "2", "1"]
    (group,) = (one for one in await history.groups() if one.label == "400")
    assert (group.count, group.first) == (2, earlier.started)


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


@pytest.mark.parametrize("place", ["body", "quotes"])
async def test_a_search_inside_exchanges_is_cut_by_time_and_goes_on_where_it_was(history: History, place: str) -> None:
    for number in range(4, 9):
        answer = {"note": "blue elephant" if number == 5 else "elephant blue"}
        exchange = recorded.exchange(number, outcome=factories.response(200, "OK", answer))
        await history.record(exchange, recorded.succeeded())
    token = Token(name="body", values=("blue elephant",))
    query = HistoryQuery(tokens=(token,)) if place == "body" else HistoryQuery(text='"blue elephant"')
    pages = [await history.page(query, budget_s=0)]
    while pages[-1].goes_on:
        pages.append(await history.page(replace(query, before_id=pages[-1].goes_on), budget_s=0))
    # Without time, one exchange is looked at: 8, 7, 6, then the one that has it.
    assert [[int(row.id, 16) for row in page.rows] for page in pages] == [[], [], [], [5], []]
    assert [int(page.goes_on, 16) for page in pages[:3]] == [8, 7, 6]
    assert pages[0].searched_to == recorded.exchange(8).started
    counts = await history.counts(query)
    assert (counts.all, counts.is_cut) == (1, False)
    assert [int(row.id, 16) for row in (await history.page(query)).rows] == [5]


@pytest.mark.parametrize("padding", [10, 20_000, 400_000])
async def test_a_text_anywhere_in_a_body_is_found(history: History, padding: int) -> None:
    answer = factories.response(200, "OK", {"first": "z " * (padding // 2), "last": "a quokka at the end"})
    await history.record(recorded.exchange(9, outcome=answer), recorded.succeeded())
    for text, wanted in (("quokka at", [9]), ("quokka in", [])):
        query = HistoryQuery(tokens=(Token(name="body", values=(text,)),))
        assert [int(row.id, 16) for row in await history.rows(query)] == wanted


async def test_beginnings_of_any_length_are_found(history: History) -> None:
    words = "Äpfel appendix appendices 46701740617 46702 7 70"
    await history.record(recorded.exchange(9, outcome=factories.response(200, "OK", words)), recorded.succeeded())
    typed_words = "a ap app appe appen append appendix äp apf äpf äpfel 7 70 4 46 467 4670 46701 467017"
    for typed in typed_words.split():
        found = [int(row.id, 16) for row in await history.rows(HistoryQuery(text=typed))]
        assert found[:1] == [9], typed
    assert await history.rows(HistoryQuery(text="appz")) == ()
    assert await history.rows(HistoryQuery(text="46703")) == ()


async def test_a_beginning_of_another_beginning_is_not_asked_for(history: History) -> None:
    query = HistoryQuery(text='a app 1 "1000 elements" -a app')
    found = await history._database.read(lambda connection: history_query.plan(connection, query))
    assert found.values[0] == '(("1000" AND "elements") AND ("app"*)) NOT (("a"*))'


async def test_a_host_is_found_by_the_beginning_of_any_label_and_a_whole_name_means_itself(history: History) -> None:
    for number, host in enumerate(("api.example.com", "eu.api.example.com", "API.example.com:8443", "example.org"), 11):
        url = f"https://{host}/x"
        changes = {"request": factories.request(url=url), "sent": factories.sent(url=url)}
        await history.record(recorded.exchange(number, **changes), recorded.succeeded())

    async def numbers(value: str) -> list[int]:
        query = HistoryQuery(tokens=(Token(name="host", values=(value,)),))
        return [int(row.id, 16) for row in await history.rows(query)]

    assert await numbers("example") == [14, 13, 12, 11]
    assert await numbers("exAMPLE.c") == [13, 12, 11]
    assert await numbers("ap") == [13, 12, 11]
    assert await numbers("api.example.com") == [13, 11]
    assert await numbers("8443") == [13]
    assert await numbers("xample") == []
    await history.delete(f"{14:032x}")
    assert await numbers("example.o") == []
    assert await history._database.read(lambda one: one.execute("SELECT total FROM hosts").fetchall()) == [
        *[(3,), (1,), (1,), (1,)]
    ]


@pytest.mark.parametrize(
    "body", [b"z " * 10_000 + b"a quokka at the end", b"\0\1 a quokka at", b"z " * 200_000 + b"a quokka at"]
)
async def test_a_text_anywhere_in_a_sent_body_is_found(history: History, body: bytes) -> None:
    sent = factories.sent(body=Content.of(body))
    await history.record(recorded.exchange(9, sent=sent), recorded.succeeded())
    for text, wanted in (("quokka at", [9]), ("quokka in", [])):
        query = HistoryQuery(tokens=(Token(name="body", values=(text,)),))
        assert [int(row.id, 16) for row in await history.rows(query)] == wanted
