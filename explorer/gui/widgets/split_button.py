"""A button with a menu at its right end, such as Send with its other ways to send."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.buttons import LOOKS, Button, ButtonKind


class SplitButton(Button):
    """A button with a menu at its right end: a click there, or Alt Down, opens the menu."""

    def __init__(
        self,
        text: str,
        menu: QMenu,
        kind: ButtonKind | str = ButtonKind.PRIMARY,
        icon: str | None = None,
        parent: QWidget | None = None,
        *,
        height_px: int = measures.REQUEST_CONTROL,
    ) -> None:
        super().__init__(text, kind, icon, "", parent, weight=600, height_px=height_px)
        self._options = menu
        self._has_options = True

    def set_options_shown(self, shown: bool) -> None:
        """Hide the menu part, as while the button says Cancel."""
        self._has_options = shown
        self._refresh()

    def open_options(self) -> None:
        """Show the menu below the button, at its right end."""
        width = self._options.sizeHint().width()
        self._options.popup(self.mapToGlobal(QPoint(self.width() - width, self.height() + 2)))

    def _arrow_width(self) -> int:
        return fonts.scaled(30) if self._has_options else 0

    def _body(self) -> QRect:
        return self.rect().adjusted(0, 0, -self._arrow_width(), 0)

    def _on_arrow(self, position: QPoint) -> bool:
        return self._has_options and position.x() >= self.width() - self._arrow_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self._has_options and alt and event.key() == Qt.Key.Key_Down:
            self.open_options()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and self._on_arrow(event.position().toPoint()):
            self.open_options()
            return
        super().mousePressEvent(event)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._arrow_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_options:
            return
        painter = QPainter(self)
        words = QColor(theme.current().color(LOOKS[self._kind].words if self.isEnabled() else "text.disabled"))
        left = self.width() - self._arrow_width()
        size = fonts.scaled(measures.ICON_SMALL)
        icons.paint(painter, QRect(left, (self.height() - size) // 2, self._arrow_width(), size), "chevron-down", words)
        words.setAlphaF(0.35)
        painter.fillRect(left, 0, 1, self.height(), words)
        painter.end()
