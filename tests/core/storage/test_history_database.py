"""The database file when something is wrong with it."""

import asyncio
import gzip
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from explorer.core.errors import HistoryError
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.storage import history_rows, schema
from explorer.core.storage.bodies import Bodies
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_database import Database
from explorer.core.storage.history_tokens import Token
from tests.core.storage import recorded


def aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("history-broken-*.sqlite"))


async def test_a_file_that_is_no_database_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"this is not a database, but somebody's notes" * 100)
    history = History(tmp_path)
    await history.record(recorded.exchange(1), recorded.succeeded())
    (kept,) = aside(tmp_path)
    assert kept.read_bytes().startswith(b"this is not a database")
    assert history.notice == (
        f"The history could not be read, so a new one was begun; the old file was kept as {kept.name}."
    )
    assert len(await history.rows()) == 1
    await history.aclose()


async def test_a_database_of_another_program_is_kept_aside(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    connection.executescript("CREATE TABLE exchanges (something TEXT)")
    connection.close()
    history = History(tmp_path)
    assert "kept as history-broken-" in await history.ready()
    assert len(aside(tmp_path)) == 1
    assert await history.rows() == ()
    await history.aclose()


async def corrupted(folder: Path) -> None:
    """A history whose pages behind the first are rubbish."""
    history = History(folder)
    for number in range(30):
        await history.record(recorded.exchange(number), recorded.failed())
    await history.aclose()
    path = folder / "history.sqlite"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


@pytest.mark.parametrize("first", ["record", "rows"])
async def test_a_damaged_database_is_kept_aside_when_the_damage_is_met(tmp_path: Path, first: str) -> None:
    await corrupted(tmp_path)
    history = History(tmp_path)
    if first == "rows":
        assert await history.rows() == ()
    await history.record(recorded.exchange(50), recorded.succeeded())
    assert [row.id for row in await history.rows()] == [f"{50:032x}"]
    assert len(aside(tmp_path)) == 1
    assert "kept as" in history.notice
    await history.aclose()


async def test_an_empty_file_becomes_a_history(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").touch()
    history = History(tmp_path)
    assert await history.ready() == ""
    await history.record(recorded.exchange(1), recorded.succeeded())
    await history.aclose()
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    assert schema.version_of(connection) == schema.VERSION == 6
    connection.close()


async def test_a_newer_file_is_shown_but_not_written(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.record(recorded.exchange(1), recorded.succeeded())
    await history.aclose()
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = (tmp_path / "history.sqlite").read_bytes()
    history = History(tmp_path)
    assert "newer version of Explorer" in await history.ready()
    assert len(await history.rows()) == 1
    with pytest.raises(HistoryError, match="adds nothing to it"):
        await history.record(recorded.exchange(2), recorded.succeeded())
    await history.aclose()
    assert (tmp_path / "history.sqlite").read_bytes() == before
    assert aside(tmp_path) == []


async def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    database = Database(tmp_path)
    await database.write(lambda connection: connection.execute("CREATE TABLE big (data BLOB)").rowcount)
    await database.write(lambda connection: connection.execute("INSERT INTO big VALUES (1)").rowcount)
    # SQLite reports a reached page limit with the same code as a full disk.
    await database.write(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone())

    def job(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO big VALUES (2)")
        connection.execute("INSERT INTO big VALUES (?)", (os.urandom(1_000_000),))

    with pytest.raises(HistoryError, match=r"^The disk is full, so this was not written to the history\.$"):
        await database.write(job)
    assert await database.read(lambda found: found.execute("SELECT data FROM big").fetchall()) == [(1,)]
    await database.aclose()


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "data")
    with pytest.raises(HistoryError, match="cannot be made: Not a directory"):
        await history.record(recorded.exchange(1), recorded.succeeded())
    await history.aclose()


async def test_a_removed_file_is_noticed(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.record(recorded.exchange(1), recorded.succeeded())
    for path in tmp_path.glob("history.sqlite*"):
        path.unlink()
    await history.record(recorded.exchange(2), recorded.succeeded())
    assert [row.id for row in await history.rows()] == [f"{2:032x}"]
    assert "was removed while Explorer was running" in history.notice
    await history.aclose()


async def test_a_file_replaced_by_another_program_is_followed(tmp_path: Path) -> None:
    one, two = History(tmp_path), History(tmp_path / "other")
    await one.record(recorded.exchange(1), recorded.succeeded())
    await two.record(recorded.exchange(2), recorded.succeeded())
    await two.aclose()
    for ending in ("", "-wal", "-shm"):
        Path(f"{tmp_path / 'history.sqlite'}{ending}").rename(tmp_path / f"old.sqlite{ending}")
    (tmp_path / "other" / "history.sqlite").rename(tmp_path / "history.sqlite")
    await one.record(recorded.exchange(3), recorded.succeeded())
    assert [int(row.id, 16) for row in await one.rows()] == [3, 2]
    assert one.notice == ""
    await one.aclose()


async def test_two_programs_that_meet_a_broken_file_keep_it_once(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"no database" * 500)
    programs = [History(tmp_path) for _ in range(3)]
    calls = (program.record(recorded.exchange(n), recorded.succeeded()) for n, program in enumerate(programs))
    await asyncio.gather(*calls)
    assert [len(await program.rows()) for program in programs] == [3, 3, 3]
    assert len(aside(tmp_path)) == 1
    for program in programs:
        await program.aclose()


async def test_a_failing_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE a (x)")
        connection.execute("CREATE TABLE a (x)")

    monkeypatch.setattr(schema, "_STEPS", {1: broken})
    connection = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert schema.version_of(connection) == 0
    connection.close()


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
async def test_a_file_of_an_older_version_is_brought_up(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Path(__file__).parents[2] / "data/history/version-1.sqlite.gz"
    (tmp_path / "history.sqlite").write_bytes(gzip.decompress(old.read_bytes()))
    with monkeypatch.context() as patch, closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        patch.setattr(schema, "VERSION", version)
        connection.isolation_level = None
        schema.migrate(connection)
        assert schema.version_of(connection) == version
    history = History(tmp_path)
    assert await history.ready() == ""
    rows = await history.rows()
    assert [int(row.id, 16) for row in rows] == [11, 10, 9, 8, 6, 5, 4, 3, 2, 1, 0]
    assert [int(row.id, 16) for row in rows if row.pinned] == [4]
    groups = await history.groups()
    assert [(group.title, group.count) for group in groups] == [
        ("syntax_constraint_violation", 3),
        ("certificate has expired", 1),
    ]
    for words, found in (("straße 77", 9), ("batch4", 2), ("syntax_constr", 3)):
        assert len(await history.rows(HistoryQuery(text=words))) == found, words
    only = HistoryQuery(tokens=(Token(name="env", values=("Staging",)), Token(name="status", values=("4xx",))))
    assert [int(row.id, 16) for row in await history.rows(only)] == [5]
    exchange, diagnosis = await history.open(f"{5:032x}")
    assert (exchange.response.status, diagnosis.code) == (400, "syntax_constraint_violation")  # type: ignore[union-attr]
    counts = await history.counts()
    assert (counts.all, counts.failed, counts.pinned) == (11, 4, 1)
    trashed = await history.trash(f"{5:032x}", f"{4:032x}")
    assert (await history.counts()).all == 9
    assert await history.restore(trashed.key) == 2
    assert [int(row.id, 16) for row in await history.rows(only)] == [5]
    await history.clear()
    assert (await history.counts()).all == 0
    await history.aclose()


async def test_the_error_of_a_job_nobody_waits_for_is_not_reported_twice(tmp_path: Path) -> None:
    database = Database(tmp_path)
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    task = asyncio.create_task(database.write(lambda connection: connection.execute("nonsense").rowcount))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.aclose()
    assert reported == []


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Exchange 1 takes until this is set to be made ready, as one with a long body does."""
    end, stored = threading.Event(), history_rows.stored

    def waiting(exchange: Exchange, finding: Diagnosis, bodies: Bodies) -> history_rows.Stored:
        if exchange.id == f"{1:032x}":
            assert end.wait(20)
        return stored(exchange, finding, bodies)

    monkeypatch.setattr(history_rows, "stored", waiting)
    yield end
    end.set()


async def test_others_write_while_an_exchange_is_made_ready(tmp_path: Path, slow: threading.Event) -> None:
    history, other = History(tmp_path), History(tmp_path)
    await history.ready()
    recording = asyncio.ensure_future(history.record(recorded.exchange(1), recorded.succeeded()))
    await asyncio.sleep(0)
    pinning = asyncio.ensure_future(history.pin(f"{1:032x}"))
    await asyncio.sleep(0.05)
    await other.record(recorded.exchange(2), recorded.succeeded())
    assert not recording.done()
    slow.set()
    await asyncio.gather(recording, pinning)
    assert [(row.id, row.pinned) for row in await other.rows()] == [(f"{1:032x}", True), (f"{2:032x}", False)]
    await history.aclose()
    await other.aclose()


async def test_what_is_handed_in_behind_it_keeps_its_order(tmp_path: Path, slow: threading.Event) -> None:
    history = History(tmp_path)
    recording = asyncio.ensure_future(history.record(recorded.exchange(1), recorded.succeeded()))
    await asyncio.sleep(0)
    pins = [asyncio.ensure_future(history.pin(f"{1:032x}", pinned=number % 2 == 0)) for number in range(101)]
    await asyncio.sleep(0.05)
    slow.set()
    await asyncio.gather(recording, *pins)
    assert [row.pinned for row in await history.rows()] == [True]
    await history.aclose()


async def test_closing_ends_what_was_handed_in(tmp_path: Path, slow: threading.Event) -> None:
    history = History(tmp_path)
    handed_in = [
        asyncio.ensure_future(history.record(recorded.exchange(number), recorded.succeeded())) for number in range(150)
    ]
    await asyncio.sleep(0)
    closing_it = asyncio.ensure_future(history.aclose())
    await asyncio.sleep(0.05)
    slow.set()
    await closing_it
    await asyncio.gather(*handed_in)
    with pytest.raises(HistoryError, match="The history is closed"):
        await history.record(recorded.exchange(200), recorded.succeeded())
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (150,)
