"""The history's SQLite file: one thread that writes, one that reads, and what happens when the file is no good.

What has to be made before it can be written is made on a third thread: meanwhile others may write, in other windows
too.

WAL with synchronous NORMAL: a commit is in the file when it returns, so a killed program loses nothing; a power cut
may take the last exchanges, never the rest. FULL would keep these too, but was measured at a million rows on the same
disk with a median of 1.3 to 2.5 ms for a record against 0.9 to 1.1, and 960 to 1,170 a second against 1,200 to 1,380:
more than a record may cost, also with commits that are shared. Jobs that wait for the thread share a transaction; when
one of them fails, each gets its own. What is in the tables is ``schema``'s business.
"""

import asyncio
import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from explorer.core.errors import HistoryError
from explorer.core.storage import history_index, history_shrinking, history_words, schema
from explorer.core.storage.history_faults import BrokenError, translated
from explorer.core.storage.history_jobs import Job, T, WaitingJobs, handed_in, nothing, on, result_of
from explorer.core.storage.places import ensure

P = TypeVar("P")

FILE_NAME = "history.sqlite"
_BUSY_TIMEOUT_S = 10.0
_MERGED_AT_ONCE = 4
"""Pages of the index that are written: some 6 ms, for many more may have to be read."""

_TRIES, _TRY_AGAIN_S = 40, 0.25
"""Searches end within that time."""

_NEWER = (
    "The history was written by a newer version of Explorer; this version shows what it can and adds nothing to it."
)


