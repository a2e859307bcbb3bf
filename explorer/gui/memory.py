"""How the C library keeps the memory of the window: in one place, and long bodies outside it.

glibc gives each thread an arena of its own, and once a large piece was freed it takes the next ones from there: after
twenty long bodies the window had grown by 39 MB, with all that is done here by 6 (``python -m
tests.benchmarks.viewer_series``). Elsewhere only circles of references are looked for.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache

from PySide6.QtCore import QCoreApplication, QThreadPool, QTimer

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h
_LARGE_BYTES = 512 * 1024
"""More than a portion of a body that arrives: new pages for each of its copies would cost twice what all else does.
glibc raises this to 32 MB by and by where nobody sets it."""

_SPARE_BYTES = 2 * 1024 * 1024
"""Free memory at the end that is kept for the next portion."""

_SOON_MS = 500


def keep_together() -> None:
    """To be called before there are other threads."""
    library = _library()
    if library is not None and hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_M_TRIM_THRESHOLD, _SPARE_BYTES)


def give_back() -> None:
    """What was freed goes back to the system. Soon, and once for all that ask until then: what belongs to a page goes
    in the turns after this.

    What a closed page leaves in circles goes first: the collector would come for it seven pages later.
    """
    _timer().start()


def not_now() -> None:
    """Something is under way that must not be held up: put off what was asked for."""
    if _timer().isActive():
        _timer().start()


@cache
def _timer() -> QTimer:
    timer = QTimer(QCoreApplication.instance(), singleShot=True, interval=_SOON_MS)
    timer.timeout.connect(_collect)
    return timer


def _collect() -> None:
    """On the window's thread, as all collecting. It takes ten milliseconds: what lived at the start is passed over."""
    gc.collect()
    if sys.platform == "linux":
        QThreadPool.globalInstance().start(_trim)


def _trim() -> None:
    library = _library()
    if library is not None and hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None
