"""What stands under the filter field when a word in it looks like a filter that does not exist."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.gui.history.filters import Unknown
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.labels import ElidedLabel


class FilterNote(QWidget):
    """Hidden while there is nothing to say. The list goes on showing what the words find."""

    change_requested = Signal(object)
    """An Unknown: write the name that was meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unknown: Unknown | None = None
        self.sentence = ElidedLabel(px=12, color_token="text.secondary")
        self.button = Button("", ButtonKind.LINK, px=12)
        self.button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        side = fonts.scaled(measures.REQUEST_BAR_PADDING_X)
        row.setContentsMargins(side + fonts.scaled(12), 0, side, fonts.scaled(10))
        row.setSpacing(fonts.scaled(8))
        row.addWidget(self.sentence)
        row.addWidget(self.button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_unknown(self, found: tuple[Unknown, ...]) -> None:
        """The first of several; none hides it."""
        self._unknown = found[0] if found else None
        self.setVisible(bool(found))
        if self._unknown is not None:
            self.sentence.set_text(self._unknown.sentence)
            self.button.setVisible(bool(self._unknown.near))
            self.button.setText(f"Use {self._unknown.near}:")
            self.button.setAccessibleName(f"Use the filter {self._unknown.near}")

    def _ask(self) -> None:
        if self._unknown is not None:
            self.change_requested.emit(self._unknown)
