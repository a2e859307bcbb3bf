"""Every exchange with its finding, kept across restarts. The one door to the history: all calls are coroutines.

What is asked of it is answered by ``ledger``; how it lies on disk is known to ``history_database``,
``history_rows`` and ``bodies``. Credentials are masked before anything is written.
"""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

from explorer.core.errors import HistoryError
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.model.history import Change, FailureFacts, FailureGroup, FoundRows, HistoryRow, SeenBefore
from explorer.core.storage import (
    failure_facts,
    failure_groups,
    history_removing,
    history_rows,
    history_trash,
    ledger,
)
from explorer.core.storage.bodies import TABLE_LIMIT_BYTES, Bodies
from explorer.core.storage.body_files import BodyFiles
from explorer.core.storage.body_packing import BodyPacking
from explorer.core.storage.history_database import Database
from explorer.core.storage.history_deleting import Deleting
from explorer.core.storage.history_holds import Look
from explorer.core.storage.history_jobs import T
from explorer.core.storage.history_marks import upkeep
from explorer.core.storage.history_query import HistoryQuery
from explorer.core.storage.history_trash import Trashed
from explorer.core.storage.ledger import Counts
from explorer.core.storage.masking import mask_exchange
from explorer.core.storage.training import Training, is_due

__all__ = ["Counts", "History", "HistoryQuery", "Trashed"]

OnHead = Callable[[Exchange, Diagnosis], None]

CHANGES_SHOWN = 6
PAGE_BUDGET_S = 0.03
"""A first answer is on the screen within 50 ms."""

_COUNT_BUDGET_S = 0.15
_REMOVE_AT_ONCE = 100
"""Until it is looked again how large the history is."""

_IDS_AT_ONCE = 500

_LOOK_EVERY = 50
"""Records after which it is looked whether there is enough to train dictionaries on."""


