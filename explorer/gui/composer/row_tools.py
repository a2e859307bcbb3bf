"""The menu beside a table's title: what can be done with all its rows at once."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.key_value_table import KeyValueTable
from explorer.gui.widgets.menu import Menu


class RowTools(IconButton):
    """Switch all rows on or off, copy or paste them as lines."""

    def __init__(self, table: KeyValueTable, parent: QWidget | None = None) -> None:
        super().__init__("ellipsis", "All rows", parent)
        self._table = table
        self.menu_of_rows = Menu("All rows", self)
        self.menu_of_rows.add("Switch all on").triggered.connect(self._all_on)
        self.menu_of_rows.add("Switch all off").triggered.connect(self._all_off)
        self.menu_of_rows.addSeparator()
        self.menu_of_rows.add("Copy all as lines", "copy").triggered.connect(self._copy)
        self.menu_of_rows.add("Paste lines as rows", "clipboard-list").triggered.connect(self._paste)
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        width = self.menu_of_rows.sizeHint().width()
        self.menu_of_rows.popup(self.mapToGlobal(QPoint(self.width() - width, self.height() + 2)))

    def _all_on(self) -> None:
        self._table.set_all_enabled(True)

    def _all_off(self) -> None:
        self._table.set_all_enabled(False)

    def _copy(self) -> None:
        self._table.copy_all()

    def _paste(self) -> None:
        self._table.paste()
