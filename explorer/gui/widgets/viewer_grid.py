"""Columns of a line <-> pixels in a code font. ASCII stands on the grid; other lines are measured."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

TAB = "    "
_MEASURED_LIMIT = 4000
"""Longer lines keep to the grid even with wide characters: measuring them on every move would be slow."""
_CONTROLS = {code: 0x2400 + code for code in range(32) if code != 9} | {127: 0x2421}


class Grid:
    """Widths for one font."""

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self.column_width = self._metrics.horizontalAdvance("0")
        self.ascent = self._metrics.ascent()
        self.height = self._metrics.height()

    def x_of(self, text: str, column: int) -> float:
        """Pixels from the begin of ``text`` to a column."""
        if self._on_grid(text):
            return column * self.column_width
        return self._metrics.horizontalAdvance(shown(text[:column]))

    def column_at(self, text: str, x: float) -> int:
        """The column boundary nearest to a pixel."""
        guess = max(0, round(x / self.column_width))
        if self._on_grid(text):
            return min(guess, len(text))
        low, high = 0, len(text)
        while low < high:
            middle = (low + high) // 2
            if (self.x_of(text, middle) + self.x_of(text, middle + 1)) / 2 < x:
                low = middle + 1
            else:
                high = middle
        return low

    def _on_grid(self, text: str) -> bool:
        return len(text) > _MEASURED_LIMIT or (text.isascii() and "\t" not in text)


def shown(text: str) -> str:
    """The text as it is drawn: tabs four columns wide, control characters as their pictures."""
    return text if text.isprintable() else text.translate(_CONTROLS).replace("\t", TAB)
