"""The history at a million exchanges, against bare SQLite in the same run: ``make bench-history``.

The database is built once (minutes) and kept under build/; ``--rows`` takes a smaller one. Searches are asked as a
person types: each letter is a question. A fresh process asks its first question with nothing in its caches.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from pathlib import Path
from statistics import median

from explorer.core.storage import history_index, history_marks, schema
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.history_rows import words_of
from explorer.core.storage.history_tokens import Token
from explorer.core.storage.packing import Packer
from tests import factories
from tests.benchmarks import history_forgetting, history_rows, startup
from tests.core.storage import recorded

ROOT = Path(__file__).parents[2]
TYPED = ("batch 400", "deliv api", "unknown_gr", "example com", "get 2", "sms sta fai", "a b", "e s i", "467", "in 4")
FRESH = ("ba 40", "del inv", "a b c", "unknown_group sms")
RECORDED, SUSTAINED, ROUNDS = 200, 3_000, 7
_PAGES = 1_000
_ASKED = 20
REMOVED = 0.1
"""Of the rows; half of a million take five to ten minutes."""


def database(rows: int) -> Path:
    """The folder of a database with this many rows."""
    folder = ROOT / f"build/history-{rows}"
    if not folder.exists():
        need = rows * 3_500
        if shutil.disk_usage(ROOT).free < need:
            sys.exit(f"{need / 1e9:.1f} GB are needed on the disk.")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        history_rows.build(part, rows)
        part.rename(folder)
    renew(folder / "history.sqlite")
    return folder


def renew(path: Path) -> None:
    """Bring a database that was built by an earlier version up to this one, index and all, and end what a run that was
    stopped left to be forgotten."""
    connection, packer = sqlite3.connect(path, isolation_level=None), Packer()
    connection.execute("PRAGMA journal_mode = WAL")
    schema.migrate(connection)
    is_more = True
    while is_more:
        connection.execute("BEGIN IMMEDIATE")
        is_more = history_marks.upkeep(connection, packer) or history_index.forget(connection, _PAGES)
        connection.execute("COMMIT")
    connection.close()


async def took(call: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    await call()
    return (time.perf_counter() - begun) * 1000


def p95(values: list[float]) -> float:
    """The 95th percentile: as many as that or more are not longer."""
    return sorted(values)[ceil(len(values) * 0.95) - 1]


async def typing(history: History) -> list[float]:
    """Every letter of every text asks: rows of the window, newest first."""
    found = []
    for _ in range(3):
        for text in TYPED:
            for end in range(1, len(text) + 1):
                query = HistoryQuery(text=text[:end], since=datetime.now().astimezone() - timedelta(days=90))
                found.append(await took(lambda query=query: history.rows(query)))  # type: ignore[misc]
    return found


async def beginnings(history: History) -> list[float]:
    """Any beginnings of one to four words that rows have, mostly of the same row."""
    chance, found = random.Random(5), []
    newest = await history.rows(HistoryQuery(limit=2_000))
    words = [words_of(f"{row.name} {row.url} {row.title} application json user agent 07 2026") for row in newest]
    for _ in range(300):
        row = chance.choice(words)
        chosen = (
            chance.choice(row if chance.random() < 0.7 else chance.choice(words)) for _ in range(chance.randint(1, 4))
        )
        text = " ".join(word[: chance.randint(1, 7)] for word in chosen)
        found.append(await took(lambda text=text: history.rows(HistoryQuery(text=text))))  # type: ignore[misc]
    return found


async def asked(call: Callable[[], Awaitable[object]]) -> list[float]:
    """Milliseconds of a question that is asked again and again; the first time it may have to go to the disk."""
    return [await took(call) for _ in range(1 + _ASKED)]


async def questions(history: History) -> dict[str, list[float]]:
    """Milliseconds of each kind of question, the first time before the others."""
    since = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=13)
    everything = await history.rows(HistoryQuery(limit=1))
    middle = f"{everything[0].id[:12]}"
    host = Token(name="host", values=("api.example.com",))
    rare = Token(name="host", values=("svc-39.internal",))
    status = Token(name="status", values=("503",))
    body = Token(name="body", values=("delivered",))
    beginning = Token(name="host", values=("internal",))
    kinds: dict[str, HistoryQuery] = {
        "latest 200": HistoryQuery(),
        "host + status + date": HistoryQuery(tokens=(host, status), since=since),
        "rare host + status + date": HistoryQuery(tokens=(rare, status), since=since),
        "host of 40 by a label + status + date": HistoryQuery(tokens=(beginning, status), since=since),
        "duration:>1s size:>10KB": HistoryQuery(
            tokens=(Token(name="duration", values=(">1s",)), Token(name="size", values=(">10KB",)))
        ),
        "-host + text": HistoryQuery(text="batch", tokens=(replace(host, negated=True),)),
        "body:delivered + 4xx": HistoryQuery(tokens=(body, Token(name="status", values=("4xx",)))),
        "body: that most have": HistoryQuery(tokens=(body,)),
        "a page in the middle": HistoryQuery(before_id=f"{int(middle, 16) - 45 * 86_400_000:012x}"),
    }  # fmt: skip
    found = {name: await asked(partial(history.rows, query)) for name, query in kinds.items()}
    failed = HistoryQuery(failed_only=True, since=since)
    for name, query in {
        "groups, 14 days": failed,
        "groups, 90 days": HistoryQuery(failed_only=True),
        "groups with a text": HistoryQuery(text="deliv", since=since),
    }.items():
        found[name] = await asked(partial(history.groups, query))
    found["counts"] = await asked(partial(history.counts, HistoryQuery(since=since)))
    found["counts with a text"] = await asked(partial(history.counts, HistoryQuery(text="deliv")))
    found["last results (start)"] = await asked(history.last_results)
    nowhere = HistoryQuery(tokens=(Token(name="body", values=("application json",)),))
    found["any beginnings of 1 to 4 words"] = await beginnings(history)
    found["text in no body, first answer"] = await asked(partial(history.page, nowhere))
    found["text in no body, stopped"] = [await stopped(history, nowhere) for _ in range(1 + _ASKED)]
    exchange, finding = await history.open((await history.rows(HistoryQuery(failed_only=True, limit=1)))[0].id)
    found["seen before"] = await asked(partial(history.seen, exchange, finding))
    return found


async def stopped(history: History, query: HistoryQuery) -> float:
    """Milliseconds from giving a search up to the answer of the next one."""
    task = asyncio.create_task(history.rows(query))
    await asyncio.sleep(0.2)
    task.cancel()
    return await took(lambda: history.rows(HistoryQuery(text="batch 4")))


async def recording(folder: Path) -> tuple[list[float], list[float], float]:
    """Milliseconds of single records as awaited and on the writer thread alone, and how many a second when nobody
    waits between them."""
    history = History(folder)
    await history.ready()
    base, now = int(time.time() * 1000) << 80, datetime.now().astimezone()
    exchanges = [
        recorded.exchange(0, id=f"{base + n:032x}", started=now, outcome=factories.response(200, "OK", {"n": n}))
        for n in range(RECORDED + SUSTAINED)
    ]  # fmt: skip
    gc.collect()
    gc.freeze()  # the collector would go through these exchanges again and again, which no program has at once
    single: list[float] = []
    written = on_writer_thread(history)
    for one in exchanges[:RECORDED]:
        single.append(await took(lambda one=one: history.record(one, recorded.succeeded())))  # type: ignore[misc]
    written = written[:]
    begun = time.perf_counter()
    await asyncio.gather(*(history.record(one, recorded.succeeded()) for one in exchanges[RECORDED:]))
    rate = SUSTAINED / (time.perf_counter() - begun)
    await history.delete(*(one.id for one in exchanges))
    await history.forget()  # an index amid forgetting is in many parts, and slower for whoever searches next
    await history.aclose()
    return single, written, rate


def on_writer_thread(history: History) -> list[float]:
    """Takes the milliseconds of every turn of the writer thread, commit included, from now on."""
    spent: list[float] = []
    run = history._database._run_waiting

    def timed() -> None:
        begun = time.perf_counter()
        run()
        spent.append((time.perf_counter() - begun) * 1000)

    history._database._run_waiting = timed  # type: ignore[method-assign]
    return spent


def bare() -> tuple[float, float]:
    """Bare SQLite: milliseconds of a query by key, and of an insert with its commit."""
    path = ROOT / "build/history-bare.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)")
    inserts, queries = [], []
    for _ in range(300):
        begun = time.perf_counter()
        connection.execute("INSERT INTO t (b) VALUES (?)", (b"x" * 1_500,))
        inserts.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        connection.execute("SELECT * FROM t ORDER BY a DESC LIMIT 200").fetchall()
        queries.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return median(queries), median(inserts)


def fresh(folder: Path, text: str) -> float:
    """Milliseconds of the first search of a new process, opening included."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.history", "--first", text, "--folder", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(json.loads(done.stdout))


