"""An editor for JSON, XML and text: numbers, folding, variables as chips, faults in place, finding.

It knows text and marks; what a body, a field or a request is it does not know.
"""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from explorer.core.variables import Variables
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import CODE_PADDING_TOP, CODE_TEXT_OFFSET, FAULT_FLASH_MS
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_chips import Chips, reference_at
from explorer.gui.widgets.code_completion import VariableCompletion
from explorer.gui.widgets.code_faults import Fault, after_edit
from explorer.gui.widgets.code_find import FindBar
from explorer.gui.widgets.code_folding import Folding
from explorer.gui.widgets.code_ground import Marks, paint_over, paint_under
from explorer.gui.widgets.code_gutter import CodeGutter
from explorer.gui.widgets.code_highlighter import LAZY_CHARACTERS, CodeHighlighter, Language
from explorer.gui.widgets.code_keys import LEAVING, left_to_window, note_leaving
from explorer.gui.widgets.code_text import characters, exact_text, lines_of_selection, units
from explorer.gui.widgets.code_tips import show_tip
from explorer.gui.widgets.code_typing import matching_bracket, typed

_REFRESH_MS = 150
"""How long after the last edit folding is found again."""


class CodeEditor(QPlainTextEdit):
    """``edited`` is sent for every change of the text, never for a change of colours."""

    edited = Signal()
    faults_changed = Signal()
    definition_requested = Signal(str)
    """Name of the variable under Ctrl click or F12."""

    def __init__(self, language: Language = Language.TEXT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = Chips()
        self._marks = Marks()
        self._loading = False
        self._folding = Folding(self.document())
        self._gutter = CodeGutter(self, self._folding)
        self._highlighter = CodeHighlighter(self.document(), self.chips)
        self.completion = VariableCompletion(self, self.chips)
        self.find_bar = FindBar(self)
        self._later = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._flash = QTimer(self, singleShot=True, interval=FAULT_FLASH_MS)
        self._gutter.setToolTip(LEAVING)
        self.setAccessibleDescription(LEAVING)
        self.setProperty("face", "code")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.document().setDocumentMargin(CODE_TEXT_OFFSET)
        self._connect()
        self.set_language(language)
        self._dress()

    def _connect(self) -> None:
        self.document().contentsChange.connect(self._text_edited)
        self.blockCountChanged.connect(self._lay_out)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self._later.timeout.connect(self._refresh_folding)
        self._flash.timeout.connect(self._end_flash)
        self._gutter.fold_requested.connect(self.toggle_fold)
        self.find_bar.hits_changed.connect(self._mark_hits)
        theme.current().changed.connect(self._dress)

    # text

    def text(self) -> str:
        return exact_text(self.document())

    def set_text(self, text: str) -> None:
        """Show another text; what was undone before cannot be redone. Sends no ``edited``."""
        if text == self.text():
            return
        self._loading = True
        self._highlighter.pause()
        self.setPlainText(text)
        self._highlighter.recolour()
        self._loading = False
        self.clear_faults()
        self._refresh_folding()

    def replace_text(self, text: str) -> None:
        """Write another text as one step that can be undone."""
        self.replace_span(0, len(self.text()), text)

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Replace the characters ``start`` to ``end`` as one step that can be undone; the cursor stands behind."""
        cursor = self._selected(start, end)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def replace_spans(self, changes: tuple[tuple[int, int, str], ...]) -> None:
        """Replace several spans (start, end, text; last first) as one step; the first one is selected after it."""
        step = self.textCursor()
        step.beginEditBlock()
        for start, end, text in changes:
            self._selected(start, end).insertText(text)
        step.endEditBlock()
        if changes:
            self.go_to(changes[-1][0], changes[-1][0] + len(changes[-1][2]))

    def _selected(self, start: int, end: int) -> QTextCursor:
        """A cursor over the characters ``start`` to ``end``; positions behind the end mean the end."""
        text = self.text()
        last = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(units(text, start), last))
        cursor.setPosition(min(units(text, end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def set_language(self, language: Language) -> None:
        self._highlighter.set_language(language)

    def set_variables(self, variables: Variables) -> None:
        """Show which references have a value, and offer the names while typing."""
        self.chips.set_variables(variables)
        self._highlighter.recolour()
        self.viewport().update()

    def set_read_only(self, read_only: bool) -> None:
        self.setReadOnly(read_only)
        self.setTabChangesFocus(read_only)
        self.setAccessibleDescription("" if read_only else LEAVING)
        if read_only:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def set_wrap(self, wrap: bool) -> None:
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if wrap else mode.NoWrap)

    # faults

    def faults(self) -> tuple[Fault, ...]:
        """The marks that are left, in characters."""
        text = self.text() if self._marks.faults else ""
        return tuple(
            fault._replace(start=characters(text, fault.start), end=characters(text, fault.end))
            for fault in self._marks.faults
        )

    @property
    def fault_count(self) -> int:
        """How many marks are left."""
        return len(self._marks.faults)

    def set_faults(self, faults: tuple[Fault, ...], family: Family = Family.CLIENT) -> None:
        """Mark these spans; each mark goes by itself when its text is edited."""
        text = self.text() if faults else ""
        self._mark(
            tuple(fault._replace(start=units(text, fault.start), end=units(text, fault.end)) for fault in faults),
            family,
        )

    def _mark(self, faults: tuple[Fault, ...], family: Family) -> None:
        """Faults in UTF-16 units, as Qt tells of edits."""
        changed = faults != self._marks.faults
        self._marks.faults, self._marks.family = faults, family
        self._place_faults()
        if changed:
            self.faults_changed.emit()

    def clear_faults(self) -> None:
        self.set_faults((), self._marks.family)

    def _place_faults(self) -> None:
        lines: dict[int, str] = {}
        for fault in self._marks.faults:
            line = self.document().findBlock(fault.start).blockNumber()
            known = lines.get(line, "")
            lines[line] = f"{known}; {fault.note}" if known and fault.note else known or fault.note
        self._marks.fault_lines = lines
        self._gutter.set_faults(frozenset(lines), self._marks.family)
        self.viewport().update()

    # places

    def go_to(self, start: int, end: int) -> None:
        """Select a span, unfold and scroll to it, and flash its line."""
        cursor = self._selected(start, end)
        line = self.document().findBlock(cursor.selectionStart()).blockNumber()
        self._reveal(line)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.flash(line)

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line (from 0) and flash it."""
        self._reveal(line)
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))
        self.ensureCursorVisible()
        self.flash(line)

    def flash(self, line: int) -> None:
        """Light up a line (from 0) once, for 140 ms."""
        if theme.wants_less_motion():
            return
        self._marks.flash_line = line
        self._flash.start()
        self.viewport().update()

    def open_find(self) -> None:
        self.find_bar.open_bar()

    def toggle_fold(self, line: int) -> None:
        """Fold or unfold the brackets that open on this line (from 0)."""
        self._folding.refresh()
        if self._folding.toggle(line):
            cursor = self.textCursor()
            if not cursor.block().isVisible():
                cursor.setPosition(self.document().findBlockByNumber(line).position())
                self.setTextCursor(cursor)
            self._relayout()

    def is_folded(self, line: int) -> bool:
        return self._folding.is_folded(line)

    def _reveal(self, line: int) -> None:
        if self._folding.reveal(line):
            self._relayout()

    def _relayout(self) -> None:
        layout = self.document().documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())
        self.viewport().update()
        self._gutter.update()

    # what happens

    def _text_edited(self, position: int, removed: int, added: int) -> None:
        if self._loading:
            return
        if self._marks.faults:
            self._mark(after_edit(self._marks.faults, position, removed, added), self._marks.family)
        self._later.start()
        self.edited.emit()

    def _cursor_moved(self) -> None:
        if not self.textCursor().block().isVisible():
            self._reveal(self.textCursor().blockNumber())
        cursor = self.textCursor()
        self._marks.brackets = ()
        for position in (cursor.position(), cursor.position() - 1):
            if self.hasFocus() and not cursor.hasSelection() and position >= 0:
                other = matching_bracket(self.document(), position)
                if other >= 0:
                    self._marks.brackets = (position, other)
                    break
        self.viewport().update()
        self._gutter.update()

    def _refresh_folding(self) -> None:
        if self._folding.refresh():
            self._gutter.update()
        if self.find_bar.isVisible():
            self.find_bar.refresh()

    def _mark_hits(self) -> None:
        self._marks.hits = self.find_bar.spans()
        self.viewport().update()

    def _end_flash(self) -> None:
        self._marks.flash_line = -1
        self.viewport().update()

    def _scrolled(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())
        first = self.firstVisibleBlock().blockNumber()
        rows = self.viewport().height() // max(1, self.fontMetrics().height()) + 2
        self._highlighter.colour_lines(first, min(first + rows, self.blockCount() - 1))

    def _dress(self) -> None:
        self.setFont(fonts.code_font(13))
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance("0") * 4)
        self._highlighter.recolour()
        self._lay_out()

    def _lay_out(self) -> None:
        width, top = self._gutter.gutter_width(), CODE_PADDING_TOP - CODE_TEXT_OFFSET
        self.setViewportMargins(width, top, 0, 0)
        area = self.contentsRect()
        self._gutter.setGeometry(area.left(), area.top() + top, width, area.height() - top)
        self.find_bar.place()

    def _click_variable(self, point: QPoint) -> bool:
        reference = reference_at(self, point.toPointF())
        if reference is not None:
            self.definition_requested.emit(reference.name)
        return reference is not None

    # Qt

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and left_to_window(event):
            event.ignore()
            return False
        note_leaving(self, event)
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(self, event, self.chips, self._marks.faults)
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(lines_of_selection(self.textCursor().selectedText()))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) > LAZY_CHARACTERS:
            self._highlighter.pause()
        super().insertFromMimeData(source)
        if self._highlighter.is_paused:
            self._highlighter.recolour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if left_to_window(event) or self.completion.holds(event):
            event.ignore()
            return
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() == Qt.Key.Key_F:
            self.open_find()
        elif event.key() == Qt.Key.Key_F3 and self.find_bar.isVisible():
            self.find_bar.next()
        elif event.key() == Qt.Key.Key_F12:
            self._click_variable(self.cursorRect().center())
        elif event.key() == Qt.Key.Key_Escape and self.find_bar.isVisible():
            self.find_bar.close_bar()
        else:
            if self.isReadOnly() or not typed(self, event):
                super().keyPressEvent(event)
            if event.text() and not self.isReadOnly():
                self.completion.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and self._click_variable(event.position().toPoint()):
            return
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._cursor_moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setTabChangesFocus(self.isReadOnly())
        self._cursor_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._marks.current_line = self.textCursor().blockNumber()
        folded = {line for line in self._visible_lines() if self._folding.is_folded(line)}
        under = QPainter(self.viewport())
        paint_under(self, under, self._marks, self.chips)
        under.end()
        super().paintEvent(event)
        over = QPainter(self.viewport())
        paint_over(self, over, self._marks, self.chips, folded)
        over.end()

    def _visible_lines(self) -> range:
        first = self.firstVisibleBlock().blockNumber()
        block, rows = self.firstVisibleBlock(), self.viewport().height() // max(1, self.fontMetrics().height()) + 2
        while block.isValid() and rows > 0:
            rows -= block.isVisible()
            block = block.next()
        return range(first, block.blockNumber() if block.isValid() else self.blockCount())
