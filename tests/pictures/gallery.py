"""One board of 1440 x 900 with every component in all its states, to compare with the drawings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.painted import PaintedWidget
from tests.pictures.gallery_controls import fill_controls
from tests.pictures.gallery_findings import fill_findings
from tests.pictures.gallery_tracks import fill_tracks

WIDTH, HEIGHT = 1440, 900


class Gallery(PaintedWidget):
    """The board. The code editor and the key-value table are put in by ``set_code_samples``."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(WIDTH, HEIGHT)
        self.describe("All components and their states")
        fill_controls(self)
        self._table_frame, self._editor_frame = fill_tracks(self)
        fill_findings(self)
        self._rings = _Rings(self)
        self._rings.setGeometry(self.rect())
        self._rings.raise_()

    def set_code_samples(self, editor: QWidget, table: QWidget) -> None:
        """Show these two inside their frames, which keep their rounded lines around them."""
        for frame, sample in ((self._editor_frame, editor), (self._table_frame, table)):
            sample.setParent(frame)
            sample.setGeometry(frame.rect().adjusted(2, 3, -2, -3))
            sample.show()

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.colour("bg.surface"))


class _Rings(PaintedWidget):
    """Draws the focus rings of all controls that are pinned to focus."""

    def __init__(self, board: QWidget) -> None:
        super().__init__(board)
        self._board = board
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paint(self, painter: QPainter) -> None:
        for control in self._board.findChildren(QWidget):
            radius = control.property("focus_radius")
            if control.property(interaction.PINNED) == "focus" and radius is not None:
                corner = control.mapTo(self._board, control.rect().topLeft())
                painting.draw_focus_ring(painter, control.rect().translated(corner), int(radius))


def build_gallery() -> Gallery:
    """The board in the present theme; it follows changes."""
    return Gallery()
