"""The welcome page: try the sandbox, bring something in, write a request, or start with a failure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.welcome.failure_list import FailureList, FailureRow
from explorer.gui.welcome.icon_mark import IconMark
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from explorer.gui.welcome.recent_list import RecentList, RecentRow

__all__ = ["FailureRow", "WelcomePage"]

_COLUMN = 680
_TOP = 92


class WelcomePage(QScrollArea):
    """Everything here works by pointer, keyboard and drop."""

    start_sandbox_requested = Signal()
    choose_file_requested = Signal()
    new_request_requested = Signal()
    request_requested = Signal(str)
    """Key of a request that was open before."""
    failure_requested = Signal(str)
    """Key of a request of the Failure lab."""
    files_dropped = Signal(tuple)
    """Paths."""
    curl_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Welcome")
        self.setAcceptDrops(True)
        self.setProperty("own_focus", True)
        self.start_button = Button("Start sandbox", ButtonKind.PRIMARY, key_hint="Enter")
        self.file_button = Button("Choose file…", key_hint="Ctrl O")
        self.new_button = Button("New request", key_hint="Ctrl N")
        self.failures = FailureList()
        self.recent: RecentList | None = None
        self._recent_place = QVBoxLayout()
        self._heading = RichLabel("Or start with a failure", px=12, weight=600, color_token="text.secondary")
        self.setWidget(self._body())
        self.start_button.clicked.connect(self.start_sandbox_requested)
        self.file_button.clicked.connect(self.choose_file_requested)
        self.new_button.clicked.connect(self.new_request_requested)
        self.failures.chosen.connect(self.failure_requested)
        self.set_failures(())

    def set_failures(self, rows: tuple[FailureRow, ...]) -> None:
        """The rows of the list; none leaves it out."""
        self.failures.set_rows(rows)
        self._heading.setVisible(bool(rows))
        self.failures.setVisible(bool(rows))

    def set_recent(self, rows: tuple[RecentRow, ...]) -> None:
        """Requests that were open before, the last one first; none leaves the list out."""
        if self.recent is None and rows:
            from explorer.gui.welcome.recent_list import RecentList  # late: at the first start there are none

            self.recent = RecentList()
            self.recent.chosen.connect(self.request_requested)
            self._recent_heading = RichLabel("Recent requests", px=12, weight=600, color_token="text.secondary")
            self._recent_place.addWidget(self._recent_heading)
            self._recent_place.addSpacing(10)
            self._recent_place.addWidget(self.recent)
            self._recent_place.addSpacing(24)
            QWidget.setTabOrder(self.new_button, self.recent)
        if self.recent is not None:
            self.recent.set_rows(rows)
            self.recent.setVisible(bool(rows))
            self._recent_heading.setVisible(bool(rows))

    def main_action(self) -> None:
        """Ctrl+Enter starts the sandbox too."""
        self.start_sandbox_requested.emit()

    def _body(self) -> QWidget:
        column = QWidget()
        column.setFixedWidth(fonts.scaled(_COLUMN))
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, fonts.scaled(_TOP), 0, 24)
        layout.setSpacing(0)
        layout.addWidget(RichLabel("See exactly why a request failed.", px=24, line_px=32, weight=600))
        layout.addSpacing(4)
        lead = "Explorer sends HTTP requests, decodes each failure and shows what to change."
        layout.addWidget(RichLabel(lead, px=15, line_px=24, color_token="text.secondary"))
        layout.addSpacing(32)
        layout.addWidget(self._card())
        layout.addSpacing(30)
        layout.addLayout(self._recent_place)
        layout.addWidget(self._heading)
        layout.addSpacing(10)
        layout.addWidget(self.failures)
        layout.addStretch(1)
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(body)
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        return body

    def _card(self) -> QFrame:
        rows = (
            (
                "flask-conical",
                "accent.fg",
                "Try the sandbox",
                "The Sinch SMS API on this computer. No account, no network.",
            ),
            (
                "import",
                "text.muted",
                "Import",
                "A HAR file or a curl command. Or drop a file or a collection folder here.",
            ),
            ("plus", "text.muted", "New request", "Paste a URL or a curl command to begin."),
        )
        buttons = (self.start_button, self.file_button, self.new_button)
        card = QFrame()
        card.setProperty("frame", "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        width = max(button.sizeHint().width() for button in buttons)
        for number, ((icon, token, title, words), button) in enumerate(zip(rows, buttons, strict=True)):
            if number:
                layout.addWidget(Hairline(color_token="line.default"))
            button.setMinimumWidth(width)
            layout.addWidget(_card_row(icon, token, title, words, button))
        return card

    def _paste(self) -> None:
        text = QApplication.clipboard().text().strip()
        if text:
            self.curl_pasted.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start_sandbox_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)


def _card_row(icon: str, token: str, title: str, words: str, button: Button) -> QWidget:
    row = QWidget()
    row.setFixedHeight(fonts.row_height(64, fonts.ui_font(), 24))
    layout = QHBoxLayout(row)
    layout.setContentsMargins(20, 0, 16, 0)
    layout.setSpacing(16)
    layout.addWidget(IconMark(icon, token, measures.ICON_LARGE))
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addStretch(1)
    text.addWidget(RichLabel(title, weight=600))
    text.addWidget(RichLabel(words, color_token="text.secondary"))
    text.addStretch(1)
    layout.addLayout(text, 1)
    layout.addWidget(button)
    return row
