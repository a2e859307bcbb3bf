"""The list of variables that opens after ``{{`` in a text field, and what choosing from it writes."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_text import characters, units

POPUP_WIDTH = 320
_OPEN = re.compile(r"\{\{\s*([$\w.-]*)$")
_REST = re.compile(r"[$\w.-]*(?:\s*\}\})?")
_LIST_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)

# The list itself is imported and made with the first opening: every field has a completion, few ever open it.
if TYPE_CHECKING:
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QCompleter, QListView


class VariableCompletion(QObject):
    """Watches one editor; Enter, Tab or a click takes the name, Esc closes the list."""

    def __init__(self, editor: QPlainTextEdit | QLineEdit, chips: Chips) -> None:
        super().__init__(editor)
        self._editor = editor
        self._chips = chips
        self._ready = False
        editor.installEventFilter(self)

    @cached_property
    def _completer(self) -> QCompleter:
        from PySide6.QtWidgets import QCompleter

        completer = QCompleter([], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setWidget(self._editor)
        completer.activated.connect(self.take)
        return completer

    @property
    def popup(self) -> QListView:
        from PySide6.QtWidgets import QListView

        view = self._completer.popup()
        assert isinstance(view, QListView)
        return view

    def is_open(self) -> bool:
        return self._ready and self.popup.isVisible()

    def holds(self, event: QKeyEvent) -> bool:
        """True for keys that belong to the open list. The completer offers each key to the editor first, past its
        event filters; the editor must then ignore these."""
        return self.is_open() and event.key() in _LIST_KEYS

    def refresh(self) -> None:
        """Open, narrow or close the list, by what stands left of the cursor; to be called after typing."""
        found = _OPEN.search(self._before())
        if found is None or not self._chips.names:
            if self._ready:
                self.popup.hide()
            return
        self._prepare()
        cast("QStringListModel", self._completer.model()).setStringList(list(self._chips.names))
        self._completer.setCompletionPrefix(found[1])
        if self._completer.completionCount() == 0 or self._completer.currentCompletion() == found[1]:
            self.popup.hide()
            return
        self._completer.complete(self._place())
        self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def take(self, name: str) -> None:
        """Write ``name}}`` in place of what was typed of it."""
        found = _OPEN.search(self._before())
        if found is None:
            return
        rest = _REST.match(self._after())
        remove_after = rest.end() if rest else 0
        if isinstance(self._editor, QLineEdit):
            first = units(self._editor.text(), found.start(1))
            self._editor.setSelection(first, self._editor.cursorPosition() + remove_after - first)
            self._editor.insert(name + "}}")
            return
        cursor = self._editor.textCursor()
        start = cursor.block().position() + units(cursor.block().text(), found.start(1))
        end = cursor.position() + remove_after
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(name + "}}")
        self._editor.setTextCursor(cursor)

    def _prepare(self) -> None:
        if self._ready:
            return
        from explorer.gui.widgets.code_completion_row import VariableNameDelegate

        self._ready = True
        self.popup.setItemDelegate(VariableNameDelegate(self._chips, self.popup))
        self.popup.setAccessibleName("Variables")
        self.popup.setMinimumWidth(fonts.scaled(POPUP_WIDTH))
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colour = theme.current().color
        border, ground = colour("line.default").name(), colour("bg.raised").name()
        self.popup.setStyleSheet(f"QListView {{ background: {ground}; border: 1px solid {border}; }}")

    def _place(self) -> QRect:
        place = self._editor.cursorRect()
        if isinstance(self._editor, QPlainTextEdit):
            viewport = self._editor.viewport()
            place.moveTopLeft(viewport.mapTo(self._editor, place.topLeft()))
        place.setWidth(fonts.scaled(POPUP_WIDTH))
        return place

    def _before(self) -> str:
        text, column = self._line()
        return text[:column]

    def _after(self) -> str:
        text, column = self._line()
        return text[column:]

    def _line(self) -> tuple[str, int]:
        """The line of the cursor, and the characters before it."""
        if isinstance(self._editor, QLineEdit):
            text, column = self._editor.text(), self._editor.cursorPosition()
        else:
            cursor = self._editor.textCursor()
            text, column = cursor.block().text(), cursor.positionInBlock()
        return text, characters(text, column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that reach the editor while the list is open (the list itself hands on what it does not use)."""
        if event.type() is not QEvent.Type.KeyPress or not self.is_open() or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            name = self.popup.currentIndex().data() or self._completer.currentCompletion()
            self.popup.hide()
            self.take(str(name))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        return False
