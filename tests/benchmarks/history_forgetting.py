"""Removing a part of a large history while others record and search: how long it takes, how long these wait, and what
the disk gets back. It works on a copy of the database."""

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from explorer.core.storage.history import History, HistoryQuery
from tests import factories
from tests.core.storage import recorded

_TEXTS = ("batch 400", "deliv api", "unknown_gr", "get 2", "sms sta fai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Seconds, milliseconds and megabytes."""

    rows: int
    """How many were removed."""
    removing_s: float
    forgetting_s: float
    records_ms: list[float] = field(default_factory=list)
    searches_ms: list[float] = field(default_factory=list)
    before_mb: float
    after_mb: float
    index_mb: tuple[float, float]


async def shortened(folder: Path, share: float) -> Forgetting:
    """Remove the oldest share of a database, as the limit of rows does when it is set."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        path = Path(name) / "history.sqlite"
        shutil.copyfile(folder / "history.sqlite", path)
        rows = sqlite3.connect(path).execute("SELECT count(*) FROM exchanges").fetchone()[0]
        before_mb, index_before = _megabytes(Path(name)), _index_mb(path)
        history, records, searches = History(Path(name)), [], []
        await history.ready()
        others = [
            asyncio.create_task(_again(_recording(history), records, 0.05)),
            asyncio.create_task(_again(_searching(history), searches, 0.1)),
        ]
        begun = time.perf_counter()
        removed_rows = await history.retain(max_rows=int(rows * (1 - share)))
        removed = time.perf_counter()
        await history.forget()
        done = time.perf_counter()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await history.aclose()
        return Forgetting(
            rows=removed_rows,
            removing_s=removed - begun,
            forgetting_s=done - removed,
            records_ms=records,
            searches_ms=searches,
            before_mb=before_mb,
            after_mb=_megabytes(Path(name)),
            index_mb=(index_before, _index_mb(path)),
        )


async def _again(call: Callable[[], Awaitable[object]], found: list[float], pause_s: float) -> None:
    while True:
        begun = time.perf_counter()
        await call()
        found.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(pause_s)


def _recording(history: History) -> Callable[[], Awaitable[object]]:
    base, now = int(time.time() * 1000) << 80, datetime.now().astimezone()
    numbers = iter(range(10**9))

    def call() -> Awaitable[object]:
        number = next(numbers)
        outcome = factories.response(200, "OK", {"n": number})
        return history.record(
            recorded.exchange(0, id=f"{base + number:032x}", started=now, outcome=outcome), recorded.succeeded()
        )

    return call


def _searching(history: History) -> Callable[[], Awaitable[object]]:
    numbers = iter(range(10**9))
    return lambda: history.rows(HistoryQuery(text=_TEXTS[next(numbers) % len(_TEXTS)]))


def _megabytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.iterdir()) / 1e6


def _index_mb(path: Path) -> float:
    connection = sqlite3.connect(path)
    sql = "SELECT coalesce(sum(pgsize), 0) / 1e6 FROM dbstat WHERE aggregate = TRUE AND name LIKE 'search%'"
    (found,) = connection.execute(sql).fetchone()
    connection.close()
    return float(found)
