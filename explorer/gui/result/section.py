"""The frame every part of a diagnosis stands in: a label column, rows with an action at the right, a hairline above."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from explorer.core.model.diagnosis import Link
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.rich_label import RichLabel, TextRun

OVERHANG = measures.LINK_PADDING
"""Link buttons reach this far past the text they align with, so that hover and focus have room."""

_ACTION_HEIGHT = 24
_ROW_PADDING = 2
_LONG_WORD = 60
_TEXT_ROOM = 120
"""What a text beside an action needs."""


class Section(QWidget):
    """One labelled part. ``set_label_above`` is for narrow panes, ``set_first`` takes the hairline away."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._is_first = False
        self._label = QLabel(title)
        self._label.setProperty("tone", "muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._actions: list[tuple[QBoxLayout, QWidget]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        padding = fonts.scaled(measures.DIAGNOSIS_SECTION_PADDING - _ROW_PADDING)
        self._across.setContentsMargins(0, padding, 0, padding)
        self._across.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addLayout(self._rows, 1)
        self.setAccessibleName(title)
        theme.current().changed.connect(self._theme_changed)
        self._theme_changed()
        self.set_label_above(False)

    def add(self, *content: QWidget, action: QWidget | None = None, gap_px: int = 0, padded: bool = True) -> None:
        """A row of one or more lines; ``action`` stands at its right edge. Rows of one line are 24 apart."""
        if gap_px:
            self._rows.addSpacing(fonts.scaled(gap_px))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(0, 0, 0 if action else OVERHANG, 0)
        row.setSpacing(fonts.scaled(12))
        lines = QVBoxLayout()
        inset = fonts.scaled(_ROW_PADDING) if padded else 0
        lines.setContentsMargins(0, inset, 0, inset)
        lines.setSpacing(0)
        for line in content:
            lines.addWidget(line)
        row.addLayout(lines, 1)
        if action is not None:
            action.setFixedHeight(fonts.row_height(_ACTION_HEIGHT, fonts.ui_font(12), 4))
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            self._actions.append((row, action))
        self._rows.addLayout(row)

    def set_label_above(self, above: bool) -> None:
        """Label over the rows instead of beside them."""
        direction = QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(direction)
        self._across.setSpacing(fonts.scaled(4 if above else measures.DIAGNOSIS_GAP))
        width = measures.DIAGNOSIS_LABEL_WIDTH
        self._label.setMinimumWidth(0 if above else fonts.scaled(width))
        self._label.setMaximumWidth(16_777_215 if above else fonts.scaled(width))

    def set_first(self, first: bool) -> None:
        """The first section of a column has no line above it."""
        self._is_first = first
        self.update()

    def _place_actions(self) -> None:
        """An action beside which no text would have room stands below it, whole."""
        beside = 0 if self._across.direction() is QBoxLayout.Direction.TopToBottom else self._label.width()
        room = self.width() - beside - fonts.scaled(_TEXT_ROOM)
        for row, action in self._actions:
            below = action.sizeHint().width() > room
            ways = QBoxLayout.Direction
            row.setDirection(ways.TopToBottom if below else ways.LeftToRight)
            row.setSpacing(fonts.scaled(0 if below else 12))

    def _theme_changed(self) -> None:
        self._label.setFont(fonts.ui_font(12, 600))
        self._label.setFixedHeight(fonts.row_height(20 + 2 * _ROW_PADDING, fonts.ui_font(12), 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_actions()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_first:
            return
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width() - OVERHANG, 1, theme.current().color("line.subtle"))
        painter.end()


class Page(QWidget):
    """What scrolls: as high as its text is at the width it gets, never as high as at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class LinkButton(Button):
    """A link that knows its address; the section it stands in asks for it."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(link.title, "link", "external-link", parent=parent, px=12, weight=400)
        self.link = link
        self.setToolTip(link.url)


def action_button(text: str, icon: str | None = None, key_hint: str = "") -> Button:
    """An action at the right edge of a row."""
    return Button(text, "link", icon, key_hint, px=12)


def code_line(text: str) -> RichLabel:
    """A status, a code or a message in the code font, as the head of a paragraph."""
    label = RichLabel(px=13, code_px=12)
    label.set_runs((TextRun(text=text, code=True, weight=700),))
    return label


def prose(text: str) -> RichLabel:
    """A sentence that explains."""
    return RichLabel(text, px=13, color_token="text.secondary")


def captioned(caption: str, text: str, width_px: int = 0) -> QWidget:
    """A muted caption, ``width_px`` wide when captions form a column, and the words of others behind it."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(fonts.scaled(12))
    head = RichLabel(caption, px=12, color_token="text.muted", wrap=False)
    head.setMinimumWidth(fonts.scaled(width_px))
    line.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    value = RichLabel(px=13, code_px=12)
    value.set_runs((TextRun(text=text, code=True),))
    if any(len(word) > _LONG_WORD for word in text.split()):
        value.setToolTip(text)
    line.addWidget(value, 1)
    return row
