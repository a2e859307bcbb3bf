"""A light veil over the old response while the next one is under way. Everything under it stays usable."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.gui.widgets.painted import PaintedWidget

_COVER = 0.45


class Veil(PaintedWidget):
    """Covers ``target``, whose size it follows. An effect on the target would leave traces when the target moves."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        target.installEventFilter(self)

    def cover(self) -> None:
        self.resize(self._target.size())
        self.raise_()
        self.show()

    def paint(self, painter: QPainter) -> None:
        ground = self.colour("bg.surface")
        ground.setAlphaF(_COVER)
        painter.fillRect(self.rect(), ground)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False
