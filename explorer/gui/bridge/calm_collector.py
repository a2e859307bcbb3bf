"""Python's garbage collector looks at everything that lives; with ten thousand requests in memory one round of it would
hold the loop for longer than a step may take."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_S = 0.0005
"""How long the thread that reads may go on while the window wants to paint; Python's own 5 ms add up in one paint."""


@contextmanager
def calm_collector() -> Iterator[None]:
    """No round while a collection is read, and what was read is passed over by later ones.

    Values of a collection refer to each other in one direction only: they go when they are dropped, without a round.
    """
    was_on, turn_s = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
        gc.freeze()
    finally:
        sys.setswitchinterval(turn_s)
        if was_on:
            gc.enable()
