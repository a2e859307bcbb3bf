"""Columns of a line <-> pixels in a code font. ASCII stands on the grid; other lines are measured."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from explorer.gui.widgets.viewer_bidi import Stretch, has_stretches, pieces
from explorer.gui.widgets.viewer_clusters import nearest

TAB = "    "
_MEASURED_LIMIT = 4200
"""Longer lines keep to the grid even with wide characters: measuring them on every move would be slow. Rows of a file
are shorter."""

_UNSEEN = (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x80, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F))
"""Characters without a picture, and those that turn the direction of others ("Trojan source")."""

_JOINERS = (0x200C, 0x200D)
"""These belong to the letters and emoji they stand between."""

_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if code != 9} | {127: "\u2421"}
_CONTROLS |= {code: f"‹{code:04X}›" for code in (*_UNSEEN, *range(0x2060, 0x2070)) if code not in _JOINERS}


class Grid:
    """Widths for one font."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self.column_width = self._metrics.horizontalAdvance("0")
        self.ascent = self._metrics.ascent()
        self.height = self._metrics.height()
        self._stretches: dict[str, Stretch] = {}
        self._asked, self._stands = "", True

    def x_of(self, text: str, column: int) -> float:
        """Pixels from the begin of ``text`` to a column."""
        if self._on_grid(text):
            return column * self.column_width
        if not has_stretches(text):
            return self._advance(text[:column])
        x = 0.0
        for begin, end, is_right in pieces(text):
            if column < end:
                inside = column - begin
                return x + (
                    self._stretch(text[begin:end]).x_of(inside) if is_right else self._advance(text[begin:column])
                )
            x += self._advance(text[begin:end])
        return x

    def width_of(self, text: str) -> float:
        """Pixels of the whole text."""
        if self._on_grid(text):
            return len(text) * self.column_width
        return sum(self._advance(text[begin:end]) for begin, end, _ in pieces(text))

    def spans(self, text: str, first: int, last: int) -> list[tuple[float, float]]:
        """Where the characters between two columns are drawn, in pixels."""
        if self._on_grid(text) or not has_stretches(text):
            return [(self.x_of(text, first), self.x_of(text, last))]
        found: list[tuple[float, float]] = []
        x = 0.0
        for begin, end, is_right in pieces(text):
            start, stop = max(first, begin), min(last, end)
            if start < stop and is_right:
                inside = self._stretch(text[begin:end]).spans(start - begin, stop - begin)
                found.extend((x + left, x + right) for left, right in inside)
            elif start < stop:
                found.append((x + self._advance(text[begin:start]), x + self._advance(text[begin:stop])))
            x += self._advance(text[begin:end])
        return found or [(self.x_of(text, first), self.x_of(text, first))]

    def column_at(self, text: str, x: float) -> int:
        """The column boundary nearest to a pixel."""
        if self._on_grid(text):
            return min(max(0, round(x / self.column_width)), len(text))
        if not has_stretches(text):
            return self._nearest(text, 0, len(text), x)
        left = 0.0
        for begin, end, is_right in pieces(text):
            right = left + self._advance(text[begin:end])
            if x < right or end == len(text):
                if is_right:
                    return nearest(text, begin + self._stretch(text[begin:end]).column_at(x - left))
                return self._nearest(text, begin, end, x - left)
            left = right
        return len(text)

    def draw(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Draw a text from a point of the base line on; each piece stands by itself."""
        if text.isascii() or not has_stretches(text):
            painter.drawText(at, shown(text))
            return
        x = at.x()
        for begin, end, _ in pieces(text):
            painter.drawText(QPointF(x, at.y()), shown(text[begin:end]))
            x += self._advance(text[begin:end])

    def is_on_grid(self, text: str) -> bool:
        """Whether every character takes one column."""
        return self._on_grid(text)

    def _nearest(self, text: str, begin: int, end: int, x: float) -> int:
        low, high = begin, end
        while low < high:
            middle = nearest(text, (low + high) // 2)
            following = nearest(text, middle + 1, 1)
            if middle < begin or (self._between(text, begin, middle) + self._between(text, begin, following)) / 2 < x:
                low = following
            else:
                high = middle
        return min(low, end)

    def _between(self, text: str, begin: int, column: int) -> float:
        return self._advance(text[begin:column])

    def _advance(self, text: str) -> float:
        return self._metrics.horizontalAdvance(shown(text))

    def _stretch(self, text: str) -> Stretch:
        if len(self._stretches) > 200:
            self._stretches.clear()
        if text not in self._stretches:
            self._stretches[text] = Stretch(shown(text), self._font)
        return self._stretches[text]

    def _on_grid(self, text: str) -> bool:
        # Every hit in a row asks this about the same text.
        if text is not self._asked:
            self._asked = text
            self._stands = len(text) > _MEASURED_LIMIT or (text.isascii() and "\t" not in text and text.isprintable())
        return self._stands


def shown(text: str) -> str:
    """The text as it is drawn: tabs four columns wide, control characters as their pictures, those that have none as
    their numbers."""
    return text if text.isprintable() else text.translate(_CONTROLS).replace("\t", TAB)
