"""A file that is needed only while somebody holds it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


class ScratchFile:
    """Deleted by ``remove``, or when nobody holds it any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_ours = True

    @staticmethod
    def of(data: bytes) -> ScratchFile:
        """A new file that only its owner can read; raises OSError."""
        handle, name = tempfile.mkstemp(prefix="body-", suffix=".shown")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return ScratchFile(Path(name))

    def remove(self) -> None:
        if self._is_ours:
            with contextlib.suppress(OSError):
                self.path.unlink()

    def keep(self) -> None:
        """The file belongs to somebody else now."""
        self._is_ours = False

    def __del__(self) -> None:
        self.remove()
