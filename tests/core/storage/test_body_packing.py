"""Large bodies are packed at rest: whole at any moment, once, gone when they are deleted."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.model.exchange import Content, Exchange
from explorer.core.storage import packed_file
from explorer.core.storage.history import History
from tests import factories
from tests.core.storage import recorded

LIMIT = 50_000
DATA = b'{"id": 1, "name": "x"},' * 20_000


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path / "data", table_limit_bytes=LIMIT, cache=tmp_path / "data/opened")
    yield opened
    await opened.aclose()


def files(tmp_path: Path, folder: str = "bodies") -> list[str]:
    return sorted(path.name for path in (tmp_path / "data" / folder).rglob("*") if path.is_file())


def answered(number: int, tmp_path: Path, data: bytes = DATA) -> Exchange:
    path = tmp_path / f"spill-{number}.bin"
    path.write_bytes(data)
    body = Content(data=data[:100], size_bytes=len(data), path=path)
    return recorded.exchange(number, outcome=replace(factories.response(), body=body))


async def body_of(history: History, exchange: Exchange) -> Content:
    found, _ = await history.open(exchange.id)
    assert found.response is not None
    return found.response.body


async def test_packed_at_rest_and_whole_when_opened(history: History, tmp_path: Path) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())
    before = await history.size_bytes()
    await history.pack()
    (packed,) = files(tmp_path)
    assert packed.endswith(".zst")
    assert await history.size_bytes() < before - len(DATA) // 2
    body = await body_of(history, exchange)
    assert (body.data, body.size_bytes) == (DATA[:100], len(DATA))
    assert body.path is not None
    assert body.path.read_bytes() == DATA
    assert (await body_of(history, exchange)).path == body.path
    await history.aclose()
    assert not body.path.exists()


async def test_what_is_being_read_stays_while_it_is_packed(history: History, tmp_path: Path) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())
    body = await body_of(history, exchange)
    await history.pack()
    assert body.path is not None
    assert body.path.read_bytes() == DATA


async def test_what_does_not_shrink_is_kept_as_it_came_and_not_looked_at_again(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = answered(1, tmp_path, os.urandom(LIMIT * 4))
    late = answered(2, tmp_path, DATA[:LIMIT] * 2 + os.urandom(LIMIT * 40))
    for one in (exchange, late):
        await history.record(one, recorded.succeeded())
    await history.pack()
    assert len(files(tmp_path)) == 2
    assert not any(name.endswith(".zst") for name in files(tmp_path))
    monkeypatch.setattr(packed_file, "is_worth_packing", lambda path: pytest.fail(f"looked at {path} again"))
    await history.pack()
    assert (await body_of(history, exchange)).path is not None


async def test_the_copies_of_the_bodies_looked_at_last_are_kept(history: History, tmp_path: Path) -> None:
    exchanges = [answered(number, tmp_path, DATA + b"%d" % number) for number in range(6)]
    for exchange in exchanges:
        await history.record(exchange, recorded.succeeded())
    history._files.most_opened_bytes = len(DATA)
    paths = [(await body_of(history, exchange)).path for exchange in (*exchanges, exchanges[2])]
    assert [path is not None and path.exists() for path in paths] == [False, False, True, True, True, True, True]
    again = (await body_of(history, exchanges[0])).path
    assert again is not None
    assert again.read_bytes() == DATA + b"0"


async def test_deleting_takes_every_form(history: History, tmp_path: Path) -> None:
    one, two = answered(1, tmp_path), answered(2, tmp_path)
    await history.record(one, recorded.succeeded())
    await history.pack()
    await history.record(two, recorded.succeeded())
    assert len(files(tmp_path)) == 1
    await body_of(history, two)
    await history.delete(one.id)
    assert (await body_of(history, two)).path is not None
    await history.retain(max_rows=0)
    assert files(tmp_path) == files(tmp_path, "opened") == []


async def test_a_full_disk_keeps_it_as_it_came(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        await history.pack()
    (plain,) = files(tmp_path)
    assert not plain.endswith((".zst", ".part"))
    await history.pack()
    assert files(tmp_path) == [f"{plain}.zst"]


@pytest.mark.parametrize("left", ["draft", "masked draft", "both", "unnamed", "plain of a packed one"])
async def test_what_a_killed_program_left_goes(history: History, tmp_path: Path, left: str) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())
    (name,) = files(tmp_path)
    folder = tmp_path / "data" / "bodies"
    if "draft" in left:
        draft = folder / ("0.zst.part" if left == "draft" else "0.part")
        draft.write_bytes(b"half")
        os.utime(draft, (time.time() - 3600,) * 2)
    elif left == "both":
        packed_file.pack(folder / name[:2] / name, folder / name[:2] / f"{name}.zst")
    elif left == "unnamed":
        (folder / name[:2] / "00deleted").write_bytes(b"deleted")
    else:
        await history.pack()
        (folder / name[:2] / name).write_bytes(DATA)
    other = History(tmp_path / "data", table_limit_bytes=LIMIT, cache=tmp_path / "data/opened")
    await other.pack()
    assert files(tmp_path) == [f"{name}.zst"]
    assert (await body_of(other, exchange)).path is not None
    await other.aclose()


async def test_what_another_window_masks_just_now_stays(history: History, tmp_path: Path) -> None:
    await history.record(answered(1, tmp_path), recorded.succeeded())
    draft = tmp_path / "data" / "bodies" / "0.part"
    draft.write_bytes(b"half")
    await history.pack()
    assert draft.exists()


async def test_a_row_that_was_lost_by_a_power_cut_finds_the_packed_form(history: History, tmp_path: Path) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())
    (name,) = files(tmp_path)
    plain = tmp_path / "data" / "bodies" / name[:2] / name
    packed_file.pack(plain, plain.with_name(f"{name}.zst"))
    plain.unlink()
    body = await body_of(history, exchange)
    assert body.path is not None
    assert body.path.read_bytes() == DATA


async def test_a_file_that_others_removed_comes_back_with_the_next_record(history: History, tmp_path: Path) -> None:
    exchange = answered(1, tmp_path)
    await history.record(exchange, recorded.succeeded())
    await history.pack()
    for path in (tmp_path / "data" / "bodies").rglob("*.zst"):
        path.unlink()
    gone = await body_of(history, exchange)
    assert (gone.data, gone.size_bytes, gone.path) == (b"", len(DATA), None)
    await history.record(answered(2, tmp_path), recorded.succeeded())
    body = await body_of(history, exchange)
    assert body.path is not None
    assert body.path.read_bytes() == DATA


async def test_two_windows_pack_one_history(history: History, tmp_path: Path) -> None:
    exchanges = [answered(number, tmp_path, DATA + b"%d" % number) for number in range(6)]
    other = History(tmp_path / "data", table_limit_bytes=LIMIT, cache=tmp_path / "data/opened")
    for number, exchange in enumerate(exchanges):
        await (history, other)[number % 2].record(exchange, recorded.succeeded())
    await asyncio.gather(history.pack(), other.pack())
    assert len(files(tmp_path)) == 6
    assert all(name.endswith(".zst") for name in files(tmp_path))
    for number, exchange in enumerate(exchanges):
        body = await body_of((other, history)[number % 2], exchange)
        assert body.path is not None
        assert body.path.read_bytes() == DATA + b"%d" % number
    await other.aclose()


KILLED = """
import asyncio, sys
from pathlib import Path
from explorer.core.storage.history import History
from tests.core.storage import recorded
from tests.core.storage.test_body_packing import DATA, LIMIT, answered

