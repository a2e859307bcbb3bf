"""The Table form of a body: an array of objects, or CSV, with its rows sorted by a click and filtered by a word."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, QSignalBlocker, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from explorer.core.content.csv_rows import Table
from explorer.core.content.number_file import NumberFile
from explorer.core.content.text_file import TextFile
from explorer.gui.bridge import workers
from explorer.gui.result.drop_button import DropButton
from explorer.gui.result.row_model import RowModel
from explorer.gui.result.rows_view import RowsView
from explorer.gui.result.table_actions import TableActions
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.search_field import SearchField

_DELAY_MS = 200
_WIDEST = 320
_FITTED = 20
"""So many columns are as wide as their texts."""
_CELL_ROOM = 22
"""What a cell has around its text."""
_ROOM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    columns: tuple[str, ...]
    sorted: tuple[str, bool]
    needle: str
    head: QByteArray
    """Widths, order and what is hidden."""


class BodyTable(QWidget):
    """``show_file`` finds the rows; sorting and filtering are done by the worker."""

    show_in_text_requested = Signal(object)
    """The byte at which a row begins."""
    show_in_raw_requested = Signal(object)
    """The same, where the rows are those of the text as it came."""
    copied = Signal(str)
    capture_requested = Signal(object)
    """A ``JsonPlace`` of a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowModel(self)
        self.view = RowsView()
        self.needle = SearchField(self.tr("Show rows with…"))
        self.actions_here = TableActions(self)
        self._words = QLabel()
        self._file: TextFile | None = None
        self._rows: NumberFile | None = None
        self._end = 0
        self._table: Table | None = None
        self._kind = "json"
        self.choice = DropButton(self.tr("Array"))
        self._arrays: list[tuple[str, int]] = []
        self.path = ""
        """Path of the array that is shown; empty where rows have none, as those of CSV."""
        self._kept: _Kept | None = None
        self._sorted: tuple[str, bool] = ("", False)
        """Column and whether downwards, as asked; with the needle as it is shown in ``_shown``."""
        self._shown: tuple[tuple[str, bool], str] = (self._sorted, "")
        self._stop = Button(self.tr("Stop"), "link", px=12)
        self._job: workers.WorkerJob | None = None
        self._rest = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._rest.timeout.connect(self._order)
        self._build()

    def _build(self) -> None:
        self.needle.setAccessibleName(self.tr("Show rows with"))
        self.needle.textChanged.connect(self._rest.start)
        self._words.setProperty("tone", "muted")
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Response body as a table"))
        self.actions_here.copied.connect(self.copied)
        self.actions_here.capture_requested.connect(self.capture_requested)
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
        if file is not None and file.is_text_of(self._file):
            return  # its lines may be cut at another width; a table counts in bytes
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
        name, descending = self._sorted
        self.model.mark_sorted(name, descending=descending)

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
        if self._rows is not None and self.model.columns:
            head = self.view.horizontalHeader().saveState()
            self._kept = _Kept(columns=self.model.columns, sorted=self._sorted, needle=self.needle.text(), head=head)
        self._drop_job()
        self._rest.stop()
        self._rows = None
        self._sorted = ("", False)
        self._shown = (self._sorted, "")
        self._mark_sorted()

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
        if not self._arrays and (arrays := message.get("arrays", ())):
            self._arrays = [(path, offset) for path, offset in arrays]
            self.choice.set_text(self._arrays[0][0])
            self.choice.setVisible(len(arrays) > 1)
        told = message.get("table")
        self._table = Table(**told | {"columns": tuple(told["columns"])}) if told else None
        is_array = self._file is not None and self._file.text(0, 1) == "["
        self.path = self.choice.text() if self._arrays else "$" if is_array and not told else ""
        self.model.set_rows(self._file, self._rows, self._end, self._table)
        self._fit()
        self._count(len(self._rows), len(self._rows))
        self._take_up()

    def _take_up(self) -> None:
        """The next answer with the same columns is looked at in the same way: order, filter, columns."""
        kept, self._kept = self._kept, None
        is_same = kept is not None and kept.columns == self.model.columns
        with QSignalBlocker(self.needle):
            self.needle.setText(kept.needle if kept is not None and is_same else "")
        if kept is None or not is_same:
            self.actions_here.show_columns()
            return
        self.view.horizontalHeader().restoreState(kept.head)
        self._sorted = kept.sorted
        self._mark_sorted()
        self._order()

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

    def show_in_text(self) -> None:
        """Ask for the place of the current row in the text."""
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
