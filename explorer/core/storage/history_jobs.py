"""What waits for the history's threads, and how it is handed to them and awaited."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from explorer.core.errors import HistoryError

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

_TOGETHER = 64
"""Jobs in one transaction at most: a reader of the file waits for none of them, another writer for all."""

_CLOSED = "The history is closed."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that was handed in and did not run yet."""

    job: Job[Any]
    prepared: "Future[Any] | None" = None
    """What it has to wait for, if anything."""
    done: "Future[Any]" = field(default_factory=Future)

    @property
    def is_ready(self) -> bool:
        """Whether it can run without waiting."""
        return self.prepared is None or self.prepared.done()

    def hand_in(self, thread: ThreadPoolExecutor, run: Callable[[], object]) -> None:
        """Have it run with what else is ready; on a thread that has ended it fails."""
        try:
            thread.submit(run)
        except RuntimeError:
            self.done.set_exception(HistoryError(_CLOSED))


class WaitingJobs:
    """Those that wait to write, in the order in which they were handed in; any thread adds, one runs them."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()

    @property
    def is_ready(self) -> bool:
        """Whether the first one can run."""
        return bool(self._waiting) and self._waiting[0].is_ready

    def add(self, job: Job[T], prepared: "Future[Any] | None" = None) -> Waiting:
        """A job at the end."""
        waiting = Waiting(job, prepared)
        self._waiting.append(waiting)
        return waiting

    def run(self, run_write: Callable[[Job[Any]], Any]) -> None:
        """Those that are ready now, up to the first that is not, in one transaction; when it fails, each in its own."""
        batch: list[Waiting] = []
        while self.is_ready and len(batch) < _TOGETHER:
            batch.append(self._waiting.popleft())
        wanted = [one for one in batch if one.done.set_running_or_notify_cancel()]
        if len(wanted) < 2 or not _ran_together(wanted, run_write):
            for one in wanted:
                _run_alone(one, run_write)


def _ran_together(wanted: list[Waiting], run_write: Callable[[Job[Any]], Any]) -> bool:
    try:
        results = run_write(lambda connection: [one.job(connection) for one in wanted])
    except Exception:  # noqa: BLE001  whose fault it was shows when each runs alone
        return False
    for one, result in zip(wanted, results, strict=True):
        one.done.set_result(result)
    return True


def _run_alone(one: Waiting, run_write: Callable[[Job[Any]], Any]) -> None:
    try:
        result = run_write(one.job)
    except BaseException as error:  # noqa: BLE001  it is raised where the job was handed in
        one.done.set_exception(error)
    else:
        one.done.set_result(result)


def handed_in(thread: ThreadPoolExecutor, function: Callable[[], T]) -> "Future[T]":
    """What a function comes to on a thread. Raises HistoryError when that has ended."""
    try:
        return thread.submit(function)
    except RuntimeError as error:
        raise HistoryError(_CLOSED) from error


async def on(thread: ThreadPoolExecutor, function: Callable[[], T]) -> T:
    """The same, awaited."""
    return await result_of(handed_in(thread, function))


async def result_of(done: "Future[T]") -> T:
    """What comes of a function on another thread, which goes on when the caller is cancelled."""
    future = asyncio.wrap_future(done)
    future.add_done_callback(_look_at)
    return await asyncio.shield(future)


def nothing() -> None:
    """When this has run on a thread, what was handed in before is over."""


def _look_at(future: "asyncio.Future[T]") -> None:
    """A caller that was cancelled never asks for the error; asyncio would report it as unseen."""
    if not future.cancelled():
        future.exception()
