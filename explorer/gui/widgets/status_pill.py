"""The pill that names the outcome of an exchange, or that one is under way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QSize, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges
from explorer.gui.widgets.painted import PaintedWidget

_STEP_MS = measures.SPINNER_TURN_MS // measures.SPINNER_STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``icon`` empty means the family's own."""

    family: Family
    text: str
    icon: str = ""


class StatusPill(PaintedWidget):
    """Shows a status; while something is sent it counts the seconds, after 150 ms of keeping the old status.

    It is never narrower than its words; what stands beside it has to make room.
    """

    ticked = Signal(float)
    """Seconds since the sending began, ten times in one."""

    def __init__(self, status: Status | None = None, parent: QWidget | None = None, *, in_row: bool = False) -> None:
        super().__init__(parent)
        self._height_px = measures.PILL_IN_ROW if in_row else measures.PILL
        self._px = 11 if in_row else 12
        self._status = status
        self._sending_text = ""
        self._step = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._advance)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._changed()

    @property
    def status(self) -> Status | None:
        return self._status

    @property
    def shown_text(self) -> str:
        """The words on the pill now."""
        shown = self._shown()
        return shown.text if shown else ""

    def set_status(self, status: Status | None) -> None:
        """Show an outcome, which ends the counting; None shows nothing."""
        self._timer.stop()
        self._sending_text = ""
        self._status = status
        self._changed()

    def start_sending(self, text: str = "Sending") -> None:
        """Count from now: "Sending 1.2 s"."""
        self._clock.start()
        self._step = 0
        self._sending_text = text
        self.describe(text)
        self._timer.start()

    def show_sending(self, elapsed_s: float, text: str = "Sending") -> None:
        """Show a count that stands still, for pictures and for playing back."""
        self._timer.stop()
        self._sending_text = ""
        self._status = Status(family=Family.INFO, text=f"{text} {elapsed_s:.1f} s", icon="loader-circle")
        self._changed()

    def _shown(self) -> Status | None:
        if self._sending_text and self._clock.elapsed() >= measures.LOADING_DELAY_MS:
            seconds = self._clock.elapsed() / 1000
            text = f"{self._sending_text} {seconds:.1f} s"
            return Status(family=Family.INFO, text=text, icon="loader-circle")
        return self._status

    def _advance(self) -> None:
        if not theme.wants_less_motion():
            self._step = (self._step + 1) % measures.SPINNER_STEPS
        self._changed(announce=False)
        self.ticked.emit(self._clock.elapsed() / 1000)

    def _changed(self, *, announce: bool = True) -> None:
        if announce:
            self.describe(self.shown_text)
        self.updateGeometry()
        self.update()

    def paint(self, painter: QPainter) -> None:
        shown = self._shown()
        if shown is None:
            return
        turn = self._step * 360 // measures.SPINNER_STEPS if shown.icon == "loader-circle" else 0
        badges.paint_status_pill(
            painter, self.rect(), shown.family, shown.text, shown.icon, px=self._px, turn_degrees=turn
        )

    def sizeHint(self) -> QSize:
        text = self.shown_text
        height = fonts.row_height(self._height_px, badges.pill_font(self._px), 2)
        return QSize(badges.pill_width(text, self._px) if text else 0, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
