"""The Table form of a body: an array of objects, or CSV, with its rows sorted by a click and filtered by a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSignalBlocker, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from explorer.core.content.csv_rows import Table
from explorer.core.content.number_file import NumberFile
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.result.drop_button import DropButton
from explorer.gui.result.relay import Relay
from explorer.gui.result.row_model import RowModel
from explorer.gui.result.rows_view import MOST_CELLS, RowsView
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.menu import Menu

_DELAY_MS = 200
_WIDEST = 320
_FITTED = 20
"""So many columns are as wide as their texts."""
_CELL_ROOM = 22
"""What a cell has around its text."""
_ROOM = 20
_COPIED_AT_ONCE_BYTES = 100_000
"""Rows that are read for the clipboard in a moment; longer ones on a thread."""


class BodyTable(QWidget):
    """``show_file`` finds the rows; sorting and filtering are done by the worker."""

    show_in_text_requested = Signal(object)
    """The byte at which a row begins."""
    show_in_raw_requested = Signal(object)
    """The same, where the rows are those of the text as it came."""
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowModel(self)
        self.view = RowsView()
        self.needle = QLineEdit()
        self._words = QLabel()
        self._file: TextFile | None = None
        self._rows: NumberFile | None = None
        self._end = 0
        self._table: Table | None = None
        self._kind = "json"
        self.choice = DropButton(self.tr("Array"))
        self._arrays: list[tuple[str, int]] = []
        self._sorted: tuple[str, bool] = ("", False)
        """Column and whether downwards, as asked; with the needle as it is shown in ``_shown``."""
        self._shown: tuple[tuple[str, bool], str] = (self._sorted, "")
        self._stop = Button(self.tr("Stop"), "link", px=12)
        self._job: workers.WorkerJob | None = None
        self._copying: Relay | None = None
        self._told = ""
        """What is said when that is done."""
        self._rest = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._rest.timeout.connect(self._order)
        self._build()

    def _build(self) -> None:
        self.needle.setPlaceholderText(self.tr("Show rows with…"))
        self.needle.setAccessibleName(self.tr("Show rows with"))
        self.needle.setClearButtonEnabled(True)
        self.needle.textChanged.connect(self._rest.start)
        self._words.setProperty("tone", "muted")
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Response body as a table"))
        self.view.copy_requested.connect(self.copy_selection)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.horizontalHeader().sectionClicked.connect(self.sort_by)
        row = QHBoxLayout()
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 6, measures.CELL_PADDING, 6)
        row.setSpacing(measures.CELL_PADDING)
        self._stop.setToolTip(self.tr("Leave the rows as they are (Esc)"))
        self._stop.clicked.connect(self.stop)
        self._stop.hide()
        self.choice.clicked.connect(self._choose)
        self.choice.hide()
        row.addWidget(self.choice)
        row.addWidget(self.needle, 1)
        row.addWidget(self._words)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def show_file(self, file: TextFile | None, kind: str = "json") -> None:
        """Show the rows of the longest array of objects in a formatted text, or those of a text of the kind "csv"; None
        lets go of everything."""
        if file is self._file and file is not None:
            return
        self._forget()
        self._file, self._kind = file, kind
        self._arrays = []
        self.choice.hide()
        self._read_rows()

    def _read_rows(self, **values: Any) -> None:
        self.model.set_rows(None, (), 0)
        if self._file is not None:
            self._words.setText(self.tr("Reading rows…"))
            # Rows are read with it; to import it takes longer than the window may stand still.
            QThreadPool.globalInstance().start(partial(import_module, "msgspec.json"))
            self._ask("table", self._found, kind=self._kind, **values)

    def _choose(self) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for path, offset in self._arrays:
            menu.add(path).triggered.connect(partial(self._take_array, path, offset))
        menu.popup(self.choice.mapToGlobal(QPoint(0, self.choice.height())))

    def _take_array(self, path: str, offset: int) -> None:
        self._forget()
        self.choice.set_text(path)
        self._read_rows(array=offset)

    def words(self) -> str:
        """How many rows there are, or what is being done."""
        return self._words.text()

    def sort_by(self, column: int) -> None:
        """By another column upwards; by the same one downwards, then as they came."""
        name, descending = self.model.columns[column], False
        if self._sorted == (name, False):
            descending = True
        elif self._sorted == (name, True):
            name = ""
        self._sorted = (name, descending)
        self._mark_sorted()
        self._order()

    def _mark_sorted(self) -> None:
        (name, descending), header = self._sorted, self.view.horizontalHeader()
        header.setSortIndicatorShown(bool(name))
        if name:
            direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self.model.columns.index(name), direction)

    def stop(self) -> None:
        """Give up what is under way: the rows stay as they are shown."""
        if self._job is None:
            return
        self._drop_job()
        if self._rows is None:
            self._file = None
            self._words.setText(self.tr("Stopped."))
            return
        self._sorted, needle = self._shown
        self._mark_sorted()
        with QSignalBlocker(self.needle):
            self.needle.setText(needle)
        self._rest.stop()
        self._count(self.model.rowCount(), self.model.total)

    def _forget(self) -> None:
        self._drop_job()
        self._rest.stop()
        self._rows = None
        self._sorted = ("", False)
        self._shown = (self._sorted, "")
        self.view.horizontalHeader().setSortIndicatorShown(False)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._stop.hide()

    def _ask(self, operation: str, then: Any, **values: Any) -> None:
        self._drop_job()
        assert self._file is not None
        path = self._file.path
        self._job = workers.shared().start(
            operation, self, path=str(path), folder=workers.folder_beside(path), **values
        )
        self._job.told.connect(then)

    def _found(self, message: dict[str, Any]) -> None:
        if not self._is_done(message, self.tr("Reading rows…")):
            return
        if message["count"] < 0:
            self._words.setText(self.tr("No array of objects."))
            return
        self._rows, self._end = NumberFile(Path(message["path"])), message["end"]
        if not self._arrays and len(arrays := message.get("arrays", ())) > 1:
            self._arrays = [(path, offset) for path, offset in arrays]
            self.choice.set_text(self._arrays[0][0])
            self.choice.show()
        told = message.get("table")
        self._table = Table(**told | {"columns": tuple(told["columns"])}) if told else None
        self.model.set_rows(self._file, self._rows, self._end, self._table)
        self._fit()
        self._count(len(self._rows), len(self._rows))

    def _fit(self) -> None:
        # Qt would look at a thousand rows of every column, each of them anew.
        metrics, header = QFontMetricsF(fonts.code_font(12)), self.view.horizontalHeader()
        for column in range(min(len(self.model.columns), _FITTED)):
            text = ceil(metrics.horizontalAdvance(self.model.longest_text(column))) + _CELL_ROOM
            wanted = max(text, header.sectionSizeHint(column)) + _ROOM
            self.view.setColumnWidth(column, min(wanted, fonts.scaled(_WIDEST)))

    def _is_done(self, message: dict[str, Any], doing: str) -> bool:
        """Say how far it is, or why it could not be done."""
        match message["event"]:
            case "progress":
                self._words.setText(f"{doing} {min(99, 100 * message['done'] // max(1, message['total']))} %")
                self._stop.show()
            case "failed":
                self._drop_job()
                self._words.setText(message["reason"])
            case "done":
                self._drop_job()
                return True
        return False

    def _doing(self) -> str:
        return self.tr("Sorting…") if self._sorted[0] else self.tr("Filtering…")

    def _asked(self) -> tuple[tuple[str, bool], str]:
        return self._sorted, self.needle.text().strip()

    def _order(self) -> None:
        if self._rows is None or self._file is None:
            return
        (column, descending), needle = self._asked()
        if not column and not needle:
            self._drop_job()
            self._shown = self._asked()
            self.model.set_order(None)
            self._count(self.model.rowCount(), self.model.rowCount())
            return
        self._words.setText(self._doing())
        self._ask(
            "order",
            self._ordered,
            rows=str(self._rows.path),
            end=self._end,
            column=column,
            descending=descending,
            needle=needle,
            table=asdict(self._table) if self._table is not None else None,
        )

    def _ordered(self, message: dict[str, Any]) -> None:
        if not self._is_done(message, self._doing()):
            return
        self._shown = self._asked()
        self.model.set_order(NumberFile(Path(message["path"])))
        self._count(message["count"], self.model.total)

    def _count(self, shown: int, total: int) -> None:
        self._words.setFont(fonts.tabular(fonts.ui_font(12)))
        if shown == total:
            self._words.setText(self.tr("1 row") if total == 1 else self.tr("{0} rows").format(total))
        else:
            self._words.setText(self.tr("{0} of {1} rows").format(shown, total))

    def _open_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if not index.isValid():
            return
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(self.tr("Copy value"), "copy").triggered.connect(self.copy_value)
        if self.view.selected_cells() != [(index.row(), [index.column()])]:
            menu.add(self.tr("Copy selected cells")).triggered.connect(self.copy_selection)
        menu.add(self.tr("Show in text")).triggered.connect(self._show_in_text)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def copy_value(self) -> None:
        """The current cell."""
        index = self.view.currentIndex()
        if index.isValid():
            self._copy(*self.model.whole(index), self.tr("Value copied"))

    def copy_selection(self) -> None:
        """The selected cells as a spreadsheet takes them; a single one is the value."""
        cells = self.view.selected_cells()
        if cells is None:
            self.copied.emit(self.tr("Nothing copied: {0} cells at most can be copied at once").format(MOST_CELLS))
        elif sum(len(columns) for _, columns in cells) > 1:
            self._copy(*self.model.tabbed(cells), self.tr("Cells copied"))
        else:
            self.copy_value()

    def _copy(self, read: Callable[[], str], size_bytes: int, told: str) -> None:
        if self._copying is not None:
            self._copying.done.disconnect()
            self._copying = None
        self._told = told
        if size_bytes <= _COPIED_AT_ONCE_BYTES:
            self._put(read())
            return
        self._copying = Relay()
        self._copying.done.connect(self._put)
        self._copying.begin(read)

    def _put(self, text: str) -> None:
        self._copying = None
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(self._told)

    def _show_in_text(self) -> None:
        index: QModelIndex = self.view.currentIndex()
        if index.isValid():
            asked = self.show_in_text_requested if self._table is None else self.show_in_raw_requested
            asked.emit(self.model.offset(index.row()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._stops(event):
            event.accept()
            return True
        return super().event(event)

    def _stops(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self._job is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._stops(event):
            self.stop()
        else:
            super().keyPressEvent(event)
