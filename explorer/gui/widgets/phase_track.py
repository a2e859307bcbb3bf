"""The phases of a connection in equal columns, and the one that broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_GAP = 6


class PhaseState(StrEnum):
    DONE = "done"
    RUNNING = "running"
    BROKEN = "broken"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """``caption`` is a duration or what happened, such as "12 ms" or "Not reached"."""

    title: str
    caption: str
    state: PhaseState | str = PhaseState.DONE


class PhaseTrack(PaintedWidget):
    """Three lines high: titles, bars of 6 px, captions."""

    def __init__(
        self,
        phases: Sequence[Phase] = (),
        fault: Family = Family.TRANSPORT,
        parent: QWidget | None = None,
        *,
        ground: str = "bg.surface",
    ) -> None:
        super().__init__(parent)
        self._phases: tuple[Phase, ...] = ()
        self._fault, self._ground = fault, ground
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_phases(phases, fault)

    @property
    def phases(self) -> tuple[Phase, ...]:
        return self._phases

    def set_phases(self, phases: Sequence[Phase], fault: Family = Family.TRANSPORT) -> None:
        """Show these phases, the broken one in the colour of ``fault``."""
        self._phases, self._fault = tuple(phases), fault
        self.describe(" ".join(f"{phase.title}: {phase.caption}." for phase in self._phases))
        self.update()

    def _tones(self, state: PhaseState) -> tuple[str, str]:
        """The tokens of a column's title and caption."""
        match state:
            case PhaseState.DONE | PhaseState.RUNNING:
                return "text.primary", "text.muted"
            case PhaseState.BROKEN:
                return self._fault.fg, self._fault.fg
            case PhaseState.PENDING:
                return "text.muted", "text.muted"

    def _paint_bar(self, painter: QPainter, state: PhaseState, left: float, width: float, y: float) -> None:
        high = fonts.scaled(measures.PHASE_BAR)
        bar = QRectF(left, y - high / 2, width, high)
        match state:
            case PhaseState.DONE:
                painting.fill_round(painter, bar, high / 2, self.colour("ok.line"))
            case PhaseState.RUNNING:
                painting.fill_round(painter, bar, high / 2, self.colour("info.line"))
            case PhaseState.BROKEN:
                painting.fill_round(painter, bar, high / 2, self.colour(self._fault.line))
                self._paint_cross(painter, QPointF(left + width - 6, y))
            case PhaseState.PENDING:
                ends = QPointF(left, y), QPointF(left + width, y)
                painting.draw_line(painter, *ends, self.colour("line.control"), dashed=True)

    def _paint_cross(self, painter: QPainter, centre: QPointF) -> None:
        radius = fonts.scaled(measures.PHASE_CROSS) / 2
        for extra, token in ((2, self._ground), (0, self._fault.line)):
            circle = QRectF(0, 0, 2 * (radius + extra), 2 * (radius + extra))
            circle.moveCenter(centre)
            painting.fill_round(painter, circle, radius + extra, self.colour(token))
        mark = QRectF(0, 0, radius * 1.4, radius * 1.4)
        mark.moveCenter(centre)
        icons.paint(painter, mark, "x", self.colour("bg.surface"))

    def _heights(self) -> tuple[int, int, int]:
        title = fonts.row_height(20, fonts.ui_font(12, 500), 2)
        return title, fonts.scaled(11), fonts.row_height(18, fonts.ui_font(11), 2)

    def paint(self, painter: QPainter) -> None:
        if not self._phases:
            return
        gap, (above, track, below) = fonts.scaled(_GAP), self._heights()
        width = (self.width() - gap * (len(self._phases) - 1)) / len(self._phases)
        middle = above + track / 2
        for index, phase in enumerate(self._phases):
            left, state = index * (width + gap), PhaseState(phase.state)
            title, caption = self._tones(state)
            head = QRectF(left, 0, width, above)
            foot = QRectF(left, above + track, width, below)
            painting.draw_text(painter, head, phase.title, fonts.ui_font(12, 500), self.colour(title))
            small = fonts.tabular(fonts.ui_font(11))
            painting.draw_text(painter, foot, phase.caption, small, self.colour(caption))
        # Bars after the words, since the cross of a broken column reaches into the next one.
        for index, phase in reversed(list(enumerate(self._phases))):
            self._paint_bar(painter, PhaseState(phase.state), index * (width + gap), width, middle)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(72) * max(1, len(self._phases)), sum(self._heights()))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(48) * max(1, len(self._phases)), sum(self._heights()))
