"""A square button that shows one icon. Its tip is its accessible name."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting


class IconButton(QToolButton):
    """28 x 28 with a 16 px icon; ``color_token`` colours the icon."""

    def __init__(
        self,
        icon: str,
        tip: str,
        parent: QWidget | None = None,
        *,
        color_token: str = "text.secondary",
        size_px: int = measures.ICON_BUTTON,
        icon_px: int = measures.ICON,
    ) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, color_token
        self._size_px, self._icon_px = size_px, icon_px
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tip(tip)
        theme.current().changed.connect(self._refresh)

    @property
    def icon_name(self) -> str:
        return self._icon

    def set_tip(self, tip: str) -> None:
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def set_icon(self, icon: str, color_token: str = "") -> None:
        self._icon = icon
        self._token = color_token or self._token
        self.update()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = fonts.scaled(self._size_px)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, colour = interaction.of(self), theme.current().color
        if state.pressed or self.isChecked():
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("bg.pressed"))
        elif state.hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("bg.hover"))
        side = fonts.scaled(self._icon_px)
        area = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        icons.paint(painter, area, self._icon, colour(self._token if state.enabled else "text.disabled"))
        painter.end()
