"""The variables a request uses, with value and origin. Enter or a double click goes to where a value is kept, F2 or
typing edits it here; the last row begins a variable that only this request has."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from explorer.core.model.environment import Variable
from explorer.core.model.request import Request
from explorer.core.variables import Variables
from explorer.gui.composer.tab import ComposerTab, Tools, filled, title_label
from explorer.gui.composer.vars_model import VarsModel, used_variables, with_value
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import TABLE_HEADER, TABLE_ROW
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_line_edit import VariableLineEdit
from explorer.gui.widgets.menu import Menu

SCOPES = (
    ("environment", "Set in the active environment"),
    ("collection", "Set in the collection"),
    ("global", "Set for all collections"),
)


class VarsTab(ComposerTab):
    """``show_request`` reads the names again; values come from the variables handed over."""

    value_set = Signal(str, str)
    """Name and value of a variable that is not the request's own: the owner of its scope is to write it."""
    scope_chosen = Signal(str, str, str)
    """Name, scope ("environment", "collection", "global") and value of a variable that is to be kept there."""

    uses_requested = Signal(str)
    """Name of a variable whose requests are to be listed."""

    def __init__(self) -> None:
        super().__init__()
        self._also: frozenset[str] = frozenset()
        self._own: tuple[Variable, ...] = ()
        self._chips = Chips()
        self._request = Request()
        self._faulty: frozenset[str] = frozenset()
        self.model = VarsModel()
        self.table = _VarsTable(self._chips)
        self.table.setModel(self.model)
        self.table.shape()
        self.tools = Tools(title_label("Variables in use"))
        filled(self, self.table)
        self.model.value_edited.connect(self._value_edited)
        self.model.name_added.connect(self._name_added)
        self.table.remove_requested.connect(self._remove)
        self.table.menu_requested.connect(self._open_menu)
        self.table.activated.connect(self._activated)
        theme.current().changed.connect(self.table.shape)

    def show_request(self, request: Request) -> None:
        self._request, self._own = request, request.variables
        self.model.set_rows(used_variables(request, self._chips, self._also))

    def variables(self) -> tuple[Variable, ...]:
        """The request's own variables as they stand now."""
        return self._own

    def set_also_used(self, names: frozenset[str]) -> None:
        """Names in what the request inherits from folders and the collection."""
        self._also = names
        self.show_request(self._request)

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

    def _value_edited(self, name: str, value: str) -> None:
        found = self._chips.lookup(name)
        is_own = any(row.name == name for row in self._own)
        if is_own and (found is None or found.origin == "request"):
            self._put(with_value(self._own, name, value))
        else:
            self.value_set.emit(name, value)

    def _name_added(self, name: str) -> None:
        if not any(row.name == name for row in self._own):
            self._put((*self._own, Variable(name=name)))

    def _remove(self, index: QModelIndex) -> None:
        if not self.model.is_add_row(index):
            name = self.model.rows[index.row()].name
            self._put(tuple(row for row in self._own if row.name != name))

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        """Where to go, and in which scope the value is to be kept."""
        if self.model.is_add_row(index):
            return
        row = self.model.rows[index.row()]
        menu = Menu("", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add("Go to the value", "arrow-right", "F12").triggered.connect(partial(self._activated, index))
        edit = menu.add("Edit", "pencil", "F2", enabled=row.editable)
        edit.triggered.connect(partial(self.table.edit_value, index))
        menu.add("Show requests that use it", "search").triggered.connect(partial(self._show_uses, row.name))
        menu.addSeparator()
        own = menu.add("Set for this request", enabled=row.movable)
        own.triggered.connect(partial(self._set_here, row.name, row.plain))
        for scope, words in SCOPES:
            action = menu.add(words, enabled=row.movable)
            action.triggered.connect(partial(self._set_there, row.name, scope, row.plain))
        menu.popup(place)

    def _set_here(self, name: str, value: str, _checked: bool = False) -> None:
        self._put(with_value(self._own, name, value))

    def _set_there(self, name: str, scope: str, value: str, _checked: bool = False) -> None:
        self.scope_chosen.emit(name, scope, value)

    def _show_uses(self, name: str, _checked: bool = False) -> None:
        self.uses_requested.emit(name)

    def _put(self, own: tuple[Variable, ...]) -> None:
        if own != self._own:
            self._own = own
            self.edited.emit()

    def _activated(self, index: QModelIndex, _checked: bool = False) -> None:
        if self.model.is_add_row(index):
            self.table.edit(index.siblingAtColumn(0))
            return
        self.definition_requested.emit(self.model.rows[index.row()].name)


class _ValueDelegate(QStyledItemDelegate):
    """Values may refer to other variables, whose names are offered; the rest is edited as usual."""

    def __init__(self, chips: Chips, parent: QTableView) -> None:
        super().__init__(parent)
        self._chips = chips

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        if index.column() != 1:
            return super().createEditor(parent, option, index)
        editor = VariableLineEdit(self._chips, parent, px=12)
        editor.setProperty("frame", "none")
        editor.setAutoFillBackground(True)
        editor.setFrame(False)
        model = index.model()
        if isinstance(model, VarsModel) and model.is_secret(index):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        return editor


class _VarsTable(QTableView):
    """Whole rows; what is edited is always the value."""

    remove_requested = Signal(QModelIndex)
    menu_requested = Signal(QModelIndex, QPoint)

    def __init__(self, chips: Chips) -> None:
        super().__init__()
        self.setItemDelegate(_ValueDelegate(chips, self))
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
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the Enter that ends an edit comes here too
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
            return
        current = self.currentIndex()
        if not current.isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F12:
            self.activated.emit(current)
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_requested.emit(current)
        elif event.key() == Qt.Key.Key_F2:
            self.edit(_editable(current))
        elif event.text().isprintable() and event.text() and not _is_command(event):
            self._begin(_editable(current), event.text())
        else:
            super().keyPressEvent(event)

    def edit_value(self, index: QModelIndex, _checked: bool = False) -> None:
        """Begin to edit the value of a row."""
        self.setCurrentIndex(index)
        self.edit(_editable(index))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
            self.menu_requested.emit(index, place)

    def _begin(self, index: QModelIndex, text: str) -> None:
        """Typing begins with what is typed, in place of what stood there."""
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, QLineEdit):
            editor.setText(text)


def _editable(index: QModelIndex) -> QModelIndex:
    value = index.siblingAtColumn(1)
    return value if value.flags() & Qt.ItemFlag.ItemIsEditable else index.siblingAtColumn(0)


def _is_command(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
