"""The bar below the matrix: the missing value in one sentence, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.gui.environments.matrix import Problem
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.rich_label import RichLabel, TextRun, runs_from

_FINE = "No value is missing: every environment has what requests use."
_KEPT = {
    None: "",
    True: " Secrets are kept in the system keychain.",
    False: " Secrets are kept for this run only: there is no system keychain.",
}
_IN_FILE = " Secrets are kept in an encrypted file."


class ProblemBar(QWidget):
    """Shows a Problem, a refusal, or that all is well."""

    show_requested = Signal(str)
    """Name of a variable."""
    copy_requested = Signal(object)
    """The Problem whose value is to be copied from its donor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._number = 0
        self._kept = ""
        self._sign = _Sign(self)
        self._label = RichLabel("", self)
        self.requests = Button("Show requests", parent=self)
        self.copy = Button("", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 0, measures.BOTTOM_BAR_GAP, 0)
        row.setSpacing(measures.BOTTOM_BAR_GAP)
        row.addWidget(self._sign)
        row.addSpacing(4)
        row.addWidget(self._label, 1)
        row.addWidget(self.requests)
        row.addSpacing(4)
        row.addWidget(self.copy)
        self.requests.clicked.connect(self._show)
        self.copy.clicked.connect(self._copy)
        theme.current().changed.connect(self._resize)
        self._resize()
        self.set_problem(None, 0)

    @property
    def sentence(self) -> str:
        """The words shown."""
        return self._label.plain_text

    @property
    def problem(self) -> Problem | None:
        """The missing value the sentence is about."""
        return self._problem

    def set_problem(self, problem: Problem | None, number: int) -> None:
        """Show one of ``number`` missing values; None says that none is missing."""
        self._problem, self._number = problem, number
        self._sign.set("triangle-alert" if problem else "check", "client.fg" if problem else "ok.fg")
        self._label.set_runs(_runs(problem, number) if problem else runs_from(_FINE + self._kept))
        self._label.set_color("text.secondary")
        self.requests.setVisible(problem is not None)
        self.copy.setVisible(problem is not None and bool(problem.donor))
        if problem is not None:
            self.copy.set_text(f"Copy from {problem.donor}")

    def set_secrets_kept(self, persist: bool | None, in_file: bool = False) -> None:
        """Whether secrets outlive the program, in a keychain or an encrypted file; None while it is not known."""
        self._kept = _IN_FILE if in_file else _KEPT[persist]
        self.set_problem(self._problem, self._number)

    def refuse(self, sentence: str) -> None:
        """Say why an edit was not made; the next problem or edit takes its place."""
        self._sign.set("circle-alert", "client.fg")
        self._label.set_text(sentence)

    def _show(self) -> None:
        if self._problem is not None:
            self.show_requested.emit(self._problem.name)

    def _copy(self) -> None:
        if self._problem is not None:
            self.copy_requested.emit(self._problem)

    def _resize(self) -> None:
        # Two lines where the window is narrow or the text large.
        self.setMinimumHeight(fonts.row_height(measures.BOTTOM_BAR, fonts.ui_font(), 16))


class _Sign(PaintedWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = "check", "ok.fg"
        self.setFixedWidth(fonts.scaled(measures.ICON_SMALL))

    def set(self, icon: str, token: str) -> None:
        self._icon, self._token = icon, token
        self.update()

    def paint(self, painter: QPainter) -> None:
        icons.paint(painter, self.rect(), self._icon, self.colour(self._token))


def _runs(problem: Problem, number: int) -> tuple[TextRun, ...]:
    requests = "1 request refers" if problem.uses == 1 else f"{problem.uses} requests refer"
    others = f" {number} values are missing in all." if number > 1 else ""
    return (
        TextRun(text=problem.name, code=True, color_token="text.primary", weight=600),
        TextRun(text=f" is missing in {problem.environment}.", color_token="text.primary"),
        TextRun(text=f" {requests} to it and would not be sent there.{others}"),
    )
