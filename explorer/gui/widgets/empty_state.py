"""What an empty place says: one sentence and one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.rich_label import RichLabel


class EmptyState(QWidget):
    """``action_requested`` comes from the button; an empty action shows none."""

    action_requested = Signal()

    def __init__(self, sentence: str, action: str = "", key_hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = RichLabel(sentence, self, color_token="text.muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = Button(action, ButtonKind.SECONDARY, key_hint=key_hint, parent=self)
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setSpacing(fonts.scaled(12))
        column.addStretch(1)
        column.addWidget(self._label)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setAccessibleName(sentence)

    @property
    def button(self) -> Button:
        return self._button

    def set_sentence(self, sentence: str, action: str = "") -> None:
        self._label.set_text(sentence)
        self._button.set_text(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(sentence)

    def _ask(self) -> None:
        self.action_requested.emit()