async def main(folder):
    history = History(folder / "data", table_limit_bytes=LIMIT, cache=folder / "data/opened")
    for number in range(1000):
        exchange = answered(number % 3 + 3 * (number // 3), folder, DATA * 4 + b"%d" % number)
        recording = asyncio.ensure_future(history.record(exchange, recorded.succeeded()))
        await asyncio.gather(recording, history.pack())
        print(number, flush=True)
        (folder / f"spill-{number}.bin").unlink()

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_kill_9_leaves_each_exchange_whole_or_absent(tmp_path: Path) -> None:
    after = 3
    program = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= after:
                time.sleep(0.003 * after)
                process.send_signal(signal.SIGKILL)
                break
    history = History(tmp_path / "data", table_limit_bytes=LIMIT, cache=tmp_path / "data/opened")
    rows = await history.rows()
    assert len(rows) > after
    await history.pack()
    whole = [name for name in files(tmp_path) if not name.endswith(".part")]  # another window could be writing that
    assert len(whole) == len(rows)
    for row in rows:
        body = (await history.open(row.id))[0].response.body  # type: ignore[union-attr]
        assert body.path is not None
        assert body.path.read_bytes() == DATA * 4 + b"%d" % int(row.id, 16)
    await history.aclose()


async def test_the_beginning_comes_before_a_large_body_is_unpacked(history: History, tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(4_000_000).hex().encode()
    large, small = answered(1, tmp_path, noise), answered(2, tmp_path)
    for exchange in (large, small):
        await history.record(exchange, recorded.succeeded())
    await history.pack()
    heads: list[tuple[str, bytes, bool]] = []

    def on_head(exchange: Exchange, _diagnosis: object) -> None:
        assert exchange.response is not None
        body = exchange.response.body
        heads.append((exchange.id, body.data, body.path is not None and body.path.exists()))

    found, _ = await history.open(large.id, on_head)
    await history.open(large.id, on_head)
    await history.open(small.id, on_head)
    assert heads == [(large.id, noise[:100], False)]
    assert found.response is not None
    assert found.response.body.path is not None
    assert found.response.body.path.read_bytes() == noise


async def test_a_program_that_ends_leaves_files_of_the_history_that_can_be_deleted(tmp_path: Path) -> None:
    exchange = answered(1, tmp_path)
    history = History(tmp_path / "data", table_limit_bytes=LIMIT)
    await history.record(exchange, recorded.succeeded())
    await history.pack()
    body = await body_of(history, exchange)
    await history.aclose()
    assert body.path is not None
    assert body.path.read_bytes() == DATA, "unpacked again, and there after the end"
    history = History(tmp_path / "data", table_limit_bytes=LIMIT)
    await history.delete(exchange.id)
    await history.aclose()
    assert files(tmp_path) == []
