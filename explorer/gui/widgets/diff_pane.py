"""Two texts side by side, scrolling together, or inline in one. With one text only, that one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.storage.compare import DiffRow
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.diff_lines import Origin, inline_lines, side_lines
from explorer.gui.widgets.diff_text import DiffText
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.viewer_highlight import Language


class DiffPane(QWidget):
    """Give it rows with ``show_rows``; ``set_inline`` changes the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side_a = DiffText("A")
        self.side_b = DiffText("B")
        self.inline = DiffText("A and B")
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.setHandleWidth(1)
        self.sides.setChildrenCollapsible(False)
        self.sides.addWidget(self.side_a)
        self.sides.addWidget(self.side_b)
        self._empty = EmptyState("")
        self._stack = QStackedWidget()
        for page in (self.sides, self.inline, self._empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._rows: Sequence[DiffRow] = ()
        self._is_inline = False
        self._follow(self.side_a.verticalScrollBar(), self.side_b.verticalScrollBar())
        self._follow(self.side_a.horizontalScrollBar(), self.side_b.horizontalScrollBar())

    def show_rows(self, rows: Sequence[DiffRow], language: Language, *, compared: bool, empty: str) -> None:
        """Other rows; ``empty`` is said when there are none."""
        self._rows = rows
        self._empty.set_sentence(empty)
        self.side_b.setVisible(compared)
        self.side_a.set_rows(side_lines(rows, Origin.A), language)
        self.side_b.set_rows(side_lines(rows, Origin.B) if compared else (), language)
        self.inline.set_rows(inline_lines(rows), language)
        self._choose()

    def set_families(self, a: Family, b: Family) -> None:
        for view in (self.side_a, self.side_b, self.inline):
            view.set_families(a, b)

    def set_inline(self, inline: bool) -> None:
        self._is_inline = inline
        self._choose()

    def go_to_difference(self, step: int) -> bool:
        """Move the caret there, in both texts; whether there is a difference."""
        if self._stack.currentWidget() is self.inline:
            return self.inline.go_to_difference(step)
        found = self.side_a.go_to_difference(step)
        if found:
            self.side_b.go_to(self.side_a.selection.caret[0])
        return found

    def go_to_line(self, left_no: int, right_no: int) -> None:
        """Put the carets on the row with a line of B, or with 0 of A; where it is left out, on the row before."""
        found, wanted = 0, right_no or left_no
        for index, row in enumerate(self._rows):
            number = row.right_no if right_no else row.left_no
            if number > wanted:
                break
            found = index if number else found
        self.side_a.go_to(found)
        self.side_b.go_to(found)

    def _choose(self) -> None:
        page: QWidget = self._empty
        if self._rows:
            page = self.inline if self._is_inline else self.sides
        self._stack.setCurrentWidget(page)

    def _follow(self, left: QScrollBar, right: QScrollBar) -> None:
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
