"""Tells the caller how far a send is: every new phase, and bytes a few times a second."""

from collections.abc import Callable

from explorer.core.model.exchange import Phase
from explorer.core.timeline import TimelineRecorder
from explorer.core.transport.options import Arriving, Progress

INTERVAL_S = 0.05
LONG_BYTES = 250_000
"""Explaining and recording so much takes longer than a moment: it is shown before."""

FIRST_BYTES = 64 * 1024

OnProgress = Callable[[Progress], None]


class Reporter:
    """One per exchange; it owns the recorder whose phases it reports."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self._on_progress = on_progress
        self._last_s = -INTERVAL_S
        """Long ago: the first bytes are told at once, for they may be all for a while."""
        self._is_first = True
        self.recorder = TimelineRecorder(on_begin=self._began)

    def opened(self, arriving: Arriving) -> None:
        """The headers of a body are there whose first byte may be far off."""
        self._tell(Phase.DOWNLOAD, 0, None, arriving)

    def received(self, received_bytes: int, total_bytes: int | None, arriving: Callable[[], Arriving]) -> None:
        """Body bytes so far; most calls are swallowed, but the first screens of a long body are told of at once."""
        now_s = self.recorder.elapsed_s
        is_news = self._is_first and received_bytes >= FIRST_BYTES and (total_bytes or 0) >= LONG_BYTES
        if self._on_progress is not None and (is_news or now_s - self._last_s >= INTERVAL_S):
            self._last_s, self._is_first = now_s, self._is_first and not is_news
            self._tell(Phase.DOWNLOAD, received_bytes, total_bytes, arriving())

    def arrived(self, received_bytes: int, arriving: Arriving) -> None:
        """The body is complete; told of a long one, so that it can be looked at while it is explained and recorded."""
        if arriving.body.size_bytes >= LONG_BYTES:
            self._tell(Phase.DOWNLOAD, received_bytes, received_bytes, arriving)

    def _began(self, phase: Phase) -> None:
        self._tell(phase, 0, None)

    def _tell(
        self, phase: Phase, received_bytes: int, total_bytes: int | None, arriving: Arriving | None = None
    ) -> None:
        if self._on_progress is not None:
            self._on_progress(
                Progress(
                    phase=phase,
                    elapsed_s=self.recorder.elapsed_s,
                    received_bytes=received_bytes,
                    total_bytes=total_bytes,
                    arriving=arriving,
                )
            )
