"""One job of the worker: what is asked, whether it is still wanted, and the way to tell what happens."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, BinaryIO

_INTERVAL_S = 0.05


class CancelledJobError(Exception):
    """Nobody wants the result any more."""


class Job:
    """Reads like its message: ``job["source"]``."""

    def __init__(self, number: int, message: dict[str, Any]) -> None:
        self.number = number
        self._message = message
        self._is_cancelled = False
        self._told_s = time.monotonic()
        self.is_over = False

    def __getitem__(self, name: str) -> Any:
        return self._message[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self._message.get(name, default)

    def cancel(self) -> None:
        self._is_cancelled = True

    def check(self) -> None:
        """Raises CancelledJobError when nobody waits any more."""
        if self._is_cancelled:
            raise CancelledJobError

    def tell(self, event: str, **values: Any) -> None:
        self.is_over = event in ("done", "failed", "cancelled")
        sys.stdout.write(json.dumps({"job": self.number, "event": event, **values}) + "\n")
        sys.stdout.flush()

    def progress(self, done: int, total: int) -> None:
        """Told a few times a second; checks as well."""
        self.check()
        if time.monotonic() - self._told_s >= _INTERVAL_S:
            self._told_s = time.monotonic()
            self.tell("progress", done=done, total=total)

    def is_due(self) -> bool:
        """Whether it is time to tell something again."""
        return time.monotonic() - self._told_s >= _INTERVAL_S

    def told_now(self) -> None:
        """Something is told now; the next time is an interval later."""
        self._told_s = time.monotonic()

    def scratch(self) -> tuple[BinaryIO, Path]:
        """A new file that only its owner can read; the window deletes it, also where this process is ended before it
        has told what is in it."""
        os.makedirs(self["folder"], exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="body-", suffix=".shown", dir=self["folder"])
        self.tell("scratch", path=name)
        return os.fdopen(handle, "wb"), Path(name)
