"""An index of an older form is made anew while the history is used."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from explorer.core.storage import history_index, schema
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.packing import Packer
from tests.core.storage import recorded

OLD = Path(__file__).parents[2] / "data/history/version-1.sqlite.gz"


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history whose index is about to be made anew, two rows at a step."""
    monkeypatch.setattr(history_index, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(history_index, "_BLOCKS_AT_ONCE", 1)
    (tmp_path / "history.sqlite").write_bytes(gzip.decompress(OLD.read_bytes()))
    connection = sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)
    schema.migrate(connection)
    assert history_index.prefix_lengths(connection) == (1, 2, 3, 4, 5)
    connection.close()
    return tmp_path


async def found(history: History, text: str) -> list[int]:
    return [int(row.id, 16) for row in await history.rows(HistoryQuery(text=text))]


def untouched(folder: Path) -> History:
    """A history that takes no steps itself."""
    history = History(folder)
    history._database._chore = None
    return history


async def test_each_step_leaves_a_history_that_can_be_used(old: Path) -> None:
    """As if the program were killed after every step: searched, written to and deleted from before the next."""
    history = untouched(old)
    left, streets = await found(history, "batch"), await found(history, "stra 77")
    await history.aclose()
    assert (len(left), len(streets)) == (11, 9)
    packer, number, is_more = Packer(), 20, True
    connection = sqlite3.connect(old / "history.sqlite", isolation_level=None)
    while is_more:
        connection.execute("BEGIN IMMEDIATE")
        is_more = history_index.step(connection, packer.unpack)
        connection.execute("COMMIT")
        history = untouched(old)
        await history.record(recorded.exchange(number), recorded.succeeded())
        left, number = [number, *left], number + 1
        if number % 3 == 0:
            gone = left.pop(-3)
            streets = [one for one in streets if one != gone]
            await history.delete(f"{gone:032x}")
        assert await found(history, "batch") == left
        assert await found(history, "stra 77") == streets
        await history.aclose()
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    assert history_index.prefix_lengths(connection) == (1, 3, 5)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'search_%_data'").fetchall()
    assert number > 26
    connection.close()


async def test_the_steps_are_taken_beside_the_work_and_end(old: Path) -> None:
    history = untouched(old)
    streets = await found(history, "stra 77")
    await history.aclose()
    history = History(old)
    await history.record(recorded.exchange(30), recorded.succeeded())
    for _ in range(1000):
        if history._database._chore is None:
            break
        await history.pin(f"{30:032x}")
    assert await history._database.read(history_index.prefix_lengths) == (1, 3, 5)
    assert await found(history, "stra 77") == streets
    await history.clear()
    assert await found(history, "stra") == []
    await history.aclose()
