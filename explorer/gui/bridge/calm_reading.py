"""What keeps the loop free while a collection is read on a thread: no round of the garbage collector, short turns, and
a reader that gives way.

The collector looks at everything that lives; with ten thousand requests in memory one round of it would hold the loop
for longer than a step may take.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from explorer.gui.bridge.courtesy import Courtesy

_TURN_S = 0.0005
"""How long the thread that reads may go on while the window wants to paint; Python's own 5 ms add up in one paint."""


@contextmanager
def calm_reading() -> Iterator[Callable[[], None]]:
    """Gives what the reading thread calls between two files. What was read is passed over by later rounds.

    Values of a collection refer to each other in one direction only: they go when they are dropped, without a round.
    """
    was_on, turn_s, courtesy = gc.isenabled(), sys.getswitchinterval(), Courtesy()
    gc.disable()
    sys.setswitchinterval(_TURN_S)
    try:
        yield courtesy.give_way
        gc.freeze()
    finally:
        courtesy.stop()
        sys.setswitchinterval(turn_s)
        if was_on:
            gc.enable()
