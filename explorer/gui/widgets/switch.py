"""An on and off switch."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import interaction, painting


class Switch(QAbstractButton):
    """28 x 16; ``toggled`` carries the new state."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setProperty("focus_radius", measures.SWITCH_HEIGHT // 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)

    def _ground(self) -> str:
        state = interaction.of(self)
        if not state.enabled:
            return "line.default"
        if self.isChecked():
            return "accent.fill-hover" if state.hovered else "accent.fill"
        return "line.control"

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(measures.SWITCH_WIDTH), fonts.scaled(measures.SWITCH_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        size = self.sizeHint()
        track = QRectF(0, (self.height() - size.height()) / 2, size.width(), size.height())
        painting.fill_round(painter, track, track.height() / 2, colour(self._ground()))
        side = track.height() - 4
        left = track.right() - 2 - side if self.isChecked() else track.left() + 2
        painter.setBrush(colour("text.on-accent"))
        painter.drawEllipse(QRectF(left, track.top() + 2, side, side))
        painter.end()
