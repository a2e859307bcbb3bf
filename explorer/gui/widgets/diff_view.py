"""A short preview of a change: lines with minus and plus in the gutter, on the grounds of removed and added lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

_GROUNDS = {"-": "diff.del", "+": "diff.add"}
_MAX_LINES = 12


class DiffView(TextViewer):
    """As high as its lines; more than a dozen scroll. The lines keep their characters, so they can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, gutter=measures.CODE_GUTTER)
        self._signs: tuple[str, ...] = ()
        self.setObjectName("diff-view")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Preview of the fix"))

    def set_preview(self, preview: Sequence[str], language: Language = Language.JSON) -> None:
        """Lines beginning with "-", "+" or " "."""
        self._signs = tuple(line[:1] if line[:1] in ("-", "+") else "" for line in preview)
        self.set_lines([line[1:] for line in preview], language)
        scrolls = len(preview) > _MAX_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.updateGeometry()

    @property
    def top_padding(self) -> int:
        return fonts.scaled(4)

    def gutter_text(self, line: int) -> str:
        return self._signs[line] if line < len(self._signs) else ""

    def ground_token(self, line: int) -> str:
        return _GROUNDS.get(self.gutter_text(line), "")

    def sizeHint(self) -> QSize:
        rows = max(1, min(len(self.lines), _MAX_LINES))
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return QSize(320, rows * self.line_height + 2 * self.top_padding + extra + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.current().color("line.default")
        painting.draw_frame(painter, self.viewport().rect(), measures.RADIUS_CONTROL, border)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()
