"""A specimen of a font that came as a body: what it is called, a line in several sizes, its signs.

The font is read for the specimen alone; it is never among those of the program.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPointF, QSize
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QPaintEvent, QRawFont
from PySide6.QtWidgets import QWidget

from explorer.core.model.exchange import Content
from explorer.gui.theme import fonts, theme

PANGRAM = "The quick brown fox jumps over the lazy dog. 0123456789"
SIZES = (12, 16, 24, 36, 60)
_LONGEST_BYTES = 50_000_000
_MARGIN = 24
_GAP = 14
_CAPTION = 18
_SIGNS = 400
_SIGN_SIZE = 24
_FIRST_SIGN, _LAST_SIGN = 0x21, 0xFFFF


class FontPreview(QWidget):
    """Shows the specimen of a font, or that it cannot be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font = QRawFont()
        self._sample = ""
        self._signs = ""

    def set_font(self, content: Content | None) -> None:
        """The specimen of another body; None lets the font go."""
        self._font = QRawFont()
        data = _bytes_of(content) if content is not None else b""
        if data:
            self._font.loadFromData(QByteArray(data), SIZES[0], QFont.HintingPreference.PreferNoHinting)
        known = [chr(code) for code in range(_FIRST_SIGN, _LAST_SIGN) if self._has(code)] if data else []
        self._signs = "".join(known[:_SIGNS])
        is_latin = all(self._has(ord(sign)) for sign in PANGRAM) if data else False
        self._sample = PANGRAM if is_latin else self._signs[:40]
        self.setAccessibleName(", ".join(filter(None, (self.tr("Font"), self.caption()))))
        self.update()

    def caption(self) -> str:
        """Family, style and how many glyphs there are."""
        if not self._font.isValid():
            return self.tr("This font cannot be shown here.")
        glyphs = int.from_bytes(bytes(self._font.fontTable("maxp").data())[4:6], "big")
        words = (self._font.familyName(), self._font.styleName(), self.tr("{0} glyphs").format(f"{glyphs:,}"))
        return " · ".join(filter(None, words))

    def sample(self) -> str:
        """The line that is shown in several sizes."""
        return self._sample

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def _has(self, code: int) -> bool:
        return self._font.isValid() and self._font.supportsCharacter(code)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme.current().color
        painter.fillRect(self.rect(), colour("bg.surface"))
        painter.setFont(fonts.ui_font(13))
        painter.setPen(colour("text.secondary"))
        painter.drawText(QPointF(_MARGIN, _MARGIN + _CAPTION / 2), self.caption())
        y = float(_MARGIN + _CAPTION + _GAP)
        for size in SIZES if self._sample else ():
            y = self._line(painter, self._sample, size, y)
        if self._signs:
            painter.setPen(colour("line.subtle"))
            painter.drawLine(QPointF(_MARGIN, y), QPointF(self.width() - _MARGIN, y))
            self._grid(painter, y + _GAP)
        painter.end()

    def _line(self, painter: QPainter, text: str, size: int, y: float) -> float:
        """Draw a line below ``y`` as far as there is room; where the next one goes."""
        self._font.setPixelSize(fonts.scaled(size))
        painter.setFont(fonts.tabular(fonts.ui_font(11)))
        painter.setPen(theme.current().color("text.muted"))
        base = y + self._font.ascent()
        painter.drawText(QPointF(_MARGIN, base), str(size))
        painter.setPen(theme.current().color("text.primary"))
        glyphs = self._font.glyphIndexesForString(text)
        x, places = float(_MARGIN + 32), []
        for advance in self._font.advancesForGlyphIndexes(glyphs):
            places.append(QPointF(x, base))
            x += advance.x()
        shown = sum(place.x() < self.width() - _MARGIN for place in places)
        self._draw(painter, glyphs[:shown], places[:shown])
        return base + self._font.descent() + _GAP

    def _grid(self, painter: QPainter, y: float) -> None:
        self._font.setPixelSize(fonts.scaled(_SIGN_SIZE))
        step = fonts.scaled(_SIGN_SIZE * 2)
        columns = max(1, (self.width() - 2 * _MARGIN) // step)
        rows = max(0, int((self.height() - y) // step))
        glyphs = self._font.glyphIndexesForString(self._signs[: columns * rows])
        base = y + self._font.ascent()
        places = [
            QPointF(_MARGIN + number % columns * step, base + number // columns * step) for number in range(len(glyphs))
        ]
        painter.setPen(theme.current().color("text.primary"))
        self._draw(painter, glyphs, places)

    def _draw(self, painter: QPainter, glyphs: list[int], places: list[QPointF]) -> None:
        run = QGlyphRun()
        run.setRawFont(self._font)
        run.setGlyphIndexes(glyphs)
        run.setPositions(places)
        painter.drawGlyphRun(QPointF(0, 0), run)


def _bytes_of(content: Content) -> bytes:
    if content.is_complete or content.path is None:
        return content.data
    if content.size_bytes > _LONGEST_BYTES:
        return b""
    try:
        return content.path.read_bytes()
    except OSError:
        return b""
