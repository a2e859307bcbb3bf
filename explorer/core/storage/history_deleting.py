"""Deleting exchanges, for good or so that they can be brought back, in steps between which others record and search.

A step's size follows from how long the one before took: a record that comes meanwhile waits for one step, no longer
than it takes itself several times over.
"""

import asyncio
import sqlite3
import uuid
from collections.abc import Sequence
from math import inf

from explorer.core.storage import history_index, history_removing, history_trash
from explorer.core.storage.bodies import Bodies
from explorer.core.storage.history_database import Database
from explorer.core.storage.history_trash import Trashed

_STEP_S = 0.006
_FIRST, _FEWEST, _MOST = 20, 4, 200
_TIDIED_EVERY, _PAGES = 6, 12
"""Steps of a long deletion, and pages of the index that are merged then; some 6 ms."""

_LAST = 2**62


class Deleting:
    """Used by the history alone."""

    def __init__(self, database: Database, bodies: Bodies) -> None:
        self._database, self._bodies = database, bodies
        self._open: set[str] = set()
        """Keys of what this program deleted and can still bring back."""
        self._steps = 0

    async def for_good(self, ids: Sequence[str], *, is_part: bool = False) -> None:
        """Remove exchanges with their bodies; unknown ones are passed over. ``is_part`` says that these are a few of
        many, which are removed a few at a time. Raises HistoryError."""
        done, amount, is_many = 0, _FIRST, is_part or len(ids) > _MOST
        while done < len(ids):
            some = ids[done : done + amount]

            def job(connection: sqlite3.Connection, some: Sequence[str] = some) -> list[str]:
                return self._remove(connection, some, is_many=is_many)

            files, took_s = await self._database.turn(job)
            await self._after_step(files, is_many=is_many)
            done, amount = done + amount, _next_amount(amount, took_s)

    async def between(self, where: str, values: tuple[int, ...], last_seq: int = _LAST, most: float = inf) -> int:
        """Remove the oldest rows up to ``last_seq`` that fulfil a condition; returns how many went."""
        removed, after, amount = 0, 0, _FIRST
        sql = f"SELECT id, seq FROM exchanges WHERE ({where}) AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        while removed < most:

            def job(
                connection: sqlite3.Connection, after: int = after, amount: int = amount
            ) -> tuple[int, int, list[str]]:
                found = connection.execute(sql, (*values, after, last_seq, amount)).fetchall()
                files = self._remove(connection, [row[0] for row in found], is_many=len(found) == amount)
                return len(found), found[-1][1] if found else 0, files

            (count, after, files), took_s = await self._database.turn(job)
            removed += count
            await self._after_step(files, is_many=count == amount)
            if count < amount:
                break
            amount = _next_amount(amount, took_s)
        return removed

    async def to_trash(self, ids: Sequence[str]) -> Trashed:
        """Delete exchanges so that ``restore`` brings them back, until ``end``. Raises HistoryError."""
        key = uuid.uuid4().hex
        self._open.add(key)
        count = pinned = 0
        for start in range(0, len(ids), _FIRST):
            some = ids[start : start + _FIRST]

            def job(connection: sqlite3.Connection, some: Sequence[str] = some) -> tuple[int, int]:
                return history_trash.put(connection, self._bodies.packer, some, key)

            found, _ = await self._database.turn(job)
            count, pinned = count + found[0], pinned + found[1]
        return Trashed(key=key, count=count, pinned=pinned)

    async def restore(self, key: str) -> int:
        """Bring back what was deleted together; returns how many exchanges came. Raises HistoryError."""
        came, is_more = 0, True
        while is_more:
            (count, is_more), _ = await self._database.turn(
                lambda connection: history_trash.restore(connection, self._bodies.packer, key, _FIRST)
            )
            came += count
        self._open.discard(key)
        return came

    async def end(self, *keys: str) -> None:
        """Erase what was deleted under these keys, and all else whose time is over. Raises HistoryError."""
        for key in keys:
            self._open.discard(key)
            await self._database.turn(lambda connection, key=key: history_trash.end_time(connection, key))  # type: ignore[misc]
        is_more = await self._database.read(history_trash.has_any)
        while is_more:
            (files, is_more), _ = await self._database.turn(
                lambda connection: history_trash.empty(connection, self._bodies, _FIRST)
            )
            await self._let_go(files)

    async def end_all(self) -> None:
        """The program ends: what it deleted is erased now. Raises HistoryError."""
        if self._open:
            await self.end(*self._open)

    def _remove(self, connection: sqlite3.Connection, ids: Sequence[str], *, is_many: bool) -> list[str]:
        if not ids:
            return []
        if is_many and not history_index.is_prepared_for_many(connection):
            history_index.prepare_for_many(connection)
        history_index.want_forgotten(connection)
        return history_removing.remove(connection, self._bodies, ids)

    async def _after_step(self, files: list[str], *, is_many: bool) -> None:
        await self._let_go(files)
        if is_many:
            self._steps += 1
            if self._steps % _TIDIED_EVERY == 0:
                await self._database.turn(lambda connection: history_index.tidy(connection, _PAGES))
            await self._database.relieve()

    async def _let_go(self, hashes: list[str]) -> None:
        if hashes:  # a large file may take the disk a while
            await asyncio.to_thread(self._bodies.files.remove, hashes)


def _next_amount(amount: int, took_s: float) -> int:
    fitting = amount * _STEP_S / max(took_s, 1e-4)
    return int(max(_FEWEST, min(_MOST, fitting, amount * 2)))
