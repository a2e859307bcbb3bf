"""The table of the matrix: column widths, keys, and where the keyboard is. What an edit does, the model knows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from explorer.gui.environments.cell_delegate import CellDelegate, line_height
from explorer.gui.environments.column_header import ColumnHeader
from explorer.gui.environments.lines import Cell, CellKind, VariableLine
from explorer.gui.environments.matrix_model import MatrixModel, Role
from explorer.gui.theme import fonts, theme
from explorer.gui.widgets.code_keys import is_enter
from explorer.gui.widgets.reveals import Place

_NAME_WIDTH = 209
_COUNT_WIDTH = 71
_LEAST_WIDTH = 160


class MatrixView(QTableView):
    """Enter, F2 or typing edits, Space shows a secret or turns a switch, Delete takes a value away."""

    reveal_requested = Signal(object)
    """(variable name, key of the environment)."""
    clear_requested = Signal(object)
    """The index whose value or row is to go."""
    menu_requested = Signal(object, QPoint)
    """Index and the place on the screen."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = model
        self.head = ColumnHeader(model, self)
        self.cells = CellDelegate(self)
        self.setAccessibleName("Variables by environment")
        self.setModel(model)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(self.cells)
        self._shape()
        self.cells.reveal_requested.connect(self._eye_clicked)
        for signal in (
            model.modelReset,
            model.columnsInserted,
            model.columnsRemoved,
            model.rowsInserted,
            model.rowsRemoved,
        ):
            signal.connect(self._measure)
        theme.current().changed.connect(self._measure)
        self._measure()

    def _shape(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_active(self, name: str) -> None:
        """Give the column of the active environment its ground."""
        self.head.active = name
        environments = self._source.sheet.environments
        key = next((one.key for one in environments if one.name == name), "")
        self.cells.active_column = self._source.column_of(key)
        self.head.viewport().update()
        self.viewport().update()

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard into a cell."""
        self.setCurrentIndex(self._source.index(row, column))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _measure(self) -> None:
        for row in range(self._source.rowCount()):
            self.setRowHeight(row, line_height(self._source.line(row)))
        self._divide()

    def _divide(self) -> None:
        """The environments share what the names and the counts leave."""
        number = self._source.columnCount() - 2
        name, count = fonts.scaled(_NAME_WIDTH), fonts.scaled(_COUNT_WIDTH)
        room = self.viewport().width() - name - count
        self.setColumnWidth(0, name if number else name + max(0, room))
        for at in range(number):
            share = room * (at + 1) // number - room * at // number
            self.setColumnWidth(at + 1, max(share, fonts.scaled(_LEAST_WIDTH)))
        self.setColumnWidth(number + 1, count)

    def _eye_clicked(self, index: QModelIndex) -> None:
        place = self._secret_at(index)
        if place:
            self.reveal_requested.emit(place)

    def _secret_at(self, index: QModelIndex) -> Place | None:
        cell, line = index.data(Role.CELL), index.data(Role.LINE)
        if isinstance(cell, Cell) and isinstance(line, VariableLine) and cell.kind is CellKind.SECRET:
            return line.name, str(index.data(Role.KEY))
        return None

    def _space(self, index: QModelIndex) -> bool:
        place = self._secret_at(index)
        if place:
            self.reveal_requested.emit(place)
            return True
        return self._source.toggle(index)

    def _copy(self, index: QModelIndex) -> None:
        cell = index.data(Role.CELL)
        hidden = isinstance(cell, Cell) and cell.kind is CellKind.SECRET and not (cell.revealed and not cell.off)
        if isinstance(cell, Cell) and cell.text and not hidden:
            QGuiApplication.clipboard().setText(cell.text)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid() or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif is_enter(event):
            if not self._source.toggle(index) and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
        elif event.key() == Qt.Key.Key_Space and self._space(index):
            event.accept()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_requested.emit(index)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            corner = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(index, corner if by_key else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()
