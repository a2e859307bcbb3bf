"""The tables of the history database, their version and the steps from one version to the next."""

import sqlite3
from collections.abc import Callable, Mapping

from explorer.core.storage import history_shrinking
from explorer.core.storage.schema_steps import version_1, version_2, version_3, version_4, version_5, version_6

VERSION = 6
"""``PRAGMA user_version`` of the database this program writes."""

_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = dict(
    enumerate((version_1, version_2, version_3, version_4, version_5, version_6), start=1)
)
"""For each version, what turns the one before into it."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version the database was written with; 0 for a new one. Raises sqlite3.DatabaseError when it is none."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to VERSION, all steps or none. Raises sqlite3.Error and changes nothing then.

    The version is read again once the lock is held: another program may have taken the same steps meanwhile.
    """
    version = version_of(connection)
    if version >= VERSION:
        return
    if version == 0:
        history_shrinking.make_ready(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(version_of(connection) + 1, VERSION + 1):
            _STEPS[version](connection)
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
