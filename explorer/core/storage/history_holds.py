"""Whether a stored exchange holds a text: what the full-text index cannot say, asked of the rows it found.

These may be many: all words of a text can be common although the text is not in any body. So a look has a time, after
which the question ends with what was found and where it was; the next one goes on from there.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from math import inf
from typing import Any

from explorer.core.storage.bodies import Bodies

_LONGEST_BYTES = 4 * 1024 * 1024


class Look:
    """The inside of exchanges for one question that asks for the newest rows first.

    A condition on a row's inside is ``over(seq) OR holds(seq, ...)``: once the time is over every row fulfils it at
    once, and ``rows`` ends there. (An exception would do as well, but with it Python loses the row found before.)
    """

    def __init__(self, connection: sqlite3.Connection, bodies: Bodies, budget_s: float = inf) -> None:
        self._connection, self._bodies, self._budget_s = connection, bodies, budget_s
        self.begin()
        self._known: dict[tuple[str, str], bool] = {}
        """Whether a body, by its hash, has a text: the same body comes again and again."""
        connection.create_function("over", 1, self._over)
        connection.create_function("holds", 3, self._holds)

    @property
    def is_spent(self) -> bool:
        """Whether the time was over before the rows were."""
        return self._over_seq > 0

    def begin(self) -> None:
        """The time begins anew."""
        self.last_seq = self._over_seq = 0
        """The row that was looked at last, and the one at which the time was over; 0 for none."""
        self._until = time.perf_counter() + self._budget_s

    def rows(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement until the time is over; each row's number is its last column."""
        self.begin()
        for row in self._connection.execute(sql, values):
            if row[-1] <= self._over_seq:
                return
            yield row

    def _over(self, seq: int) -> bool:
        """At least one row is looked at, so that whoever asks again gets on."""
        if not self._over_seq and self.last_seq not in (0, seq) and time.perf_counter() > self._until:
            self._over_seq = seq
        return self._over_seq > 0

    def _holds(self, seq: int, place: str, text: str) -> bool:
        """``place`` is "body" or "all", ``text`` is in lower case."""
        self.last_seq = seq
        return self._in_bodies(seq, text) or (place == "all" and self._beside_bodies(seq, text))

    def _in_bodies(self, seq: int, text: str) -> bool:
        sql = "SELECT hash, size_bytes FROM body_uses JOIN bodies USING (hash) WHERE seq = ? AND storage <> 'file'"
        for hash_text, size in self._connection.execute(sql, (seq,)).fetchall():
            key = hash_text, text
            if key not in self._known:
                self._known[key] = any(text in one.lower() for one in self._texts_of(hash_text, size))
            if self._known[key]:
                return True
        return False

    def _texts_of(self, hash_text: str, size: int) -> Iterator[str]:
        data = self._bodies.fetch(self._connection, {"hash": hash_text, "size_bytes": size}).data[:_LONGEST_BYTES]
        yield data.decode("utf-8", "ignore")
        if b"\\" in data:
            yield _unescaped(data)

    def _beside_bodies(self, seq: int, text: str) -> bool:
        return any(text in found.lower() for found in self._texts_beside(seq))

    def _texts_beside(self, seq: int) -> Iterator[str]:
        sql = "SELECT name, url, label, title, code, environment FROM exchanges WHERE seq = ?"
        yield " ".join(self._connection.execute(sql, (seq,)).fetchone() or ())
        row = self._connection.execute("SELECT exchange, diagnosis FROM details WHERE seq = ?", (seq,)).fetchone()
        for packed in row or ():
            yield from _strings(json.loads(self._bodies.packer.unpack(self._connection, packed)))


def _unescaped(data: bytes) -> str:
    try:
        return json.dumps(json.loads(data), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
