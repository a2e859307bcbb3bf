"""A viewer for the lines of a comparison: grounds and bars in the family of their exchange, underlines, hatching."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.diff_lines import DiffLine, Origin, first_lines
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_grid import Grid
from explorer.gui.widgets.viewer_highlight import Language

_UNDERLINE = 2
_GUTTER = measures.CODE_NUMBER_WIDTH
_PX = 12


class DiffText(TextViewer):
    """``set_families`` colours the lines of A and of B."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, gutter=_GUTTER)
        self._rows: Sequence[DiffLine] = ()
        self._families = {Origin.A: Family.OK, Origin.B: Family.CLIENT}
        self.setCornerWidget(QWidget())  # otherwise Fusion paints a square between the scroll bars
        self.setAccessibleName(name)

    @property
    def diff_lines(self) -> Sequence[DiffLine]:
        return self._rows

    def set_families(self, a: Family, b: Family) -> None:
        self._families = {Origin.A: a, Origin.B: b}
        self.viewport().update()

    def set_rows(self, rows: Sequence[DiffLine], language: Language) -> None:
        """Show other lines."""
        self._rows = rows
        self.set_lines([row.text for row in rows], language)

    def go_to_difference(self, step: int) -> bool:
        """Put the caret on the next (1) or previous (-1) stretch that differs; whether there is one."""
        starts = first_lines(self._rows)
        if not starts:
            return False
        here = self.selection.caret[0]
        if step > 0:
            self.go_to(next((line for line in starts if line > here), starts[0]))
        else:
            self.go_to(next((line for line in reversed(starts) if line < here), starts[-1]))
        return True

    def gutter_text(self, line: int) -> str:
        number = self._rows[line].number if line < len(self._rows) else 0
        # The blank keeps the number away from the text; there is no room here for a column of folds.
        return f"{number} " if number else ""

    def ground_token(self, line: int) -> str:
        family = self._families.get(self._rows[line].origin) if line < len(self._rows) else None
        return family.tint if family else ""

    def _paint_marks(self, painter: QPainter, row: DiffLine, area: QRectF) -> None:
        colour = theme.current().color
        if row.origin is Origin.FILLER:
            painter.fillRect(area, QBrush(colour("line.default"), Qt.BrushStyle.BDiagPattern))
            return
        family = self._families.get(row.origin)
        if family is None:
            return
        painter.fillRect(QRectF(area.left(), area.top(), measures.CODE_FAULT_BAR, area.height()), colour(family.line))
        painter.setClipRect(area.adjusted(self.text_x - 1, 0, 0, 0))
        left = area.left() + self.text_x - self.horizontalScrollBar().value()
        for start, end in row.spans:
            for begin, stop in self.grid.spans(row.text, start, end):
                line = QRectF(left + begin, area.bottom() - _UNDERLINE - 1, max(1.0, stop - begin), _UNDERLINE)
                painter.fillRect(line, colour(family.line))
        painter.setClipping(False)

    def _theme_changed(self) -> None:
        super()._theme_changed()
        # Two texts share the pane: smaller letters, so that a usual line is seen whole in each.
        self.font_in_use = fonts.code_font(_PX)
        self.grid = Grid(self.font_in_use)
        self._lay_out()

    def _lay_out(self) -> None:
        super()._lay_out()
        # The viewer leaves room behind the longest line; a bar for that room alone would take a line from the text.
        width = self.text_x + round(self._longest * self.grid.column_width)
        fits = width <= self.viewport().width()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if policy is not self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(policy)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        top = -self.scroll_y + self.top_padding
        first = max(0, self.row_at(event.rect().top()))
        last = min(len(self.rows) - 1, self.row_at(event.rect().bottom()))
        for index in range(first, last + 1):
            line, start, _ = self.rows.row(index)
            area = QRectF(0, top + index * self.line_height, self.viewport().width(), self.line_height)
            if line < len(self._rows) and not start:
                self._paint_marks(painter, self._rows[line], area)
        painter.end()
