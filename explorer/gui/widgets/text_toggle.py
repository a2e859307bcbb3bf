"""A small button that stays down, with a few letters for an icon: Aa, W, .*"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.icon_button import IconButton


class TextToggle(IconButton):
    """``letters`` are what is seen, ``tip`` what is said."""

    def __init__(self, letters: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__("", tip, parent)
        self._letters = letters
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, colour = interaction.of(self), theme.current().color
        if self.isChecked():
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("accent.tint"))
        elif state.hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("bg.hover"))
        painter.setFont(fonts.code_font(12))
        painter.setPen(colour("accent.fg" if self.isChecked() else "text.secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()
