"""The certificates that the person trusts, in one small file of the data folder, never beside a collection.

A file that cannot be read is set aside and trusts nothing; what has ended is dropped.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.trust import Trust, TrustPlace
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.codec import from_plain, to_plain
from explorer.core.storage.places import ensure

_FILE = "trusted-certificates.json"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TrustedCertificates:
    """Reads the file each time: the window and the command line share it. Every method blocks for a small file."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self._path = folder / _FILE
        self._now = now
        self._news = self._told = ""

    def all(self) -> tuple[Trust, ...]:
        """Those in force, the one that ends first comes first."""
        rows = self._read()
        now = self._now()
        kept = tuple(sorted((row for row in rows if row.holds(now)), key=lambda row: row.until))
        if len(kept) < len(rows):
            self._drop_ended(kept)
        return kept

    def in_force(self, environment: str, collection: str) -> tuple[Trust, ...]:
        """Those of one environment of one collection."""
        return tuple(
            row for row in self.all() if (row.place.environment, row.place.collection) == (environment, collection)
        )

    def put(self, trust: Trust) -> Trust | None:
        """Trust this certificate; the one trusted at the same place until now, which is not any more. Raises
        StorageError."""
        rows = self.all()
        self._write((*(row for row in rows if row.place != trust.place), trust))
        return next((row for row in rows if row.place == trust.place), None)

    def remove(self, place: TrustPlace) -> Trust | None:
        """Trust nothing at this place; what was trusted there. Raises StorageError."""
        rows = self.all()
        gone = next((row for row in rows if row.place == place), None)
        if gone is not None:
            self._write(tuple(row for row in rows if row is not gone))
        return gone

    def news(self) -> str:
        """A sentence about the file, once; empty when there is nothing new to say."""
        is_new, self._told = self._news != self._told, self._news
        return self._news if is_new else ""

    def _read(self) -> tuple[Trust, ...]:
        try:
            rows: tuple[Trust, ...] = from_plain(tuple[Trust, ...], json.loads(self._path.read_bytes()))
            for row in rows:
                row.holds(self._now())  # a time without its zone cannot be compared
        except FileNotFoundError:
            return ()  # also after a damaged one was set aside, which is still news
        except OSError as error:
            self._news = f"The trusted certificates cannot be read ({error.strerror}), so none is trusted."
            return ()
        except (ValueError, TypeError, OverflowError, RecursionError):
            self._set_aside()
            return ()
        self._news = ""
        return rows

    def _set_aside(self) -> None:
        aside = self._path.with_suffix(".broken.json")
        try:
            self._path.replace(aside)
        except OSError:
            self._news = f"The file {self._path} is damaged, so no certificate is trusted."
        else:
            self._news = (
                f"The file of trusted certificates was damaged; it is kept as {aside.name}, and none is trusted."
            )

    def _drop_ended(self, kept: tuple[Trust, ...]) -> None:
        try:
            self._write(kept)
        except StorageError:
            return  # they do not count all the same

    def _write(self, rows: tuple[Trust, ...]) -> None:
        ensure(self._path.parent)
        write_atomic(self._path, json.dumps([to_plain(row) for row in rows], indent=2).encode())
