"""The history through its door: recorded before shown, found again, masked, and never in the way."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.errors import HistoryError
from explorer.core.model.exchange import Content
from explorer.core.storage import history as history_module
from explorer.core.storage import history_index, schema, tallies
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_rows import moment
from explorer.core.storage.masking import MASK, mask_exchange
from explorer.core.storage.packing import Packer
from tests import factories, stories
from tests.core.storage import recorded
from tests.own_time import LIMIT_MS, own_ms

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path / "data")
    yield opened
    await opened.aclose()


async def test_what_is_recorded_opens_as_it_was(history: History) -> None:
    for story in (stories.empty_recipients_story(), stories.expired_certificate_story()):
        exchange, diagnosis, _ = story
        await history.record(exchange, diagnosis)
        assert await history.open(exchange.id) == (mask_exchange(exchange), diagnosis)


async def test_it_survives_a_restart(tmp_path: Path) -> None:
    exchange, diagnosis, _ = stories.empty_recipients_story()
    first = History(tmp_path)
    await first.record(exchange, diagnosis)
    await first.aclose()
    second = History(tmp_path)
    assert (await second.rows())[0].id == exchange.id
    assert (await second.open(exchange.id))[0].response == exchange.response
    assert second.notice == ""
    await second.aclose()
    await second.aclose()
    with pytest.raises(HistoryError, match="The history is closed"):
        await second.rows()


async def test_a_row_says_what_a_list_shows(history: History) -> None:
    exchange, diagnosis, _ = stories.empty_recipients_story()
    await history.record(exchange, diagnosis)
    (row,) = await history.rows()
    assert (row.method, row.status, row.label, row.title) == ("POST", 400, "400", "syntax_constraint_violation")
    assert (row.name, row.request_key) == ("Send a batch", "Batches/Send a batch.yml")
    assert (row.environment, row.is_error, row.pinned) == ("Sandbox", True, False)
    assert row.url == "http://127.0.0.1:8025/xms/v1/4c2f81d0/batches"
    assert row.started == exchange.started
    assert row.duration_s == exchange.timeline.duration_s
    assert row.size_bytes == len(exchange.response.body.data)  # type: ignore[union-attr]


async def test_a_request_without_a_name_shows_its_path_and_a_success_its_reason(history: History) -> None:
    outcome = factories.response(201, "Created")
    request = factories.request(name="")
    await history.record(recorded.exchange(1, outcome=outcome, request=request), recorded.succeeded())
    await history.record(
        recorded.exchange(2, outcome=factories.failure(), sent=None), recorded.failed("TCP", "refused")
    )
    failed, succeeded = await history.rows()
    assert (succeeded.name, succeeded.title, succeeded.label) == ("/xms/v1/4c2f81d0/batches", "Created", "")
    assert (failed.status, failed.label, failed.url) == (0, "TCP", "{{base_url}}/xms/v1/{{service_plan_id}}/batches")


KILLED = """
    import asyncio, sys
    from pathlib import Path
    from explorer.core.storage.history import History
    from tests import factories
    from tests.core.storage import recorded

    async def main():
        history = History(Path(sys.argv[1]))
        number = 0
        while True:
            number += 1
            body = {"number": number, "padding": "x" * 5000}
            exchange = recorded.exchange(number, outcome=factories.response(200, "OK", body))
            await history.record(exchange, recorded.succeeded())
            sys.stdout.write(f"{number}\\n")
            sys.stdout.flush()
            if number == int(sys.argv[2]):
                await asyncio.sleep(60)

    asyncio.run(main())
