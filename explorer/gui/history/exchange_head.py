"""The line above a compared text: A or B, the outcome as a pill, when, and how long it took."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.core.content.amounts import duration_text
from explorer.gui.history.comparison import Recorded
from explorer.gui.history.list_delegate import paint_mark
from explorer.gui.history.moments import head_text, utc_text
from explorer.gui.history.outcomes import status_of
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.status_pill import StatusPill

_SIDE = 18


class LetterMark(PaintedWidget):
    """A or B in a square."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = letter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(letter)

    def paint(self, painter: QPainter) -> None:
        paint_mark(painter, self.rect(), self._letter)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(_SIDE), fonts.scaled(_SIDE))


class ExchangeHead(QWidget):
    """``show_recorded`` fills it; ``with_letter`` says whether two exchanges are compared."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = LetterMark(letter)
        self.pill = StatusPill(in_row=True)
        self.when = ElidedLabel(px=12, color_token="text.secondary")
        self.duration = ElidedLabel(px=12, color_token="text.secondary")
        fixed = QSizePolicy.Policy.Fixed
        self.duration.setSizePolicy(fixed, fixed)  # when there is little room, the time is cut, not the duration
        row = QHBoxLayout(self)
        side = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        row.setContentsMargins(side, 0, fonts.scaled(8), 0)
        row.setSpacing(fonts.scaled(10))
        for part in (self.letter, self.pill, self.when, self.duration):
            row.addWidget(part)
        row.addStretch(1)
        theme.current().changed.connect(self._fit)
        self._fit()

    def show_recorded(self, recorded: Recorded, *, with_letter: bool) -> None:
        exchange = recorded.exchange
        self.letter.setVisible(with_letter)
        self.pill.set_status(status_of(exchange, recorded.diagnosis))
        self.when.set_text(head_text(exchange.started, datetime.now().astimezone().date()))
        self.when.setToolTip(utc_text(exchange.started))
        took_s = exchange.timeline.duration_s
        self.duration.set_text(duration_text(took_s) if took_s else "")  # not known of a saved example

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.PANE_TABS_SECOND, fonts.ui_font(12), 8))
