"""Compares exchanges beside the event loop: short ones on a thread, long ones in a process that a cancel kills.

A thread would hold the interpreter for whole tenths of seconds while it parses megabytes; what comes back from the
process is small, and is unpacked in portions.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from explorer.core.storage.compare import DiffRow
from explorer.gui.history.comparison import Compared, Recorded, alone, compared, is_long
from explorer.gui.history.exchange_texts import Aspect

_PORTION_ROWS = 500


async def compare(a: Recorded, b: Recorded | None) -> Compared:
    """One exchange, or both row by row."""
    if b is None:
        return await asyncio.to_thread(alone, a)
    if not is_long(a, b):
        return await asyncio.to_thread(compared, a, b)
    return await _apart(a, b)


async def _apart(a: Recorded, b: Recorded) -> Compared:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    is_over = threading.Event()
    try:
        await asyncio.to_thread(_start, process, is_over)
        theirs.close()
        await asyncio.to_thread(_send, ours, (a, b))
        return await _received(ours, a, b)
    finally:
        is_over.set()
        if process.pid is not None:
            process.kill()
        ours.close()


def _start(process: SpawnProcess, is_over: threading.Event) -> None:
    """On a thread, which goes on when nobody waits for it any more: nor for what it started then."""
    process.start()
    if is_over.is_set():
        process.kill()


def _send(pipe: Connection, both: tuple[Recorded, Recorded]) -> None:
    pipe.send_bytes(pickle.dumps(both, protocol=5))


async def _received(pipe: Connection, a: Recorded, b: Recorded) -> Compared:
    languages, sentence, fields, counts = pickle.loads(await asyncio.to_thread(pipe.recv_bytes))
    rows: dict[Aspect, tuple[DiffRow, ...]] = {}
    for aspect, count in counts.items():
        found: list[DiffRow] = []
        while len(found) < count:
            found += pickle.loads(await asyncio.to_thread(pipe.recv_bytes))
        rows[aspect] = tuple(found)
    return Compared(a=a, b=b, rows=rows, languages=languages, sentence=sentence, fields=fields)


def _work(pipe: Connection) -> None:
    """In the other process."""
    a, b = pickle.loads(pipe.recv_bytes())
    found = compared(a, b)
    counts = {aspect: len(rows) for aspect, rows in found.rows.items()}
    pipe.send_bytes(pickle.dumps((found.languages, found.sentence, found.fields, counts)))
    for rows in found.rows.values():
        for start in range(0, len(rows), _PORTION_ROWS):
            pipe.send_bytes(pickle.dumps(rows[start : start + _PORTION_ROWS]))
