"""One dialog for our own mistakes: what happened, as text to copy. It never closes the window or loses a draft."""

from __future__ import annotations

import logging
from types import TracebackType

from PySide6.QtCore import QObject, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from explorer import __version__

_log = logging.getLogger(__name__)


class BugReports(QObject):
    """Collects unexpected exceptions; the dialog shows the last one while it is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: BugDialog | None = None

    def report(self, place: str, error: BaseException) -> None:
        """Show an exception that nobody handled."""
        text = report_text(place, error)
        _log.error("unexpected error in %s", place, exc_info=error)
        if self._dialog is None:
            self._dialog = BugDialog(self._window)
        self._dialog.show_text(text)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For ``sys.excepthook``: exceptions out of Qt slots end here."""
        if not issubclass(kind, KeyboardInterrupt):
            self.report("the window", error)


def report_text(place: str, error: BaseException) -> str:
    """The report: versions and the traceback, which shows no values of variables."""
    import platform  # late, both: every start would pay for what only a mistake needs
    import traceback

    lines = traceback.format_exception(error)
    system = f"Explorer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{system}\nIn {place}\n\n{''.join(lines)}"


class BugDialog(QDialog):
    """Words, the report, Copy and Close."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong in Explorer")
        self.setWindowModality(Qt.WindowModality.NonModal)
        words = QLabel("This is a mistake in Explorer, not in your request. Your drafts are kept. The report:", self)
        words.setWordWrap(True)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName("Report")
        copy = QPushButton("Copy report", self)
        close = QPushButton("Close", self)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self._text, 1)
        layout.addLayout(buttons)
        self.resize(640, 400)

    def show_text(self, text: str) -> None:
        """Show this report."""
        self._text.setPlainText(text)
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