"""


@pytest.mark.parametrize("pause_after", [1, 0], ids=["after one record", "in the middle of many"])
async def test_a_killed_program_keeps_what_record_returned_for(tmp_path: Path, pause_after: int) -> None:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path), str(pause_after)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(pause_after or 40):
            last = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        last = max([last, *map(int, process.stdout.read().split())])
    history = History(tmp_path)
    rows = await history.rows(HistoryQuery(limit=100_000))
    assert history.notice == ""
    assert {row.id for row in rows} >= {f"{number:032x}" for number in range(1, last + 1)}
    exchange, _ = await history.open(f"{last:032x}")
    assert f'"number": {last},'.encode() in exchange.response.body.data  # type: ignore[union-attr]
    await history.aclose()
    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


async def test_two_programs_write_one_history(tmp_path: Path) -> None:
    """Two real processes at once, one of which is killed; what each was told is there, and the file is sound."""
    script = textwrap.dedent(KILLED).replace("number = 0", "number = int(sys.argv[3])")
    commands = [[sys.executable, "-c", script, str(tmp_path), "0", str(first)] for first in (0, 1_000_000)]
    last = []
    processes = [subprocess.Popen(one, stdout=subprocess.PIPE, cwd=ROOT) for one in commands]
    for process in processes:
        for _ in range(30):
            last.append(int(process.stdout.readline()))  # type: ignore[union-attr]
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
        last += map(int, process.stdout.read().split())  # type: ignore[union-attr]
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]
    history = History(tmp_path)
    rows = await history.rows(HistoryQuery(limit=100_000))
    assert history.notice == ""
    assert {int(row.id, 16) for row in rows} >= set(last)
    assert (await history.counts()).all == len(rows)
    for row in rows[:5]:
        await history.open(row.id)
    await history.aclose()


def stored_bytes(folder: Path) -> bytes:
    """Every byte in the folder, raw and, for what is compressed in the tables, unpacked."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    connection, packer = sqlite3.connect(folder / "history.sqlite"), Packer()
    packed = [data for row in connection.execute("SELECT exchange, diagnosis, words FROM details") for data in row]
    packed += [row[0] for row in connection.execute("SELECT data FROM bodies WHERE storage = 'packed'")]
    unpacked = b"".join(packer.unpack(connection, data) for data in packed)
    connection.close()
    return raw + unpacked


async def test_no_secret_reaches_the_disk(tmp_path: Path) -> None:
    secret, folder = "Tr0ub4dor&3-hunter2", tmp_path / "data"
    spill = tmp_path / "spill"
    spill.write_bytes(b"x" * 3_000_000 + secret.encode() + b"y" * 3_000_000)
    headers = (("Authorization", f"Bearer {secret}"), ("X-Echo", secret), ("Set-Cookie", f"a={secret}"))
    sent = factories.sent(
        url=f"http://a.test/?key={secret}", headers=headers, body=Content.of(secret.encode()), secrets=(secret,)
    )
    large = Content(data=spill.read_bytes()[:3_000_005], size_bytes=spill.stat().st_size, path=spill)
    hop = factories.redirect_hop(sent=sent, response=factories.response(302, "Found", secret, headers=headers))
    history = History(folder)
    for number, body in enumerate((Content.of(f"{secret} {secret}".encode()), large)):
        outcome = replace(factories.response(), headers=headers, body=body)
        exchange = recorded.exchange(number, outcome=outcome, sent=sent, hops=(hop,))
        await history.record(exchange, recorded.failed(message=f"{secret} is wrong", headline=f"`{secret}`"))
    await history.seen(exchange, recorded.failed())
    assert (folder / "history.sqlite-wal").stat().st_size > 0
    found = stored_bytes(folder)
    assert b"hunter2" not in found
    assert b"hunter2" not in found.lower()
    assert MASK.encode() in found
    opened, diagnosis = await history.open(exchange.id)
    assert opened.response.body.path.read_bytes().count(MASK.encode()) == 1  # type: ignore[union-attr]
    assert diagnosis.headline == f"`{MASK}`"
    await history.aclose()
    assert b"hunter2" not in stored_bytes(folder)


async def test_many_callers_at_once_lose_nothing(history: History) -> None:
    async def send(number: int) -> None:
        exchange = recorded.exchange(number, outcome=factories.response(200, "OK", {"n": number % 7}))
        await history.record(exchange, recorded.succeeded())
        found, _ = await history.open(exchange.id)
        assert found.id == exchange.id
        await history.rows(HistoryQuery(limit=5))

    await asyncio.gather(*(send(number) for number in range(120)))
    assert (await history.counts()).all == 120


async def test_two_programs_share_one_file(tmp_path: Path) -> None:
    one, two = History(tmp_path), History(tmp_path)
    await asyncio.gather(one.ready(), two.ready())
    assert (one.notice, two.notice) == ("", "")
    await asyncio.gather(
        *(one.record(recorded.exchange(number), recorded.succeeded()) for number in range(0, 40, 2)),
        *(two.record(recorded.exchange(number), recorded.succeeded()) for number in range(1, 40, 2)),
    )
    assert len(await one.rows()) == len(await two.rows()) == 40
    await one.aclose()
    await two.aclose()


