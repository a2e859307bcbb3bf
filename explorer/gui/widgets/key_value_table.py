"""A table of names and values that is edited in place: parameters, headers, form fields, multipart parts.

It knows rows; what they are for, and which are wrong, its owner says.
"""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QSizePolicy, QTableView, QWidget

from explorer.core.variables import Variables
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import CELL_PADDING_WIDE, FAULT_FLASH_MS, TABLE_HEADER, TABLE_ROW
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_keys import left_to_window
from explorer.gui.widgets.key_value_delegate import KeyValueDelegate
from explorer.gui.widgets.key_value_model import Column, KeyValueModel
from explorer.gui.widgets.key_value_rows import Row, lines_of, rows_of
from explorer.gui.widgets.menu import Menu

_CHECK_WIDTH = 40
_NAME_WIDTH = 128
_KIND_WIDTH = 72
_ACTION_WIDTH = 32
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NAME_SHARE, _HINT_SHARE = 0.28, 0.24
"""Shares of the width for names and for hints in wide tables."""


class KeyValueTable(QTableView):
    """``changed`` follows every edit by the person. The table is as high as its rows; its owner scrolls."""

    changed = Signal()
    faults_changed = Signal()

    def __init__(
        self,
        name: str,
        add_words: str = "Add row",
        parent: QWidget | None = None,
        *,
        with_kind: bool = False,
        fixed_names: bool = False,
        checkable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.chips = Chips()
        self._model = KeyValueModel(add_words, self)
        self._model.fixed_names, self._model.checkable = fixed_names, checkable
        self._delegate = KeyValueDelegate(self._model, self.chips, self)
        self._with_kind = with_kind
        self._dialog: QFileDialog | None = None
        self._file_row = -1
        self._flash = QTimer(self, singleShot=True, interval=FAULT_FLASH_MS)
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._shape()
        self._connect()
        self._dress()

    def _shape(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.horizontalHeader().setStyleSheet(f"QHeaderView::section {{ padding: 0 {CELL_PADDING_WIDE}px; }}")
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(self._with_kind)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setColumnHidden(Column.KIND, not self._with_kind)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(fonts.scaled(20))

    def _connect(self) -> None:
        self._model.changed.connect(self.changed)
        self._model.faults_changed.connect(self.faults_changed)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            signal.connect(self._rows_counted)
        self._flash.timeout.connect(self._end_flash)
        self.clicked.connect(self._clicked)
        theme.current().changed.connect(self._dress)

    # values

    def rows(self) -> tuple[Row, ...]:
        return self._model.rows()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Load rows; sends no ``changed`` and forgets faults and undo."""
        self._model.set_rows(rows)

    def sync_rows(self, rows: tuple[Row, ...]) -> None:
        """Follow a change made elsewhere without losing the place; sends no ``changed``."""
        self._model.sync_rows(rows)

    def replace_rows(self, rows: tuple[Row, ...]) -> None:
        """Change rows as one step that can be undone."""
        self._model.replace_all(rows)

    def set_variables(self, variables: Variables) -> None:
        self.chips.set_variables(variables)
        self.viewport().update()

    def undo(self) -> None:
        self._model.undo_stack.undo()

    def redo(self) -> None:
        self._model.undo_stack.redo()

    def set_all_enabled(self, enabled: bool) -> None:
        self._model.set_all_enabled(enabled)

    # faults and places

    def faults(self) -> Mapping[int, str]:
        return dict(self._model.faults)

    def set_faults(self, faults: Mapping[int, str], family: Family = Family.CLIENT) -> None:
        """Row number to note; a mark goes when its row is edited."""
        self._model.set_faults(faults, family)

    def go_to(self, row: int, column: Column = Column.VALUE) -> None:
        """Put the cursor in a cell and flash its row."""
        self.setCurrentIndex(self._model.index(row, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not theme.wants_less_motion():
            self._delegate.flash_row = row
            self._flash.start()
            self.viewport().update()

    # rows

    def is_editing(self) -> bool:
        """True while a cell has an editor."""
        return self.state() is QAbstractItemView.State.EditingState

    def delete_row(self, row: int) -> None:
        if not self._model.fixed_names:
            self._model.remove(row)

    def move_row(self, row: int, step: int) -> None:
        column = self.currentIndex().column()
        if not self._model.fixed_names and self._model.move(row, step):
            self.setCurrentIndex(self._model.index(row + step, column))

    def paste(self) -> bool:
        """Make rows of the clipboard's lines; False when it holds none."""
        rows = rows_of(QGuiApplication.clipboard().text())
        if not rows or self._model.fixed_names:
            return False
        at = self.currentIndex().row() if self.currentIndex().isValid() else len(self.rows())
        blank = self._model.row_at(at)
        self._model.insert(min(at + (1 if blank is not None else 0), len(self.rows())), rows)
        return True

    def copy(self) -> None:
        """Put the current row, or all rows when there is none, on the clipboard as lines."""
        row = self._model.row_at(self.currentIndex().row())
        QGuiApplication.clipboard().setText(lines_of((row,) if row else self.rows()))

    def copy_all(self) -> None:
        """Put all rows on the clipboard as lines."""
        QGuiApplication.clipboard().setText(lines_of(self.rows()))

    def choose_file(self, row: int) -> None:
        """Open a file dialog for a row of kind File."""
        self._dialog = QFileDialog(self, "Choose a file")
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._file_row = row
        self._dialog.fileSelected.connect(self._file_selected)
        self._dialog.open()

    def _file_selected(self, path: str) -> None:
        self._model.change(self._file_row, value=path)

    def _choose_kind(self, index: QModelIndex) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in ("Text", "File"):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(index.data() == words)
            action.setData((index.row(), words))
        menu.add("Choose file…").setData((index.row(), ""))
        menu.triggered.connect(self._kind_chosen)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def _kind_chosen(self, action: QAction) -> None:
        row, words = action.data()
        self._model.setData(self._model.index(row, Column.KIND), words or "File")
        if not words:
            self.choose_file(row)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index.row())
        if row is None:
            if index.column() in (Column.NAME, Column.VALUE):
                self.edit(index)
        elif index.column() == Column.ACTION:
            self.delete_row(index.row())
        elif index.column() == Column.KIND:
            self._choose_kind(index)
        elif index.column() == Column.VALUE and row.is_file and not row.value:
            self.choose_file(index.row())

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _end_flash(self) -> None:
        self._delegate.flash_row = -1
        self.viewport().update()

    def _rows_counted(self) -> None:
        self.updateGeometry()

    def _dress(self) -> None:
        metrics_font = fonts.code_font(12)
        self.verticalHeader().setDefaultSectionSize(fonts.row_height(TABLE_ROW, metrics_font))
        self.verticalHeader().setMinimumSectionSize(fonts.row_height(TABLE_ROW, metrics_font))
        self.horizontalHeader().setFixedHeight(fonts.row_height(TABLE_HEADER, fonts.ui_font(11, 600)))
        self._share_width()
        self.updateGeometry()
        self.viewport().update()

    def _share_width(self) -> None:
        room = self.viewport().width()
        kind = fonts.scaled(_KIND_WIDTH) if self._with_kind else 0
        fixed = fonts.scaled(_CHECK_WIDTH) + kind + fonts.scaled(_ACTION_WIDTH)
        name = max(fonts.scaled(_NAME_WIDTH), int((room - fixed) * _NAME_SHARE))
        hint = max(fonts.scaled(72), int((room - fixed) * _HINT_SHARE))
        widths = {
            Column.CHECK: fonts.scaled(_CHECK_WIDTH),
            Column.NAME: name,
            Column.KIND: kind,
            Column.VALUE: max(fonts.scaled(80), room - fixed - name - hint),
            Column.HINT: hint,
            Column.ACTION: fonts.scaled(_ACTION_WIDTH),
        }
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _step_out(self, forward: bool) -> None:
        """Tab goes from name to value, then to the next row; after the last line it leaves the table."""
        index = self.currentIndex()
        cells = [Column.VALUE] if self._model.fixed_names else [Column.NAME, Column.VALUE]
        order = [(row, column) for row in range(self._model.rowCount()) for column in cells]
        here = (index.row(), Column(index.column()) if index.isValid() else Column.CHECK)
        later = [cell for cell in order if (cell > here if forward else cell < here)]
        if not index.isValid() or not later:
            self.focusNextPrevChild(forward)
            return
        self.setCurrentIndex(self._model.index(*(later[0] if forward else later[-1])))

    # Qt

    def sizeHint(self) -> QSize:
        rows = self._model.rowCount() * self.verticalHeader().defaultSectionSize()
        return QSize(fonts.scaled(360), self.horizontalHeader().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if left_to_window(event):
            event.ignore()
        elif self.is_editing():
            # A line edit hands Return on to its parent, which must not begin to edit again.
            event.accept()
        elif not self._handled(event):
            super().keyPressEvent(event)

    def _handled(self, event: QKeyEvent) -> bool:
        index, row = self.currentIndex(), self.currentIndex().row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = Qt.Key
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        elif event.matches(QKeySequence.StandardKey.Paste):
            return self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (key.Key_Tab, key.Key_Backtab):
            self._step_out(event.key() == key.Key_Tab)
        elif alt and event.key() in (key.Key_Up, key.Key_Down):
            self.move_row(row, -1 if event.key() == key.Key_Up else 1)
        elif event.key() in (key.Key_Delete, key.Key_Backspace) and not event.modifiers():
            self.delete_row(row)
        elif event.key() in _TAKE and index.column() == Column.CHECK:
            self._delegate.toggle(index)
        elif event.key() in _TAKE and index.column() == Column.KIND:
            self._choose_kind(index)
        elif event.key() in _TAKE and index.column() == Column.ACTION:
            self.delete_row(row)
        elif event.key() in (key.Key_Return, key.Key_Enter) and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        rows = tuple(Row(name="file", value=path, is_file=True) for path in paths)
        if rows:
            self._model.insert(len(self.rows()), rows)
            event.acceptProposedAction()
