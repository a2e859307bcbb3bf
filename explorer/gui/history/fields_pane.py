"""The differences of two JSON texts as a list: what became of which value, and where. Enter goes to its line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.core.storage.compare_json import JsonChange, JsonKind
from explorer.gui.history.comparison import Fields
from explorer.gui.theme import fonts, measures
from explorer.gui.widgets.field_table import Column, FieldTable, inset
from explorer.gui.widgets.rich_label import RichLabel

_SIGNS = {JsonKind.CHANGED: "≠", JsonKind.ADDED: "+", JsonKind.REMOVED: "−", JsonKind.MOVED: "↕"}
_WHOLE = "the whole value"


class FieldsPane(QWidget):
    """``show_fields`` fills it."""

    change_chosen = Signal(object)
    """A JsonChange whose line is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: tuple[JsonChange, ...] = ()
        columns = (
            Column(title="What", width_px=84, code=False, token="text.secondary"),
            Column(title="Place", width_px=200),
            Column(title="A"),
            Column(title="B"),
        )
        self.table = FieldTable(columns, "Differences by field")
        self.table.setToolTip("Enter goes to the line")
        self.more = RichLabel("", px=12, color_token="text.muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inset(self.table), 1)
        holder = QWidget()
        line = QVBoxLayout(holder)
        pad = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        line.setContentsMargins(pad, fonts.scaled(8), pad, fonts.scaled(8))
        line.addWidget(self.more)
        self._note = holder
        column.addWidget(holder)
        self.table.activated.connect(self._choose)

    def show_fields(self, fields: Fields) -> None:
        """Other differences."""
        self._changes = fields.changes
        self.table.set_rows([_row(change) for change in fields.changes])
        left = fields.total - len(fields.changes)
        self.more.set_text(f"and {'more than ' if fields.is_cut else ''}{left:,} more" if left else "")
        self._note.setVisible(left > 0)
        if fields.changes:
            self.table.selectRow(0)

    def go_to_difference(self, step: int) -> None:
        """The next or previous row; after the last comes the first."""
        if self._changes:
            self.table.selectRow((self.table.currentIndex().row() + step) % len(self._changes))

    def text(self) -> str:
        """All rows, for copying."""
        return "\n".join("\t".join(_row(change)) for change in self._changes)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.change_chosen.emit(self._changes[index.row()])


def _row(change: JsonChange) -> tuple[str, str, str, str]:
    return f"{_SIGNS[change.kind]} {change.kind.value}", change.path or _WHOLE, change.before, change.after
