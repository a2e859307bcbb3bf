"""Headers that a request inherits from its folders and the collection: one line each, with a way to where it stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.core.model.tree import InheritedHeader
from explorer.gui.theme import fonts
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.labels import Elide, ElidedLabel

_OVERRULED = "Overruled by a header of this name nearer to the request"


class InheritedHeaders(QWidget):
    """``set_rows`` takes them outermost first; those that are overruled are muted."""

    origin_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[InheritedHeader, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(REQUEST_BAR_PADDING_X, 0, REQUEST_BAR_PADDING_X, 4)
        self._grid.setHorizontalSpacing(fonts.scaled(16))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def set_rows(self, rows: tuple[InheritedHeader, ...]) -> None:
        """Show other headers."""
        if rows == self.rows:
            return
        self.rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(rows):
            self._add(number, row)

    def _add(self, number: int, row: InheritedHeader) -> None:
        tokens = ("text.primary", "text.secondary") if row.in_force else ("text.disabled", "text.disabled")
        name = ElidedLabel(row.header.name, self, px=12, color_token=tokens[0], code=True)
        value = ElidedLabel(row.header.value, self, elide=Elide.END, px=12, color_token=tokens[1], code=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (name, value):
            label.setAccessibleDescription("" if row.in_force else _OVERRULED)
        origin = Button(f"from {row.owner_name}", ButtonKind.LINK, parent=self, px=12, weight=400)
        origin.setAccessibleName(f"{row.header.name}, from {row.owner_name}")
        origin.setToolTip("" if row.in_force else _OVERRULED)
        origin.clicked.connect(partial(self._ask, row.owner_key))
        for column, widget in enumerate((name, value)):
            self._grid.addWidget(widget, number, column)
        self._grid.addWidget(origin, number, 2, Qt.AlignmentFlag.AlignRight)

    def _ask(self, key: str, _checked: bool = False) -> None:
        self.origin_requested.emit(key)
