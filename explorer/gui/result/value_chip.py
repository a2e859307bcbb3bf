"""A short value on the tint of a family, as "2 elements" before and "0 elements" now. Selectable."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting

_LONGEST = 48


class ValueChip(QLabel):
    """Elided in the middle when it is long; the tooltip has all of it."""

    def __init__(self, text: str, family: Family, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._family = family
        half = _LONGEST // 2
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half:]}")
        self.setToolTip(text if len(text) > _LONGEST else "")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def _theme_changed(self) -> None:
        self.setFont(fonts.code_font(12))
        self.setContentsMargins(fonts.scaled(6), fonts.scaled(1), fonts.scaled(6), fonts.scaled(1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.fill_round(painter, self.rect(), measures.RADIUS_TAG, theme.current().color(self._family.tint))
        painter.end()
        super().paintEvent(event)
