"""What is going on while a request is under way: the phases so far, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.content.amounts import size_text
from explorer.core.content.media_type import media_type
from explorer.core.model.exchange import Phase
from explorer.gui.result.connection_track import phase_words, running_track
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.phase_track import PhaseTrack

if TYPE_CHECKING:
    from explorer.core.transport import Progress


class SendingStrip(QWidget):
    """Shown by the panel 150 ms after a send began."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track = PhaseTrack()
        self.cancel = Button(self.tr("Cancel"), "secondary", "x", "Esc")
        self.cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        side = fonts.scaled(measures.DIAGNOSIS_PADDING)
        row.setContentsMargins(side, fonts.scaled(8), fonts.scaled(measures.BOTTOM_BAR_PADDING), fonts.scaled(8))
        row.setSpacing(fonts.scaled(16))
        row.addWidget(self.track, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self._secure: bool | None = None
        self._is_guess = True
        """Nothing was reported yet: a send on a kept connection begins with another phase."""
        self._phase = Phase.DNS
        self._begun: dict[Phase, float] = {}
        self.hide()

    def begin(self, elapsed_s: float, secure: bool | None = None) -> None:
        """A send began. ``secure`` says whether there will be TLS; None when that shows only as it goes."""
        self._secure = secure
        self._is_guess = True
        self._phase = Phase.DNS
        self._begun = {Phase.DNS: elapsed_s}
        self.advance(elapsed_s)

    def show_phase(self, phase: Phase, elapsed_s: float) -> None:
        """The phase at hand, ``elapsed_s`` seconds after the send began."""
        if self._is_guess or (phase is Phase.DNS and self._phase is not phase):
            # A redirect looks up its own host: the track tells of the hop at hand.
            self._begun = {}
        self._is_guess = False
        self._phase = phase
        self._begun.setdefault(phase, elapsed_s)
        self.advance(elapsed_s)

    def advance(self, elapsed_s: float) -> None:
        """Let the time of the phase at hand run on."""
        starts = [*sorted(self._begun.values()), elapsed_s]
        times = {phase: self._next(starts, begun) - begun for phase, begun in self._begun.items()}
        times[self._phase] = max(0.0, elapsed_s - self._begun[self._phase])
        self.track.set_phases(running_track(self._phase, times, secure=self._has_tls()))

    def _next(self, starts: list[float], begun: float) -> float:
        return min((start for start in starts if start > begun), default=begun)

    def _has_tls(self) -> bool:
        """Known from the address; else TLS is left out once the request is going out without it."""
        if self._secure is not None:
            return self._secure
        return Phase.TLS in self._begun or self._phase in (Phase.DNS, Phase.CONNECT)


def progress_words(progress: Progress) -> str:
    """ "Wait", "Download, 1.2 MB of 5.0 MB", or "Event stream open, 1.2 kB"."""
    doing, amount = phase_words(progress.phase), size_text(progress.received_bytes)
    if progress.arriving is not None and media_type(progress.arriving.headers) == "text/event-stream":
        doing = "Event stream open"
        amount = amount if progress.received_bytes else "no event yet"
    elif not progress.received_bytes:
        return doing
    elif progress.arriving is not None and progress.arriving.is_complete:
        return f"{amount} received, recording"
    total = progress.total_bytes
    return f"{doing}, {amount} of {size_text(total)}" if total else f"{doing}, {amount}"
