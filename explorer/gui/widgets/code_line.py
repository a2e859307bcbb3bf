"""One line of text with variables as chips: the URL field. It knows nothing of URLs."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from explorer.core.variables import Variables
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import FAULT_FLASH_MS
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_chips import Chips, paint_chip, paint_chips, reference_at, span_rects, visible_blocks
from explorer.gui.widgets.code_completion import VariableCompletion
from explorer.gui.widgets.code_faults import Fault, after_edit
from explorer.gui.widgets.code_ground import Marks, paint_over
from explorer.gui.widgets.code_highlighter import CodeHighlighter
from explorer.gui.widgets.code_keys import left_to_window
from explorer.gui.widgets.code_text import characters, exact_text, lines_of_selection, units
from explorer.gui.widgets.code_tips import show_tip


class VariableLine(QPlainTextEdit):
    """Enter sends ``accepted``; pasted lines are joined; ``edited`` is sent for every change of the text."""

    edited = Signal()
    accepted = Signal()
    faults_changed = Signal()
    definition_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = Chips()
        self.takes_paste: Callable[[str], bool] | None = None
        """Is asked before a text is pasted; true when it took the text, which then does not come in here."""
        self._marks = Marks()
        self._loading = False
        self._highlighter = CodeHighlighter(self.document(), self.chips)
        self.completion = VariableCompletion(self, self.chips)
        self._flash = QTimer(self, singleShot=True, interval=FAULT_FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self.setProperty("face", "code")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.document().setDocumentMargin(0)
        self.document().contentsChange.connect(self._text_edited)
        theme.current().changed.connect(self._dress)
        self._dress()

    def text(self) -> str:
        return exact_text(self.document())

    def set_text(self, text: str) -> None:
        """Show another text without ``edited`` and without a way back."""
        if text != self.text():
            self._loading = True
            self.setPlainText(joined(text))
            self._loading = False
            self.set_faults(())

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Replace a part as one step that can be undone; the cursor stays where it is in what remains."""
        self._selected(start, end).insertText(text)

    def _selected(self, start: int, end: int) -> QTextCursor:
        text, last = self.text(), self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(units(text, start), last))
        cursor.setPosition(min(units(text, end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def set_variables(self, variables: Variables) -> None:
        self.chips.set_variables(variables)
        self._highlighter.recolour()
        self.viewport().update()

    def faults(self) -> tuple[Fault, ...]:
        """The marks that are left, in characters."""
        text = self.text()
        return tuple(
            fault._replace(start=characters(text, fault.start), end=characters(text, fault.end))
            for fault in self._marks.faults
        )

    def set_faults(self, faults: tuple[Fault, ...], family: Family = Family.CLIENT) -> None:
        text = self.text()
        self._mark(
            tuple(fault._replace(start=units(text, fault.start), end=units(text, fault.end)) for fault in faults),
            family,
        )

    def _mark(self, faults: tuple[Fault, ...], family: Family) -> None:
        """Faults in UTF-16 units, as Qt tells of edits."""
        if (faults, family) == (self._marks.faults, self._marks.family):
            return
        changed = bool(faults) or bool(self._marks.faults)
        self._marks.faults, self._marks.family = faults, family
        self.viewport().update()
        if changed:
            self.faults_changed.emit()

    @property
    def family(self) -> Family:
        """The family of the marks, for whoever frames the field."""
        return self._marks.family

    def go_to(self, start: int, end: int) -> None:
        """Select a span, scroll to it and flash."""
        self.setTextCursor(self._selected(start, end))
        self.ensureCursorVisible()
        if not theme.wants_less_motion():
            self._marks.flash_line = 0
            self._flash.start()
            self.viewport().update()

    def _end_flash(self) -> None:
        self._marks.flash_line = -1
        self.viewport().update()

    def _text_edited(self, position: int, removed: int, added: int) -> None:
        if self._loading:
            return
        if self._marks.faults:
            self._mark(after_edit(self._marks.faults, position, removed, added), self._marks.family)
        self.edited.emit()

    def _dress(self) -> None:
        self.setFont(fonts.code_font(13))
        self._highlighter.recolour()
        self._centre()

    def _centre(self) -> None:
        """Keep the line in the middle of whatever height the field has."""
        free = self.height() - self.fontMetrics().height()
        self.setViewportMargins(0, max(0, free // 2), 0, max(0, free // 2 - 1))

    def _click_variable(self, point: QPoint) -> bool:
        reference = reference_at(self, point.toPointF())
        if reference is not None:
            self.definition_requested.emit(reference.name)
        return reference is not None

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and left_to_window(event):
            event.ignore()
            return False
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(self, event, self.chips, self._marks.faults)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if left_to_window(event) or self.completion.holds(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_F12:
            self._click_variable(self.cursorRect().center())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)
            if event.text():
                self.completion.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The selection goes, as in a QLineEdit, unless a menu or another window only borrows the focus."""
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not (ctrl and self._click_variable(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(lines_of_selection(self.textCursor().selectedText()))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText() and not (self.takes_paste is not None and self.takes_paste(source.text())):
            self.textCursor().insertText(joined(source.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(240), self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(80), self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        under = QPainter(self.viewport())
        if self._marks.flash_line == 0:
            under.fillRect(self.viewport().rect(), theme.current().color("bg.pressed"))
        colour = theme.current().color("fault.tint", self._marks.family)
        for block, rect in visible_blocks(self):
            for fault in self._marks.faults:
                for place in span_rects(block, rect, fault.start, fault.end):
                    paint_chip(under, place, colour)
        paint_chips(self, under, self.chips)
        under.end()
        super().paintEvent(event)
        over = QPainter(self.viewport())
        paint_over(self, over, self._marks, Chips(), set())
        over.end()


def joined(text: str) -> str:
    """Several lines as one: ends and indents of lines go, as when a long URL was broken to be read."""
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text or "\r" in text else text
