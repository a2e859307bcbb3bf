"""The frame of a spec sheet: labelled sections under hairlines, and the card of three facts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel

OVERHANG = measures.LINK_PADDING
"""Links reach this far past the text they align with, so that hover and focus have room."""

_ROW = 24


class SheetSection(QWidget):
    """A label of 80 px and rows beside it; an action stands at the right edge of its row."""

    def __init__(self, title: str, parent: QWidget | None = None, *, is_first: bool = False) -> None:
        super().__init__(parent)
        self.title = title
        self._is_first = is_first
        label = RichLabel(title, px=12, weight=600, color_token="text.muted")
        label.setFixedWidth(fonts.scaled(measures.DIAGNOSIS_LABEL_WIDTH))
        label.setMinimumHeight(fonts.scaled(_ROW))
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        across = QHBoxLayout(self)
        padding = fonts.scaled(measures.DIAGNOSIS_SECTION_PADDING - 2)
        across.setContentsMargins(0, padding, 0, padding)
        across.setSpacing(fonts.scaled(measures.DIAGNOSIS_GAP))
        across.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(self._rows, 1)
        self.setAccessibleName(title)

    def add(self, content: QWidget, action: QWidget | None = None, *, gap_px: int = 0) -> None:
        """A row, ``gap_px`` below the one before."""
        row = QHBoxLayout()
        row.setContentsMargins(0, fonts.scaled(gap_px), 0 if action else OVERHANG, 0)
        row.setSpacing(fonts.scaled(12))
        row.addWidget(content, 1)
        if action is not None:
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_first:
            painter = QPainter(self)
            painter.fillRect(0, 0, self.width() - OVERHANG, 1, theme.current().color("line.subtle"))
            painter.end()


def line_of_text(text: str, color_token: str = "text.primary") -> RichLabel:
    """A row of 24 with `names` in code."""
    label = RichLabel(text, color_token=color_token)
    label.setMinimumHeight(fonts.scaled(_ROW))
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    return label


def link(text: str, icon: str | None = None) -> Button:
    """An action at the right edge of a row. Its words end where the row ends; hover reaches further."""
    button = Button(text, ButtonKind.LINK, icon, px=12, weight=400 if icon else 500)
    button.setFixedHeight(fonts.row_height(_ROW, fonts.ui_font(12), 4))
    return button


class FactCard(QFrame):
    """At fault, Effect and Retry, side by side."""

    def __init__(self, facts: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = facts
        self.setProperty("frame", "inset")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        for number, (caption, words) in enumerate(facts):
            if number:
                row.addWidget(Hairline(vertical=True))
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(RichLabel(caption, px=11, line_px=16, color_token="text.muted"))
            column.addWidget(RichLabel(words, px=12, line_px=18, weight=600))
            column.addStretch(1)
            row.addLayout(column, 1)
