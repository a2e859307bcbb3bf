"""The line below the pane: the URL as it will be sent, or why it cannot be."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import BOTTOM_BAR, BOTTOM_BAR_PADDING
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import Elide, ElidedLabel

_COPIED_MS = 1500


class ResolvedFooter(QWidget):
    """Shows one or the other; the button copies the whole URL."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self.title = ElidedLabel("Resolved", self, px=12, color_token="text.muted")
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.url = ElidedLabel("", self, elide=Elide.MIDDLE, px=12, code=True)
        self.error = ElidedLabel("", self, px=12, color_token="server.fg")
        self.copy = IconButton("copy", "Copy the resolved URL", self)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        for label in (self.url, self.error):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(BOTTOM_BAR_PADDING, 1, 8, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.url, 1)
        row.addWidget(self.error, 1)
        row.addWidget(self.copy)
        self.copy.clicked.connect(self._copy)
        self._copied.timeout.connect(self._show_copy)
        theme.current().changed.connect(self._dress)
        self.set_resolved("", "")
        self._dress()

    def set_resolved(self, url: str, error: str) -> None:
        self._url = url
        self.url.set_text(url)
        self.error.set_text(error)
        self.error.setVisible(bool(error))
        self.url.setVisible(not error)
        self.title.setVisible(not error)
        self.copy.setEnabled(bool(url) and not error)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.copy.set_icon("check", "ok.fg")
        self._copied.start()

    def _show_copy(self) -> None:
        self.copy.set_icon("copy", "text.secondary")

    def _dress(self) -> None:
        self.setFixedHeight(fonts.row_height(BOTTOM_BAR, fonts.code_font(12), 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("bg.surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()
