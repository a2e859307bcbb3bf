"""A frame with an example body, as high as its lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

_GUTTER = 44


class ExampleView(TextViewer):
    """Wheel events pass on to the sheet, which is what scrolls."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, gutter=_GUTTER)
        self.setAccessibleName("Example")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        is_json = text.lstrip()[:1] in ("{", "[")
        self.set_lines(text.split("\n"), Language.JSON if is_json else Language.PLAIN)

    @property
    def top_padding(self) -> int:
        return fonts.scaled(5)

    def ground_token(self, line: int) -> str:
        return ""

    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return QSize(320, len(self.lines) * self.line_height + 2 * self.top_padding + extra)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.current().color("line.default")
        painting.draw_frame(painter, self.viewport().rect(), measures.RADIUS_CONTROL, border)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
