"""A quiet button that opens a menu: an icon, some words, a chevron."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting

_PADDING = 6


class DropButton(QAbstractButton):
    """``name`` says aloud what the menu is for."""

    def __init__(self, name: str, icon: str = "", parent: QWidget | None = None, *, height_px: int = 28) -> None:
        super().__init__(parent)
        self._name, self._icon, self._height_px = name, icon, height_px
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text("")
        theme.current().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._name}, {text}" if text else self._name)
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return fonts.tabular(fonts.ui_font(12))

    def sizeHint(self) -> QSize:
        chevron = fonts.scaled(measures.ICON_INLINE + 4)
        icon = fonts.scaled(measures.ICON_SMALL + measures.ICON_GAP) if self._icon else 0
        width = icon + painting.text_width(self._font(), self.text()) + chevron + 2 * fonts.scaled(_PADDING)
        return QSize(width, fonts.row_height(self._height_px, self._font(), 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, colour = interaction.of(self), theme.current().color
        if state.hovered or state.pressed:
            ground = colour("bg.pressed" if state.pressed else "bg.hover")
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, ground)
        left, side = fonts.scaled(_PADDING), fonts.scaled(measures.ICON_SMALL)
        if self._icon:
            icons.paint(painter, QRect(left, 0, side, self.height()), self._icon, colour("text.secondary"))
            left += side + fonts.scaled(measures.ICON_GAP)
        width = painting.text_width(self._font(), self.text())
        words = QRect(left, 0, width + 2, self.height())
        painting.draw_text(painter, words, self.text(), self._font(), colour("text.secondary"))
        chevron = QRect(left + width + fonts.scaled(4), 0, fonts.scaled(measures.ICON_INLINE), self.height())
        icons.paint(painter, chevron, "chevron-down", colour("text.muted"))
        painter.end()
