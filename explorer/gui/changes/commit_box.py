"""The foot of the list: the message, what is chosen, the Commit button, and why there was no commit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

_MESSAGE_LINES = 3
_OUTPUT_LINES = 8
_INSET = 4
_BUSY = "Committing…"


class HookOutput(TextViewer):
    """Plain lines without numbers, wrapped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, gutter=_INSET)
        self.set_wrap(True)

    def gutter_text(self, line: int) -> str:
        return ""


class CommitBox(QWidget):
    """``commit_requested`` carries the message."""

    commit_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = self._of = 0
        self.message = QPlainTextEdit()
        self.message.setPlaceholderText("What changed, and why")
        self.message.setAccessibleName("Message of the commit")
        self.message.setTabChangesFocus(True)
        self.message.setProperty("frame", "field")
        self.problem = RichLabel("", px=12, color_token="client.fg")
        self.output = HookOutput()
        self.output.setAccessibleName("What the hook said")
        self.unsaved = RichLabel("", px=12, color_token="client.fg")
        self.counted = ElidedLabel(px=12, color_token="text.secondary")
        self.button = Button("Commit", ButtonKind.PRIMARY, "check", "Ctrl Enter")
        self._lay_out()
        self.button.clicked.connect(self.commit)
        self.message.textChanged.connect(self._refresh)
        theme.current().changed.connect(self._fit)
        self._fit()
        self.refuse("")
        self.set_unsaved(())

    def set_counts(self, count: int, of: int) -> None:
        """How many files are chosen."""
        self._count, self._of = count, of
        files = "1 file" if of == 1 else f"{of} files"
        self.counted.set_text(f"{count} of {files} chosen" if of else "Nothing to commit")
        self._refresh()

    def set_unsaved(self, names: Sequence[str]) -> None:
        """Requests among the changed files whose drafts are not on disk."""
        verb = "has" if len(names) == 1 else "have"
        self.unsaved.set_text(
            f"{', '.join(names)} {verb} unsaved changes, which a commit does not hold." if names else ""
        )
        self.unsaved.setVisible(bool(names))

    def set_busy(self, busy: bool) -> None:
        """While git works, which hooks may make long."""
        self.button.set_text(_BUSY if busy else "Commit")
        self.message.setReadOnly(busy)
        self._refresh(busy)

    def refuse(self, sentence: str) -> None:
        """Say why there was no commit; what a hook wrote stands below. Empty takes it away."""
        first, _, rest = sentence.partition("\n")
        self.problem.set_text(first.replace("`", "'"))
        self.problem.setVisible(bool(first))
        lines = rest.rstrip("\n").split("\n") if rest.strip() else []
        self.output.set_lines(lines, Language.PLAIN)
        shown = min(len(lines) + 1, _OUTPUT_LINES)  # one more, for a line that is wrapped
        self.output.setFixedHeight(shown * self.output.line_height + 2 * self.output.top_padding)
        self.output.setVisible(bool(lines))

    def committed(self) -> None:
        """The message is used up."""
        self.refuse("")
        self.message.clear()

    def commit(self) -> None:
        """As the button does; without a message the field for it is entered."""
        if not self.message.toPlainText().strip() and self._count:
            self.message.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refuse("A commit needs a message that says what was changed and why.")
        elif self.button.isEnabled():
            self.refuse("")
            self.commit_requested.emit(self.message.toPlainText().strip())

    def _refresh(self, busy: bool = False) -> None:
        ready = bool(self._count) and bool(self.message.toPlainText().strip())
        self.button.setEnabled(ready and not busy and self.button.text() != _BUSY)
        reason = "" if ready else "Choose a file first" if not self._count else "Write a message first"
        self.button.setToolTip(reason)

    def _lay_out(self) -> None:
        side = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        row = QHBoxLayout()
        row.addWidget(self.counted, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, fonts.scaled(10), side, fonts.scaled(10))
        column.setSpacing(fonts.scaled(8))
        for part in (self.message, self.unsaved, self.problem, self.output):
            column.addWidget(part)
        column.addLayout(row)

    def _fit(self) -> None:
        """Room for the first lines of a message, at every size of the text."""
        lines = QFontMetrics(fonts.ui_font()).lineSpacing() * _MESSAGE_LINES
        self.message.setFixedHeight(lines + fonts.scaled(18))
