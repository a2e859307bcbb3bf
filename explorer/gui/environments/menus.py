"""The menus of the page: of a cell, of an environment's column, and of the whole matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction

from explorer.core.model.environment import Environment, EnvironmentShape, VariableType
from explorer.gui.environments import edits, environment_edits
from explorer.gui.environments.lines import CellKind, VariableLine
from explorer.gui.environments.matrix import is_off, is_secret, row_of
from explorer.gui.environments.matrix_model import Index, Role
from explorer.gui.widgets.menu import Menu

if TYPE_CHECKING:
    from explorer.gui.environments.page import EnvironmentsPage

COLOURS = (
    ("", "No colour"),
    ("ok", "Green"),
    ("redirect", "Teal"),
    ("info", "Grey"),
    ("client", "Orange"),
    ("server", "Red"),
    ("transport", "Purple"),
)
TYPES = (
    (VariableType.STRING, "Text"),
    (VariableType.NUMBER, "Number"),
    (VariableType.BOOLEAN, "True or false"),
    (VariableType.OBJECT, "JSON"),
)
SHAPES = ((EnvironmentShape.CIRCLE, "Circle"), (EnvironmentShape.SQUARE, "Square"))


class Menus:
    """Builds and opens menus; what they do goes through the page."""

    def __init__(self, page: EnvironmentsPage) -> None:
        self._page = page

    def open_cell(self, index: Index, place: QPoint) -> None:
        """The menu of a variable's cell."""
        menu, line = self._menu(), index.data(Role.LINE)
        if isinstance(line, VariableLine):
            self._add_value_items(menu, index, line.name)
            self._add_variable_items(menu, line.name)
            menu.addSeparator()
        self._add_undo(menu)
        menu.popup(place)

    def open_column(self, column: int, place: QPoint) -> None:
        """The menu of an environment."""
        environment = self._page.model.environment_at(column)
        if environment is not None:
            # Ctrl+Z must find the page when the menu is closed; the head takes no focus.
            self._page.view.setFocus(Qt.FocusReason.MouseFocusReason)
            menu = self._menu()
            self._add_environment_items(menu, environment)
            menu.popup(place)

    def open_page(self, place: QPoint) -> None:
        """Undo, redo, and the environment whose column is current."""
        menu = self._menu()
        self._add_undo(menu)
        environment = self._page.model.environment_at(self._page.view.currentIndex().column())
        if environment is not None:
            menu.addSeparator()
            self._add_environment_items(menu, environment)
        menu.popup(place)

    def _menu(self) -> Menu:
        menu = Menu("", self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_undo(self, menu: Menu) -> None:
        stack = self._page.book.stack
        undo, redo = stack.undoText(), stack.redoText()
        _on(menu.add(f"Undo {undo}".rstrip(), "", "Ctrl Z", enabled=stack.canUndo()), stack.undo)
        _on(menu.add(f"Redo {redo}".rstrip(), "", "Ctrl Shift Z", enabled=stack.canRedo()), stack.redo)

    def _add_value_items(self, menu: Menu, index: Index, name: str) -> None:
        page, cell = self._page, index.data(Role.CELL)
        _on(menu.add("Edit", "pencil", "Enter"), partial(page.edit_at, index.row(), index.column()))
        if cell.kind is CellKind.SECRET:
            place = (name, str(index.data(Role.KEY)))
            words = "Hide secret" if cell.revealed else "Show secret for 10 s"
            _on(menu.add(words, "eye-off", "Space"), partial(page.reveals.toggle, place))
        if page.model.environment_at(index.column()) is not None and cell.kind in (CellKind.VALUE, CellKind.SECRET):
            _on(menu.add("Clear value", "x", "Delete"), partial(page.clear_at, index.row(), index.column()))
        menu.addSeparator()

    def _add_variable_items(self, menu: Menu, name: str) -> None:
        page, all_of_them, secret_of = self._page, self._page.book.environments, self._page.book.secret_of
        row = page.model.row_of_name(name)
        _on(menu.add("Rename variable", "pencil"), partial(page.edit_at, row, 0))
        if is_secret(all_of_them, name):
            plain = partial(edits.made_plain, all_of_them, name, secret_of)
            _on(menu.add("Make not secret", "key-round"), partial(page.make, plain))
        else:
            secret = partial(edits.made_secret, all_of_them, name, secret_of)
            _on(menu.add("Make secret", "key-round"), partial(page.make, secret))
        self._add_types(menu, name)
        off = is_off(all_of_them, name)
        switch = partial(edits.variable_switched, all_of_them, name, off)
        _on(menu.add("Switch on" if off else "Switch off", "circle-dashed"), partial(page.make, switch))
        _on(menu.add("Show requests", "search"), partial(page.requests_requested.emit, name))
        remove = partial(edits.variable_removed, all_of_them, name, secret_of)
        _on(menu.add("Delete variable", "trash-2", danger=True), partial(page.make, remove))

    def _add_types(self, menu: Menu, name: str) -> None:
        """What the value is meant to be; the file says so, and another value is refused."""
        rows = [row for one in self._page.book.environments if (row := row_of(one, name)) is not None]
        types = Menu("Type", menu)
        for kind, words in TYPES:
            action = types.add(words)
            action.setCheckable(True)
            action.setChecked(bool(rows) and rows[0].type is kind)
            typed = partial(edits.variable_typed, self._page.book.environments, name, kind)
            _on(action, partial(self._page.make, typed))
        menu.addMenu(types)

    def _add_environment_items(self, menu: Menu, one: Environment) -> None:
        page, all_of_them = self._page, self._page.book.environments
        is_active = one.name == page.book.active
        _on(menu.add("Make active", "check", enabled=not is_active), partial(page.book.activate, one.name))
        rename = partial(page.view.head.edit_name, page.model.column_of(one.key))
        _on(menu.add("Rename", "pencil"), rename)
        copy = partial(environment_edits.duplicated, all_of_them, one.key, page.book.secret_of)
        _on(menu.add("Duplicate", "copy"), partial(page.make, copy))
        colours, shapes = Menu("Colour", menu), Menu("Shape", menu)
        for family, words in COLOURS:
            words = words if family or not one.file_color else f"Colour of the file ({one.file_color})"
            self._add_look(colours, words, one, replace(one, color=family))
        for shape, words in SHAPES:
            self._add_look(shapes, words, one, replace(one, shape=shape))
        menu.addMenu(colours)
        menu.addMenu(shapes)
        menu.addSeparator()
        delete = partial(environment_edits.deleted, all_of_them, one.key)
        _on(menu.add("Delete", "trash-2", danger=True), partial(page.make, delete))

    def _add_look(self, menu: Menu, words: str, now: Environment, wanted: Environment) -> None:
        action = menu.add(words)
        action.setCheckable(True)
        action.setChecked(now == wanted)
        look = partial(environment_edits.settings_changed, f"Mark {now.name}", wanted)
        _on(action, partial(self._page.make, look))


def _on(action: QAction, do: Callable[..., object]) -> None:
    action.triggered.connect(partial(_run, do))


def _run(do: Callable[..., object], _checked: bool = False) -> None:
    do()
