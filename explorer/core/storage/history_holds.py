"""Whether a stored exchange holds a text: what the full-text index cannot say, asked of the few rows it found."""

import json
import sqlite3
from collections.abc import Iterator

from explorer.core.storage.bodies import Bodies

_LONGEST_BYTES = 4 * 1024 * 1024


def register(connection: sqlite3.Connection, bodies: Bodies) -> None:
    """Give SQL the function ``holds(seq, place, text)``; place is "body" or "all", text is in lower case."""

    def holds(seq: int, place: str, text: str) -> bool:
        return any(text in found.lower() for found in _texts(connection, bodies, seq, place))

    connection.create_function("holds", 3, holds)


def _texts(connection: sqlite3.Connection, bodies: Bodies, seq: int, place: str) -> Iterator[str]:
    if place == "all":
        sql = "SELECT name, url, label, title, code, environment FROM exchanges WHERE seq = ?"
        yield " ".join(connection.execute(sql, (seq,)).fetchone() or ())
    sql = "SELECT hash, size_bytes FROM body_uses JOIN bodies USING (hash) WHERE seq = ? AND storage <> 'file'"
    for hash_text, size in connection.execute(sql, (seq,)).fetchall():
        reference = {"hash": hash_text, "size_bytes": size}
        data = bodies.fetch(connection, reference).data[:_LONGEST_BYTES]
        yield data.decode("utf-8", "ignore")
        if b"\\" in data:
            yield _unescaped(data)
    if place == "all":
        row = connection.execute("SELECT exchange, diagnosis FROM details WHERE seq = ?", (seq,)).fetchone()
        for packed in row or ():
            yield from _strings(json.loads(bodies.packer.unpack(connection, packed)))


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
