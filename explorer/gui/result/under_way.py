"""A send that is under way: the strip of its phases, which comes late, and the veil over the old answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from explorer.core.model.exchange import Phase
from explorer.gui.result.header import ResultHeader
from explorer.gui.result.sending_strip import SendingStrip, progress_words
from explorer.gui.result.veil import Veil
from explorer.gui.theme import measures


class UnderWay(QObject):
    """``strip`` is put into the panel, the veil lies over ``stack``."""

    def __init__(self, stack: QStackedWidget, header: ResultHeader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.strip = SendingStrip()
        self.is_active = False
        self._header = header
        self._ahead_s = 0.0
        self._veil = Veil(stack)
        self._late = QTimer(self, singleShot=True, interval=measures.LOADING_DELAY_MS)
        self._late.timeout.connect(self._show_late)

    def begin(self, ahead_s: float, *, secure: bool | None) -> None:
        """It began so many seconds ago; ``secure`` says whether TLS is used, None when that is not known."""
        self.is_active = True
        self._ahead_s = ahead_s
        self.strip.begin(ahead_s, secure)
        self._late.start()

    def show_progress(self, phase: Phase, elapsed_s: float, received_bytes: int, total_bytes: int | None) -> None:
        """How far it came."""
        self.strip.show_phase(phase, elapsed_s)
        if not self._late.isActive():
            self._header.show_progress(progress_words(phase, received_bytes, total_bytes))

    def advance(self, elapsed_s: float) -> None:
        if self.is_active:
            self.strip.advance(self._ahead_s + elapsed_s)

    def uncover(self) -> None:
        """There is something to see already: the strip stays, the veil goes."""
        self._late.stop()
        self._veil.hide()
        self.strip.show()

    def end(self) -> None:
        self.is_active = False
        self._late.stop()
        self.strip.hide()
        self._veil.hide()

    def _show_late(self) -> None:
        self.strip.show()
        self._veil.cover()
