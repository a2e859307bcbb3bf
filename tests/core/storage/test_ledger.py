"""Groups, runs and counts of failures."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.model.exchange import Content
from explorer.core.model.history import Change, RunKind
from explorer.core.storage.history import History, HistoryQuery
from tests import factories
from tests.core.storage import recorded

OTHER = "Groups/Create a group.yml"


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path)
    yield opened
    await opened.aclose()


async def test_groups_count_the_same_failure_by_day(history: History) -> None:
    now = datetime.now().astimezone()
    noon = now.replace(hour=0, minute=1, second=0, microsecond=0)
    for number, age_days in enumerate((20, 13, 2, 2, 0)):
        key = OTHER if number == 1 else "Batches/Send a batch.yml"
        exchange = recorded.exchange(number, started=noon - timedelta(days=age_days), request_key=key)
        await history.record(exchange, recorded.failed())
    await history.record(recorded.exchange(9, started=noon), recorded.failed("TLS", "certificate has expired"))
    await history.record(recorded.exchange(10, started=noon), recorded.succeeded())
    first, second = await history.groups()
    assert (first.label, first.title, first.count) == ("400", "syntax_constraint_violation", 5)
    assert first.per_day == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1)
    assert first.requests == 2
    assert (first.first, first.last) == (noon - timedelta(days=20), noon)
    assert (second.label, second.title, second.count, sum(second.per_day)) == ("TLS", "certificate has expired", 1, 1)


async def test_groups_obey_the_query_and_show_the_latest_words(history: History) -> None:
    await history.record(recorded.exchange(1), recorded.failed(title="old words", fingerprint="f"))
    await history.record(recorded.exchange(2), recorded.failed(title="new words", fingerprint="f"))
    await history.record(recorded.exchange(3, environment="Staging"), recorded.failed("503", "Service Unavailable"))
    (group,) = await history.groups(HistoryQuery(environment=("Sandbox",)))
    assert (group.title, group.count) == ("new words", 2)
    assert await history.groups(HistoryQuery(text="nowhere")) == ()


async def test_last_results_are_those_of_the_latest_exchange(history: History) -> None:
    await history.record(recorded.exchange(1), recorded.failed())
    await history.record(recorded.exchange(2, request_key=OTHER), recorded.failed("403", "unknown_group"))
    await history.record(recorded.exchange(3), recorded.succeeded())
    await history.record(recorded.exchange(4, request_key=""), recorded.failed())
    assert await history.last_results() == {"Batches/Send a batch.yml": "", OTHER: "403"}


async def test_recent_sends_by_host(history: History) -> None:
    for number in range(5):
        await history.record(recorded.exchange(number), recorded.succeeded())
    elsewhere = factories.sent(url="https://User@Other.Test/x")
    await history.record(recorded.exchange(7, sent=elsewhere), recorded.succeeded())
    since = recorded.FIRST + timedelta(minutes=3)
    wanted = (since, since + timedelta(minutes=1))
    assert await history.recent_sends("127.0.0.1:8025", since) == wanted
    assert await history.recent_sends("http://127.0.0.1:8025/other?x", since) == wanted
    assert len(await history.recent_sends("other.test", since)) == 1


def with_body(number: int, text: str) -> factories.Exchange:
    return recorded.exchange(number, sent=factories.sent(body=Content.of(text.encode())))


async def test_seen_before_tells_the_past_of_the_request(history: History) -> None:
    await history.record(recorded.exchange(1), recorded.failed())
    await history.record(recorded.exchange(2, request_key=OTHER), recorded.failed())
    good = '{"to": ["{{a}}", "46701740617"], "body": "Hi ${name}, see you at 19:00!"}'
    await history.record(with_body(3, good), recorded.succeeded())
    await history.record(recorded.exchange(4), recorded.failed("503", "Service Unavailable"))
    current = with_body(5, '{"to": [], "body": "Hi ${name}, see you at 19:30!"}')
    for is_recorded in (False, True):
        if is_recorded:
            await history.record(current, recorded.failed())
            await history.record(recorded.exchange(6), recorded.failed())  # later ones do not count
        seen = await history.seen(current, recorded.failed())
        assert (seen.count_here, seen.count_all) == (2, 3)
        assert (seen.requests, seen.environments) == (2, 1)
        assert seen.first_anywhere == recorded.FIRST + timedelta(minutes=1)
        assert seen.first == recorded.FIRST + timedelta(minutes=1)
        assert seen.last_success == recorded.FIRST + timedelta(minutes=3)
        assert seen.last_success_id == f"{3:032x}"
        kinds = [RunKind.SAME, RunKind.SUCCESS, RunKind.OTHER, RunKind.SAME]
        assert [run.kind for run in seen.runs] == kinds
        assert [run.current for run in seen.runs] == [False, False, False, True]
        assert seen.changes == (
            Change(field="to", before="2 elements", after="0 elements"),
            Change(field="body", before="…at 19:00!", after="…at 19:30!"),
        )
        assert seen.days == (recorded.FIRST.astimezone().date(),)


async def test_seen_before_of_the_first_and_of_a_success(history: History) -> None:
    seen = await history.seen(recorded.exchange(1), recorded.failed())
    assert (seen.count_here, seen.count_all, seen.last_success, seen.last_success_id) == (1, 1, None, "")
    assert (seen.changes, len(seen.runs)) == ((), 1)
    assert seen.first == recorded.FIRST + timedelta(minutes=1)
    seen = await history.seen(recorded.exchange(1), recorded.succeeded())
    assert (seen.count_here, seen.count_all, seen.first) == (0, 0, None)
    assert [run.kind for run in seen.runs] == [RunKind.SUCCESS]


async def test_runs_are_the_last_twenty_and_changes_at_most_six(history: History) -> None:
    for number in range(30):
        body = "{" + ", ".join(f'"f{index}": 1' for index in range(9)) + "}"
        await history.record(with_body(number, body), recorded.succeeded())
    current = with_body(40, "{" + ", ".join(f'"f{index}": 2' for index in range(9)) + "}")
    seen = await history.seen(current, recorded.failed())
    assert len(seen.runs) == 20
    assert (int(seen.runs[0].id, 16), int(seen.runs[-1].id, 16)) == (11, 40)
    assert len(seen.changes) == 6


async def test_scratch_requests_are_known_by_method_and_url(history: History) -> None:
    def scratch(number: int, url: str) -> factories.Exchange:
        return recorded.exchange(number, request_key="", request=factories.request(url=url))

    await history.record(scratch(1, "http://u:pass@a.test/?token=one"), recorded.succeeded())
    await history.record(scratch(2, "http://b.test/"), recorded.succeeded())
    seen = await history.seen(scratch(3, "http://u:word@a.test/?token=two"), recorded.failed())
    assert seen.last_success_id == f"{1:032x}"
    assert len(seen.runs) == 2


async def test_a_changed_token_is_not_shown(history: History) -> None:
    sent = factories.sent()
    await history.record(recorded.exchange(1, sent=sent), recorded.succeeded())
    headers = tuple((n, "Bearer another-secret" if n == "Authorization" else v) for n, v in sent.headers)
    after = recorded.exchange(2, sent=replace(sent, headers=headers, secrets=("another-secret",)))
    assert (await history.seen(after, recorded.failed("401", "Unauthorized"))).changes == ()
