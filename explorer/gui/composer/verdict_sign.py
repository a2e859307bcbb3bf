"""The sign at the right of the body's tools: valid, a line that is not, or how many problems a diagnosis found."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons
from explorer.gui.theme.measures import ICON_SMALL
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget


class VerdictSign(PaintedWidget):
    """An icon and words; cut at the end when there is no room, with the whole sentence as tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._icon, self._ink = "", "", "text.secondary"
        self._tint = "text.secondary"
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        return self._words

    def show_nothing(self) -> None:
        self._show("", "", "text.secondary", "text.secondary")

    def show_valid(self, words: str) -> None:
        self._show(words, "check", "ok.fg", "text.secondary")

    def show_flaw(self, words: str) -> None:
        self._show(words, "circle-alert", "client.fg", "client.fg")

    def show_problems(self, count: int, family: Family) -> None:
        words = "1 problem" if count == 1 else f"{count} problems"
        self._show(words, "triangle-alert", family.fg, family.fg)

    def _show(self, words: str, icon: str, tint: str, ink: str) -> None:
        if (words, icon, tint, ink) != (self._words, self._icon, self._tint, self._ink):
            self._words, self._icon, self._tint, self._ink = words, icon, tint, ink
            self.setToolTip(words)
            self.describe(words)
            self.theme_changed()

    def sizeHint(self) -> QSize:
        font = fonts.ui_font(12)
        width = painting.text_width(font, self._words) + fonts.scaled(ICON_SMALL + 6) if self._words else 0
        return QSize(width, fonts.row_height(28, font))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        if not self._words:
            return
        side = fonts.scaled(ICON_SMALL)
        icons.paint(painter, QRect(0, 0, side, self.height()), self._icon, self.colour(self._tint))
        text = QRect(side + fonts.scaled(6), 0, self.width() - side - fonts.scaled(6), self.height())
        painting.draw_text(painter, text, self._words, fonts.ui_font(12), self.colour(self._ink))
