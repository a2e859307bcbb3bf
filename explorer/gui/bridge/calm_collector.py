"""Python's garbage collector looks at everything that lives; with ten thousand requests in memory one round of it would
hold the loop for longer than a step may take."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm_collector() -> Iterator[None]:
    """No round while a collection is read, and what was read is passed over by later ones.

    Values of a collection refer to each other in one direction only: they go when they are dropped, without a round.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()
