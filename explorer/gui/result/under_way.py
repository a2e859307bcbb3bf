"""A send that is under way: the strip of its phases, which comes late, and the veil over the old answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from explorer.gui import memory
from explorer.gui.result.arrivals import Arrivals
from explorer.gui.result.header import ResultHeader
from explorer.gui.result.sending_strip import SendingStrip, progress_words
from explorer.gui.result.veil import Veil
from explorer.gui.theme import measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.status_pill import Status

if TYPE_CHECKING:
    from explorer.core.transport import Progress


_OVER_MS = 30
"""The strip goes when the answer is painted: with it everything below moves up, which is painted in a turn of its
own."""


class UnderWay(QObject):
    """``strip`` is put into the panel, the veil lies over ``stack``; ``arrivals`` tells when there is a body to see."""

    ended = Signal()
    cancelled = Signal(str)
    """Of a body that was coming in: what to say above it."""

    def __init__(self, stack: QStackedWidget, header: ResultHeader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.strip = SendingStrip()
        self.arrivals = Arrivals(self)
        self.is_active = False
        self._is_uncovered = self._is_cancelled = False
        self._header = header
        self._ahead_s = 0.0
        self._newest: Progress | None = None
        self._veil = Veil(stack)
        self._late = QTimer(self, singleShot=True, interval=measures.LOADING_DELAY_MS)
        self._late.timeout.connect(self._show_late)
        self._over = QTimer(self, singleShot=True, interval=_OVER_MS)
        self._over.timeout.connect(self.strip.hide)

    def begin(self, ahead_s: float, *, secure: bool | None) -> None:
        """It began so many seconds ago; ``secure`` says whether TLS is used, None when that is not known."""
        self.is_active = True
        self._is_uncovered = self._is_cancelled = False
        self._over.stop()
        self.strip.hide()
        self._ahead_s = ahead_s
        self._newest = None
        self.strip.begin(ahead_s, secure)
        self._late.start()

    def show_progress(self, progress: Progress) -> None:
        """How far it came."""
        if self._is_cancelled:
            return
        memory.not_now()
        self.strip.show_phase(progress.phase, progress.elapsed_s)
        self._newest = progress
        if not self._late.isActive():
            self._header.show_progress(progress_words(progress))
        self.arrivals.take(progress)

    def advance(self, elapsed_s: float) -> None:
        if self.is_active:
            self.strip.advance(self._ahead_s + elapsed_s)

    def uncover(self) -> None:
        """There is something to see already: the veil goes, or does not come. The strip comes in its time: what is
        there in a moment is not moved up and down by it."""
        self._is_uncovered = True
        self._veil.hide()

    def cancel(self) -> None:
        """Nothing more comes. What came is explained and recorded, which takes its time for a long body."""
        if not self.is_active or self._is_cancelled:
            return
        self._is_cancelled = True
        self._late.stop()
        self.strip.hide()
        self.arrivals.stop()
        self._header.pill.set_status(Status(family=Family.TRANSPORT, text=self.tr("Cancelled")))
        self._header.show_progress(self.tr("Recording what came"))
        if self._is_uncovered:
            self.ended.emit()
            self.cancelled.emit(self.tr("This is what came until it was cancelled."))

    def end(self) -> None:
        self.is_active = False
        self._newest = None  # with it goes the beginning of the body
        self._late.stop()
        if not self.strip.isHidden():
            self._over.start()
        self._veil.hide()
        self.arrivals.stop()
        self.ended.emit()

    def _show_late(self) -> None:
        self.strip.show()
        if not self._is_uncovered:
            self._veil.cover()
        if self._newest is not None and self._newest.arriving is not None:
            # Of a silent stream nothing more may be heard.
            self._header.show_progress(progress_words(self._newest))
