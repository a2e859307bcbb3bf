"""When the history trains its dictionaries, and on which of its texts: beside the records, on a thread of its own."""

import contextlib
import json
import sqlite3
import threading
import zlib
from dataclasses import dataclass, field

from explorer.core.errors import HistoryError
from explorer.core.storage import history_trash, packing
from explorer.core.storage.bodies import BODY, Bodies
from explorer.core.storage.history_database import Database
from explorer.core.storage.packing import SAMPLE_LIMIT

AFTER = (200, 5_000, 100_000)
"""How many exchanges there are when the first, second and third dictionary of a kind is trained."""

LONGEST_BYTES = 64 * 1024
_DETAILS = ("exchange", "diagnosis", "words")
KINDS = (*_DETAILS, BODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """The newest texts of a kind, and what tells their rows: numbers of exchanges, or hashes of bodies."""

    kind: str
    keys: tuple[int | str, ...]
    texts: tuple[bytes, ...] = field(repr=False)


class Training:
    """``soon`` when it is due; one at a time."""

    def __init__(self, database: Database, bodies: Bodies) -> None:
        self._database, self._bodies = database, bodies
        self._thread: threading.Thread | None = None
        self._end = threading.Event()

    def soon(self) -> None:
        """Train, unless that is under way. When it fails, the next one that is due tries again."""
        if (self._thread is None or not self._thread.is_alive()) and not self._end.is_set():
            self._thread = threading.Thread(target=self._run, name="history-train", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop after the kind that is trained now; nothing of it is kept."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(HistoryError, ValueError, zlib.error):  # nobody waits for it
            number = self._database.hand_in(packing.next_number).result()
            found: list[tuple[Samples, int, bytes]] = []
            for kind in KINDS:
                samples = self._database.hand_in(lambda it, kind=kind: samples_of(it, self._bodies, kind)).result()  # type: ignore[misc]
                dictionary = packing.trained(number + len(found), [*samples.texts])
                if dictionary is not None:
                    found.append((samples, number + len(found), dictionary))
                if self._end.is_set():
                    return
            self._database.hand_in(lambda it: _keep(it, found)).result()


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether there are many more exchanges now than the newest dictionaries have seen."""
    (total,) = connection.execute("SELECT coalesce(sum(total), 0) FROM days").fetchone()
    (trained,) = connection.execute("SELECT count(*) FROM dictionaries WHERE kind = ?", (_DETAILS[0],)).fetchone()
    if trained >= len(AFTER) or int(total) < AFTER[trained]:
        return False
    # Nothing of what was deleted and may still come back gets into a dictionary.
    return not history_trash.has_any(connection)


def samples_of(connection: sqlite3.Connection, bodies: Bodies, kind: str) -> Samples:
    """Raises sqlite3.Error, and ValueError or zlib.error for one that cannot be read."""
    if kind == BODY:
        sql = "SELECT hash, data FROM bodies WHERE storage = 'packed' AND size_bytes < ? ORDER BY rowid DESC LIMIT ?"
        found = connection.execute(sql, (LONGEST_BYTES, SAMPLE_LIMIT)).fetchall()
    else:
        sql = f"SELECT seq, {kind} FROM details ORDER BY seq DESC LIMIT ?"
        found = connection.execute(sql, (SAMPLE_LIMIT,)).fetchall()
    texts = tuple(bodies.packer.unpack(connection, row[1]) for row in found)
    return Samples(kind=kind, keys=tuple(row[0] for row in found), texts=texts)


def _keep(connection: sqlite3.Connection, found: list[tuple[Samples, int, bytes]]) -> None:
    """Unless another window was quicker, or something was deleted meanwhile of what they hold a part."""
    if is_due(connection) and all(_are_there(connection, samples) for samples, _, _ in found):
        for samples, number, dictionary in found:
            packing.keep(connection, number, samples.kind, dictionary)


def _are_there(connection: sqlite3.Connection, samples: Samples) -> bool:
    table, column = ("bodies", "hash") if samples.kind == BODY else ("details", "seq")
    sql = f"SELECT count(*) FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
    (count,) = connection.execute(sql, (json.dumps(samples.keys),)).fetchone()
    return int(count) == len(samples.keys)
