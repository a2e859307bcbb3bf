"""A file that is needed only while somebody holds it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from explorer.core.letting_go import delete, hold


class ScratchFile:
    """Deleted by ``remove``, or when nobody holds it any more."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def of(data: bytes) -> ScratchFile:
        """A new file that only its owner can read; raises OSError."""
        handle, name = tempfile.mkstemp(prefix="body-", suffix=".shown")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        hold(Path(name))
        return ScratchFile(Path(name))

    def remove(self) -> None:
        delete(self.path)

    def __del__(self) -> None:
        self.remove()
