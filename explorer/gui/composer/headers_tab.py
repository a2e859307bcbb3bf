"""Header rows, and the headers that are added without being written. What is added it is told."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from explorer.core.model.request import AUTOMATIC_HEADERS, Header
from explorer.core.model.tree import InheritedHeader
from explorer.core.variables import Variables
from explorer.gui.composer.inherited_headers import InheritedHeaders
from explorer.gui.composer.row_tools import RowTools
from explorer.gui.composer.tab import ComposerTab, SectionTitle, Tools, filled, scrolled, title_label
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.key_value_rows import Row
from explorer.gui.widgets.key_value_table import KeyValueTable
from explorer.gui.widgets.labels import Elide, ElidedLabel

AutomaticHeader = tuple[str, str, bool, str]
"""Name, value, whether it can be switched off, and why it is added."""


class HeadersTab(ComposerTab):
    """What the person writes, and what comes by itself."""

    origin_requested = Signal(str)
    """Key of the folder (empty: the collection) that an inherited header comes from."""

    def __init__(self) -> None:
        super().__init__()
        self.table = KeyValueTable("Request headers", "Add header")
        self.table.chips.go_to = self.definition_requested.emit
        self.automatic = AutomaticHeaders()
        self.inherited = InheritedHeaders()
        self._inherited_title = SectionTitle("Inherited")
        self.tools = Tools(title_label("Request headers"), RowTools(self.table))
        titles = self._inherited_title, SectionTitle("Added automatically")
        filled(self, scrolled(self.table, titles[0], self.inherited, titles[1], self.automatic))
        self.set_inherited(())
        self.table.changed.connect(self._show_inherited)
        self.inherited.origin_requested.connect(self.origin_requested)
        self.table.changed.connect(self.edited)
        self.table.faults_changed.connect(self.faults_changed)
        self.automatic.switched.connect(self.edited)

    def load(self, headers: tuple[Header, ...], off: frozenset[str]) -> None:
        self.table.set_rows(tuple(_row(header) for header in headers))
        self.automatic.set_off(off)
        self._show_inherited()

    def headers(self) -> tuple[Header, ...]:
        return tuple(_header(row) for row in self.table.rows() if not row.is_blank)

    def set_inherited(self, rows: tuple[InheritedHeader, ...]) -> None:
        """Headers of folders and the collection, with where each comes from; those written here go before them."""
        self._above = rows
        for part in (self._inherited_title, self.inherited):
            part.setVisible(bool(rows))
        self._show_inherited()

    def _show_inherited(self) -> None:
        own = {row.name.lower() for row in self.table.rows() if row.enabled and row.name}
        self.inherited.set_rows(
            tuple(replace(one, in_force=one.in_force and one.header.name.lower() not in own) for one in self._above)
        )

    def change(self, name: str, before: str, after: str) -> None:
        """Change the value of a header, add it (no ``before``) or take it away (no ``after``); can be undone."""
        rows = list(self.table.rows())
        at = [
            number
            for number, row in enumerate(rows)
            if row.name.lower() == name.lower() and row.enabled and (not before or row.value == before)
        ]
        new = Row(name=name, value=after)
        if not after:
            rows = [row for number, row in enumerate(rows) if number not in at[:1]]
        elif before and at:
            old = rows[at[0]]
            rows[at[0]] = Row(name=old.name, value=after, description=old.description)
        else:
            rows.append(new)
        self.table.replace_rows(tuple(rows))

    def set_faults(self, faults: Mapping[int, str], family: Family) -> None:
        self.table.set_faults(faults, family)

    def has_faults(self) -> bool:
        return bool(self.table.faults())

    def clear_faults(self) -> None:
        self.table.set_faults({})

    def set_variables(self, variables: Variables) -> None:
        self.table.set_variables(variables)


class AutomaticHeaders(QWidget):
    """One line for each: a checkbox with the name, the value, and why. A header that was switched off stays listed."""

    switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[AutomaticHeader, ...] = ()
        self._off: frozenset[str] = frozenset()
        self._shown: tuple[tuple[AutomaticHeader, ...], frozenset[str]] | None = None
        self._remembered: dict[str, AutomaticHeader] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(REQUEST_BAR_PADDING_X, 4, REQUEST_BAR_PADDING_X, 4)
        self._grid.setHorizontalSpacing(fonts.scaled(16))
        self._grid.setVerticalSpacing(fonts.scaled(6))
        # The value has the width it needs, the reason what is left of the line.
        self._grid.setColumnStretch(2, 1)
        theme.current().changed.connect(self._dress)

    @property
    def off(self) -> frozenset[str]:
        """Lower-case names that must not be added."""
        return self._off

    def set_off(self, off: frozenset[str]) -> None:
        self._off = off
        self._show()

    def set_rows(self, rows: tuple[AutomaticHeader, ...]) -> None:
        self._rows = rows
        self._remembered |= {row[0].lower(): row for row in rows}
        self._show()

    def _listed(self) -> tuple[AutomaticHeader, ...]:
        present = {row[0].lower() for row in self._rows}
        spelled = {name.lower(): name for name in AUTOMATIC_HEADERS}
        missing = sorted(self._off - present)
        gone = [self._remembered.get(name, (spelled.get(name, name), "", True, "Switched off")) for name in missing]
        return (*self._rows, *gone)

    def _show(self) -> None:
        listed = self._listed()
        if self._shown == (listed, self._off):
            return
        names = tuple(row[0].lower() for row in listed)
        if self._shown is None or names != tuple(row[0].lower() for row in self._shown[0]):
            self._build(listed)
        self._shown = (listed, self._off)
        for number, row in enumerate(listed):
            self._fill(number, row)

    def _build(self, listed: tuple[AutomaticHeader, ...]) -> None:
        focused = next((name for name, box in self.boxes.items() if box.hasFocus()), "")
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.boxes = {}
        for number, (name, _value, can_switch, _why) in enumerate(listed):
            box = QCheckBox(name, self)
            box.setFont(fonts.code_font(12))
            box.setEnabled(can_switch)
            box.toggled.connect(self._toggled)
            self.boxes[name.lower()] = box
            self._grid.addWidget(box, number, 0)
            value = ElidedLabel("", self, elide=Elide.END, px=12, color_token="text.secondary", code=True)
            why = ElidedLabel("", self, px=11, color_token="text.muted")
            why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(value, number, 1)
            self._grid.addWidget(why, number, 2)
        if focused in self.boxes:
            self.boxes[focused].setFocus()

    def _dress(self) -> None:
        for box in self.boxes.values():
            box.setFont(fonts.code_font(12))

    def _fill(self, number: int, row: AutomaticHeader) -> None:
        name, value, can_switch, why = row
        box = self.boxes[name.lower()]
        box.blockSignals(True)
        box.setChecked(name.lower() not in self._off)
        box.blockSignals(False)
        box.setToolTip("" if can_switch else "HTTP needs this header")
        for column, words in ((1, value), (2, why)):
            item = self._grid.itemAtPosition(number, column)
            label = item.widget() if item is not None else None
            if isinstance(label, ElidedLabel):
                label.set_text(words)

    def _toggled(self, _on: bool) -> None:
        self._off = frozenset(name for name, box in self.boxes.items() if not box.isChecked())
        self.switched.emit()


def _row(header: Header) -> Row:
    return Row(name=header.name, value=header.value, enabled=header.enabled, description=header.description)


def _header(row: Row) -> Header:
    return Header(name=row.name, value=row.value, enabled=row.enabled, description=row.description)
