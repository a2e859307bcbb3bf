"""Draws the one-colour SVG icons in a token's colour, crisp at every pixel ratio. Files are read on first use."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from explorer import assets
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import ICON
from explorer.gui.theme.tokens import Family

INLINE_MAX_PX = 12
"""Up to this size icons stand in bold text, so their strokes are drawn heavier."""


def icon(name: str, color_token: str = "text.secondary", size: int = ICON) -> QIcon:
    """An icon for Qt's own widgets, with a disabled look. It keeps its colours; ``bind`` follows the theme."""
    made = QIcon()
    for dpr in sorted({1.0, QGuiApplication.primaryScreen().devicePixelRatio()}):
        made.addPixmap(pixmap(name, color_token, size, dpr))
        made.addPixmap(pixmap(name, "text.disabled", size, dpr), QIcon.Mode.Disabled)
    return made


def bind(target: QAction | QAbstractButton, name: str, color_token: str = "text.secondary", size: int = ICON) -> None:
    """Give an action or a button this icon and renew it whenever the theme changes."""
    for old in target.findChildren(_Binding, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    _Binding(target, name, color_token, size).renew()


def pixmap(name: str, color_token: str, size: int, dpr: float = 1.0, fault: Family = Family.CLIENT) -> QPixmap:
    """The icon as a square of ``size`` device-independent pixels. Raises FileNotFoundError for an unknown name."""
    return _rendered(name, theme.current().color(color_token, fault).name(), size, dpr)


def paint(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Draw the icon in the middle of ``rect``, as large as its shorter side."""
    size = round(min(rect.width(), rect.height()))
    drawn = _rendered(name, colour.name(), size, painter.device().devicePixelRatioF())
    area = QRectF(rect)
    painter.drawPixmap(QRectF(_at(area, size)), drawn, QRectF(drawn.rect()))


def _at(area: QRectF, size: int) -> QRect:
    return QRect(round(area.x() + (area.width() - size) / 2), round(area.y() + (area.height() - size) / 2), size, size)


@lru_cache(maxsize=512)
def _rendered(name: str, colour: str, size: int, dpr: float) -> QPixmap:
    source = _svg(name).replace("currentColor", colour)
    if size <= INLINE_MAX_PX:
        source = source.replace('stroke-width="2"', 'stroke-width="2.5"')
    drawn = QPixmap(QSize(size, size) * dpr)
    drawn.setDevicePixelRatio(dpr)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return assets.text(f"icons/{name}.svg")


class _Binding(QObject):
    """Renews the icon of its parent. Qt icons keep their pixels, and an icon engine in Python crashes on detach."""

    def __init__(self, target: QAction | QAbstractButton, name: str, token: str, size: int) -> None:
        super().__init__(target)
        self._target, self._name, self._token, self._size = target, name, token, size
        theme.current().changed.connect(self.renew)

    def renew(self) -> None:
        size = fonts.scaled(self._size)
        self._target.setIcon(icon(self._name, self._token, size))
        if isinstance(self._target, QAbstractButton):
            self._target.setIconSize(QSize(size, size))
