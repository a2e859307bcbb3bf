"""Packs the files of large bodies some time after they were recorded, on a thread of its own.

The packed file is on the disk before the row says so, and the row before the plain file goes: a kill in between leaves
one of them or both. A disk that is full, or a file that would not shrink, keeps it as it came.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from explorer.core.errors import HistoryError, StorageError
from explorer.core.storage import packed_file
from explorer.core.storage.atomic import flush_folder
from explorer.core.storage.body_files import PACKED, BodyFiles
from explorer.core.storage.history_database import Database

DELAY_S = 3.0
"""The body is on its way to the screen first."""

_WAITING = "SELECT hash FROM bodies WHERE storage = 'file' AND data IS NULL"
_KEPT = "UPDATE bodies SET data = size_bytes WHERE hash = ? AND storage = 'file' AND data IS NULL"


_NOTED = "UPDATE bodies SET data = ? WHERE hash = ? AND storage = 'file' AND data IS NULL"
_IS_NOTED = "SELECT 1 FROM bodies WHERE hash = ? AND storage = 'file' AND data < size_bytes"


class BodyPacking:
    """``soon`` starts it; ``run`` does it now. The column ``data`` of a file's row holds the bytes it takes on disk,
    nothing while nobody looked whether it can be packed."""

    def __init__(self, database: Database, files: BodyFiles, delay_s: float = DELAY_S) -> None:
        self._database = database
        self._files = files
        self._delay_s = delay_s
        self._thread: threading.Thread | None = None
        self._end = threading.Event()
        self._turn = threading.Lock()
        self._is_tidy = False

    def soon(self) -> None:
        """Look for bodies to be packed, after the delay."""
        if (self._thread is None or not self._thread.is_alive()) and not self._end.is_set():
            self._thread = threading.Thread(target=self._later, name="history-pack", daemon=True)
            self._thread.start()

    def run(self) -> None:
        """Pack everything that waits, on this thread. Raises HistoryError."""
        with self._turn:
            if not self._is_tidy:
                self._database.hand_in(self._tidy).result()
                self._is_tidy = True
            passed_over: set[str] = set()
            while not self._end.is_set():
                waiting = self._database.hand_in(lambda found: [row[0] for row in found.execute(_WAITING)]).result()
                fresh = [one for one in waiting if one not in passed_over]
                if not fresh:
                    return
                for hash_text in fresh:
                    passed_over.add(hash_text)
                    with contextlib.suppress(OSError, StorageError, packed_file.StoppedError):
                        self._pack(hash_text)

    def close(self) -> None:
        """Stop between two frames; the next run of the program takes up what is left."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def _later(self) -> None:
        if not self._end.wait(self._delay_s):
            with contextlib.suppress(HistoryError):  # nobody waits for it; the next record tries again
                self.run()

    def _tidy(self, connection: sqlite3.Connection) -> None:
        if any(self._database.folder.glob("history-broken-*")):
            return  # the database that was set aside names them
        rows = connection.execute(
            "SELECT hash, data IS NOT NULL AND data < size_bytes FROM bodies WHERE storage = 'file'"
        )
        is_packed = {hash_text: bool(packed) for hash_text, packed in rows}
        self._files.tidy(is_packed, {one for one, packed in is_packed.items() if packed})

    def _pack(self, hash_text: str) -> None:
        plain = self._files.path(hash_text)
        if not packed_file.is_worth_packing(plain):
            self._keep(hash_text)
            return
        draft = self._files.draft_path(PACKED)
        try:
            size = packed_file.pack(plain, draft, self._end.is_set)
            if size >= plain.stat().st_size * packed_file.WORTH:
                self._keep(hash_text)
            else:
                self._replace(hash_text, draft, size)
        finally:
            draft.unlink(missing_ok=True)

    def _keep(self, hash_text: str) -> None:
        self._database.hand_in(lambda found: found.execute(_KEPT, (hash_text,)).rowcount).result()

    def _replace(self, hash_text: str, draft: Path, size: int) -> None:
        def note(connection: sqlite3.Connection) -> None:
            # No row: deleted meanwhile, or packed by another window.
            if connection.execute(_NOTED, (size, hash_text)).rowcount:
                draft.replace(self._files.packed_path(hash_text))
                flush_folder(self._files.packed_path(hash_text).parent)

        def let_go(connection: sqlite3.Connection) -> None:
            # Asked again: it may have been deleted and recorded anew in between.
            if connection.execute(_IS_NOTED, (hash_text,)).fetchone() and self._files.packed_path(hash_text).exists():
                self._files.path(hash_text).unlink(missing_ok=True)

        self._database.hand_in(note).result()
        self._database.hand_in(let_go).result()
