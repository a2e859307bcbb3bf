"""A setting of the process for the time of long bodies: threads take quick turns."""

from __future__ import annotations

import sys

_SWITCH_INTERVAL_S = 0.0005


def take_quick_turns() -> None:
    """While another thread computes, every step of the loop that needs the interpreter waits for one interval."""
    sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_INTERVAL_S))
