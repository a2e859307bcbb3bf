"""The fields of a folder or the collection: tabs for credentials, headers, variables, settings and notes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.model.environment import Variable
from explorer.core.model.request import Header
from explorer.core.model.tree import InheritedHeader
from explorer.core.variables import Variables
from explorer.gui.composer.auth_tab import AuthTab
from explorer.gui.composer.docs_tab import DocsTab
from explorer.gui.composer.inherited_headers import InheritedHeaders
from explorer.gui.composer.rows_tab import RowsTab
from explorer.gui.composer.settings_tab import SettingsTab
from explorer.gui.composer.tab import ComposerTab
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import PANE_TABS, PANE_TABS_SECOND, REQUEST_BAR_PADDING_X
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.key_value_rows import Row
from explorer.gui.widgets.pane_tabs import Dot, PaneTab, PaneTabs

_FOLDER_KINDS = ("inherit", "basic", "bearer", "apikey")
_COLLECTION_KINDS = ("none", "basic", "bearer", "apikey")
_TITLES = {"auth": "Auth", "headers": "Headers", "variables": "Variables", "settings": "Settings", "docs": "Docs"}
_SCOPE = "Requests in this folder see these before those of the environment."
_COLLECTION_SCOPE = "All requests see these, after those of folders and of the environment."


class FolderPane(QWidget):
    """``load`` takes values by field, ``values`` gives those of the fields."""

    edited = Signal()
    definition_requested = Signal(str)
    origin_requested = Signal(str)
    write_requested = Signal()
    """The person wants a typed credential in the file."""

    def __init__(self, *, is_collection: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whose = "the requests of this collection" if is_collection else "the requests in this folder"
        self.auth = AuthTab(_COLLECTION_KINDS if is_collection else _FOLDER_KINDS, whose)
        self.settings = SettingsTab("How the requests below are sent")
        self.inherited = InheritedHeaders()
        self.headers = RowsTab[Header](
            "Headers of all requests below", "Add header", _header_row, _header, self.inherited
        )
        self.variables = RowsTab[Variable]("Variables", "Add variable", _variable_row, _variable)
        self.docs = DocsTab("this collection" if is_collection else "this folder")
        self.write = Button("Write it into the file")
        self._withheld = False
        self.tabs = PaneTabs("Collection" if is_collection else "Folder")
        self._pages: dict[str, ComposerTab] = {
            "auth": self.auth, "headers": self.headers, "variables": self.variables, "settings": self.settings,
            "docs": self.docs,
        }  # fmt: skip
        self._scope = _COLLECTION_SCOPE if is_collection else _SCOPE
        self._stack = QStackedWidget()
        self._tab_row, self._tool_row = QWidget(), QWidget()
        self._lay_out()
        self._connect()
        self._show("auth")

    def load(self, field: str, value: Any) -> None:
        """Put a value into the fields; sends no ``edited``."""
        self._pages[field].load(value)  # type: ignore[attr-defined]
        self._show_signs()

    def value(self, field: str) -> Any:
        """What the fields say."""
        match field:
            case "auth":
                return self.auth.auth()
            case "headers":
                return self.headers.values()
            case "variables":
                return self.variables.values()
            case "settings":
                return self.settings.values()
            case _:
                return self.docs.docs()

    def set_variables(self, variables: Variables) -> None:
        """Show which references have a value."""
        for page in self._pages.values():
            page.set_variables(variables)

    def set_inherited(self, words: str, owner: str | None, name: str, headers: tuple[InheritedHeader, ...]) -> None:
        """What comes from folders above and the collection."""
        self.auth.set_inherited(words)
        self.auth.set_owner(owner, name)
        self.inherited.set_rows(headers)
        self.inherited.setVisible(bool(headers))
        self.headers.set_note("Inherited" if headers else "")

    def set_secrets(self, count: int) -> None:
        """How many variables are secret, which stand in Environments and not here."""
        more = "1 more is secret" if count == 1 else f"{count} more are secret"
        self.variables.set_note(f"{self._scope} {more}: see Environments." if count else self._scope)

    def set_withheld(self, note: str) -> None:
        """Why the credentials are not in the file yet; empty when they are."""
        self.auth.set_fault(note)
        self._withheld = bool(note)
        self.write.setVisible(self._withheld and self.tabs.current == "auth")
        self._show_signs()

    def show_tab(self, tab_id: str) -> None:
        """Switch to a tab: auth, headers, variables, settings or docs."""
        self.tabs.set_current(tab_id)

    def go_to_variable(self, name: str) -> None:
        """Put the cursor at the value of a variable."""
        self.show_tab("variables")
        rows = [row.name for row in self.variables.table.rows()]
        if name in rows:
            self.variables.table.go_to(rows.index(name))

    def _lay_out(self) -> None:
        self.tabs.set_tabs(PaneTab(id=tab_id, title=title) for tab_id, title in _TITLES.items())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        _put(self._tab_row, self.tabs)
        _put(self._tool_row, *(page.tools for page in self._pages.values()), self.write)
        for row in (self._tab_row, self._tool_row):
            column.addWidget(row)
            column.addWidget(Hairline(self))
        for page in self._pages.values():
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._tab_row.setFixedHeight(fonts.row_height(PANE_TABS, fonts.ui_font(13, 500), 12))
        self._tool_row.setFixedHeight(fonts.row_height(PANE_TABS_SECOND, fonts.ui_font(13, 500), 12))

    def _connect(self) -> None:
        self.tabs.current_changed.connect(self._show)
        self.write.clicked.connect(self.write_requested)
        self.auth.origin_requested.connect(self.origin_requested)
        self.inherited.origin_requested.connect(self.origin_requested)
        for page in self._pages.values():
            page.edited.connect(self._edited)
            page.definition_requested.connect(self.definition_requested)

    def _edited(self) -> None:
        self._withheld = self._withheld and self.auth.has_faults()
        self.write.setVisible(self._withheld and self.tabs.current == "auth")
        self._show_signs()
        self.edited.emit()

    def _show(self, tab_id: str) -> None:
        self._stack.setCurrentWidget(self._pages[tab_id])
        for other, page in self._pages.items():
            page.tools.setVisible(other == tab_id)
        self.write.setVisible(self._withheld and tab_id == "auth")

    def _show_signs(self) -> None:
        self.tabs.set_count("headers", len(self.headers.values()) or None)
        self.tabs.set_count("variables", len(self.variables.values()) or None)
        dot = Dot.FAULT if self.auth.has_faults() else Dot.CONTENT if self.auth.has_content() else None
        self.tabs.set_dot("auth", dot)
        self.tabs.set_dot("settings", Dot.CONTENT if self.settings.has_content() else None)
        self.tabs.set_dot("docs", Dot.CONTENT if self.docs.docs().strip() else None)


def _put(row: QWidget, *widgets: QWidget) -> None:
    line = QHBoxLayout(row)
    line.setContentsMargins(REQUEST_BAR_PADDING_X, 0, REQUEST_BAR_PADDING_X, 0)
    for widget in widgets:
        line.addWidget(widget)


def _header_row(header: Header) -> Row:
    return Row(name=header.name, value=header.value, enabled=header.enabled, description=header.description)


def _header(row: Row) -> Header:
    return Header(name=row.name, value=row.value, enabled=row.enabled, description=row.description)


def _variable_row(variable: Variable) -> Row:
    return Row(name=variable.name, value=variable.value, enabled=variable.enabled, description=variable.description)


def _variable(row: Row) -> Variable:
    return Variable(name=row.name, value=row.value, enabled=row.enabled, description=row.description)
