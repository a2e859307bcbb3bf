"""Paints what lies under and over the text of an editor: grounds, frames, underlines and notes at line ends."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import CODE_NOTE_GAP, RADIUS_TAG
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.code_chips import Chips, cursor_x, paint_chips, references_of, span_rects, visible_blocks
from explorer.gui.widgets.code_faults import Fault


@dataclass(slots=True, kw_only=True)
class Marks:
    """What an editor wants marked; positions count characters of the whole text, lines from 0."""

    faults: tuple[Fault, ...] = ()
    family: Family = Family.CLIENT
    hits: tuple[tuple[int, int], ...] = ()
    brackets: tuple[int, ...] = ()
    current_line: int = -1
    flash_line: int = -1
    fault_lines: dict[int, str] = field(default_factory=dict)
    """Line to note."""


def paint_under(editor: QPlainTextEdit, painter: QPainter, marks: Marks, chips: Chips) -> None:
    """Grounds of lines, of search hits, of matching brackets and of chips; before the text."""
    width = editor.viewport().width()
    for block, rect in visible_blocks(editor):
        ground = _line_ground(block.blockNumber(), marks)
        if ground is not None:
            painter.fillRect(QRectF(0, rect.top(), width, rect.height()), ground)
        _paint_spans(painter, block, rect, marks)
    paint_chips(editor, painter, chips)


def paint_over(editor: QPlainTextEdit, painter: QPainter, marks: Marks, chips: Chips, folded: set[int]) -> None:
    """Underlines, notes and the sign of folded lines; after the text."""
    for block, rect in visible_blocks(editor):
        line = block.blockNumber()
        for fault in marks.faults:
            if fault.underlined:
                _underline(painter, block, rect, fault.start, fault.end, marks.family)
        note = marks.fault_lines.get(line, "")
        ink = theme.current().color("fault.fg", marks.family)
        if not note and _misses_value(block, chips):
            note, ink = chips.missing_note(), theme.current().color("client.fg")
        if not note and line not in folded:
            continue  # where a line ends is dear to ask for when it is long
        end = _line_end(block, rect)
        if line in folded:
            end = _paint_folded(painter, end)
        if note:
            _paint_note(painter, end, note, ink)


def _line_ground(line: int, marks: Marks) -> QColor | None:
    colour = theme.current().color
    if line == marks.flash_line:
        return colour("bg.pressed")
    if line in marks.fault_lines:
        return colour("fault.tint", marks.family)
    return colour("bg.inset") if line == marks.current_line else None


def _paint_spans(painter: QPainter, block: QTextBlock, rect: QRectF, marks: Marks) -> None:
    colour = theme.current().color
    start, end = block.position(), block.position() + block.length()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for first, last in marks.hits:
        if first < end and last > start:
            for place in span_rects(block, rect, first - start, last - start):
                painting.draw_frame(painter, place, RADIUS_TAG / 2, colour("client.line"), colour("client.tint"))
    for position in marks.brackets:
        if start <= position < end:
            for place in span_rects(block, rect, position - start, position - start + 1):
                painting.fill_round(painter, place, 2, colour("bg.pressed"))
    painter.restore()


def _underline(painter: QPainter, block: QTextBlock, rect: QRectF, first: int, last: int, family: Family) -> None:
    start, end = block.position(), block.position() + block.length() - 1
    if last <= start or first >= end + 1 or first == last:
        return
    pen = QPen(theme.current().color("fault.line", family), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for place in span_rects(block, rect, max(first, start) - start, min(last, end) - start):
        bottom = place.bottom() - 1
        painter.drawLine(QPointF(place.left(), bottom), QPointF(place.right(), bottom))


def _line_end(block: QTextBlock, rect: QRectF) -> QRectF:
    """A rectangle of no width behind the last character."""
    layout = block.layout()
    if not layout.lineCount():
        return QRectF(rect.left(), rect.top(), 0, rect.height())
    line = layout.lineAt(layout.lineCount() - 1)
    x = cursor_x(line, line.textStart() + line.textLength())
    return QRectF(rect.left() + x, rect.top() + line.y(), 0, line.height())


def _paint_note(painter: QPainter, end: QRectF, note: str, colour: QColor) -> None:
    font = fonts.ui_font(12)
    place = QRectF(end.right() + fonts.scaled(CODE_NOTE_GAP), end.top(), 2000, end.height())
    room = painter.viewport().width() - place.left() - fonts.scaled(8)
    text = QFontMetricsF(font).elidedText(note, Qt.TextElideMode.ElideRight, max(room, fonts.scaled(60)))
    painting.draw_text(painter, place, text, font, colour)


def _misses_value(block: QTextBlock, chips: Chips) -> bool:
    return any(not chips.known(reference.name) for reference in references_of(block.text()))


def _paint_folded(painter: QPainter, end: QRectF) -> QRectF:
    colour = theme.current().color
    place = QRectF(end.right() + 6, end.top() + 3, fonts.scaled(20), end.height() - 6)
    painting.fill_round(painter, place, RADIUS_TAG, colour("bg.hover"))
    painting.draw_text(painter, place, "…", fonts.code_font(11), colour("text.muted"), painting.CENTER)
    return QRectF(place.right(), end.top(), 0, end.height())
