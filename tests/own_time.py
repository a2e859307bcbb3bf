"""A clock for tests of time: what other programs take of a shared machine does not count."""

from __future__ import annotations

import time
from pathlib import Path

LIMIT_MS = 50.0
"""What a step on the loop may take."""

_SCHEDULE = Path("/proc/thread-self/schedstat")


def own_ms() -> float:
    """A clock that stands while the thread waits for a processor."""
    try:
        waited_ns = int(_SCHEDULE.read_text().split()[1])
    except (OSError, IndexError, ValueError):
        waited_ns = 0
    return time.perf_counter() * 1000 - waited_ns / 1e6
