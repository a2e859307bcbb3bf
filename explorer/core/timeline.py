"""Records the phases of one send while it happens and turns them into a ``Timeline``.

It knows a clock and the order of phases; it knows nothing of sockets. At most one phase is open: beginning the
next one ends it.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from explorer.core.model.exchange import Phase, Span, Timeline

Clock = Callable[[], float]


class TimelineRecorder:
    """One per exchange. ``on_begin`` is told of each phase as it begins."""

    def __init__(self, clock: Clock = time.perf_counter, on_begin: Callable[[Phase], None] | None = None) -> None:
        self._clock = clock
        self._on_begin = on_begin
        self._start_s = clock()
        self._spans: list[Span] = []
        self._open: Span | None = None
        self._hop = 0
        self._duration_s: float | None = None

    @property
    def phase(self) -> Phase | None:
        """The phase that is open, or None between phases."""
        return self._open.phase if self._open else None

    @property
    def elapsed_s(self) -> float:
        """Seconds since the send began."""
        return self._clock() - self._start_s

    def begin(self, phase: Phase) -> None:
        """End what is open and begin ``phase``."""
        self.end()
        now_s = self.elapsed_s
        self._open = Span(phase=phase, start_s=now_s, end_s=now_s, hop=self._hop)
        if self._on_begin is not None:
            self._on_begin(phase)

    def note(self, text: str) -> None:
        """Put words to the open phase."""
        if self._open is not None:
            self._open = replace(self._open, note=text)

    def end(self) -> None:
        """End the open phase, if there is one."""
        self._close(broken=False)

    def break_off(self) -> Phase | None:
        """End the open phase as the one in which the send failed; returns it."""
        phase = self.phase
        self._close(broken=True)
        self._duration_s = self.elapsed_s
        return phase

    def next_hop(self) -> None:
        """What follows belongs to the next request of a redirect chain."""
        self.end()
        self._hop += 1

    def timeline(self) -> Timeline:
        """Everything recorded; ends what is still open."""
        self.end()
        duration_s = self.elapsed_s if self._duration_s is None else self._duration_s
        return Timeline(spans=tuple(self._spans), duration_s=duration_s)

    def _close(self, *, broken: bool) -> None:
        if self._open is not None:
            self._spans.append(replace(self._open, end_s=self.elapsed_s, broken=broken))
            self._open = None
