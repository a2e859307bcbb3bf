"""Two settings of the process for the time of long bodies: threads take quick turns, freed memory goes back."""

from __future__ import annotations

import ctypes
import sys
from functools import partial

from PySide6.QtCore import QThreadPool, QTimer

_SWITCH_INTERVAL_S = 0.0005
_SOON_MS = 500


def take_quick_turns() -> None:
    """While another thread computes, every step of the loop that needs the interpreter waits for one interval."""
    sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_INTERVAL_S))


def give_memory_back() -> None:
    """What was freed goes back to the system, where the C library can be told to; it keeps much of it otherwise.

    Soon: what belongs to a body goes in the turns after this.
    """
    if sys.platform == "linux":
        QTimer.singleShot(_SOON_MS, partial(QThreadPool.globalInstance().start, _trim))


def _trim() -> None:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
