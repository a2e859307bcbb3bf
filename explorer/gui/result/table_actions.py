"""What can be done with cells, rows and columns of a table: copy in several forms, capture, hide, go to the text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.content.json_place import JsonPlace
from explorer.core.content.json_tree import type_words
from explorer.core.content.row_texts import Rows, csv_text, json_text, markdown_text, tabbed_text
from explorer.gui.result.json_tree_place import value_text
from explorer.gui.result.place_actions import CAPTURE_KEYS
from explorer.gui.result.quick_turns import take_quick_turns
from explorer.gui.result.relay import Relay
from explorer.gui.result.rows_view import MOST_CELLS
from explorer.gui.widgets.menu import Menu

if TYPE_CHECKING:
    from explorer.gui.result.body_table import BodyTable

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_AT_ONCE_BYTES = 100_000
"""Rows that are read for the clipboard in a moment; longer ones on a thread."""

_Form = Callable[[Sequence[str], Rows], str]
_FORMS: dict[str, _Form] = {
    "JSON": json_text,
    "CSV": csv_text,
    "Markdown": markdown_text,
}


class TableActions(QObject):
    """Works for one table. Several selected cells are copied as they are selected, one stands for its row."""

    copied = Signal(str)
    capture_requested = Signal(object)
    """A ``JsonPlace`` with the value of the current cell."""

    def __init__(self, table: BodyTable) -> None:
        super().__init__(table)
        self._table = table
        self._view, self._model = table.view, table.model
        self._copying: Relay | None = None
        self._words = ""
        """What is said when that is done."""
        table.view.copy_requested.connect(self.copy_selection)
        table.view.open_requested.connect(table.show_in_text)
        table.view.menu_requested.connect(self._open_cell_menu)
        table.view.horizontalHeader().customContextMenuRequested.connect(self._open_column_menu)

    def copy_value(self) -> None:
        """The current cell."""
        index = self._view.currentIndex()
        if index.isValid():
            self._copy([(index.row(), [index.column()])], _only_value, self.tr("Value copied"))

    def copy_selection(self) -> None:
        """The selected cells as a spreadsheet takes them; a single one is the value."""
        cells = self._view.selected_cells()
        if cells is None:
            self._say_too_many()
        elif sum(len(columns) for _, columns in cells) > 1:
            self._copy(cells, tabbed_text, self.tr("Cells copied"))
        else:
            self.copy_value()

    def copy_as(self, form: str, _checked: bool = False) -> None:
        """The selected cells, or the current row where one cell is selected, as "JSON", "CSV" or "Markdown"."""
        cells = self._view.selected_cells()
        if cells is None:
            self._say_too_many()
            return
        current = self._view.currentIndex()
        if sum(len(columns) for _, columns in cells) <= 1 and current.isValid():
            cells = [(current.row(), self._shown_columns())]
        self._copy(cells, _FORMS[form], self.tr("{0} copied").format(form))

    def copy_column(self, column: int, _checked: bool = False) -> None:
        """The values of a column, each in a line, as the rows are shown."""
        if self._model.rowCount() > MOST_CELLS:
            self._say_too_many()
            return
        cells = [(row, [column]) for row in range(self._model.rowCount())]
        self._copy(cells, tabbed_text, self.tr("Column copied"))

    def capture(self) -> bool:
        """Put the value of the current cell into a variable; whether there is a cell."""
        index = self._view.currentIndex()
        if not index.isValid():
            return False
        value, name = self._model.value(index), self._model.columns[index.column()]
        path = name
        if self._table.path:
            step = f".{name}" if _PLAIN.match(name) else f"[{json.dumps(name, ensure_ascii=False)}]"
            path = f"{self._table.path}[{self._model.number(index.row())}]{step}"
        self.capture_requested.emit(JsonPlace(path=path, kind=type_words(value), value=value_text(value)))
        return True

    def hide_column(self, column: int, _checked: bool = False) -> None:
        """Leave a column out, unless it is the last one in view."""
        if len(self._shown_columns()) > 1:
            self._view.setColumnHidden(column, True)

    def show_columns(self) -> None:
        """Show those that were hidden."""
        for column in range(len(self._model.columns)):
            self._view.setColumnHidden(column, False)

    # -- inside

    def _open_cell_menu(self, at: QPoint) -> None:
        menu = self._menu()
        menu.add(self.tr("Show in text"), "search", "Enter").triggered.connect(self._table.show_in_text)
        capture = menu.add(self.tr("Capture to variable…"), "variable", CAPTURE_KEYS.replace("+", " "))
        capture.triggered.connect(self.capture)
        menu.addSeparator()
        menu.add(self.tr("Copy value"), "copy").triggered.connect(self.copy_value)
        cells = self._view.selected_cells()
        is_one = cells is not None and sum(len(columns) for _, columns in cells) <= 1
        if not is_one:
            menu.add(self.tr("Copy selected cells"), "", "Ctrl C").triggered.connect(self.copy_selection)
        words = self.tr("Copy row as {0}") if is_one else self.tr("Copy selected cells as {0}")
        for form in _FORMS:
            menu.add(words.format(form)).triggered.connect(partial(self.copy_as, form))
        menu.addSeparator()
        self._add_columns(menu, self._view.currentIndex().column())
        menu.popup(at)

    def _open_column_menu(self, at: QPoint) -> None:
        header = self._view.horizontalHeader()
        column = header.logicalIndexAt(at)
        if column < 0:
            return
        menu = self._menu()
        self._add_columns(menu, column)
        menu.popup(header.viewport().mapToGlobal(at))

    def _add_columns(self, menu: Menu, column: int) -> None:
        hidden = len(self._model.columns) - len(self._shown_columns())
        menu.add(self.tr("Sort by this column")).triggered.connect(partial(self._sort_by, column))
        menu.add(self.tr("Copy column")).triggered.connect(partial(self.copy_column, column))
        hide = menu.add(self.tr("Hide column"), "eye-off")
        hide.triggered.connect(partial(self.hide_column, column))
        hide.setEnabled(len(self._shown_columns()) > 1)
        if hidden:
            menu.add(self.tr("Show all columns ({0} hidden)").format(hidden)).triggered.connect(self.show_columns)

    def _sort_by(self, column: int, _checked: bool = False) -> None:
        self._table.sort_by(column)

    def _menu(self) -> Menu:
        menu = Menu(parent=self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _shown_columns(self) -> list[int]:
        return [one for one in range(len(self._model.columns)) if not self._view.isColumnHidden(one)]

    def _names(self, columns: set[int]) -> list[str]:
        """In the order in which the columns stand."""
        header = self._view.horizontalHeader()
        return [self._model.columns[one] for one in sorted(columns, key=header.visualIndex)]

    def _copy(self, cells: Sequence[tuple[int, Sequence[int]]], write: _Form, words: str) -> None:
        """Long rows are read on a thread."""
        if self._copying is not None:
            self._copying.done.disconnect()
            self._copying = None
        self._words = words
        names = self._names({column for _, columns in cells for column in columns})
        read, size_bytes = self._model.picked(cells, is_whole=write is _only_value)
        make = partial(_written, read, write, names)
        if size_bytes <= _AT_ONCE_BYTES:
            self._put(make())
            return
        self._copying = Relay()
        self._copying.done.connect(self._put)
        self._copying.begin(make)

    def _say_too_many(self) -> None:
        self.copied.emit(self.tr("Nothing copied: {0} cells at most can be copied at once").format(MOST_CELLS))

    def _put(self, text: str) -> None:
        self._copying = None
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(self._words)


def _written(read: Callable[[], Rows], write: _Form, names: Sequence[str]) -> str:
    take_quick_turns()
    return write(names, read())


def _only_value(names: Sequence[str], rows: Rows) -> str:
    return value_text(rows[0].get(names[0]))