async def first(folder: Path, text: str) -> float:
    """In a new process."""
    history = History(folder)
    took_ms = await took(lambda: history.rows(HistoryQuery(text=text)))
    await history.aclose()
    return took_ms


def started(folder: Path) -> dict[str, list[float]]:
    """Ratios of start-up with the history to start-up with none, round by round: first paint, and usable."""
    found: dict[str, list[float]] = {"paint": [], "usable": []}
    with tempfile.TemporaryDirectory() as name, startup.sandbox() as server:
        workspace, homes = Path(name) / "workspace", [Path(name) / "none", Path(name) / "full"]
        workspace.mkdir()
        startup.make_workspace(workspace)
        (homes[1] / "data").mkdir(parents=True)
        os.link(folder / "history.sqlite", homes[1] / "data/history.sqlite")
        for number in range(1 + ROUNDS):
            command = ["-m", "tests.benchmarks.window_start", str(workspace), server]
            none, full = (startup.run(command, home) for home in homes)
            for key in found if number else ():
                found[key].append(full[f"{key}_wall"] / none[f"{key}_wall"])
    return found


def disk(folder: Path) -> dict[str, float]:
    """Figures of the file, in MB."""
    connection, packer = sqlite3.connect(folder / "history.sqlite"), Packer()
    tables = {"index": "LIKE 'search%'", "details": "= 'details'", "rows": "= 'exchanges'", "bodies": "= 'bodies'"}
    sql = "SELECT coalesce(sum(pgsize), 0) / 1e6 FROM dbstat WHERE aggregate = TRUE AND name "
    size = {name: connection.execute(sql + which).fetchone()[0] for name, which in tables.items()}
    sampled = random.Random(1).sample(range(1, connection.execute("SELECT max(seq) FROM exchanges").fetchone()[0]), 500)
    marks = ",".join(map(str, sampled))
    texts = connection.execute(f"SELECT exchange, diagnosis FROM details WHERE seq IN ({marks})").fetchall()
    packed = sum(len(one) + len(two) for one, two in texts)
    plain = sum(len(packer.unpack(connection, data)) for row in texts for data in row)
    small = connection.execute(
        "SELECT size_bytes, length(data) FROM bodies WHERE size_bytes < 4096 LIMIT 5000"
    ).fetchall()
    uses, distinct = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("body_uses", "bodies")
    )
    connection.close()
    ratio = sum(one for one, _ in small) / sum(two for _, two in small)
    plain_mb = size["details"] * plain / packed
    return size | {"plain": plain_mb, "small bodies": ratio, "uses": uses, "distinct": distinct}


