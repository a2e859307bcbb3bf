"""Bytes or a file -> a picture, upright as its EXIF orientation says; SVG without anything that it would load."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from explorer.core.content.svg_text import harmless
from explorer.core.model.exchange import Content

_LONGEST_SIDE = 2000
_SVG_SIDE = 512


def raster(content: Content) -> QImage:
    """A null image when it cannot be read."""
    if content.is_complete or content.path is None:
        buffer = QBuffer()
        buffer.setData(QByteArray(content.data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
    else:
        reader = QImageReader(str(content.path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader.read()


def drawing(text: str) -> QImage:
    """An SVG text drawn at its own size, or a null image."""
    from PySide6.QtSvg import QSvgRenderer  # most answers are no SVG

    try:
        renderer = QSvgRenderer(QByteArray(harmless(text)))
    except ValueError:
        return QImage()
    if not renderer.isValid():
        return QImage()
    size = renderer.defaultSize()
    if size.isEmpty():
        size = QSize(_SVG_SIDE, _SVG_SIDE)
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        size = size.scaled(_LONGEST_SIDE, _LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
