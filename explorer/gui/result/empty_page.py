"""What stands in the panel without an exchange: how to get one, or why nothing could be sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.key_hint import KeyHint
from explorer.gui.widgets.rich_label import RichLabel


class EmptyPage(QWidget):
    """One sentence and the key that sends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = RichLabel(self.tr("The response appears here."), color_token="text.muted")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.keys = KeyHint("Ctrl Enter")
        column = QVBoxLayout(self)
        column.setSpacing(fonts.scaled(12))
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class RefusedPage(QWidget):
    """Why the request could not be sent; nothing was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = RichLabel(px=18, line_px=26, weight=600, code_px=17, code_token="client.fg")
        self.effect = RichLabel(self.tr("Nothing was sent."), color_token="text.secondary")
        column = QVBoxLayout(self)
        side = fonts.scaled(measures.DIAGNOSIS_PADDING)
        column.setContentsMargins(side, fonts.scaled(16), side, side)
        column.setSpacing(fonts.scaled(2))
        column.addWidget(self.headline)
        column.addWidget(self.effect)
        column.addStretch(1)
