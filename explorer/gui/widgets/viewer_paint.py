"""Paints rows of a text viewer: ground, gutter, hits, selection and coloured text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.viewer_highlight import LONG_LINE, Span, spans

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer

_AHEAD = 800
"""Characters behind the right edge that are looked at for colours: where a string ends, whether a name comes to its
colon. The rest of a row of thousands is nobody's concern until it is scrolled to."""

_MANY_PIECES = 12
"""A row of more pieces is drawn colour by colour: each call takes as long for one sign as for a line of them."""

_VARIABLE = "syntax.variable"


class RowPainter:
    """Made for one paint event; holds what all rows share."""

    def __init__(self, viewer: TextViewer, painter: QPainter) -> None:
        self._viewer = viewer
        self._painter = painter
        self._colour = theme.current().color
        self._scroll = viewer.horizontalScrollBar().value()
        self._width = viewer.viewport().width()
        self._left = viewer.text_x
        self._numbers = fonts.scaled(measures.CODE_NUMBER_WIDTH) + viewer.gutter_extra
        self._has_marks = viewer.search.has_hits or viewer.flaw is not None or not viewer.selection.is_empty
        self._clip = QRectF(self._left - 1, 0, self._width - self._left + 1, viewer.viewport().height())
        self._baseline = (viewer.line_height - viewer.grid.height) / 2 + viewer.grid.ascent

    def paint(self, indices: range, top: int) -> None:
        """Rows of the viewer; ``top`` is where its very first one would begin. What rows have in common is set once."""
        height = self._viewer.line_height
        rows = [
            (*self._viewer.rows.row(index), QRectF(0, top + index * height, self._width, height)) for index in indices
        ]
        for line, _, _, area in rows:
            if token := self._viewer.ground_token(line):
                self._painter.fillRect(area, self._colour(token))
        self._painter.setClipRect(self._clip)
        for line, start, end, area in rows:
            if self._has_marks:
                self._marks(line, start, end, self._left - self._scroll, area)
            self._text(line, start, end, QPointF(self._left - self._scroll, area.top() + self._baseline))
        self._painter.setClipping(False)
        self._gutter([(line, area) for line, start, _, area in rows if not start])

    def _gutter(self, rows: list[tuple[int, QRectF]]) -> None:
        """Line numbers, each ending at the same place, and the arrows of what can be folded."""
        painter, viewer, font = self._painter, self._viewer, fonts.code_font(11)
        metrics = QFontMetricsF(font)
        digit, down = metrics.horizontalAdvance("0"), (viewer.line_height - metrics.height()) / 2 + metrics.ascent()
        painter.setFont(font)
        painter.setPen(self._colour("text.muted"))
        for line, area in rows:
            number = viewer.gutter_text(line)
            painter.drawText(QPointF(self._numbers - digit * len(number), area.top() + down), number)
        folds, folded, side = viewer.rows.folds, viewer.rows.folded, fonts.scaled(measures.ICON_INLINE)
        for line, area in rows:
            if line in folds:
                fold = QRectF(self._numbers + 4, area.center().y() - side / 2, side, side)
                name = "chevron-right" if line in folded else "chevron-down"
                icons.paint(painter, fold, name, self._colour("text.muted"))

    def _marks(self, line: int, start: int, end: int, origin: float, area: QRectF) -> None:
        text = self._viewer.lines[line][start:end]
        for first, last, is_current in self._viewer.search.in_line(line, *self._visible(line, start, end, origin)):
            for box in self._boxes(text, first - start, last - start, origin, area):
                self._painter.fillRect(box, self._colour("client.tint"))
                if is_current:
                    self._painter.setPen(self._colour("client.line"))
                    self._painter.drawRect(box.adjusted(0, 0, -1, -1))
        flaw = self._viewer.flaw
        if flaw is not None and flaw[0] == line and start <= flaw[1] <= end:
            self._flaw(text, flaw[1] - start, origin, area)
        selected = self._viewer.selection.columns_in(line)
        if selected and not self._is_current_hit(line):
            for box in self._boxes(text, selected[0] - start, selected[1] - start, origin, area):
                self._painter.fillRect(box, self._colour("bg.selected"))

    def _flaw(self, text: str, column: int, origin: float, area: QRectF) -> None:
        box = self._boxes(text + " ", column, column + 1, origin, area)[0]
        self._painter.fillRect(QRectF(origin, area.top(), self._width, area.height()), self._colour("server.tint"))
        self._painter.fillRect(box.adjusted(0, box.height() - 3, 0, -1), self._colour("server.fg"))

    def _is_current_hit(self, line: int) -> bool:
        (first, start), (last, end) = self._viewer.selection.span()
        return first == last == line and any(
            is_current and (start, end) == (begin, stop)
            for begin, stop, is_current in self._viewer.search.in_line(line, start, end)
        )

    def _boxes(self, text: str, first: int, last: int, origin: float, area: QRectF) -> list[QRectF]:
        """More than one where the text goes from right to left."""
        grid = self._viewer.grid
        spans = grid.spans(text, max(0, first), min(last, len(text)))
        if last > len(text):
            end = grid.width_of(text)
            spans.append((end, end + grid.column_width / 2))
        return [
            QRectF(origin + begin, area.top(), max(0.0, stop - begin), area.height())
            for begin, stop in spans
            if stop > begin or len(spans) == 1
        ]

    def _text(self, line: int, start: int, end: int, origin: QPointF) -> None:
        whole, grid = self._viewer.lines[line], self._viewer.grid
        on_grid = grid.is_on_grid(whole[start:end])
        first, last = self._columns_in_view(start, end, origin.x()) if on_grid else (start, end)
        if self._viewer.is_muted:
            self._run(whole, start, first, last, origin, self._colour("text.muted"))
            return
        pieces = _pieces(self._coloured(whole, last), first, last)
        if on_grid:
            if len(pieces) > _MANY_PIECES:
                x = origin.x() + (first - start) * grid.column_width
                pieces = self._layered(whole, first, pieces, QPointF(x, origin.y()))
            pieces = self._on_grid(whole, start, pieces, origin)
        for piece in pieces:
            self._token(whole, start, piece, origin)
        if line in self._viewer.rows.folded:
            x = origin.x() + grid.width_of(whole[start:end]) + 4
            self._painter.setPen(self._colour("text.muted"))
            self._painter.drawText(QPointF(x, origin.y()), "…")

    def _on_grid(self, whole: str, start: int, pieces: Sequence[Span], origin: QPointF) -> list[Span]:
        """Draw pieces of a row that stands on the grid, which most rows do; those with a ground of their own are
        left."""
        left: list[Span] = []
        painter, colour, x, y = self._painter, self._colour, origin.x(), origin.y()
        width = self._viewer.grid.column_width
        for piece in pieces:
            begin, stop, token = piece
            text = whole[begin:stop]
            if token == _VARIABLE:
                left.append(piece)
            elif not text.isspace():
                painter.setPen(colour(token))
                painter.drawText(QPointF(x + (begin - start) * width, y), text)
        return left

    def _layered(self, whole: str, first: int, pieces: Sequence[Span], origin: QPointF) -> list[Span]:
        """Draw all of one colour in one go, with blanks between; pieces with a ground of their own are left."""
        left: list[Span] = []
        layers: dict[str, list[str]] = {}
        ends: dict[str, int] = {}
        for begin, stop, token in pieces:
            if token == _VARIABLE:
                left.append((begin, stop, token))
                continue
            layers.setdefault(token, []).extend((" " * (begin - ends.get(token, first)), whole[begin:stop]))
            ends[token] = stop
        for token, texts in layers.items():
            self._painter.setPen(self._colour(token))
            self._viewer.grid.draw(self._painter, origin, "".join(texts))
        return left

    def _coloured(self, line: str, last: int) -> list[Span]:
        return spans(line[: last + _AHEAD], self._viewer.language) if len(line) <= LONG_LINE else []

    def _visible(self, line: int, start: int, end: int, x: float) -> tuple[int, int]:
        if not self._viewer.grid.is_on_grid(self._viewer.lines[line][start:end]):
            return start, end
        return self._columns_in_view(start, end, x)

    def _columns_in_view(self, start: int, end: int, x: float) -> tuple[int, int]:
        """Of a row on the grid that begins at ``x``."""
        width = self._viewer.grid.column_width
        first = start + max(0, int((self._left - x) / width) - 2)
        return min(first, end), min(end, start + int((self._width - x) / width) + 3)

    def _token(self, whole: str, start: int, span: Span, origin: QPointF) -> None:
        begin, stop, token = span
        if token == _VARIABLE and stop > begin:
            grid = self._viewer.grid
            x = origin.x() + grid.x_of(whole[start:], begin - start)
            top = origin.y() - grid.ascent
            chip = QRectF(x - 1, top, grid.column_width * (stop - begin) + 2, grid.height)
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._colour("accent.tint"))
            self._painter.drawRoundedRect(chip, measures.RADIUS_TAG, measures.RADIUS_TAG)
        self._run(whole, start, begin, stop, origin, self._colour(token))

    def _run(self, whole: str, start: int, begin: int, stop: int, origin: QPointF, colour: QColor) -> None:
        if stop <= begin or whole[begin:stop].isspace():
            return
        x = origin.x() + self._viewer.grid.x_of(whole[start : max(begin, start)], begin - start)
        self._painter.setPen(colour)
        self._viewer.grid.draw(self._painter, QPointF(x, origin.y()), whole[begin:stop])


def _pieces(spans: Sequence[Span], first: int, last: int) -> list[Span]:
    """The columns from ``first`` to ``last`` without gaps; what has no colour of its own has that of text."""
    pieces: list[Span] = []
    position = first
    for begin, stop, token in spans:
        if stop <= position:
            continue
        if begin >= last:
            break
        if begin > position:
            pieces.append((position, begin, "text.primary"))
        pieces.append((max(begin, position), min(stop, last), token))
        position = min(stop, last)
    if position < last:
        pieces.append((position, last, "text.primary"))
    return pieces
