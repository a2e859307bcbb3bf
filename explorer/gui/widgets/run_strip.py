"""The last runs of one request in order: shapes tell success, the same failure and other failures apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_RING = 4
"""Room for the ring around the run at hand."""
_DAY_GAP = 8
_LABEL_GAP = 12


class RunKind(StrEnum):
    SUCCESS = "success"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``day`` is written below the first run of each day; ``key`` comes back when the run is opened."""

    kind: RunKind | str
    day: str
    key: str = ""
    current: bool = False
    tip: str = ""


class RunStrip(PaintedWidget):
    """``run_opened`` carries the key of a clicked run; arrow keys and Enter do the same."""

    run_opened = Signal(str)

    def __init__(self, runs: Sequence[Run] = (), fault: Family = Family.CLIENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Run, ...] = ()
        self._centres: tuple[float, ...] = ()
        self._days: tuple[tuple[float, str], ...] = ()
        self._breaks: tuple[float, ...] = ()
        self._marked = -1
        self._fault = fault
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setProperty("focus_radius", measures.RADIUS_TAG)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_runs(runs, fault)

    @property
    def runs(self) -> tuple[Run, ...]:
        return self._runs

    def set_runs(self, runs: Sequence[Run], fault: Family = Family.CLIENT) -> None:
        """Oldest first. Failures take the colour of ``fault``."""
        self._runs, self._fault = tuple(runs), fault
        self._marked = -1
        kinds = [RunKind(run.kind) for run in self._runs]
        heading = self.tr("1 run") if len(kinds) == 1 else self.tr("{0} runs").format(len(kinds))
        sentence = self.tr("{all}: {good} succeeded, {same} failed the same way, {other} otherwise.")
        counts = {"good": RunKind.SUCCESS, "same": RunKind.SAME, "other": RunKind.OTHER}
        numbers = {name: kinds.count(kind) for name, kind in counts.items()}
        self.describe(sentence.format(all=heading, **numbers))
        self.theme_changed()

    def theme_changed(self) -> None:
        self._place()
        super().theme_changed()

    def centre_of(self, index: int) -> QPoint:
        """The middle of a run's mark."""
        return QPointF(self._centres[index], self._marks_height() / 2).toPoint()

    def _place(self) -> None:
        pitch, left, label_end = fonts.scaled(measures.RUN_PITCH), 0.0, 0.0
        if self._runs and self._runs[0].current:
            left = float(fonts.scaled(_RING))
        centres: list[float] = []
        days: list[tuple[float, str]] = []
        breaks: list[float] = []
        for index, run in enumerate(self._runs):
            if index == 0 or run.day != self._runs[index - 1].day:
                if index:
                    breaks.append(max(left, label_end - pitch / 2) + fonts.scaled(_DAY_GAP) / 2 - pitch / 4)
                    left = max(left + fonts.scaled(_DAY_GAP), label_end)
                days.append((left, run.day))
                width = painting.text_width(fonts.ui_font(11), run.day)
                label_end = left + width + fonts.scaled(_LABEL_GAP)
            centres.append(left + fonts.scaled(5))
            left += pitch
        self._centres, self._days, self._breaks = tuple(centres), tuple(days), tuple(breaks)

    def _marks_height(self) -> int:
        return fonts.scaled(22)

    def _paint_mark(self, painter: QPainter, run: Run, centre: QPointF) -> None:
        fault = self.colour(self._fault.line)
        half = fonts.scaled(10) / 2
        box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        match RunKind(run.kind):
            case RunKind.SUCCESS:
                painter.setPen(QPen(self.colour("ok.line"), 1.75))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            case RunKind.SAME:
                painting.fill_round(painter, box.adjusted(1, 1, -1, -1), 1, fault)
            case RunKind.OTHER:
                painting.draw_frame(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), 2, fault, width=1.75)
        if run.current:
            painting.draw_frame(painter, box.adjusted(-3, -3, 3, 3), 4, fault, width=1.75)

    def paint(self, painter: QPainter) -> None:
        high = self._marks_height()
        for run, x in zip(self._runs, self._centres, strict=True):
            self._paint_mark(painter, run, QPointF(x, high / 2))
        for x in self._breaks:
            line = self.colour("line.default")
            half = fonts.scaled(7)
            ends = QPointF(round(x) + 0.5, high / 2 - half), QPointF(round(x) + 0.5, high / 2 + half)
            painting.draw_line(painter, *ends, line)
        font = fonts.ui_font(11)
        for x, day in self._days:
            rect = QRectF(x, high, painting.text_width(font, day) + 2, self.height() - high)
            painting.draw_text(painter, rect, day, font, self.colour("text.muted"))
        if 0 <= self._marked < len(self._centres):
            box = QRectF(0, 0, fonts.scaled(20), fonts.scaled(20))
            box.moveCenter(QPointF(self._centres[self._marked], high / 2))
            painting.draw_focus_inside(painter, box, measures.RADIUS_CONTROL)

    def _run_at(self, position: QPoint) -> int:
        reach = fonts.scaled(measures.RUN_PITCH) / 2
        for index, x in enumerate(self._centres):
            if abs(x - position.x()) <= reach and position.y() <= self._marks_height():
                return index
        return -1

    def _open(self, index: int) -> None:
        if 0 <= index < len(self._runs):
            self.run_opened.emit(self._runs[index].key)

    def tip_at(self, position: QPoint) -> str:
        index = self._run_at(position)
        return self._runs[index].tip if index >= 0 else ""

    def sizeHint(self) -> QSize:
        label = fonts.row_height(16, fonts.ui_font(11), 2)
        right = self._centres[-1] + fonts.scaled(9) if self._centres else 0
        if self._days:
            x, day = self._days[-1]
            right = max(right, x + painting.text_width(fonts.ui_font(11), day) + 2)
        return QSize(round(right), self._marks_height() + label)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self._run_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._run_at(event.position().toPoint()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._runs) - 1
        match event.key():
            case Qt.Key.Key_Left:
                self._marked = max(0, self._marked - 1 if self._marked >= 0 else last)
            case Qt.Key.Key_Right:
                self._marked = min(last, self._marked + 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._open(self._marked)
            case _:
                super().keyPressEvent(event)
                return
        self.update()
