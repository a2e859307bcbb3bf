"""A read-only view of many lines: numbers, folding, wrapping, selection, search and soft colours.

It paints only what is visible, line by line on a grid of 20 px, so a gigabyte in a file opens as fast as a page. It
knows nothing of HTTP or of where the text came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from explorer.core.content.hex_lines import HexLines
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import PIECE_BYTES
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.viewer_caret import ViewerCaret
from explorer.gui.widgets.viewer_copy import Copier
from explorer.gui.widgets.viewer_folds import FileFolds, block_span
from explorer.gui.widgets.viewer_grid import Grid
from explorer.gui.widgets.viewer_highlight import Language
from explorer.gui.widgets.viewer_lines import Rows
from explorer.gui.widgets.viewer_mouse import MouseSelection
from explorer.gui.widgets.viewer_moves import fold_by_key, key_target
from explorer.gui.widgets.viewer_paint import RowPainter
from explorer.gui.widgets.viewer_place import go_back, longest_of, place_in, widest_in
from explorer.gui.widgets.viewer_search import FileSearch, Search, search_in
from explorer.gui.widgets.viewer_selection import Position, Selection

_DIGITS = 4
_MOST_STEPS = 1_000_000_000


class TextViewer(QAbstractScrollArea):
    """Give it lines with ``set_lines``; ask it for ``selected_text``."""

    caret_moved = Signal(int)
    """Line from 0."""
    copied = Signal(str)
    menu_opened = Signal(object)
    """A ``Menu`` that is about to show; its owner may add to it."""
    columns_changed = Signal(int)
    """A text in a file should have rows of so many columns: it needs another index for that."""

    far_fold_requested = Signal(int)
    """The end of the block of this line is far away and must be learned first."""

    def __init__(self, parent: QWidget | None = None, *, gutter: int = measures.CODE_GUTTER) -> None:
        super().__init__(parent)
        self.selection = Selection()
        self.search: Search | FileSearch = Search()
        self.rows = Rows()
        self.flaw: Position | None = None
        """Where the text is wrong; underlined."""
        self.language = Language.PLAIN
        self.is_muted = False
        self._gutter = gutter
        self.wraps = False
        self._longest = self._asked_piece = 0
        self._step_px = 1
        """Pixels of one step of the vertical bar: more than one where its 31 bits would not do."""
        self._mouse, self.copier, self.caret = MouseSelection(self), Copier(self), ViewerCaret(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Text"))
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    # What it shows

    @property
    def lines(self) -> Sequence[str]:
        return self.rows.lines

    def set_lines(
        self, lines: Sequence[str], language: Language = Language.PLAIN, folds: Mapping[int, int] | None = None
    ) -> None:
        """Show other lines; caret, folds and scroll positions begin anew."""
        self._take(lines, language, folds)
        self._longest = longest_of(lines)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    @property
    def file(self) -> TextFile | None:
        """The file whose rows are shown; None for lines in memory."""
        return self.lines if isinstance(self.lines, TextFile) else None

    def set_file(
        self, file: TextFile, language: Language, folds: Mapping[int, int] | None = None, *, keep: bool = False
    ) -> None:
        """Show the rows of a file. ``keep`` leaves caret and scroll position where they are, for a longer or otherwise
        wrapped form of what is shown."""
        before, old, top, place = self.selection, self.file, self.verticalScrollBar().value(), place_in(self)
        self._take(file, language, folds)
        self._asked_piece = 0
        self._longest = max(map(len, file[:100]), default=0)
        self._lay_out()
        self.verticalScrollBar().setValue(top if keep else 0)
        if keep and old is not None:
            go_back(self, *map(file.position_of, place.offsets), below=place.below)
        elif keep:
            self.selection.select(before.anchor, before.caret)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() if keep else 0)

    def grown(self, *, follows: bool) -> None:
        """The text got longer at its end, which ``follows`` keeps in view where it was."""
        bar, file = self.verticalScrollBar(), self.file
        is_followed = follows and bar.value() >= bar.maximum() and not self._mouse.is_pressed
        is_full, text_x = self.row_at(self.viewport().height()) < len(self.rows) - 1, self.text_x
        self._asked_piece *= file is None or file.is_growing  # else somebody else cuts its rows from now on
        self.rows.rebuild()
        self._measure()
        if not is_full or self.text_x != text_x:
            self.viewport().update()
        bar.setValue(bar.maximum() if is_followed else bar.value())

    def scroll_to_row(self, row: int) -> None:
        """Bring a row to the upper edge, as far as there is text below it."""
        self.verticalScrollBar().setValue(row * self.line_height // self._step_px)

    def scroll_to(self, y: int) -> None:
        """So many pixels above the viewport, or as many more as a step of the bar takes."""
        self.verticalScrollBar().setValue(-(-y // self._step_px))

    def _take(self, lines: Sequence[str], language: Language, folds: Mapping[int, int] | None) -> None:
        self.rows = Rows(lines, folds)
        self.selection = Selection(lines)
        self.search = search_in(lines)
        self.language = language
        self.flaw = None
        self.setAccessibleDescription("\n".join(lines[:40])[:2000])

    def set_flaw(self, line: int, column: int) -> None:
        """Mark the place where the text is wrong, from 0."""
        self.flaw = (line, column)
        self.viewport().update()

    def set_wrap(self, wraps: bool) -> None:
        """Break long lines at the right edge, or scroll sideways."""
        self.wraps = wraps
        self._lay_out()

    def set_muted(self, muted: bool) -> None:
        """All text in ``text.muted``, for a response that is about to be replaced."""
        self.is_muted = muted
        self.viewport().update()

    def toggle_fold(self, line: int) -> None:
        folds = self.rows.folds
        if isinstance(folds, FileFolds) and not folds.is_near(line):
            self.far_fold_requested.emit(line)
            return
        self.rows.toggle(line)
        self._lay_out()

    # Selection and search

    def selected_text(self) -> str:
        return self.selection.text()

    def copy(self) -> None:
        """Put the selection on the clipboard, or the caret's line when nothing is selected."""
        self.copier.copy()

    def select_all(self) -> None:
        self.selection.select_all()
        self.viewport().update()

    def find_text(self, term: str, step: int = 1) -> tuple[int, int]:
        """Go to the next (1), previous (-1) or nearest (0) hit; number of that hit from 1, and of all."""
        if isinstance(self.search, FileSearch):
            return self.search.current + 1, len(self.search.starts)
        hit = self.search.go(self.lines, term, self.selection.span()[0], step)
        if hit is not None:
            line, start, last, end = hit
            self._show_hit((line, start), (last, end))
        self.viewport().update()
        return self.search.current + 1, self.search.count

    def go_to_hit(self, step: int) -> tuple[int, int]:
        """The next (1), previous (-1) or nearest (0) of the hits that were found in a file; its number, and of all."""
        if not isinstance(self.search, FileSearch):
            return 0, 0
        hit = self.search.go(self.search.offset_of(self.selection.span()[0]), step)
        if hit is not None:
            self._show_hit(*hit)
        self.viewport().update()
        return self.search.current + 1, len(self.search.starts)

    def _show_hit(self, start: Position, end: Position) -> None:
        before = self.selection.caret[0]
        self.selection.select(start, end)
        self._show_caret(is_jump=True)
        if end[0] != before:
            self.caret_moved.emit(end[0])

    def mark_line(self, line: int) -> None:
        """Select the text of a line, of a block that ends near by all of it, and show where it begins."""
        if not 0 <= line < len(self.lines):
            return
        self._show_hit(*block_span(self.lines, self.rows.folds, line))
        self.viewport().update()

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the caret on a line and column (from 0) and show it."""
        self.place((line, column), keep_anchor=False)

    # Layout

    @property
    def line_height(self) -> int:
        return max(fonts.scaled(measures.CODE_LINE), round(self.grid.height))

    @property
    def text_x(self) -> int:
        """Where text begins, before scrolling sideways."""
        return self.gutter_width + fonts.scaled(measures.CODE_TEXT_OFFSET)

    @property
    def gutter_extra(self) -> int:
        """Pixels that line numbers of more than four digits need beyond the usual room."""
        lines = self.file.layout.line_count if self.file is not None else len(self.lines)
        return round(max(0, len(str(lines)) - _DIGITS) * self.grid.column_width)

    @property
    def gutter_width(self) -> int:
        return fonts.scaled(self._gutter) + self.gutter_extra

    @property
    def top_padding(self) -> int:
        return fonts.scaled(measures.CODE_PADDING_TOP)

    def row_at(self, y: int) -> int:
        return (y + self.scroll_y - self.top_padding) // self.line_height

    @property
    def scroll_y(self) -> int:
        """Pixels above the viewport."""
        return self.verticalScrollBar().value() * self._step_px

    def first_position(self) -> Position:
        """The begin of the first row in view."""
        first = max(0, min(self.row_at(self.top_padding), len(self.rows) - 1))
        return self.rows.row(first)[:2] if len(self.rows) else (0, 0)

    def position_at(self, point: QPoint) -> Position:
        """The text position nearest to a point of the viewport."""
        if not len(self.rows):
            return 0, 0
        index = max(0, min(self.row_at(point.y()), len(self.rows) - 1))
        line, start, end = self.rows.row(index)
        x = point.x() - self.text_x + self.horizontalScrollBar().value()
        return line, start + self.grid.column_at(self.lines[line][start:end], x)

    def gutter_text(self, line: int) -> str:
        """What stands left of a line; its number here."""
        if self.file is not None:
            return str(self.file.number(line) or "")
        return str(line + 1)

    def ground_token(self, line: int) -> str:
        """Colour token of a line's ground, or an empty text for none."""
        return "bg.inset" if line == self.selection.caret[0] else ""

    def _theme_changed(self) -> None:
        self.font_in_use = fonts.code_font()
        self.grid = Grid(self.font_in_use)
        self._lay_out()

    def _lay_out(self) -> None:
        self._measure()
        self.viewport().update()

    def _measure(self) -> None:
        """Rows and bars for the room there is."""
        view = self.viewport().size()
        columns = max(int((view.width() - self.text_x - measures.CODE_TEXT_OFFSET) / self.grid.column_width), 20)
        self._wrap_after(columns if self.wraps else 0)
        height = len(self.rows) * self.line_height + 2 * self.top_padding
        vertical, sideways = self.verticalScrollBar(), self.horizontalScrollBar()
        self._step_px = 1 if height < _MOST_STEPS else self.line_height
        vertical.setRange(0, max(0, -(-(height - view.height()) // self._step_px)))
        vertical.setPageStep(max(1, view.height() // self._step_px))
        vertical.setSingleStep(max(1, self.line_height // self._step_px))
        is_wrapped = self.wraps and not isinstance(self.lines, HexLines)
        is_wrapped &= self.file is None or self.file.layout.piece_bytes == columns
        width = 0 if is_wrapped else round(self._longest * self.grid.column_width) + self.text_x + 16
        sideways.setRange(0, max(0, width - view.width()))
        sideways.setPageStep(view.width())
        sideways.setSingleStep(round(self.grid.column_width * 4))

    def _wrap_after(self, columns: int) -> None:
        file = self.file
        self.rows.set_columns(0 if file is not None or isinstance(self.lines, HexLines) else columns)
        if file is None:
            return
        piece = columns or PIECE_BYTES
        if piece not in (file.layout.piece_bytes, self._asked_piece):
            self.columns_changed.emit(piece)
        self._asked_piece = piece

    def _widen(self) -> None:
        """A longer row came into view, or one of wide characters."""
        seen = max(self.file.widest if self.file is not None else 0, widest_in(self))
        if seen > self._longest and not self.wraps:
            self._longest = seen
            width = round(self._longest * self.grid.column_width) + self.text_x + 16
            self.horizontalScrollBar().setRange(0, max(0, width - self.viewport().width()))

    def select(self, anchor: Position, caret: Position) -> None:
        """Select from one position to another, where the caret then is."""
        before = self.selection.caret[0]
        self.selection.select(anchor, caret)
        self.viewport().update()
        if caret[0] != before:
            self.caret_moved.emit(caret[0])

    def place(self, position: Position, *, keep_anchor: bool) -> None:
        """Put the caret somewhere and show it; ``keep_anchor`` selects up to there."""
        before = self.selection.caret[0]
        self.selection.move(position, keep_anchor=keep_anchor)
        self._show_caret()
        self.viewport().update()
        if self.selection.caret[0] != before:
            self.caret_moved.emit(self.selection.caret[0])

    def _show_caret(self, *, is_jump: bool = False) -> None:
        if self.rows.reveal(self.selection.caret[0]):
            self._lay_out()
        self.caret.show(is_jump=is_jump)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(400, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().color("bg.surface"))
        painter.setFont(self.font_in_use)
        first = max(0, self.row_at(event.rect().top()))
        last = min(len(self.rows) - 1, self.row_at(event.rect().bottom()))
        RowPainter(self, painter).paint(range(first, last + 1), self.top_padding - self.scroll_y)
        self.caret.paint(painter)
        painter.end()
        self._widen()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif (target := key_target(self, event)) is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.place(target, keep_anchor=shift)
        elif not fold_by_key(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from explorer.gui.widgets.viewer_menu import open_menu  # late: with the first menu

        open_menu(self, event)
