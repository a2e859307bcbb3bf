"""Headers that a request inherits from its folders and the collection: one line each, with a way to where it stands.

A credential that is typed there as it is stays masked until it is asked for, and for ten seconds only.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.core.model.request import Header
from explorer.core.model.tree import InheritedHeader
from explorer.core.storage.secret_names import is_secret_name
from explorer.gui.theme import fonts
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.code_chips import MASK
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.labels import Elide, ElidedLabel
from explorer.gui.widgets.reveals import Place, Reveals

_OVERRULED = "Overruled by a header of this name nearer to the request"


class InheritedHeaders(QWidget):
    """``set_rows`` takes them outermost first; those that are overruled are muted."""

    origin_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[InheritedHeader, ...] = ()
        self.reveals = Reveals(self)
        self.reveals.changed.connect(self._mask)
        self._values: dict[int, ElidedLabel] = {}
        self.eyes: dict[int, IconButton] = {}
        """By row: the buttons that show what is masked."""
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
        self.reveals.hide_all()
        self._values, self.eyes = {}, {}
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(rows):
            self._add(number, row)
        self._mask()

    def _add(self, number: int, row: InheritedHeader) -> None:
        tokens = ("text.primary", "text.secondary") if row.in_force else ("text.disabled", "text.disabled")
        name = ElidedLabel(row.header.name, self, px=12, color_token=tokens[0], code=True)
        value = self._values[number] = ElidedLabel("", self, elide=Elide.END, px=12, color_token=tokens[1], code=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (name, value):
            label.setAccessibleDescription("" if row.in_force else _OVERRULED)
        origin = Button(f"from {row.owner_name}", ButtonKind.LINK, parent=self, px=12, weight=400)
        origin.setAccessibleName(f"{row.header.name}, from {row.owner_name}")
        origin.setToolTip("" if row.in_force else _OVERRULED)
        origin.clicked.connect(partial(self._ask, row.owner_key))
        for column, widget in enumerate((name, value)):
            self._grid.addWidget(widget, number, column)
        self._grid.addWidget(origin, number, 3, Qt.AlignmentFlag.AlignRight)
        if _is_credential(row.header):
            eye = self.eyes[number] = IconButton("eye-off", "", self)
            eye.clicked.connect(partial(self._toggle, number))
            self._grid.addWidget(eye, number, 2)

    def _toggle(self, number: int, _checked: bool = False) -> None:
        self.reveals.toggle(_place(self.rows[number]))

    def _mask(self, _places: object = None) -> None:
        for number, label in self._values.items():
            row, eye = self.rows[number], self.eyes.get(number)
            shown = eye is None or _place(row) in self.reveals.places
            label.set_text(row.header.value if shown else _masked(row.header))
            if eye is not None:
                eye.set_tip(f"Hide {row.header.name}" if shown else f"Show {row.header.name} for 10 s")
                eye.set_icon("eye-off", "accent.fg" if shown else "text.muted")

    def _ask(self, key: str, _checked: bool = False) -> None:
        self.origin_requested.emit(key)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.reveals.hide_all()


def _is_credential(header: Header) -> bool:
    """A ``{{name}}`` is no secret, as in the other fields for one."""
    return bool(header.value) and "{{" not in header.value and is_secret_name(header.name)


def _masked(header: Header) -> str:
    """The scheme's name stays readable."""
    scheme, blank, rest = header.value.partition(" ")
    return f"{scheme} {MASK}" if blank and rest and header.name.lower().endswith("authorization") else MASK


def _place(row: InheritedHeader) -> Place:
    return row.header.name, row.owner_key