def line(title: str, value: str, target: str = "", ratio: str = "", first: str = "") -> None:
    """A row of the table."""
    print(f"{title:44}{value:>16}{target:>18}{ratio:>16}{first:>10}".rstrip())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--first")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    if arguments.first is not None:
        print(json.dumps(asyncio.run(first(arguments.folder, arguments.first))))
        return 0
    folder = database(arguments.rows)
    query_ms, insert_ms = bare()
    fresh_ms = [fresh(folder, text) for text in FRESH for _ in range(3)]
    typed_ms, questions_ms, (single_ms, written_ms, rate) = asyncio.run(measured(folder))
    gone = asyncio.run(history_forgetting.shortened(folder, REMOVED))
    ratios, figures = started(folder), disk(folder)
    line(f"{arguments.rows:,} exchanges", "median / p95 ms", "target ms", "x bare query", "first ms")
    searches = (("search as typed, warm", typed_ms, 50), ("search, first of a fresh process", fresh_ms, 150))
    for title, values, limit in searches:
        line(title, f"{median(values):.2f} / {p95(values):.1f}", f"p95 <= {limit}", f"{median(values) / query_ms:.1f}")
    for name, (first_ms, *values) in questions_ms.items():
        target = "<= 20" if "date" in name else "<= 50"
        found = f"{median(values):.2f} / {p95(values):.1f}"
        line(name, found, target, f"{median(values) / query_ms:.1f}", f"{first_ms:.1f}")
    ratio = f"{median(single_ms) / insert_ms:.1f} insert"
    line("record one, as awaited", f"{median(single_ms):.2f} / {p95(single_ms):.1f}", "", ratio)
    ratio = f"{median(written_ms) / insert_ms:.1f} insert"
    line("record one, writer thread", f"{median(written_ms):.2f} / {p95(written_ms):.1f}", "median <= 1", ratio)
    line("records a second, sustained", f"{rate:.0f}", ">= 1000")
    say_forgetting(gone)
    for key, title in (("paint", "start-up, first paint"), ("usable", "start-up, usable")):
        found = ratios[key]
        line(f"{title}, with it / with none", f"{median(found):.3f}", "<= 1.05", f"{min(found):.2f}-{max(found):.2f}")
    line("bare query of 200 rows / bare insert", f"{query_ms:.2f} / {insert_ms:.2f}")
    say_disk(figures)
    return 0