class Database:
    """Opens the file on its own thread when the first job comes. Jobs run in the order they were given."""

    def __init__(self, folder: Path, chore: Job[bool] | None = None) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.notice = ""
        """One sentence about what was found wrong on opening; empty when all is well."""
        self._chore = chore
        """A step of long work, to be taken between other jobs after the first write, until it returns False."""
        self._is_at_chore = False
        self._read_only = False
        self._file_number = 0
        self._writing: sqlite3.Connection | None = None
        self._reading: sqlite3.Connection | None = None
        self._jobs = WaitingJobs()
        self._turn = threading.Lock()
        self._reader: object | None = None
        """What is being read for now."""
        self._unwanted: set[object] = set()
        self._prepare_thread = ThreadPoolExecutor(1, thread_name_prefix="history-prepare")
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="history-write")
        self._read_thread = ThreadPoolExecutor(1, thread_name_prefix="history-read")

    async def ready(self) -> str:
        """Open the file if it is not open yet; returns ``notice``. Raises HistoryError."""
        await on(self._write_thread, self._opened)
        return self.notice

    async def write(self, job: Job[T]) -> T:
        """Run a job in a transaction; its changes are in the file when this returns. Raises HistoryError.

        A cancelled caller does not stop a job that was handed in.
        """
        waiting = self._jobs.add(job)
        handed_in(self._write_thread, self._run_waiting)
        return await result_of(waiting.done)

    async def write_prepared(self, prepare: Callable[[], P], job: Callable[[sqlite3.Connection, P], T]) -> T:
        """The same for a job that takes what was prepared before its transaction begins. Jobs keep their order."""
        prepared = handed_in(self._prepare_thread, prepare)
        waiting = self._jobs.add(lambda connection: job(connection, prepared.result()), prepared)
        prepared.add_done_callback(lambda _: waiting.hand_in(self._write_thread, self._run_waiting))
        return await result_of(waiting.done)

    async def forget(self) -> None:
        """Take what deleted rows left in the index, the journal and the file out of them, in steps between which
        others write; what an ended program did not finish too. Raises HistoryError."""
        if not await self.read(history_index.has_to_forget):
            return
        while (await self.turn(lambda connection: history_index.forget(connection, _MERGED_AT_ONCE)))[0]:
            await self.relieve()
        await self.shrink()

    async def turn(self, job: Job[T]) -> tuple[T, float]:
        """A step of long work: it shares its transaction with nobody, so that who waits behind it waits for this step
        alone. Also how long it took, in seconds. Raises HistoryError."""

        def run() -> tuple[T, float]:
            begun = time.perf_counter()
            return self._run_write(job), time.perf_counter() - begun

        return await on(self._write_thread, run)

    async def relieve(self) -> None:
        """Between two steps of long work: where the journal has become long, write it into the file on a thread of its
        own; the writing thread would do so amid a record. Raises HistoryError."""
        if history_shrinking.is_long(self.path):
            await asyncio.to_thread(self._write_journal)

    async def shrink(self) -> None:
        """Give free pages back to the disk, in steps between which others write, and empty the journal. Raises
        HistoryError."""
        while await on(self._write_thread, lambda: self._run_shrinking(history_shrinking.free_some)):
            pass
        await asyncio.to_thread(self._write_journal)
        for _ in range(_TRIES):
            if await on(self._write_thread, lambda: self._run_shrinking(_empty_journal)):
                return
            await asyncio.sleep(_TRY_AGAIN_S)

    def hand_in(self, job: Job[T]) -> Future[T]:
        """Run a job for a thread that waits for it itself. Raises HistoryError, and so does what comes back."""
        return handed_in(self._write_thread, lambda: self._run_write(job))

    async def read(self, job: Job[T]) -> T:
        """Run a job that only looks. Raises HistoryError."""
        await self.ready()
        try:
            return await self._read(job)
        except BrokenError:
            await on(self._write_thread, self._start_over)
            return await self._read(job)

    async def _read(self, job: Job[T]) -> T:
        """A job whose caller was cancelled is not begun, or interrupted: the next letter's search waits for nothing."""
        ticket = object()
        try:
            return await on(self._read_thread, lambda: self._run_read(job, ticket))
        except asyncio.CancelledError:
            with self._turn:
                self._unwanted.add(ticket)
                if self._reader is ticket and self._reading is not None:
                    self._reading.interrupt()
            raise

    async def aclose(self) -> None:
        """Finish what was handed in and close the file. A second call does nothing."""
        self._chore = None
        try:
            await on(self._read_thread, self._close_reading)
            await on(self._prepare_thread, nothing)
            await on(self._write_thread, self._close_writing)
        except HistoryError:
            return
        self._prepare_thread.shutdown(wait=False)
        self._read_thread.shutdown(wait=False)
        self._write_thread.shutdown(wait=False)

    def _run_waiting(self) -> None:
        """All jobs that wait now, in one transaction: what a commit costs is paid once."""
        self._jobs.run(self._run_write)
        if self._jobs.is_ready:  # more than can share one, or jobs that stood behind an unprepared one
            self._write_thread.submit(self._run_waiting)
        if self._chore is not None and not self._is_at_chore:
            self._is_at_chore = True
            self._write_thread.submit(self._run_chore)

    def _run_chore(self) -> None:
        """One step; the next one stands behind what was handed in meanwhile."""
        chore = self._chore
        if chore is None:  # closed
            return
        try:
            is_more = self._run_write(chore)
        except HistoryError:  # a full disk, a lock: the next start goes on
            is_more = False
        with contextlib.suppress(RuntimeError):  # after shutdown
            if is_more:
                self._write_thread.submit(self._run_chore)
            else:
                self._chore = None

    def _run_write(self, job: Job[T]) -> T:
        connection = self._opened()
        if self._read_only:
            raise HistoryError(_NEWER)
        try:
            return _in_transaction(connection, job)
        except BrokenError:
            return _in_transaction(self._start_over(), job)

    def _run_read(self, job: Job[T], ticket: object) -> T:
        with translated():
            if self._reading is None:
                self._reading = _connect(self.path)
                history_words.attach(self._reading)
                self._reading.execute("PRAGMA query_only = ON")
            with self._turn:
                if ticket in self._unwanted:
                    self._unwanted.discard(ticket)
                    raise HistoryError("Nobody waits for this any more.")
                self._reader = ticket
            try:
                return job(self._reading)
            finally:
                with self._turn:
                    self._reader = None
                    self._unwanted.discard(ticket)

    def _write_journal(self) -> None:
        with translated(), closing(_connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _opened(self) -> sqlite3.Connection:
        if self._writing is not None and self._is_same_file():
            return self._writing
        if self._writing is not None:
            self._close_all()
            if not self.path.exists():
                self.notice = "The history file was removed while Explorer was running, so a new one was begun."
        with _alone(self.folder):
            try:
                self._writing = self._open()
            except BrokenError:
                self._writing = self._replaced()
        return self._writing

    def _is_same_file(self) -> bool:
        """Whether the file that was opened is still the one in its place; another program may have replaced it."""
        try:
            return os.stat(self.path).st_ino == self._file_number
        except FileNotFoundError:
            return False

    def _open(self) -> sqlite3.Connection:
        with translated():
            connection = _connect(self.path)
            self._file_number = self.path.stat().st_ino
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = schema.version_of(connection)
        self._read_only = version > schema.VERSION
        if self._read_only:
            self.notice = _NEWER
            return
        history_shrinking.make_ready(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {history_shrinking.JOURNAL_PAGES}")
        connection.execute("PRAGMA secure_delete = ON")
        history_shrinking.limit_journal(connection)
        try:
            schema.migrate(connection)
            connection.execute("SELECT seq FROM exchanges LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a database, but with tables that are not ours
                raise BrokenError(str(error)) from error
            raise

    def _start_over(self) -> sqlite3.Connection:
        """After damage was met: a new file, or the one that another program has begun meanwhile."""
        with _alone(self.folder):
            is_same_file = self._is_same_file()
            self._close_all()
            self._writing = self._replaced() if is_same_file else self._open()
        return self._writing

    def _replaced(self) -> sqlite3.Connection:
        """Move the unreadable file and its companions aside and begin a new one."""
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"history-broken-{stamp}.sqlite")
        with translated():
            for ending in ("", "-wal", "-shm"):
                source = Path(f"{self.path}{ending}")
                if source.exists():
                    source.rename(f"{aside}{ending}")
        connection = self._open()
        self.notice = f"The history could not be read, so a new one was begun; the old file was kept as {aside.name}."
        return connection

    def _run_shrinking(self, step: Job[bool]) -> bool:
        with translated():
            return step(self._opened())

    def _close_all(self) -> None:
        self._read_thread.submit(self._close_reading).result()
        if self._writing is not None:
            self._writing.close()
            self._writing = None

    def _close_reading(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _close_writing(self) -> None:
        while self._jobs.is_ready:
            self._jobs.run(self._run_write)
        if self._writing is not None:
            connection, self._writing = self._writing, None
            with closing(connection), translated():
                if not self._read_only:
                    connection.execute("PRAGMA optimize")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one program at a time opens or replaces the file. An empty database is the lock: every system has it,
    and it opens by itself when its holder dies."""
    with translated():
        lock = _connect(ensure(folder) / "history.lock")
    try:
        with translated():
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _connect(path: Path) -> sqlite3.Connection:
    # Each connection is used by one thread only; closing may happen from the other one after that is idle.
    return sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)


def _in_transaction(connection: sqlite3.Connection, job: Job[T]) -> T:
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result


def _empty_journal(connection: sqlite3.Connection) -> bool:
    return history_shrinking.empty_journal(connection, _BUSY_TIMEOUT_S)
