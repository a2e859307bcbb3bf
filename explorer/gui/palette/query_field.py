"""The palette's line to type in. It keeps every key from the window's shortcuts while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.gui.theme import fonts, theme


class QueryField(QLineEdit):
    """``key_pressed`` offers each key to the owner first; one that accepts it keeps it from the text."""

    key_pressed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("frame", "none")
        self.setPlaceholderText("Search, or type > for commands, # for errors, @ for environments")
        self.setAccessibleName("Search requests, errors, history and commands")
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setStyleSheet(f"QLineEdit {{ border: 0; background: transparent; font-size: {fonts.scaled(15)}px }}")

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter, F5 or Esc would otherwise act on the page behind the scrim.
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        # Tab never reaches keyPressEvent: the widget's event() would move the focus.
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            event.ignore()
            self.key_pressed.emit(event)
            if event.isAccepted():
                return True
        return super().event(event)
