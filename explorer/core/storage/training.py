"""When the history trains its dictionaries, and on which of its texts. Runs on the writing thread, beside no record."""

import sqlite3

from explorer.core.storage import history_trash
from explorer.core.storage.bodies import BODY, Bodies
from explorer.core.storage.packing import SAMPLE_LIMIT

AFTER = (200, 5_000, 100_000)
"""How many exchanges there are when the first, second and third dictionary of a kind is trained."""

LONGEST_BYTES = 64 * 1024
_DETAILS = ("exchange", "diagnosis", "words")


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether there are many more exchanges now than the newest dictionaries have seen."""
    (total,) = connection.execute("SELECT coalesce(sum(total), 0) FROM days").fetchone()
    (trained,) = connection.execute("SELECT count(*) FROM dictionaries WHERE kind = ?", (_DETAILS[0],)).fetchone()
    if trained >= len(AFTER) or int(total) < AFTER[trained]:
        return False
    # Nothing of what was deleted and may still come back gets into a dictionary.
    return not history_trash.has_any(connection)


def learn(connection: sqlite3.Connection, bodies: Bodies) -> None:
    """Train a dictionary for each kind of text, from the newest ones. Raises sqlite3.Error, ValueError."""
    for kind in _DETAILS:
        found = connection.execute(f"SELECT {kind} FROM details ORDER BY seq DESC LIMIT ?", (SAMPLE_LIMIT,))
        texts = [bodies.packer.unpack(connection, row[0]) for row in found]
        bodies.packer.learn(connection, kind, texts)
    found = connection.execute(
        "SELECT data FROM bodies WHERE storage = 'packed' AND size_bytes < ? ORDER BY rowid DESC LIMIT ?",
        (LONGEST_BYTES, SAMPLE_LIMIT),
    )
    bodies.packer.learn(connection, BODY, [bodies.packer.unpack(connection, row[0]) for row in found])