class History:
    """The history in a folder. Making one costs nothing: the file is opened by the first call, on a thread."""

    def __init__(
        self,
        folder: Path,
        *,
        private: bool = False,
        table_limit_bytes: int = TABLE_LIMIT_BYTES,
        cache: Path | None = None,
    ) -> None:
        """``cache`` is where large bodies are put while they are read; what a killed program leaves there is cleaned
        by others. Without one they are read where they lie, which names files that last longer than this program."""
        self.private = private
        """While True, nothing is recorded; what is there can be read."""
        self._files = BodyFiles(folder / "bodies", cache)
        self._bodies = Bodies(self._files, table_limit_bytes)
        self._database = Database(folder, lambda connection: upkeep(connection, self._bodies.packer))
        self._packing = BodyPacking(self._database, self._files)
        self._training = Training(self._database, self._bodies)
        self._deleting = Deleting(self._database, self._bodies)

    @property
    def notice(self) -> str:
        """One sentence when the file was found unusable (it is kept aside) or newer; known after the first call."""
        return self._database.notice

    async def ready(self) -> str:
        """Open the file now; returns the notice. Raises HistoryError."""
        return await self._database.ready()

    async def record(self, exchange: Exchange, diagnosis: Diagnosis, *, pinned: bool = False) -> None:
        """Store an exchange, masked; when this returns it survives the death of the program.

        An exchange recorded again replaces its row. Raises HistoryError (disk full, file gone, newer file).
        """
        if self.private:
            return

        def job(connection: sqlite3.Connection, stored: history_rows.Stored) -> tuple[list[str], bool]:
            found = connection.execute("SELECT pinned FROM exchanges WHERE id = ?", (exchange.id,)).fetchone()
            files = history_removing.remove(connection, self._bodies, (exchange.id,)) if found else []
            keep = pinned or bool(found and found[0])
            seq = history_rows.insert(connection, self._bodies, stored, pinned=keep)
            has_to_learn = seq % _LOOK_EVERY == 0 and is_due(connection)
            return self._still_unused(connection, files) if files else [], has_to_learn

        files, has_to_learn = await self._database.write_prepared(
            lambda: history_rows.stored(exchange, diagnosis, self._bodies), job
        )
        await self._let_go(files)
        if self._bodies.has_new_files:
            self._bodies.has_new_files = False
            self._packing.soon()
        if has_to_learn:
            self._training.soon()

    async def open(self, exchange_id: str, on_head: OnHead | None = None) -> tuple[Exchange, Diagnosis]:
        """An exchange and its finding as they were, credentials masked. Raises HistoryError when it is gone.

        Where a large body has to be unpacked, ``on_head`` gets both before that: the file is not there yet.
        """
        wanted: dict[str, Path] = {}
        found = await self._database.read(
            lambda connection: history_rows.fetch(connection, self._bodies, exchange_id, wanted)
        )
        if on_head is not None and self._files.takes_long(wanted):
            on_head(*found)
        if wanted:
            await asyncio.to_thread(self._files.provide, wanted)
        return found

    async def pack(self) -> None:
        """Pack the files of large bodies now, and remove what no exchange has. Raises HistoryError."""
        await asyncio.to_thread(self._packing.run)

    async def rows(self, query: HistoryQuery = HistoryQuery()) -> tuple[HistoryRow, ...]:
        """The newest exchanges first, at most ``query.limit``, however long that takes."""
        return (await self._ask(lambda connection, look: ledger.page(connection, query, look))).rows

    async def ids(self, query: HistoryQuery, newest_id: str = "") -> AsyncIterator[tuple[str, ...]]:
        """All that a search finds, the oldest first, as portions of ids: up to an exchange, or to what is the newest
        now. What is recorded or deleted meanwhile confuses it not."""
        after, last = 0, await self._database.read(lambda connection: ledger.seq_of_newest(connection, newest_id))
        while True:

            def job(connection: sqlite3.Connection, look: Look, after: int = after) -> tuple[int, tuple[str, ...]]:
                return ledger.ids_between(connection, query, (after, last), _IDS_AT_ONCE)

            after, found = await self._ask(job)
            if found:
                yield found
            if len(found) < _IDS_AT_ONCE:
                return

    async def unpinned_ids(self, query: HistoryQuery, newest_id: str = "") -> AsyncIterator[tuple[str, ...]]:
        """The same without the pinned."""
        async for ids in self.ids(query, newest_id):
            yield await self._database.read(lambda connection, ids=ids: ledger.unpinned_of(connection, ids))  # type: ignore[misc]

    async def page(self, query: HistoryQuery = HistoryQuery(), budget_s: float = PAGE_BUDGET_S) -> FoundRows:
        """The same in bounded time: a text that is not in the index is looked for inside the exchanges only so long.

        Where the page ``goes_on``, ask again with that as ``before_id`` for what follows.
        """
        return await self._ask(lambda connection, look: ledger.page(connection, query, look), budget_s)

    async def groups(self, query: HistoryQuery = HistoryQuery()) -> tuple[FailureGroup, ...]:
        """The failures of a query, counted by fingerprint, most frequent first."""
        today = datetime.now().astimezone().date()
        return await self._ask(
            lambda connection, look: failure_groups.groups(connection, query, today, look), _COUNT_BUDGET_S
        )

    async def counts(self, query: HistoryQuery = HistoryQuery()) -> Counts:
        """How many there are in the query's window: all, failed, pinned."""
        return await self._ask(lambda connection, look: ledger.counts(connection, query, look), _COUNT_BUDGET_S)

    async def known_values(self) -> Mapping[str, tuple[str, ...]]:
        """Values that filters could take, by name of the token: those of the latest exchanges."""
        return await self._database.read(ledger.known_values)

    async def last_results(self) -> Mapping[str, str]:
        """Request key to the label of its latest exchange ("400", "TLS"; empty for a success)."""
        return await self._database.read(ledger.last_results)

    async def recent_sends(self, host: str, since: datetime) -> tuple[datetime, ...]:
        """Times of the sends to a host ("127.0.0.1:8025", or a URL) since then, oldest first."""
        return await self._database.read(lambda connection: ledger.recent_sends(connection, host, since))

    async def last_success(self, request_key: str = "", method: str = "GET", url: str = "") -> Exchange | None:
        """The latest exchange without an error of a saved request, or of a method and a URL as written."""
        subject = history_rows.subject_of(request_key, method, url)

        def job(connection: sqlite3.Connection) -> Exchange | None:
            found = ledger.last_success_id(connection, subject)
            return history_rows.fetch(connection, self._bodies, found)[0] if found else None

        return await self._database.read(job)

    async def seen(self, exchange: Exchange, diagnosis: Diagnosis) -> SeenBefore:
        """What is known of this failure and this request up to this exchange, recorded or not."""

        def job(connection: sqlite3.Connection) -> SeenBefore:
            safe = mask_exchange(exchange)
            return ledger.seen(connection, safe, diagnosis, self._changes(connection, safe))

        return await self._database.read(job)

    async def failure(self, fingerprint: str) -> FailureFacts:
        """All that is kept of one failure, and what differs since its request last succeeded. Raises HistoryError."""
        today = datetime.now().astimezone().date()

        def job(connection: sqlite3.Connection) -> FailureFacts:
            facts = failure_facts.facts(connection, fingerprint, today)
            exchange, _ = history_rows.fetch(connection, self._bodies, facts.last_id)
            request = exchange.request
            subject = history_rows.subject_of(exchange.request_key, request.method, request.url)
            success_id = ledger.last_success_id(connection, subject, exchange.id)
            return replace(
                facts,
                last_success=ledger.started_of(connection, success_id),
                last_success_id=success_id,
                changes=self._changes(connection, exchange),
            )

        return await self._database.read(job)

    async def pin(self, *exchange_ids: str, pinned: bool = True) -> None:
        """Mark exchanges to be kept, or take the mark off."""
        sql = "UPDATE exchanges SET pinned = ? WHERE id IN (SELECT value FROM json_each(?))"
        for start in range(0, len(exchange_ids), _IDS_AT_ONCE):
            values = (int(pinned), json.dumps(exchange_ids[start : start + _IDS_AT_ONCE]))
            await self._database.write(lambda connection, values=values: connection.execute(sql, values).rowcount)  # type: ignore[misc]

    async def delete(self, *exchange_ids: str) -> None:
        """Remove exchanges with their bodies; unknown ones are passed over. ``forget`` then removes their traces."""
        await self._deleting.for_good(exchange_ids)

    async def delete_found(self, query: HistoryQuery, newest_id: str) -> int:
        """Remove all that a search finds up to an exchange, but the pinned; returns how many went."""
        removed = 0
        async for ids in self.unpinned_ids(query, newest_id):
            await self._deleting.for_good(ids, is_part=True)
            removed += len(ids)
        return removed

    async def trash(self, *exchange_ids: str) -> Trashed:
        """Remove exchanges, yet so that ``restore`` brings them back until ``end_trash``, or until the program ends."""
        return await self._deleting.to_trash(exchange_ids)

    async def restore(self, key: str) -> int:
        """Bring back what was trashed together, as far as its time is not over; returns how many exchanges came."""
        return await self._deleting.restore(key)

    async def end_trash(self, *keys: str) -> None:
        """What was trashed under these keys is removed now, and all whose time is over, of ended programs too.
        ``forget`` then removes the traces."""
        await self._deleting.end(*keys)

    async def trash_ends_in_s(self) -> float:
        """Seconds until nothing that was trashed until now can be brought back, by any program; 0 when there is
        nothing."""
        until_s = await self._database.read(history_trash.latest_deadline_s)
        return min(max(0.0, until_s - time.time()), history_trash.LONGEST_S) if until_s else 0.0

    async def clear(self, *, keep_pinned: bool = False) -> int:
        """Remove everything, or everything but the pinned; returns how many exchanges went."""
        if keep_pinned and (await self.counts()).pinned:
            return await self._deleting.between("pinned = 0", ())
        removed, files = await self._database.write(history_removing.remove_all)
        await self._let_go(files)
        return removed

    async def forget(self) -> None:
        """After a deletion: take the traces of what was deleted out of index, journal and file. Takes its time; where
        nothing was deleted since the last time, it does nothing."""
        await self._database.forget()

    async def retain(
        self, *, max_rows: int | None = None, max_age_days: float | None = None, max_bytes: int | None = None
    ) -> int:
        """Remove what is older or more than allowed, oldest first; pinned ones stay. Returns how many went."""
        removed = 0
        if max_age_days is not None:
            limit = history_rows.microseconds(datetime.now(UTC) - timedelta(days=max_age_days))
            last = await self._database.read(lambda connection: ledger.last_before(connection, limit))
            removed += await self._deleting.between("pinned = 0 AND started_us < ?", (limit,), last)
        if max_rows is not None:
            last = await self._database.read(lambda connection: ledger.last_beyond(connection, max_rows))
            removed += await self._deleting.between("pinned = 0", (), last)
        while max_bytes is not None and await self.size_bytes() > max_bytes:
            count = await self._deleting.between("pinned = 0", (), most=_REMOVE_AT_ONCE)
            removed += count
            if not count:
                break
        if removed:
            await self._database.shrink()
        self._packing.soon()
        return removed

    async def size_bytes(self) -> int:
        """What the history takes of the disk: the used part of the database, and the large bodies beside it."""
        return await self._database.read(history_rows.size_bytes)

    async def aclose(self) -> None:
        """Finish writing, erase what was trashed, and close the file."""
        with contextlib.suppress(HistoryError):  # the next start does it
            await self._deleting.end_all()
        await asyncio.to_thread(self._packing.close)
        await asyncio.to_thread(self._training.close)
        await self._database.aclose()
        await asyncio.to_thread(self._files.close)

    async def _ask(self, job: Callable[[sqlite3.Connection, Look], T], budget_s: float = inf) -> T:
        """A search: its SQL may ask what is inside the texts."""
        return await self._database.read(lambda connection: job(connection, Look(connection, self._bodies, budget_s)))

    async def _let_go(self, hashes: list[str]) -> None:
        if hashes:  # a large file may take the disk a while
            await asyncio.to_thread(self._files.remove, hashes)

    def _changes(self, connection: sqlite3.Connection, safe: Exchange) -> tuple[Change, ...]:
        request = safe.request
        subject = history_rows.subject_of(safe.request_key, request.method, request.url)
        found = ledger.last_success_id(connection, subject, safe.id)
        if not found:
            return ()
        try:
            before, _ = history_rows.fetch(connection, self._bodies, found)
        except HistoryError:  # one unreadable old row must not hide the rest of the answer
            return ()
        from explorer.core.storage.compare import changes  # late: a failure seen before is the first to need it

        return changes(before, safe)[:CHANGES_SHOWN]

    def _still_unused(self, connection: sqlite3.Connection, files: list[str]) -> list[str]:
        """A replaced exchange may have stored the very same large body again."""
        used = {row[0] for row in connection.execute("SELECT hash FROM bodies WHERE storage = 'file'")}
        return [file for file in files if file not in used]
