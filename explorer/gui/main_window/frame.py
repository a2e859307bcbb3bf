"""The top-level window before and around its contents. Light on purpose: it is on the screen before the rest of the
program, the theme included, has been imported, and shows the outlines of what is to come.

The ``Qt`` namespace is not touched here: its first use costs as much as all of this.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from explorer.core.settings import ThemeChoice
from explorer.gui.theme import measures
from explorer.gui.theme.tokens import DARK, LIGHT

_WIDTH, _HEIGHT = 1440, 900
_SMALLEST = (900, 600)
_BAR = 10


class Frame(QMainWindow):
    """Holds one widget; asks before it closes."""

    first_painted = Signal()
    """The outlines are on the screen: now the rest may be made."""
    close_requested = Signal()
    """The person closes the window: whoever runs the program ends all tasks, then calls ``close_now``."""

    def __init__(self, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__()
        self._closing = False
        self._painted = False
        self.setWindowTitle("Explorer")
        self.setMinimumSize(*_SMALLEST)
        self.resize(_WIDTH, _HEIGHT)
        self.setCentralWidget(Outlines(_colours(choice), self))

    def close_now(self) -> None:
        """Close without asking again."""
        self._closing = True
        self.close()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if not self._painted and event.type() is QEvent.Type.Paint:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()


class Outlines(QWidget):
    """Grounds and lines of the window to come, without any text."""

    def __init__(self, colours: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), min(measures.SIDEBAR_WIDTH, self.width())
        width, height = self.width(), self.height() - measures.STATUS_BAR
        strip, bar = measures.TAB_STRIP, measures.TAB_STRIP + measures.REQUEST_BAR
        self._fill(painter, "bg.app", 0, 0, width, self.height())
        self._fill(painter, "bg.surface", side, strip, width - side, height - strip)
        self._fill(painter, "line.default", side, 0, 1, height)
        self._fill(painter, "line.default", side, strip - 1, width - side, 1)
        self._fill(painter, "line.subtle", side, bar, width - side, 1)
        self._fill(painter, "line.default", 0, height, width, 1)
        for row in range(8):
            self._fill(painter, "bg.hover", 24, 76 + row * measures.TREE_ROW, 80 + (row * 37) % 90, _BAR)
        painter.end()

    def _fill(self, painter: QPainter, token: str, x: int, y: int, width: int, height: int) -> None:
        # A pixel stretched: filling a rectangle with a colour would touch the Qt namespace.
        pixel = QPixmap(1, 1)
        pixel.fill(QColor(self._colours[token]))
        painter.drawPixmap(x, y, width, height, pixel)


def _colours(choice: ThemeChoice) -> Mapping[str, str]:
    if choice is ThemeChoice.SYSTEM:
        return DARK if QApplication.palette().window().color().lightness() < 128 else LIGHT
    return DARK if choice is ThemeChoice.DARK else LIGHT
