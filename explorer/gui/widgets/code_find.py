"""The find bar of an editor: a field over its top right corner, so that nothing moves when it opens."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit

from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import RADIUS_CARD
from explorer.gui.widgets import painting
from explorer.gui.widgets.code_keys import left_to_window
from explorer.gui.widgets.code_text import exact_text, is_narrow, units
from explorer.gui.widgets.icon_button import IconButton

HIT_LIMIT = 1000
"""More hits than this are neither counted nor marked."""
_FIELD_WIDTH = 180


def hits(text: str, words: str) -> tuple[int, ...]:
    """Where ``words`` begin, without regard to case, at most HIT_LIMIT places."""
    if not words:
        return ()
    haystack, needle = text.lower(), words.lower()
    # A few characters change length when lowered; then positions would be wrong.
    if len(haystack) != len(text):
        haystack, needle = text, words
    found, position = list[int](), haystack.find(needle)
    while position >= 0 and len(found) < HIT_LIMIT:
        found.append(position)
        position = haystack.find(needle, position + len(needle))
    return tuple(found)


class FindBar(QFrame):
    """Enter and F3 go on, Shift goes back, Esc closes. ``hits_changed`` says that the marks must be painted again."""

    hits_changed = Signal()

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._hits: tuple[int, ...] = ()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find")
        self.field.setAccessibleName("Find")
        self.field.setFixedWidth(fonts.scaled(_FIELD_WIDTH))
        self._count = QLabel("", self)
        self._count.setMinimumWidth(painting.text_width(fonts.ui_font(11), "1000 of 1000"))
        self._count.setFont(fonts.ui_font(11))
        self._count.setProperty("tone", "muted")
        self._build()
        self.field.textChanged.connect(self.refresh)
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(4)
        row.addWidget(self.field)
        row.addWidget(self._count)
        for icon, tip, slot in (
            ("chevron-up", "Previous hit", self.previous),
            ("chevron-down", "Next hit", self.next),
            ("x", "Close", self.close_bar),
        ):
            button = IconButton(icon, tip, self, size_px=24, icon_px=14)
            button.clicked.connect(slot)
            row.addWidget(button)

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every hit; empty while the bar is closed."""
        length = self._length()
        return tuple((start, start + length) for start in self._hits) if self.isVisible() else ()

    def open_bar(self) -> None:
        """Show the bar; the selected words, if they are on one line, are looked for."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.show()
        self.place()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.refresh()

    def close_bar(self) -> None:
        self.hide()
        self._editor.setFocus()
        self.hits_changed.emit()

    def place(self) -> None:
        """Stand at the top right of the editor."""
        self.adjustSize()
        right = self._editor.viewport().geometry().right()
        self.move(max(0, right - self.width() - 8), 4)

    def refresh(self) -> None:
        """Look again, after the words or the text changed."""
        text = exact_text(self._editor.document()) if not self.isHidden() else ""
        found = hits(text, self.field.text())
        self._hits = found if is_narrow(text) else tuple(units(text, hit) for hit in found)
        self._say()
        self.hits_changed.emit()

    def next(self) -> None:
        """Go to the first hit behind the cursor, or begin again at the top."""
        position = self._editor.textCursor().selectionEnd()
        self._go(next((hit for hit in self._hits if hit >= position), None), 0)

    def previous(self) -> None:
        """Go to the last hit before the cursor, or begin again at the end."""
        position = self._editor.textCursor().selectionStart()
        self._go(next((hit for hit in reversed(self._hits) if hit < position), None), -1)

    def _go(self, hit: int | None, otherwise: int) -> None:
        if not self._hits:
            return
        start = self._hits[otherwise] if hit is None else hit
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + self._length(), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        self._say()

    def _length(self) -> int:
        words = self.field.text()
        return units(words, len(words))

    def _say(self) -> None:
        if not self.field.text():
            self._count.setText("")
            return
        at = self._editor.textCursor().selectionStart()
        selected = self._editor.textCursor().hasSelection() and at in self._hits
        total = f"{len(self._hits)}" if len(self._hits) < HIT_LIMIT else f"{HIT_LIMIT}+"
        if not self._hits:
            self._count.setText("No hits")
        else:
            self._count.setText(f"{self._hits.index(at) + 1} of {total}" if selected else f"{total} found")

    def event(self, event: QEvent) -> bool:
        # The keys of the bar must not reach the window: Esc would cancel the request.
        ours = (Qt.Key.Key_Escape, Qt.Key.Key_F3, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() in ours and not left_to_window(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.previous() if back else self.next()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        painting.draw_frame(painter, self.rect(), RADIUS_CARD, colour("line.default"), colour("bg.raised"))
        painter.end()
