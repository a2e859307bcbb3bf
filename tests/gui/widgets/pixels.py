"""Looks at what a widget painted."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def picture(widget: QWidget) -> QImage:
    """What the widget shows now."""
    return widget.grab().toImage()


def shows(widget: QWidget, colour: QColor, area: QRect | None = None, least: int = 1) -> bool:
    """True when at least ``least`` pixels of the area have exactly this colour."""
    image = picture(widget)
    part = area or QRect(0, 0, image.width(), image.height())
    found = 0
    for y in range(part.top(), min(part.bottom() + 1, image.height())):
        for x in range(part.left(), min(part.right() + 1, image.width())):
            found += image.pixelColor(x, y) == colour
            if found >= least:
                return True
    return False
