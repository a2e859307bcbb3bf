"""The strip above a body that says what is unusual about it: broken JSON, a cut body, a wrong label."""

from __future__ import annotations

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from explorer.core.content.view import ContentKind, View
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.buttons import Button

_LEFT = 40
_LATE_MS = 200
"""What is done sooner is not announced: a strip that comes and goes would move the body twice."""


class BodyNotice(QWidget):
    """Hidden while there is nothing to say. "Save" is offered when only a part of the body is shown."""

    save_requested = Signal()
    go_requested = Signal()
    open_requested = Signal()
    """In another program: of what is only bytes here."""
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = self._progress = self._wire_note = self._coming = ""
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._show_coming)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._go = Button(self.tr("Go to place"), "link", px=12)
        self._save = Button(self.tr("Save body…"), "link", px=12)
        self._open = Button(self.tr("Open in another program"), "link", px=12)
        self._open.clicked.connect(self.open_requested)
        self._open.hide()
        self._cancel = Button(self.tr("Show as it came"), "link", px=12)
        self._cancel.clicked.connect(self.cancel_requested)
        self._cancel.hide()
        self._go.clicked.connect(self.go_requested)
        self._save.clicked.connect(self.save_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 6, measures.CELL_PADDING, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._open)
        row.addWidget(self._go)
        row.addWidget(self._save)
        self.hide()
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()

    def _theme_changed(self) -> None:
        self._words.setFont(fonts.ui_font(12))

    def show_view(self, view: View, *, is_late: bool) -> None:
        """What is to be said of a body, and done with it."""
        self._open.setVisible(view.kind is ContentKind.BINARY and not is_late)
        self.show_note(view.note, has_place=view.flaw is not None, is_cut=view.is_cut, is_late=is_late)

    def show_note(self, note: str, *, has_place: bool, is_cut: bool, is_late: bool = False) -> None:
        """Show a sentence, or hide for an empty one; a moment later where it may be void by then (``is_late``)."""
        self._note = note
        self._go.setVisible(has_place)
        self._save.setVisible(is_cut)
        if is_late and self.isHidden():
            self._late.start()
            return
        self._forget_progress()
        self._say()

    def show_wire_note(self, sentence: str) -> None:
        """What the body's own bytes do not tell; stands first until the next body."""
        if sentence != self._wire_note:
            self._wire_note = sentence
            self._say()

    def show_end(self, sentence: str) -> None:
        """Nothing more comes: this in place of all that was said of what comes."""
        self._note, self._wire_note = "", sentence
        self._forget_progress()
        self._say()

    def show_progress(self, words: str) -> None:
        """What is being done with the body, beside the note, once it takes its time; empty when it is done."""
        if not words:
            had_words = bool(self._progress)
            self._forget_progress()
            if had_words:
                self._say()
            return
        self._coming = words
        if self._progress:
            self._show_coming()
        elif not self._late.isActive():
            self._late.start()

    def _show_coming(self) -> None:
        self._progress = self._coming
        self._say()

    def _forget_progress(self) -> None:
        self._late.stop()
        self._progress = self._coming = ""

    def _say(self) -> None:
        text = " ".join(filter(None, (self._wire_note, self._note, self._progress)))
        self._words.setText(text)
        self._cancel.setVisible(bool(self._progress))
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme.current().color
        painter.fillRect(self.rect(), colour("bg.inset"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line.subtle"))
        icons.paint(painter, QRect(16, 0, measures.ICON_SMALL, self.height()), "info", colour("text.muted"))
        painter.end()
