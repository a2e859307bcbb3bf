"""The palette's last line: the keys that work in it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.key_hint import KeyHint
from explorer.gui.widgets.labels import ElidedLabel

_HINTS = (("↑ ↓", "Move"), ("Enter", "Open"), ("Ctrl Enter", "Open and send"), ("Tab", "Scope"))
_HEIGHT = 36


class PaletteFooter(QWidget):
    """Keys at the left, Esc at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.scaled(16), 0, fonts.scaled(16), 0)
        row.setSpacing(fonts.scaled(6))
        for keys, words in _HINTS:
            self._add(row, keys, words)
            row.addSpacing(fonts.scaled(14))
        row.addStretch(1)
        self._add(row, "Esc", "Close")
        theme.current().changed.connect(self._resize)
        self._resize()

    def _add(self, row: QHBoxLayout, keys: str, words: str) -> None:
        row.addWidget(KeyHint(keys, self))
        row.addWidget(ElidedLabel(words, self, px=11, color_token="text.secondary"))

    def _resize(self) -> None:
        self.setFixedHeight(fonts.row_height(_HEIGHT, fonts.ui_font(), 12))
