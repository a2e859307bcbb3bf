"""How the C library keeps the memory of the window: in one place, and long bodies outside it.

glibc gives each thread an arena of its own, and once a large piece was freed it takes the next ones from there: after
twenty long bodies the window had grown by 39 MB, with this by 18 (``python -m tests.benchmarks.viewer_series``).
Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from functools import partial

from PySide6.QtCore import QThreadPool, QTimer

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h
_LARGE_BYTES = 128 * 1024
"""glibc's own first value, which it raises to 32 MB by and by where nobody sets it."""

_SOON_MS = 500


def keep_together() -> None:
    """To be called before there are other threads."""
    library = _library()
    if library is not None and hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)


def give_back() -> None:
    """What was freed goes back to the system. Soon: what belongs to a body goes in the turns after this."""
    if sys.platform == "linux":
        QTimer.singleShot(_SOON_MS, partial(QThreadPool.globalInstance().start, _trim))


def _trim() -> None:
    library = _library()
    if library is not None and hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None
