"""A picture in the middle of the pane, made smaller to fit until one looks closer; what is transparent is chequered."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import LIGHT
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.segments import Segment, Segments

_MARGIN = 16
_SQUARE = 8
_STEP = 1.25
_LEAST, _MOST = 0.05, 32.0
_SHARP_FROM = 2.0
"""From this zoom on each pixel is a square."""


class ImagePreview(QWidget):
    """Shows an image with its size in pixels below; a broken one is said to be broken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = ImageCanvas()
        self._words = QLabel()
        self._words.setProperty("tone", "muted")
        self.zoom = Segments(
            (Segment(key="fit", title=self.tr("Fit")), Segment(key="actual", title=self.tr("100 %"))),
            self.tr("Size of the picture"),
        )
        self.zoom.setToolTip(self.tr("0 fits the picture, 1 shows its own size, + and - or Ctrl and the wheel zoom"))
        self.zoom.current_changed.connect(self._choose)
        self.canvas.zoomed.connect(self._zoomed)
        bar = QHBoxLayout()
        bar.setContentsMargins(measures.BOTTOM_BAR_PADDING, 6, measures.CELL_PADDING, 6)
        bar.setSpacing(measures.BOTTOM_BAR_GAP)
        bar.addWidget(self._words, 1)
        bar.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(Hairline())
        column.addLayout(bar)

    def set_image(self, image: QImage | None) -> None:
        """Another picture, as large as there is room for it."""
        self.canvas.set_image(image or QImage())
        self.canvas.setAccessibleName(self.tr("Picture") + ", " + self.caption())
        self.zoom.setVisible(not self.canvas.image.isNull())

    def caption(self) -> str:
        image = self.canvas.image
        if image.isNull():
            return self.tr("This picture cannot be shown.")
        return self.tr("{0} by {1} pixels").format(image.width(), image.height())

    def words(self) -> str:
        """The caption and the zoom, as below the picture."""
        return self._words.text()

    def _choose(self, key: str) -> None:
        self.canvas.set_zoom(None if key == "fit" else 1.0)

    def _zoomed(self) -> None:
        percent = round(self.canvas.scale() * 100)
        is_own_size = self.canvas.image.isNull() or percent == 100
        self._words.setFont(fonts.tabular(fonts.ui_font(12)))
        self._words.setText(self.caption() if is_own_size else f"{self.caption()} · {percent} %")
        self.zoom.blockSignals(True)
        self.zoom.set_current("fit" if self.canvas.is_fitted or percent != 100 else "actual")
        self.zoom.blockSignals(False)


class ImageCanvas(QAbstractScrollArea):
    """The picture at a zoom; dragging moves it, as the arrows do."""

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.image = QImage()
        self._held = QPoint()
        self._zoom: float | None = None
        """None fits the room, but never makes larger."""
        theme.current().changed.connect(self.viewport().update)

    @property
    def is_fitted(self) -> bool:
        return self._zoom is None

    def set_image(self, image: QImage) -> None:
        self.image = image
        self.set_zoom(None)

    def set_zoom(self, zoom: float | None, at: QPoint | None = None) -> None:
        """Screen pixels for each of the picture, in the theme's scale of 1; what is ``at`` a point stays there."""
        at = at or self.viewport().rect().center()
        place, before = self._place(), self.scale()
        self._zoom = None if zoom is None else min(_MOST, max(_LEAST, zoom))
        ratio = self.scale() / before
        x, y = (at.x() - place.x()) * ratio, (at.y() - place.y()) * ratio
        self._spread()
        self.horizontalScrollBar().setValue(round(x + _MARGIN - at.x()))
        self.verticalScrollBar().setValue(round(y + _MARGIN - at.y()))
        self.viewport().update()
        self.zoomed.emit()

    def scale(self) -> float:
        """The zoom in effect."""
        if self._zoom is not None or self.image.isNull():
            return self._zoom or 1.0
        room = self.maximumViewportSize()
        across = (room.width() - 2 * _MARGIN) / self.image.width()
        return max(_LEAST / 10, min(1.0, across, (room.height() - 2 * _MARGIN) / self.image.height()))

    def _spread(self) -> None:
        room = self.maximumViewportSize()
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        sides = ((room.width(), self.image.width()), (room.height(), self.image.height()))
        for bar, (seen, side) in zip(bars, sides, strict=True):
            over = 0 if self._zoom is None else ceil(side * self._zoom) + 2 * _MARGIN - seen
            bar.setRange(0, max(0, over))
            bar.setPageStep(seen)
            bar.setSingleStep(20)

    def _place(self) -> QRectF:
        scale, room = self.scale(), self.viewport().rect()
        width, height = self.image.width() * scale, self.image.height() * scale
        x = max(_MARGIN, (room.width() - width) / 2) - self.horizontalScrollBar().value()
        y = max(_MARGIN, (room.height() - height) / 2) - self.verticalScrollBar().value()
        return QRectF(x, y, width, height)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self.viewport()), theme.current().color
        painter.fillRect(self.viewport().rect(), colour("bg.inset"))
        if self.image.isNull():
            painter.setFont(fonts.ui_font(13))
            painter.setPen(colour("text.secondary"))
            words = self.tr("This picture cannot be shown.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
        else:
            place = self._place()
            if self.image.hasAlphaChannel():
                painter.setBrushOrigin(place.topLeft())
                painter.fillRect(place, _chequered())
            smooth = self.scale() < _SHARP_FROM
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(place, self.image)
            painter.setPen(colour("line.default"))
            painter.drawRect(place.toAlignedRect().adjusted(-1, -1, 0, 0))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()
        self.zoomed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved, self._held = event.position().toPoint() - self._held, event.position().toPoint()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = event.position().toPoint()
            self.set_zoom(self.scale() * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP), at)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self.scale() * _STEP)
            case Qt.Key.Key_Minus:
                self.set_zoom(self.scale() / _STEP)
            case Qt.Key.Key_0:
                self.set_zoom(None)
            case Qt.Key.Key_1:
                self.set_zoom(1.0)
            case _:
                super().keyPressEvent(event)


def _chequered() -> QBrush:
    """Light in both themes: pictures with a transparent ground are made for light pages."""
    square = fonts.scaled(_SQUARE)
    tile = QPixmap(2 * square, 2 * square)
    tile.fill(QColor(LIGHT["bg.surface"]))
    painter = QPainter(tile)
    for x, y in ((0, 0), (square, square)):
        painter.fillRect(QRect(x, y, square, square), QColor(LIGHT["bg.hover"]))
    painter.end()
    return QBrush(tile)
