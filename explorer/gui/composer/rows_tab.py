"""Rows of names and values that requests below inherit: headers or variables of a folder or the collection."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from explorer.core.variables import Variables
from explorer.gui.composer.row_tools import RowTools
from explorer.gui.composer.tab import ComposerTab, SectionTitle, Tools, filled, scrolled, title_label
from explorer.gui.widgets.key_value_rows import Row
from explorer.gui.widgets.key_value_table import KeyValueTable

Value = TypeVar("Value")


class RowsTab(ComposerTab, Generic[Value]):
    """``load`` takes values, ``values`` gives them; the two functions say how a value is a row."""

    def __init__(
        self,
        title: str,
        add_words: str,
        to_row: Callable[[Value], Row],
        from_row: Callable[[Row], Value],
        *below: QWidget,
    ) -> None:
        super().__init__()
        self._to_row, self._from_row = to_row, from_row
        self.table = KeyValueTable(title, add_words)
        self.table.chips.go_to = self.definition_requested.emit
        self.note = SectionTitle("")
        self.note.hide()
        self.tools = Tools(title_label(title), RowTools(self.table))
        filled(self, scrolled(self.table, self.note, *below))
        self.table.changed.connect(self.edited)

    def load(self, values: tuple[Value, ...]) -> None:
        self.table.set_rows(tuple(self._to_row(value) for value in values))

    def values(self) -> tuple[Value, ...]:
        return tuple(self._from_row(row) for row in self.table.rows() if not row.is_blank)

    def set_note(self, text: str) -> None:
        """A sentence below the rows; none when it is empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def set_variables(self, variables: Variables) -> None:
        self.table.set_variables(variables)
