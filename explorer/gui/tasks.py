"""Owner of every asyncio task of the window: each has a name, an owner and a reporter for what it did not expect."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)

Report = Callable[[str, BaseException], None]


class Tasks:
    """Named tasks. Starting a name again replaces the task of that name; a task dies with its owner."""

    def __init__(self, report: Report | None = None) -> None:
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._unfinished: set[asyncio.Task[Any]] = set()
        """Those that were replaced and are still on their way out as well."""
        self._report = report

    def set_reporter(self, report: Report) -> None:
        """``report(task name, exception)`` is called for exceptions nobody handled: our own mistakes."""
        self._report = report

    def start(self, name: str, work: Coroutine[Any, Any, Any], owner: QObject | None = None) -> asyncio.Task[Any]:
        """Run ``work`` under ``name``; the task is cancelled when ``owner`` is destroyed."""
        self.cancel(name)
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[name] = task
        self._unfinished.add(task)
        task.add_done_callback(self._finished)
        if owner is not None:
            owner.destroyed.connect(partial(_cancel, task))
        return task

    @staticmethod
    def can_start() -> bool:
        """False where the program's loop does not run: before it, after it, and where Qt alone hands out an event."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return False
        return True

    def cancel(self, name: str) -> None:
        """Cancel the task of that name, if it runs."""
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    def is_running(self, name: str) -> bool:
        """Whether a task of that name is under way."""
        task = self._tasks.get(name)
        return task is not None and not task.done()

    def names(self) -> tuple[str, ...]:
        """Names of the tasks under way."""
        return tuple(name for name, task in self._tasks.items() if not task.done())

    async def close(self) -> None:
        """Cancel everything and wait until it is over."""
        tasks = [task for task in self._unfinished if not task.done()]
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._unfinished.discard(task)
        if self._tasks.get(task.get_name()) is task:
            del self._tasks[task.get_name()]
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        _log.error("task %s failed", task.get_name(), exc_info=error)
        if self._report is not None:
            self._report(task.get_name(), error)


def _cancel(task: asyncio.Task[Any], *_owner: object) -> None:
    task.cancel()
