"""The top of the documents: their tabs, the Commands button and the environment switch."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from explorer.gui.commands import key_words
from explorer.gui.documents.environment_switch import EnvironmentSwitch
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.document_tabs import DocumentTabs


class CommandsButton(QToolButton):
    """Opens the palette and shows its key; without its word when ``compact``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = False
        self._keys = key_words("palette.open")
        self.setAccessibleName("Commands")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        theme.current().changed.connect(self.updateGeometry)

    def set_compact(self, compact: bool) -> None:
        """Leave the word out."""
        self._compact = compact
        self.updateGeometry()

    def _words(self) -> str:
        return "" if self._compact else "Commands"

    def sizeHint(self) -> QSize:
        keys = sum(painting.key_hint_width(key) + 3 for key in self._keys)
        word = painting.text_width(fonts.ui_font(), self._words()) + fonts.scaled(8) if self._words() else 0
        return QSize(fonts.scaled(8 + 16 + 6 + 8) + word + keys, fonts.row_height(measures.BUTTON, fonts.ui_font(), 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        if interaction.of(self).hovered:
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour("bg.hover"))
        side, left = fonts.scaled(measures.ICON), fonts.scaled(8)
        icons.paint(
            painter, self.rect().adjusted(left, 0, left + side - self.width(), 0), "search", colour("text.secondary")
        )
        left += side + fonts.scaled(5)
        words = self.rect().adjusted(left, 0, 0, 0)
        painting.draw_text(painter, words, self._words(), fonts.ui_font(), colour("text.secondary"))
        left += painting.text_width(fonts.ui_font(), self._words()) + fonts.scaled(8) if self._words() else 0
        high = painting.key_hint_height()
        for key in self._keys:
            width = painting.key_hint_width(key)
            box = self.rect().adjusted(left, (self.height() - high) // 2, 0, 0)
            box.setSize(QSize(width, high))
            painting.draw_key_hint(painter, box, key, colour("text.muted"))
            left += width + 3
        painter.end()


class DocumentStrip(QWidget):
    """40 px high."""

    palette_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = DocumentTabs(self)
        self.commands = CommandsButton(self)
        self.environment = EnvironmentSwitch(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.commands)
        layout.addSpacing(11)
        layout.addWidget(self.environment)
        layout.addSpacing(12)
        self.commands.clicked.connect(self.palette_requested)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """As high as the tabs are at the present zoom."""
        self.setFixedHeight(fonts.row_height(measures.TAB_STRIP, fonts.ui_font(13, 500), 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme.current().color
        painter.fillRect(self.rect(), colour("bg.app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line.default"))
        painter.end()