def say_forgetting(gone: history_forgetting.Forgetting) -> None:
    """Of the table: a part of the history removed while others record and search."""
    seconds = f"{gone.removing_s:.0f} + {gone.forgetting_s:.0f} s"
    line(f"remove {gone.rows:,}, and their words", seconds, "", f"{gone.rows / gone.removing_s:.0f} a second")
    for title, values in (("record", gone.records_ms), ("search", gone.searches_ms)):
        found = f"{median(values):.0f} / {p95(values):.0f}"
        line(f"  a {title} meanwhile", found, "", f"longest {max(values):.0f}")
    line("  disk before, after, MB", f"{gone.before_mb:.0f}, {gone.after_mb:.0f}")
    line("  index before, after, MB", "{:.0f}, {:.0f}".format(*gone.index_mb))


def say_disk(figures: dict[str, float]) -> None:
    """Below the table."""
    rows, details, plain, index = (figures[name] for name in ("rows", "details", "plain", "index"))
    print(
        f"\nDisk, MB: rows {rows:.0f}, details {details:.0f} ({plain:.0f} before packing), index {index:.0f}, ", end=""
    )
    print(f"bodies {figures['bodies']:.0f} ({figures['uses']:.0f} uses of {figures['distinct']:.0f})")
    print(f"Index: {index / (plain + rows):.1%} of the metadata as JSON, {index / (details + rows):.1%} as packed")
    print(f"Small JSON bodies {figures['small bodies']:.1f}x smaller")


async def measured(folder: Path) -> tuple[list[float], dict[str, list[float]], tuple[list[float], list[float], float]]:
    history = History(folder)
    await history.ready()
    await typing(history)
    found = await typing(history), await questions(history)
    await history.aclose()
    return *found, await recording(folder)


if __name__ == "__main__":
    sys.exit(main())
