"""The worker processes of the window: started when first needed, ended when idle or with the window.

A job that does not stop when it is told to takes its process with it; the next one starts another.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal

from explorer.core.letting_go import delete, delete_held, hold

LIMIT = 2
"""Processes at a time; further jobs wait."""

_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(4 * 1024 * 1024), "MALLOC_TRIM_THRESHOLD_": str(8 * 1024 * 1024)}
"""glibc keeps the pages of one portion for the next one; new pages would cost as much as formatting itself."""

_IDLE_MS = 20_000
_TOLD_BYTES = 200_000
"""Answers that are read in one turn of the loop."""

_PATIENCE_MS = 400
"""How long a cancelled job may go on before its process is ended."""


class WorkerJob(QObject):
    """Work that was handed to a worker."""

    told = Signal(dict)
    """What happened: "event" is head, progress, hits, done, failed or cancelled. The last three end the job."""

    def __init__(self, number: int, message: dict[str, Any], owner: Workers) -> None:
        super().__init__(owner)
        self.number = number
        self.message = message
        self.is_over = False
        self.is_cancelled = False
        self._owner = owner

    def cancel(self) -> None:
        """Nothing is told after this."""
        if not self.is_over and not self.is_cancelled:
            self.is_cancelled = True
            self._owner.cancelled(self)


class Workers(QObject):
    """Hands out jobs; ``shared`` is the one of the program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._processes: list[_Process] = []
        self._waiting: list[WorkerJob] = []
        self._count = 0

    def start(self, operation: str, owner: QObject, **values: Any) -> WorkerJob:
        """Begin as soon as a process is free; the job is cancelled when its owner is destroyed."""
        self._count += 1
        message = {"job": self._count, "operation": operation, **values}
        job = WorkerJob(self._count, message, self)
        owner.destroyed.connect(job.cancel)
        self._waiting.append(job)
        self._hand_out()
        return job

    def warm_up(self) -> None:
        """Start a process that will be needed in a moment."""
        if not self._processes:
            self._add()

    def process_ids(self) -> tuple[int, ...]:
        """Processes alive."""
        return tuple(process.processId() for process in self._processes)

    def close(self) -> None:
        """End every process now; what they made goes with them."""
        self._waiting.clear()
        for process in tuple(self._processes):
            process.end()
        delete_held()

    def cancelled(self, job: WorkerJob) -> None:
        """For a job: it is not wanted any more."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.deleteLater()
            return
        for process in self._processes:
            if process.job is job:
                process.stop_job()

    def _hand_out(self) -> None:
        for process in self._processes:
            if self._waiting and process.job is None and not process.is_ending:
                process.begin(self._waiting.pop(0))
        while self._waiting and sum(not one.is_ending for one in self._processes) < LIMIT:
            self._add().begin(self._waiting.pop(0))

    def _add(self) -> _Process:
        process = _Process(self)
        process.free.connect(self._hand_out)
        process.gone.connect(self._lost)
        self._processes.append(process)
        return process

    def _lost(self, process: QObject) -> None:
        self._processes = [one for one in self._processes if one is not process]
        process.deleteLater()
        self._hand_out()


class _Process(QProcess):
    free = Signal()
    gone = Signal(QObject)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.job: WorkerJob | None = None
        self._made: list[Path] = []
        """Files of the job under way."""
        self._parts: list[bytes] = []
        self._lines: deque[bytes] = deque()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._tell_some)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self.end)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.end)
        self.is_ending = False
        self.readyReadStandardOutput.connect(self._read)
        self.finished.connect(self._finished)
        self.errorOccurred.connect(self._failed)
        self.setProcessEnvironment(_environment())
        self.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self.start(sys.executable, ["-m", "explorer.core.content.worker"])
        self._idle.start()

    def begin(self, job: WorkerJob) -> None:
        self.job = job
        self._idle.stop()
        self.write(json.dumps(job.message).encode() + b"\n")

    def stop_job(self) -> None:
        if self.job is not None:
            self.write(json.dumps({"job": self.job.number, "cancel": True}).encode() + b"\n")
            self._patience.start()

    def end(self) -> None:
        """At once; what was under way is told as failed."""
        if not self.is_ending:
            self.is_ending = True
            self.kill()
            self.waitForFinished(1000)

    def _read(self) -> None:
        self._parts.append(bytes(self.readAllStandardOutput().data()))
        if b"\n" not in self._parts[-1]:
            return
        *lines, rest = b"".join(self._parts).split(b"\n")
        self._parts = [rest]
        self._lines.extend(lines)
        if not self._next.isActive():
            self._tell_some()

    def _tell_some(self) -> None:
        """So much that the window does not stand still; the rest in its next turn."""
        size_bytes = 0
        while self._lines and size_bytes < _TOLD_BYTES:
            line = self._lines.popleft()
            size_bytes += len(line)
            self._tell(json.loads(line))
        if self._lines:
            self._next.start()

    def _tell_all(self) -> None:
        while self._lines:
            self._tell(json.loads(self._lines.popleft()))

    def _tell(self, message: dict[str, Any]) -> None:
        job = self.job
        if job is None or message["job"] != job.number:
            return
        if message["event"] == "scratch":
            self._made.append(Path(message["path"]))
            hold(self._made[-1])
        elif message["event"] in ("done", "failed", "cancelled"):
            self.job = None
            self._made.clear()
            self._patience.stop()
            self._idle.start()
            self._over(job, message)
            self.free.emit()
        elif not job.is_cancelled:
            job.told.emit(message)

    def _over(self, job: WorkerJob, message: dict[str, Any]) -> None:
        job.is_over = True
        if not job.is_cancelled:
            job.told.emit(message)
        elif message["event"] == "done":
            _forget(message)
        job.deleteLater()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finished()

    def _finished(self, *_: object) -> None:
        self.is_ending = True
        self._tell_all()
        job, self.job = self.job, None
        if job is not None:
            for path in self._made:
                delete(path)
            self._over(job, {"job": job.number, "event": "failed", "reason": "the worker process ended"})
        self.gone.emit(self)


_OF: WeakKeyDictionary[QCoreApplication, Workers] = WeakKeyDictionary()
"""Of each application object."""


def shared() -> Workers:
    """The workers of the program; they end with the application at the latest."""
    application = QCoreApplication.instance()
    if application is not None and application in _OF:
        return _OF[application]
    made = Workers(application)
    if application is not None:
        _OF[application] = made
        application.aboutToQuit.connect(made.close)
        atexit.register(made.close)  # where the application object goes without having run
    return made


def folder_beside(path: Path | None) -> str:
    """Where files made from a body go: beside one that was spilled, whose folder is cleaned at each start; never beside
    one that the history keeps."""
    return str(path.parent) if path is not None and path.name.startswith("body-") else tempfile.gettempdir()


def end() -> None:
    """The window closes: end the workers, if there ever were any."""
    application = QCoreApplication.instance()
    if application is not None and application in _OF:
        _OF[application].close()


def _forget(message: dict[str, Any]) -> None:
    """Files of an answer that nobody takes."""
    for path in (message.get("path"), message.get("spans"), (message.get("raw") or {}).get("path")):
        if path is not None:
            delete(Path(path))


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    # The worker must find the same packages, from wherever this program was started.
    environment.insert("PYTHONPATH", os.pathsep.join(path or os.getcwd() for path in sys.path))
    environment.insert("PYTHONUNBUFFERED", "1")
    for name, value in _MEMORY.items():
        environment.insert(name, value)
    return environment
