"""The ground of widgets that paint themselves: they describe themselves in a sentence and follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.gui.theme import theme


class PaintedWidget(QWidget):
    """Subclasses override ``paint`` and ``sizeHint``, and ``tip_at`` where parts have tooltips of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.current().changed.connect(self.theme_changed)

    def describe(self, sentence: str) -> None:
        """Set the sentence that assistive technology reads."""
        if self.accessibleName() != sentence:
            self.setAccessibleName(sentence)

    def theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def colour(self, token: str) -> QColor:
        return theme.current().color(token)

    def paint(self, painter: QPainter) -> None:
        """Draw on an antialiased painter."""

    def tip_at(self, position: QPoint) -> str:
        """The tooltip at a position of this widget; empty for the widget's own."""
        return ""

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()
