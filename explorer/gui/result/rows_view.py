"""The view of a table of any number of rows: what Qt does cell by cell is bounded here."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from explorer.gui.result.row_model import RowModel
from explorer.gui.theme import fonts

MOST_CELLS = 2_000
"""More selected cells than this are neither told to a screen reader one by one nor copied."""


class _Numbers(QHeaderView):
    """The heads of rows. Qt would look for the widest of them among two hundred whenever a style changes."""

    def sizeHint(self) -> QSize:
        model = self.model()
        if not isinstance(model, RowModel) or not self.count():
            return super().sizeHint()
        first, font = self.sectionSizeFromContents(0), self.font()
        font.setBold(True)  # as the head of a row that is selected
        metrics, shown = QFontMetrics(font), str(model.headerData(0, Qt.Orientation.Vertical))
        more = metrics.horizontalAdvance("0" * len(str(model.total - 1))) - metrics.horizontalAdvance(shown)
        return QSize(first.width() + max(0, more), first.height())


class RowsView(QTableView):
    """Rows of one height, columns that are sorted by a click on their heads."""

    copy_requested = Signal()
    open_requested = Signal()
    """Enter on a cell."""
    menu_requested = Signal(object)
    """A menu for the current cell, at this place on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = -1
        """Of the current cell, before the rows became others."""
        numbers = _Numbers(Qt.Orientation.Vertical, self)
        numbers.setSectionsClickable(True)
        numbers.setHighlightSections(True)
        self.setVerticalHeader(numbers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().setDefaultSectionSize(fonts.scaled(26))
        # Rows of one height need no list of a million heights.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setSortIndicatorShown(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is None:
            return
        # To show which columns are selected the header would look at every cell of them, a million times.
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(model, header))
        model.modelAboutToBeReset.connect(self._note_column)
        model.modelReset.connect(self._return_to_column)

    def _note_column(self) -> None:
        self._column = self.currentIndex().column() if self.hasFocus() else -1

    def _return_to_column(self) -> None:
        """The keyboard stays in sight: in the first of the rows as they are ordered now."""
        if 0 <= self._column < self.model().columnCount() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, self._column))

    def selected_cells(self) -> list[tuple[int, list[int]]] | None:
        """Selected rows with their selected columns, from the top; None when they are too many to go through."""
        selection = self.selectionModel().selection()
        if sum(map(_cells, ranges_of(selection))) > MOST_CELLS:
            return None
        found: dict[int, set[int]] = {}
        for part in ranges_of(selection):
            for row in range(part.top(), part.bottom() + 1):
                columns = (one for one in range(part.left(), part.right() + 1) if not self.isColumnHidden(one))
                found.setdefault(row, set()).update(columns)
        return [(row, sorted(found[row])) for row in sorted(found)]

    # Qt

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        current = self.currentIndex()
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectionModel().isSelected(current):
            self.setCurrentIndex(current)  # Qt takes the first cell and does not show it

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_requested.emit(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if sum(map(_cells, (*ranges_of(selected), *ranges_of(deselected)))) > MOST_CELLS:
            # What Qt adds for a screen reader goes through every cell; the current one is told by another way.
            QAbstractItemView.selectionChanged(self, selected, deselected)
        else:
            super().selectionChanged(selected, deselected)


def ranges_of(selection: QItemSelection) -> Iterator[QItemSelectionRange]:
    return (selection.at(number) for number in range(selection.count()))


def _cells(part: QItemSelectionRange) -> int:
    return part.width() * part.height()
