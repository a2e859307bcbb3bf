"""Text from right to left within lines that always begin at the left.

A stretch of Hebrew or Arabic is set by itself, so it reads as it should and nothing around it changes places: quotes,
brackets and what separates values end it. Inside, columns and pixels go through Qt's own layout of the stretch.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFT = "A-Za-z\u00aa-\u024f\u0370-\u058f\u0900-\u1fff\u3040-\ud7ff"
_ENDING = "\"'`{}\\[\\]<>=|&\\\\\t\u202a-\u202e\u2066-\u2069"
_STRETCH = re.compile(f"[{_RIGHT}](?:(?:[^{_LEFT}{_ENDING},;:]|[,;:](?= ))*[{_RIGHT}])?")
"""A comma ends it where no blank follows: between values, not within a sentence."""
_ANY = re.compile(f"[{_RIGHT}]")

Piece = tuple[int, int, bool]
"""Begin, end, and whether it goes from right to left."""


def has_stretches(text: str) -> bool:
    return _ANY.search(text) is not None


@lru_cache(maxsize=512)
def pieces(text: str) -> tuple[Piece, ...]:
    """The text in order, cut where the direction changes."""
    found: list[Piece] = []
    position = 0
    for match in _STRETCH.finditer(text):
        if match.start() > position:
            found.append((position, match.start(), False))
        found.append((match.start(), match.end(), True))
        position = match.end()
    if position < len(text):
        found.append((position, len(text), False))
    return tuple(found)


class Stretch:
    """One piece from right to left, laid out."""

    def __init__(self, text: str, font: QFont) -> None:
        self._text = text
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        self._line = self._layout.createLine()
        self._line.setLineWidth(1e7)
        self._layout.endLayout()
        self.width = self._line.naturalTextWidth()

    def x_of(self, column: int) -> float:
        """Where a character begins, which is its right edge mostly."""
        if column >= len(self._text):
            return self.width
        return self._x(self._unit(column))

    def spans(self, first: int, last: int) -> list[tuple[float, float]]:
        """Where the characters from ``first`` to ``last`` are; more than one span around numbers."""
        found: list[tuple[float, float]] = []
        extents = sorted(self._extent(column) for column in range(first, last))
        for begin, end in extents:
            if found and begin <= found[-1][1] + 0.5:
                found[-1] = (found[-1][0], max(found[-1][1], end))
            else:
                found.append((begin, end))
        return found

    def column_at(self, x: float) -> int:
        return self._column(self._line.xToCursor(x))

    def _extent(self, column: int) -> tuple[float, float]:
        unit = self._unit(column)
        begin, end = self._x(unit), self._x(unit, QTextLine.Edge.Trailing)
        return min(begin, end), max(begin, end)

    def _x(self, unit: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
        found: Any = self._line.cursorToX(unit, edge)  # a pair, which the type hints of PySide do not say
        return float(found[0])

    def _unit(self, column: int) -> int:
        """Qt counts in UTF-16."""
        return len(self._text[:column].encode("utf-16-le")) // 2

    def _column(self, unit: int) -> int:
        return len(self._text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))
