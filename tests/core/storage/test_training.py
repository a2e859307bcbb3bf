"""Dictionaries are trained beside the records, once at a time, and on nothing that was deleted."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from explorer.core.storage import packing, training
from explorer.core.storage.history import History
from tests import factories
from tests.core.storage import recorded

COUNT = training.AFTER[0]


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path)
    yield opened
    await opened.aclose()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The training waits for the second event after it set the first."""
    begun, go_on, trained = threading.Event(), threading.Event(), packing.trained

    def waiting(number: int, texts: list[bytes]) -> bytes | None:
        begun.set()
        assert go_on.wait(20)
        return trained(number, texts)

    monkeypatch.setattr(packing, "trained", waiting)
    yield begun, go_on
    go_on.set()


async def record(history: History, first: int, count: int) -> None:
    outcomes = [
        factories.response(200, "OK", {"said": f"everybody {number % 9}", "number": number}) for number in range(count)
    ]
    exchanges = [recorded.exchange(first + number, outcome=outcome) for number, outcome in enumerate(outcomes)]
    await asyncio.gather(*(history.record(one, recorded.succeeded()) for one in exchanges))


def kinds(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "history.sqlite")
    found = [row[0] for row in connection.execute("SELECT kind FROM dictionaries ORDER BY number")]
    connection.close()
    return found


async def ended(history: History) -> None:
    thread = history._training._thread
    assert thread is not None
    await asyncio.to_thread(thread.join)


async def test_many_exchanges_at_once_train_once(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, trained = [], packing.trained
    monkeypatch.setattr(packing, "trained", lambda number, texts: calls.append(number) or trained(number, texts))
    await record(history, 0, COUNT * 3)
    await ended(history)
    assert kinds(tmp_path) == ["exchange", "words"], "there is too little of the others"
    assert len(calls) == len(training.KINDS)
    await record(history, COUNT * 3, 100)
    assert (await history.open(f"{COUNT * 3:032x}"))[0].response is not None


async def test_others_record_while_it_goes_on(
    history: History, held: tuple[threading.Event, threading.Event], tmp_path: Path
) -> None:
    begun, go_on = held
    await record(history, 0, COUNT)
    assert await asyncio.to_thread(begun.wait, 20)
    other = History(tmp_path)
    for one in (history, other):
        await record(one, 500 if one is other else 600, 1)
    await other.aclose()
    assert kinds(tmp_path) == []
    go_on.set()
    await ended(history)
    assert kinds(tmp_path)


@pytest.mark.parametrize("what", ["one", "all", "for now"])
async def test_what_was_deleted_meanwhile_is_in_no_dictionary(
    history: History, held: tuple[threading.Event, threading.Event], tmp_path: Path, what: str
) -> None:
    begun, go_on = held
    await record(history, 0, COUNT + 20)
    assert await asyncio.to_thread(begun.wait, 20)
    if what == "one":
        await history.delete(f"{COUNT - 5:032x}")
    elif what == "all":
        await history.clear()
    else:
        await history.trash(f"{COUNT - 5:032x}")
    go_on.set()
    await ended(history)
    assert kinds(tmp_path) == []


async def test_a_text_that_cannot_be_read_ends_it_quietly(history: History, tmp_path: Path) -> None:
    """A thread that ends with an error would say so to nobody, or fail the tests."""
    await record(history, 0, COUNT - 1)
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    connection.execute("UPDATE details SET words = x'00' WHERE seq = 5")
    connection.commit()
    connection.close()
    await record(history, COUNT, 1)
    await ended(history)
    assert kinds(tmp_path) == []


async def test_closing_ends_it(history: History, held: tuple[threading.Event, threading.Event], tmp_path: Path) -> None:
    begun, go_on = held
    await record(history, 0, COUNT)
    assert await asyncio.to_thread(begun.wait, 20)
    closing = asyncio.ensure_future(history.aclose())
    await asyncio.sleep(0.05)
    go_on.set()
    await closing
    assert kinds(tmp_path) == []
