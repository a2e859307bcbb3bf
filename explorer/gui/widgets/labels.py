"""A label of one line that is cut with an ellipsis when there is no room."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from explorer.gui.theme import fonts, theme
from explorer.gui.widgets import painting


class Elide(StrEnum):
    END = "end"
    MIDDLE = "middle"


_MODES = {Elide.END: Qt.TextElideMode.ElideRight, Elide.MIDDLE: Qt.TextElideMode.ElideMiddle}


class ElidedLabel(QLabel):
    """Names are cut at the end, URLs in the middle; the tooltip tells the whole text while it is cut."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        elide: Elide | str = Elide.END,
        px: int = 13,
        weight: int = 400,
        color_token: str = "text.primary",
        code: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._mode = _MODES[Elide(elide)]
        self._px, self._weight, self._token, self._code = px, weight, color_token, code
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._refont)
        self._refont()

    @property
    def shown_text(self) -> str:
        """The text as it is cut now."""
        return QFontMetricsF(self.font()).elidedText(self.text(), self._mode, self.width() + 1)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._retip()

    def set_color(self, color_token: str) -> None:
        self._token = color_token
        self.update()

    def _refont(self) -> None:
        make = fonts.code_font if self._code else fonts.ui_font
        self.setFont(make(self._px, self._weight))
        self.updateGeometry()
        self._retip()

    def _retip(self) -> None:
        self.setToolTip(self.text() if self.shown_text != self.text() else "")

    def sizeHint(self) -> QSize:
        return QSize(painting.text_width(self.font(), self.text()), fonts.row_height(20, self.font(), 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(painting.text_width(self.font(), "…"), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._retip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = self._token if self.isEnabled() else "text.disabled"
        colour = theme.current().color(token)
        painting.draw_text(painter, self.rect(), self.shown_text, self.font(), colour, self.alignment())
        painter.end()
