"""A picture in the middle of the pane, made smaller to fit, never larger."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts, theme

_MARGIN = 16
_CAPTION = 24


class ImagePreview(QWidget):
    """Shows an image with its size in pixels below; a broken one is said to be broken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()

    def set_image(self, image: QImage | None) -> None:
        self._image = image or QImage()
        self.setAccessibleName(self.tr("Picture") + ", " + self.caption())
        self.update()

    def caption(self) -> str:
        if self._image.isNull():
            return self.tr("This picture cannot be shown.")
        return self.tr("{0} by {1} pixels").format(self._image.width(), self._image.height())

    def _place(self) -> QRectF:
        room = QSize(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN - _CAPTION)
        size = self._image.size() / self._image.devicePixelRatio()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, _MARGIN, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colour = theme.current().color
        painter.fillRect(self.rect(), colour("bg.surface"))
        bottom = float(_MARGIN)
        if not self._image.isNull():
            place = self._place()
            painter.drawImage(place, self._image)
            bottom = place.bottom()
        painter.setFont(fonts.ui_font(12))
        painter.setPen(colour("text.muted"))
        caption = QRectF(0, bottom + 4, self.width(), _CAPTION)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self.caption())
        painter.end()
