"""The bar above the matrix: what is shown, and what can be added."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.search_field import SearchField

_FIELD_WIDTH = 320


class FilterBar(QWidget):
    """``filter_changed`` follows the field and the checkbox."""

    filter_changed = Signal()
    add_requested = Signal()
    menu_requested = Signal(QPoint)
    """The place on the screen below the button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = SearchField("Filter variables", "Ctrl F", self)
        self.missing_only = QCheckBox("Missing only", self)
        self.add = Button("Add environment", ButtonKind.SECONDARY, "plus", parent=self)
        self.more = IconButton("ellipsis", "More actions", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.REQUEST_BAR_PADDING_X, 0, measures.CELL_PADDING_WIDE, 0)
        row.setSpacing(0)
        row.addWidget(self.field)
        row.addSpacing(fonts.scaled(20))
        row.addWidget(self.missing_only)
        row.addStretch(1)
        row.addWidget(self.add)
        row.addSpacing(measures.REQUEST_GAP)
        row.addWidget(self.more)
        self.field.textChanged.connect(self._changed)
        self.missing_only.toggled.connect(self._changed)
        self.add.clicked.connect(self._add)
        self.more.clicked.connect(self._more)
        theme.current().changed.connect(self._resize)
        self._resize()

    def focus(self) -> None:
        """Go to the field, its text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """Show everything."""
        self.field.clear()
        self.missing_only.setChecked(False)

    def is_set(self) -> bool:
        """Whether anything may be hidden."""
        return bool(self.field.text().strip()) or self.missing_only.isChecked()

    def _changed(self, _value: object) -> None:
        self.filter_changed.emit()

    def _add(self) -> None:
        self.add_requested.emit()

    def _more(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _resize(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.REQUEST_BAR, fonts.ui_font(), 32))
        self.field.setFixedWidth(fonts.scaled(_FIELD_WIDTH))
