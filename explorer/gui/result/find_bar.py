"""The line with which one searches in a text: term, "2 of 7", previous, next, close. Knows nothing of the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from explorer.core.content.find import Wanted
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.text_toggle import TextToggle

_STEP_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3)
_OWN_KEYS = (Qt.Key.Key_Escape, *_STEP_KEYS)


class FindBar(QWidget):
    """Hidden until ``open``. Enter and F3 ask for the next hit, with Shift for the previous one, Esc closes."""

    find_requested = Signal(object, int)
    """A ``Wanted``, and 1, -1 or 0 for next, previous, nearest."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in the body"))
        self.field.setAccessibleName(self.tr("Find in the body"))
        self.field.textEdited.connect(self._typed)
        self._is_counting = False
        self._step, self._hit = 0, 0
        """The step that was asked for last, until its answer is shown; the number of the hit before it."""
        self.is_so_far = False
        """True while more of the text may come."""
        self._doubt = ""
        self.case = TextToggle("Aa", self.tr("Match case"))
        self.word = TextToggle("W", self.tr("Whole words"))
        self.regex = TextToggle(".*", self.tr("Regular expression"))
        for toggle in (self.case, self.word, self.regex):
            toggle.toggled.connect(self._typed)
        self._count = QLabel()
        self._count.setProperty("tone", "muted")
        self._previous = IconButton("chevron-up", self.tr("Previous hit (Shift+F3)"))
        self._next = IconButton("chevron-down", self.tr("Next hit (F3)"))
        self._close = IconButton("x", self.tr("Close search"))
        self._previous.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 6, measures.CELL_PADDING, 6)
        row.setSpacing(measures.CELL_PADDING)
        row.addWidget(self.field, 1)
        for widget in (self.case, self.word, self.regex, self._count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self.hide()

    def open_bar(self, term: str = "") -> None:
        """Show it with the keyboard in the field; a term given is put there."""
        if term and "\n" not in term:
            self.field.setText(term)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self.find_requested.emit(self.wanted(), 0)

    def wanted(self) -> Wanted:
        """What is looked for, and how."""
        return Wanted(
            term=self.field.text(),
            is_regex=self.regex.isChecked(),
            is_case_sensitive=self.case.isChecked(),
            is_whole_word=self.word.isChecked(),
        )

    def show_fault(self, sentence: str) -> None:
        """Why nothing can be found."""
        self._is_counting = False
        self._count.setText(sentence)

    def set_doubt(self, doubt: str) -> None:
        """What may be wrong with the hits, to be told with their next count: "cut", "missed" or nothing."""
        self._doubt = doubt

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def show_count(self, current: int, count: int, is_all: bool = True) -> None:
        """ "2 of 7", or that there is none; with dots while more may come."""
        self._is_counting = not is_all
        self._count.setFont(fonts.tabular(fonts.ui_font(12)))
        if not self.field.text():
            self._count.setText("")
        elif count:
            words = self._words_of_some(current, is_all)
            words = words.format(f"{current:,}".replace(",", " "), f"{count:,}".replace(",", " "))
            self._count.setText(words + self._turn(current))
        elif not is_all:
            self._count.setText(self.tr("Searching…"))
        elif self._doubt == "missed":
            self._count.setText(self.tr("Not found; matches of over 256 KB may be missed"))
        else:
            self._count.setText(self.tr("Not found so far") if self.is_so_far else self.tr("Not found"))

    def _words_of_some(self, current: int, is_all: bool) -> str:
        if not current:
            return self.tr("{1} so far") if self.is_so_far else self.tr("{1} found")
        if not is_all:
            return self.tr("{0} of {1}…")
        if self._doubt == "cut":
            return self.tr("{0} of {1}; matches are cut after 16 MB")
        if self._doubt == "missed":
            return self.tr("{0} of {1}; matches of over 256 KB may be missed")
        return self.tr("{0} of {1} so far") if self.is_so_far else self.tr("{0} of {1}")

    def _turn(self, current: int) -> str:
        """That the search went on at the other end of the text."""
        step, before = self._step, self._hit
        self._step, self._hit = 0, current
        if step > 0 and 0 < current <= before:
            return self.tr(", from the top")
        if step < 0 and current >= before > 0:
            return self.tr(", from the end")
        return ""

    def is_counting(self) -> bool:
        """Whether the search still goes on."""
        return self._is_counting

    def _typed(self, _change: object) -> None:
        self._step = self._hit = 0
        if self.isVisible():
            self.find_requested.emit(self.wanted(), 0)

    def _go_on(self) -> None:
        self.go(1)

    def _go_back(self) -> None:
        self.go(-1)

    def go(self, step: int) -> None:
        """To the next (1) or previous (-1) hit; after the bar was closed with the term it had."""
        if self.isHidden() and self.field.text():
            self.show()
        if not self.isHidden():
            self._step = step
            self.find_requested.emit(self.wanted(), step)

    def go_by(self, event: QKeyEvent) -> None:
        """On, or back with Shift."""
        self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)

    def event(self, event: QEvent) -> bool:
        # The window has an action on Esc, which would take the key away from the bar.
        asked = event.type() is QEvent.Type.ShortcutOverride
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if asked and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS and event.modifiers() in plain:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _STEP_KEYS:
            self.go_by(event)
        else:
            super().keyPressEvent(event)
