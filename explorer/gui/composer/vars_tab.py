"""The variables a request uses, with value and origin. Enter or a double click goes to where a value is kept."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView

from explorer.core.model.request import Request
from explorer.core.variables import Variables
from explorer.gui.composer.tab import ComposerTab, Tools, filled, title_label
from explorer.gui.composer.vars_model import VarsModel, used_variables
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import TABLE_HEADER, TABLE_ROW
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.empty_state import EmptyState

_EMPTY = "This request uses no variables. Type `{{` in the URL, a header or the body to insert one."


class VarsTab(ComposerTab):
    """``show_request`` reads the names again; values come from the variables handed over."""

    def __init__(self) -> None:
        super().__init__()
        self._chips = Chips()
        self._request = Request()
        self._faulty: frozenset[str] = frozenset()
        self.model = VarsModel()
        self.table = _VarsTable()
        self.table.setModel(self.model)
        self.table.shape()
        self._empty = EmptyState(_EMPTY)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.tools = Tools(title_label("Variables in use"))
        filled(self, self._stack)
        self.table.activated.connect(self._activated)
        theme.current().changed.connect(self.table.shape)

    def show_request(self, request: Request) -> None:
        self._request = request
        self.model.set_rows(used_variables(request, self._chips))
        self._stack.setCurrentWidget(self.table if self.model.rows else self._empty)

    def missing(self) -> tuple[str, ...]:
        """Names in use without a value."""
        return tuple(row.name for row in self.model.rows if not row.known)

    def go_to(self, name: str) -> None:
        for number, row in enumerate(self.model.rows):
            if row.name == name:
                self.table.setCurrentIndex(self.model.index(number, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_faults(self, names: frozenset[str]) -> None:
        self._faulty = names
        self.faults_changed.emit()

    def has_faults(self) -> bool:
        return bool(self._faulty & {row.name for row in self.model.rows})

    def clear_faults(self) -> None:
        self.set_faults(frozenset())

    def set_variables(self, variables: Variables) -> None:
        self._chips.set_variables(variables)
        self.show_request(self._request)

    def _activated(self, index: QModelIndex) -> None:
        self.definition_requested.emit(self.model.rows[index.row()].name)


class _VarsTable(QTableView):
    """Whole rows, no editing."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Variables in use")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def shape(self) -> None:
        self.verticalHeader().setDefaultSectionSize(fonts.row_height(TABLE_ROW, fonts.code_font(12)))
        header = self.horizontalHeader()
        header.setFixedHeight(fonts.row_height(TABLE_HEADER, fonts.ui_font(11, 600)))
        header.setStyleSheet("QHeaderView::section { padding: 0 16px; }")
        self.setStyleSheet("QTableView::item { padding: 0 13px; }")
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.setColumnWidth(0, fonts.scaled(150))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