async def test_a_cancelled_caller_does_not_lose_the_record(history: History) -> None:
    await history.ready()
    task = asyncio.create_task(history.record(recorded.exchange(1), recorded.succeeded()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await history.record(recorded.exchange(2), recorded.succeeded())
    assert [row.id[-1] for row in await history.rows()] == ["2", "1"]


async def test_the_loop_is_never_held(history: History) -> None:
    """The best of three: what the program does is in each of them, what others do is not."""
    await history.ready()
    rounds = [await _longest_step_ms(history, number) for number in range(3)]
    assert min(rounds) < LIMIT_MS


async def _longest_step_ms(history: History, number: int) -> float:
    body = Content.of(os.urandom(500_000) * 6)
    exchange = recorded.exchange(number, outcome=replace(factories.response(), body=body))
    task = asyncio.create_task(history.record(exchange, recorded.succeeded()))
    longest_ms = 0.0
    while not task.done():
        before_ms = own_ms()
        await asyncio.sleep(0.001)
        longest_ms = max(longest_ms, own_ms() - before_ms)
    await task
    return longest_ms


async def test_private_mode_records_nothing(history: History) -> None:
    await history.record(recorded.exchange(1), recorded.succeeded())
    history.private = True
    await history.record(recorded.exchange(2), recorded.succeeded())
    assert len(await history.rows()) == 1


async def test_the_disk_being_full_is_said_and_the_last_exchange_is_whole_or_absent(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.record(recorded.exchange(1), recorded.succeeded())
    # SQLite reports a reached page limit with the same code as a full disk.
    await history._database.write(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone())
    large = replace(factories.response(), body=Content.of(os.urandom(2_000_000)))
    results = await asyncio.gather(
        *(history.record(recorded.exchange(n, outcome=large), recorded.failed()) for n in (2, 3)),
        history.pin(f"{1:032x}"),
        return_exceptions=True,
    )
    assert [str(one) for one in results[:2]] == ["The disk is full, so this was not written to the history."] * 2
    assert results[2] is None
    (row,) = await history.rows()
    assert (row.id, row.pinned) == (f"{1:032x}", True)
    assert (await history.counts()).failed == 0
    assert await history.groups() == ()
    await history.aclose()


async def test_a_search_nobody_waits_for_ends_at_once(history: History) -> None:
    await history.record(recorded.exchange(1), recorded.succeeded())
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    task = asyncio.create_task(history._database.read(lambda connection: connection.execute(endless).fetchone()))
    waiting = asyncio.create_task(history.rows())
    await asyncio.sleep(0.05)
    waiting.cancel()
    task.cancel()
    begun = time.perf_counter()
    assert len(await history.rows()) == 1
    assert time.perf_counter() - begun < 1


async def test_recording_again_replaces_and_keeps_the_pin(history: History) -> None:
    exchange = recorded.exchange(1, outcome=factories.response(200, "OK", "one"))
    await history.record(exchange, recorded.succeeded())
    await history.pin(exchange.id)
    await history.record(replace(exchange, outcome=factories.response(500, "No", "two")), recorded.failed("500"))
    (row,) = await history.rows()
    assert (row.status, row.pinned) == (500, True)
    assert await history.rows(HistoryQuery(text="one")) == ()


async def test_pins_deletes_and_clears(history: History) -> None:
    for number in range(6):
        await history.record(recorded.exchange(number), recorded.failed() if number % 2 else recorded.succeeded())
    await history.pin(f"{3:032x}")
    counts = await history.counts()
    assert (counts.all, counts.failed, counts.pinned) == (6, 3, 1)
    await history.pin(f"{3:032x}", pinned=False)
    assert (await history.counts()).pinned == 0
    await history.pin(f"{3:032x}")
    await history.delete(f"{5:032x}", "unknown")
    with pytest.raises(HistoryError, match="no longer in the history"):
        await history.open(f"{5:032x}")
    assert await history.clear(keep_pinned=True) == 4
    assert [row.pinned for row in await history.rows()] == [True]
    assert await history.clear() == 1
    assert await history.rows() == ()


async def test_retention_keeps_the_newest_and_the_pinned(history: History) -> None:
    for number in range(10):
        await history.record(recorded.exchange(number), recorded.succeeded())
    await history.pin(f"{0:032x}")
    old = recorded.exchange(100, id="f" * 32, started=recorded.FIRST - timedelta(days=400))
    await history.record(old, recorded.succeeded())
    assert await history.retain(max_age_days=90) == 1
    assert await history.retain(max_rows=4) == 5
    assert [int(row.id, 16) for row in await history.rows()] == [9, 8, 7, 6, 0]


async def test_retention_by_size_removes_the_oldest(history: History) -> None:
    for number in range(30):
        body = Content.of(os.urandom(60_000))
        exchange = recorded.exchange(number, outcome=replace(factories.response(), body=body))
        await history.record(exchange, recorded.succeeded(), pinned=number == 1)
    before = await history.size_bytes()
    history_module._REMOVE_AT_ONCE = 5
    try:
        removed = await history.retain(max_bytes=before // 2)
    finally:
        history_module._REMOVE_AT_ONCE = 500
    assert await history.size_bytes() <= before // 2
    assert removed in (15, 20)
    rows = await history.rows()
    assert [int(row.id, 16) for row in rows] == [*range(29, removed, -1), 1]


@pytest.mark.parametrize("how", ["delete", "clear"])
async def test_what_is_deleted_is_not_in_any_file(tmp_path: Path, how: str) -> None:
    history = History(tmp_path)
    for number in range(300):
        said = "Rumpelstiltskin" if number == 77 else f"everybody {number % 9}"
        outcome = factories.response(200, "OK", {"said": said, "number": number})
        await history.record(recorded.exchange(number, outcome=outcome), recorded.succeeded())
    assert [int(row.id, 16) for row in await history.rows(HistoryQuery(text="rumpel"))] == [77]
    await asyncio.to_thread(trained_by, history)
    await (history.delete(f"{77:032x}") if how == "delete" else history.clear())
    await history.forget()
    assert await history.rows(HistoryQuery(text="rumpel")) == ()
    assert b"umpelst" not in bytes_of(tmp_path)
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    trained = [row[0] for row in connection.execute("SELECT data FROM dictionaries")]
    assert (len(trained) >= 2) == (how == "delete")
    assert all(b"everybody" in data or b"umpelst" not in data.lower() for data in trained)
    connection.close()
    assert (await history.counts()).all == (299 if how == "delete" else 0)
    await history.aclose()


def trained_by(history: History) -> None:
    """Wait until the history trains no dictionaries."""
    thread = history._training._thread
    assert thread is not None
    thread.join()


def bytes_of(folder: Path) -> bytes:
    """Everything that lies in a folder, in small letters."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


@pytest.mark.parametrize("limit", [{"max_rows": 200}, {"max_age_days": 3 - 100 / 1440}, {"max_bytes": 1}])
async def test_what_is_not_kept_any_longer_is_in_no_file(tmp_path: Path, limit: dict[str, float]) -> None:
    """Also where the program ends amid the work, and where more is deleted meanwhile. A pinned one stays."""
    history = History(tmp_path, table_limit_bytes=200)
    for number in range(300):
        said = {7: "Rumpelstiltskin", 8: "Rapunzel" * 60, 9: "Snowwhite", 250: "Cinderella"}.get(
            number, f"all {number}"
        )
        answer = factories.response(200, "OK", {"said": said, "number": number})
        shown = recorded.exchange(
            number, outcome=answer, started=datetime.now(UTC) - timedelta(days=3, minutes=-number)
        )
        await history.record(shown, recorded.succeeded(), pinned=number == 9)
    assert await history.retain(**limit) >= 99
    await history._database.write(lambda connection: history_index.forget(connection, 1))
    await history._database.write(lambda connection: history_index.forget(connection, 1))
    await history.aclose()
    history = History(tmp_path, table_limit_bytes=200)
    await history.delete(f"{250:032x}")
    await history.forget()
    await history.pack()
    raw = bytes_of(tmp_path)
    assert [word for word in (b"umpelst", b"apunzel", b"inderel") if word in raw] == []
    assert [int(row.id, 16) for row in await history.rows(HistoryQuery(text="snow"))] == [9]
    assert await history.rows(HistoryQuery(text="rumpel")) == ()
    await history.aclose()


async def test_last_success_by_key_and_by_url(history: History) -> None:
    scratch = recorded.exchange(1, request_key="", request=factories.request(url="http://a.test/{{x}}"))
    await history.record(scratch, recorded.succeeded())
    await history.record(recorded.exchange(2), recorded.succeeded())
    await history.record(recorded.exchange(3), recorded.failed())
    found = await history.last_success("Batches/Send a batch.yml")
    assert found is not None
    assert found.id == f"{2:032x}"
    found = await history.last_success(method="POST", url="http://a.test/{{x}}")
    assert found is not None
    assert found.id == scratch.id
    assert await history.last_success("Other.yml") is None


@pytest.mark.timeout(240)
async def test_twenty_thousand_exchanges_answer_fast(tmp_path: Path) -> None:
    history = History(tmp_path)
    await filled(history, 500)
    await history.aclose()
    multiplied(tmp_path / "history.sqlite", 20_000)
    history = History(tmp_path)
    exchange = recorded.exchange(30_000)
    last, took = recorded.failed(), {}
    calls = {
        "rows": lambda: history.rows(),
        "failed": lambda: history.rows(HistoryQuery(failed_only=True)),
        "text": lambda: history.rows(HistoryQuery(text="batc 400")),
        "page": lambda: history.rows(HistoryQuery(before_id=f"{9000:032x}")),
        "counts": lambda: history.counts(HistoryQuery(since=recorded.FIRST)),
        "groups": lambda: history.groups(HistoryQuery(since=recorded.FIRST)),
        "last_results": lambda: history.last_results(),
        "seen": lambda: history.seen(exchange, last),
        "last_success": lambda: history.last_success("Batches/7.yml"),
        "record": lambda: history.record(exchange, last),
    }
    await history.ready()
    for name, call in calls.items():
        before = time.perf_counter()
        await call()
        took[name] = (time.perf_counter() - before) * 1000
    assert (await history.counts()).all == 20_001
    await history.aclose()
    assert max(took.values()) < 400, took


async def filled(history: History, count: int) -> None:
    for number in range(count):
        finding = recorded.failed("400", f"code_{number % 12}") if number % 6 == 0 else recorded.succeeded()
        key = f"Batches/{number % 40}.yml"
        outcome = factories.response(400 if number % 6 == 0 else 200, "", {"number": number})
        await history.record(recorded.exchange(number, request_key=key, outcome=outcome), finding)


def multiplied(path: Path, count: int) -> None:
    """Copies of the rows there are, later and with other identifiers, until there are ``count``."""
    connection = sqlite3.connect(path)
    names = [row[1] for row in connection.execute("PRAGMA table_info(exchanges)")]
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute("SELECT * FROM exchanges")]
    sql = f"INSERT INTO exchanges ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
    for number in range(len(rows), count):
        row = rows[number % len(rows)] | {"seq": number + 1, "id": f"{number:032x}"}
        row["started_us"] += number * 1_000_000
        row["day"] = moment(row["started_us"]).astimezone().date().toordinal()
        connection.execute(sql, tuple(row[name] for name in names))
        tallies.add(connection, row)
        connection.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number + 1, "batch 400 sandbox"))
    copied = "INSERT INTO details SELECT seq, (SELECT exchange FROM details WHERE seq = 1), "
    copied += "(SELECT diagnosis FROM details WHERE seq = 1), (SELECT words FROM details WHERE seq = 1) "
    connection.execute(copied + "FROM exchanges WHERE seq NOT IN (SELECT seq FROM details)")
    connection.commit()
    connection.close()


async def test_the_disk_gets_back_what_was_removed(tmp_path: Path) -> None:
    history = History(tmp_path)
    for number in range(1, 31):
        body = replace(factories.response(), body=Content.of(os.urandom(60_000)))
        await history.record(recorded.exchange(number, outcome=body), recorded.succeeded())
    await history.retain(max_rows=3)
    await history.forget()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir() if path.is_file()}
    assert sizes["history.sqlite"] < 600_000
    assert sizes["history.sqlite-wal"] == 0
    await history.aclose()


async def test_a_file_that_keeps_no_account_of_its_free_pages_is_written_anew(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")  # as earlier versions did, before anything else
    schema.migrate(connection)
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    connection.close()
    await test_the_disk_gets_back_what_was_removed(tmp_path)
    connection = sqlite3.connect(tmp_path / "history.sqlite")
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
