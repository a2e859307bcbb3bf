"""What is going on while a request is under way: the phases so far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.core.content.amounts import size_text
from explorer.core.model.exchange import Phase
from explorer.gui.result.connection_track import phase_words, running_track
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.phase_track import PhaseTrack


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
        self.hide()

    def show_phase(self, phase: Phase, elapsed_s: float) -> None:
        self.track.set_phases(running_track(phase, elapsed_s))


def progress_words(phase: Phase, received_bytes: int, total_bytes: int | None) -> str:
    """ "Wait", or "Download, 1.2 MB of 5.0 MB"."""
    if not received_bytes:
        return phase_words(phase)
    amount = size_text(received_bytes)
    return (
        f"{phase_words(phase)}, {amount} of {size_text(total_bytes)}"
        if total_bytes
        else f"{phase_words(phase)}, {amount}"
    )
