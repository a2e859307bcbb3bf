"""The list inside the palette: one current row, moved by keys of the field or by the pointer."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from explorer.gui.palette.finder import Line, Row
from explorer.gui.palette.row_delegate import RowDelegate, line_height
from explorer.gui.palette.rows_model import Role, RowsModel, spoken
from explorer.gui.theme import measures, theme


class RowsView(QListView):
    """``picked`` carries the Row under a click and whether Ctrl was held."""

    picked = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = RowsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName("Results")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        # Qt's own scrolling waits for the next layout, and would undo ours.
        self.setAutoScroll(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent }")
        theme.current().changed.connect(self.doItemsLayout)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._model.lines

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines; the first row becomes current."""
        self._model.set_lines(lines)
        self.go_to_end(first=True)

    def current_row(self) -> Row | None:
        """The row that Enter opens."""
        line = self.currentIndex().data(Role.LINE)
        return line if isinstance(line, Row) else None

    def spoken_current(self) -> str:
        """The current row in words."""
        row = self.current_row()
        return spoken(row) if row else ""

    def step(self, rows: int) -> None:
        """Move the current row; single steps go around the ends, longer ones stop there."""
        numbers = self._model.row_numbers()
        if not numbers:
            return
        number = self.currentIndex().row()
        at = numbers.index(number) if number in numbers else 0
        wanted = at + rows
        self._go_to(numbers[wanted % len(numbers) if abs(rows) == 1 else max(0, min(wanted, len(numbers) - 1))])

    def go_to_end(self, *, first: bool) -> None:
        """Make the first or the last row current."""
        numbers = self._model.row_numbers()
        if numbers:
            self._go_to(numbers[0 if first else -1])
        if first:
            # The view may still have the height of the lines before, and would leave the heading out of sight.
            self.scrollToTop()

    def wanted_height(self) -> int:
        """Room for the lines up to the tenth row."""
        height = rows = 0
        for line in self.lines:
            rows += isinstance(line, Row)
            if rows > measures.PALETTE_MAX_ROWS:
                break
            height += line_height(line)
        return height

    def _go_to(self, number: int) -> None:
        self.setCurrentIndex(self._model.index(number))
        # The heading above the first row of a group belongs into view with it.
        above = number - 1
        if above >= 0 and not isinstance(self.lines[above], Row):
            self.scrollTo(self._model.index(above))
        self.scrollTo(self._model.index(number))

    def _row_under(self, event: QMouseEvent) -> QModelIndex:
        index = self.indexAt(event.position().toPoint())
        return index if isinstance(index.data(Role.LINE), Row) else QModelIndex()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._row_under(event)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_under(event).data(Role.LINE)
        if isinstance(row, Row) and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(row, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
