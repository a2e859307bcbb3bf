"""One cause of a failure and how sure it is: three bars and a word, or a check and a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.rich_label import RichLabel

_BARS = 3


class Standing(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    RULED_OUT = "ruled_out"


_FILLED = {Standing.CERTAIN: 3, Standing.LIKELY: 2, Standing.POSSIBLE: 1, Standing.RULED_OUT: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """``text`` may hold `names` in backticks and says what was measured."""

    text: str
    standing: Standing | str
    family: Family = Family.CLIENT


def standing_word(standing: Standing) -> str:
    """The word beside the meter."""
    say = QCoreApplication.translate
    match standing:
        case Standing.CERTAIN:
            return say("CauseMeter", "Certain")
        case Standing.LIKELY:
            return say("CauseMeter", "Likely")
        case Standing.POSSIBLE:
            return say("CauseMeter", "Possible")
        case Standing.RULED_OUT:
            return say("CauseMeter", "Ruled out")


class CauseMeter(PaintedWidget):
    """The meter and its word; all meters are equally wide, so they form a column."""

    def __init__(self, standing: Standing | str, family: Family, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing, self._family = Standing(standing), family
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(standing_word(self._standing))

    def _paint_bars(self, painter: QPainter, middle: float) -> None:
        width, high, pitch = fonts.scaled(4), fonts.scaled(10), fonts.scaled(6)
        for index in range(_BARS):
            token = self._family.line if index < _FILLED[self._standing] else "line.default"
            rect = QRectF(index * pitch, middle - high / 2, width, high)
            painting.fill_round(painter, rect, 1, self.colour(token))

    def paint(self, painter: QPainter) -> None:
        middle = self.height() / 2
        ruled_out = self._standing is Standing.RULED_OUT
        if ruled_out:
            side = fonts.scaled(measures.ICON_INLINE)
            box = QRectF(0, middle - side / 2, side, side)
            icons.paint(painter, box.translated(1, 0), "check", self.colour("text.muted"))
        else:
            self._paint_bars(painter, middle)
        left = fonts.scaled(24)
        words = QRectF(left, 0, self.width() - left, self.height())
        tone = "text.muted" if ruled_out else "text.secondary"
        painting.draw_text(painter, words, standing_word(self._standing), fonts.ui_font(12), self.colour(tone))

    def sizeHint(self) -> QSize:
        font = fonts.ui_font(12)
        widest = max(painting.text_width(font, standing_word(standing)) for standing in Standing)
        return QSize(fonts.scaled(24 + 7) + widest, fonts.row_height(measures.CAUSE_ROW, font, 4))


class CauseRow(QWidget):
    """A cause with its meter at the right; a cause that is ruled out is muted."""

    def __init__(self, cause: Cause, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cause = cause
        standing = Standing(cause.standing)
        tone = "text.muted" if standing is Standing.RULED_OUT else "text.primary"
        self._label = RichLabel(cause.text, self, color_token=tone)
        self._meter = CauseMeter(standing, cause.family, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, fonts.scaled(2), 0, fonts.scaled(2))
        row.setSpacing(fonts.scaled(16))
        row.addWidget(self._label, 1)
        row.addWidget(self._meter, 0, Qt.AlignmentFlag.AlignTop)
        self._meter.setFixedHeight(fonts.scaled(20))
        self.setAccessibleName(f"{standing_word(standing)}: {self._label.plain_text}")
