"""Deleting with an undo: gone from everywhere at once, back as it was, and in no file when the time is over."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from explorer.core.storage import history_deleting, history_trash
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_index import has_to_forget
from tests import factories
from tests.core.storage import recorded


def name(number: int) -> str:
    return f"{number:032x}"


async def filled(folder: Path) -> History:
    """Twelve exchanges, failures among them; 3 is pinned, 7 alone has a long body, and says Rumpelstiltskin."""
    history = History(folder, table_limit_bytes=200)
    for number in range(12):
        said = "Rumpelstiltskin " * 40 if number == 7 else f"everybody {number}"
        answer = factories.response(200, "OK", {"said": said, "number": number})
        finding = recorded.failed() if number % 4 == 0 else recorded.succeeded()
        await history.record(recorded.exchange(number, outcome=answer), finding, pinned=number == 3)
    return history


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    found = await filled(tmp_path)
    yield found
    await found.aclose()


async def everything(history: History) -> object:
    """What list, search, hosts, switch, groups and tree say, and what an exchange holds."""
    return (
        await history.rows(),
        await history.rows(HistoryQuery(text="rumpel")),
        await history._database.read(lambda connection: connection.execute("SELECT * FROM hosts").fetchall()),
        await history.counts(),
        await history.groups(),
        await history.last_results(),
        [await history.open(row.id) for row in await history.rows()],
    )


async def test_what_is_deleted_is_gone_from_everywhere_and_comes_back_as_it_was(history: History) -> None:
    before = await everything(history)
    trashed = await history.trash(*map(name, (7, 3, 4, 8, 11, 99)))
    assert (trashed.count, trashed.pinned) == (5, 1)
    assert [int(row.id, 16) for row in await history.rows()] == [10, 9, 6, 5, 2, 1, 0]
    assert await history.rows(HistoryQuery(text="rumpel")) == ()
    counts = await history.counts()
    assert (counts.all, counts.failed, counts.pinned) == (7, 1, 0)
    assert [group.count for group in await history.groups()] == [1]
    assert await history.restore(trashed.key) == 5
    assert await everything(history) == before
    assert await history.restore(trashed.key) == 0


async def test_one_that_was_recorded_again_meanwhile_stays_as_it_is(history: History) -> None:
    trashed = await history.trash(name(5), name(6))
    again = recorded.exchange(5, outcome=factories.response(500, "Oops", {}))
    await history.record(again, recorded.failed())
    assert await history.restore(trashed.key) == 1
    assert [row.status for row in await history.rows() if row.id in (name(5), name(6))] == [500, 200]
    await history.end_trash()


def in_files(folder: Path, word: bytes) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and word in path.read_bytes().lower()]


async def test_when_the_time_is_over_it_is_in_no_file(tmp_path: Path) -> None:
    history = await filled(tmp_path)
    trashed = await history.trash(name(7))
    assert in_files(tmp_path, b"umpelst")
    assert 9 < await history.trash_ends_in_s() <= history_trash.LONGEST_S
    await history.end_trash()
    assert await history.restore(trashed.key) == 1, "the time of others is not ended"
    trashed = await history.trash(name(7))
    await history.end_trash(trashed.key)
    await history.forget()
    await history.pack()
    assert in_files(tmp_path, b"umpelst") == []
    assert await history.restore(trashed.key) == 0
    assert (await history.counts()).all == 11
    assert await history.trash_ends_in_s() == 0
    await history.aclose()


async def test_the_end_of_the_program_ends_the_time(tmp_path: Path) -> None:
    history = await filled(tmp_path)
    await history.trash(name(7))
    await history.aclose()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM trashed").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM details").fetchone() == (11,)
        assert has_to_forget(connection), "the next start takes the words out"


async def killed(folder: Path) -> None:
    """A program that deleted and then died."""
    history = await filled(folder)
    await history.trash(name(7))
    history._deleting._open.clear()
    await history.aclose()


@pytest.mark.parametrize("clock_s", [history_trash.LONGEST_S + 0.1, -3600.0])
async def test_what_a_killed_program_left_is_erased_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock_s: float
) -> None:
    """When its time is over; also where the clock was set back meanwhile."""
    await killed(tmp_path)
    history = History(tmp_path, table_limit_bytes=200)
    await history.end_trash()
    assert in_files(tmp_path, b"umpelst"), "another window may still bring it back"
    now = history_trash.time.time()
    monkeypatch.setattr(history_trash.time, "time", lambda: now + clock_s)
    await history.end_trash()
    await history.forget()
    await history.pack()
    assert in_files(tmp_path, b"umpelst") == []
    await history.aclose()


async def test_two_programs_see_the_same(tmp_path: Path, history: History) -> None:
    other = History(tmp_path, table_limit_bytes=200)
    trashed = await history.trash(name(7), name(4))
    assert (await other.counts()).all == 10
    await other.end_trash()
    assert await history.restore(trashed.key) == 2
    assert (await other.counts()).all == 12
    await other.aclose()


async def test_clearing_takes_what_could_come_back_with_it(history: History) -> None:
    trashed = await history.trash(name(7))
    await history.clear()
    assert await history.restore(trashed.key) == 0
    assert await history.rows() == ()


async def test_all_that_is_found_goes_up_to_what_was_seen_but_the_pinned(history: History) -> None:
    assert await history.delete_found(HistoryQuery(text="everybody"), name(9)) == 8
    assert [int(row.id, 16) for row in await history.rows()] == [11, 10, 7, 3]


async def test_ids_come_oldest_first_whatever_is_recorded_meanwhile(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.core.storage.history._IDS_AT_ONCE", 2)
    found: list[int] = []
    async for page in history.ids(HistoryQuery(text="everybody")):
        assert len(page) <= 2
        found += [int(one, 16) for one in page]
        await history.record(recorded.exchange(100 + len(found)), recorded.succeeded())
    assert found == [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]


async def test_who_records_amid_a_long_deletion_is_kept_and_the_index_is_as_usual_after_it(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_deleting, "_FIRST", 4)
    await history.retain(max_rows=2)
    assert await merging(history) == 0, "not by itself until all is forgotten"
    deleting = asyncio.create_task(history.clear(keep_pinned=True))
    await history.record(recorded.exchange(50), recorded.succeeded())
    await deleting
    assert {row.id for row in await history.rows()} in ({name(3)}, {name(3), name(50)})
    await history.forget()
    assert await merging(history) == 4


async def merging(history: History) -> int:
    """How many parts the index joins by itself."""
    sql = "SELECT v FROM search_config WHERE k = 'automerge'"
    return int(await history._database.read(lambda connection: connection.execute(sql).fetchone()[0]))
