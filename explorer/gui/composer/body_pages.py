"""One page for each kind of body, made when it is first needed.

What was typed for one kind stays while another shows.
"""

from collections.abc import Iterator
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from explorer.core.model.request import Body, FileBody, FormBody, GraphQLBody, MultipartBody, NoBody, TextBody, TextKind
from explorer.core.variables import Variables
from explorer.gui.composer.body_kinds import TEXT_KINDS, BodyKind
from explorer.gui.composer.body_rows import field_of_row, part_of_row, row_of_field, row_of_part
from explorer.gui.composer.file_field import FilePage
from explorer.gui.composer.graphql_page import GraphQLPage
from explorer.gui.composer.tab import scrolled
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.code_highlighter import Language
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.key_value_table import KeyValueTable

_LANGUAGES = {BodyKind.JSON: Language.JSON, BodyKind.XML: Language.XML}


class BodyPages(QStackedWidget):
    """Which page shows is ``kind``; ``body`` reads the page."""

    edited = Signal()
    faults_changed = Signal()
    definition_requested = Signal(str)
    json_requested = Signal()
    page_made = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = Chips()
        self.chips.go_to = self.definition_requested.emit
        self.kind = BodyKind.NONE
        self._variables: Variables | None = None
        self._wrap = False
        self._pages: dict[BodyKind, QWidget] = {}
        self._tables: dict[BodyKind, KeyValueTable] = {}

    def show_kind(self, kind: BodyKind) -> None:
        self.kind = kind
        self.setCurrentWidget(self._page(kind))

    def load(self, body: Body) -> None:
        """Show the body of a request that was opened, and forget what other kinds held."""
        for kind in self._pages:
            self._clear(kind)
        match body:
            case NoBody():
                self.show_kind(BodyKind.NONE)
            case TextBody():
                self.show_kind(BodyKind(body.kind.value))
                self.editor(self.kind).set_text(body.text)
            case FormBody():
                self.show_kind(BodyKind.FORM)
                self.table(self.kind).set_rows(tuple(map(row_of_field, body.fields)))
            case MultipartBody():
                self.show_kind(BodyKind.MULTIPART)
                self.table(self.kind).set_rows(tuple(map(row_of_part, body.parts)))
            case FileBody():
                self.show_kind(BodyKind.FILE)
                self.file_page().load(body.file_path, body.content_type)
            case GraphQLBody():
                self.show_kind(BodyKind.GRAPHQL)
                self.graphql_page().load(body.query, body.variables)
            case _:
                assert_never(body)

    def body(self) -> Body:
        match self.kind:
            case BodyKind.NONE:
                return NoBody()
            case BodyKind.JSON | BodyKind.TEXT | BodyKind.XML | BodyKind.SPARQL:
                return TextBody(kind=TextKind(self.kind.value), text=self.editor(self.kind).text())
            case BodyKind.FORM:
                rows = self.table(self.kind).rows()
                return FormBody(fields=tuple(field_of_row(row) for row in rows if not row.is_blank))
            case BodyKind.MULTIPART:
                rows = self.table(self.kind).rows()
                return MultipartBody(parts=tuple(part_of_row(row) for row in rows if not row.is_blank))
            case BodyKind.FILE:
                page = self.file_page()
                return FileBody(file_path=page.path.text(), content_type=page.content_type.text())
            case BodyKind.GRAPHQL:
                query, variables = (editor.text() for editor in self.graphql_page().editors())
                return GraphQLBody(query=query, variables=variables)
            case _:
                assert_never(self.kind)

    def editor(self, kind: BodyKind) -> CodeEditor:
        """The editor of a text kind."""
        page = self._page(kind)
        assert isinstance(page, CodeEditor)
        return page

    def table(self, kind: BodyKind) -> KeyValueTable:
        """The table of a form kind."""
        self._page(kind)
        return self._tables[kind]

    def file_page(self) -> FilePage:
        page = self._page(BodyKind.FILE)
        assert isinstance(page, FilePage)
        return page

    def graphql_page(self) -> GraphQLPage:
        page = self._page(BodyKind.GRAPHQL)
        assert isinstance(page, GraphQLPage)
        return page

    def present_editor(self) -> CodeEditor | None:
        """The editor of a text body."""
        return self.editor(self.kind) if self.kind in TEXT_KINDS else None

    def shown_editors(self) -> tuple[CodeEditor, ...]:
        """The editors that show: one of a text, GraphQL's query and variables, none of the other kinds."""
        if self.kind is BodyKind.GRAPHQL:
            return self.graphql_page().editors()
        editor = self.present_editor()
        return (editor,) if editor is not None else ()

    def present_table(self) -> KeyValueTable | None:
        return self.table(self.kind) if self.kind in (BodyKind.FORM, BodyKind.MULTIPART) else None

    def set_wrap(self, wrap: bool) -> None:
        self._wrap = wrap
        for editor in self._editors():
            editor.set_wrap(wrap)

    def set_variables(self, variables: Variables) -> None:
        self._variables = variables
        self.chips.set_variables(variables)
        for editor in self._editors():
            editor.set_variables(variables)
        for table in self._tables.values():
            table.set_variables(variables)

    def clear_faults(self) -> None:
        for editor in self._editors():
            editor.clear_faults()
        for table in self._tables.values():
            table.set_faults({})

    def _editors(self) -> Iterator[CodeEditor]:
        for page in self._pages.values():
            if isinstance(page, CodeEditor):
                yield page
            elif isinstance(page, GraphQLPage):
                yield from page.editors()

    def _page(self, kind: BodyKind) -> QWidget:
        page = self._pages.get(kind)
        if page is None:
            page = self._made(kind)
            self._pages[kind] = page
            self.addWidget(page)
            self.page_made.emit()
        return page

    def _made(self, kind: BodyKind) -> QWidget:
        match kind:
            case BodyKind.NONE:
                empty = EmptyState("This request has no body.", "Write JSON")
                empty.action_requested.connect(self.json_requested)
                return empty
            case BodyKind.JSON | BodyKind.TEXT | BodyKind.XML | BodyKind.SPARQL:
                return self._made_editor(kind)
            case BodyKind.GRAPHQL:
                return self._made_graphql()
            case BodyKind.FORM | BodyKind.MULTIPART:
                return self._made_table(kind)
            case BodyKind.FILE:
                page = FilePage(self.chips)
                page.edited.connect(self.edited)
                return page
            case _:
                assert_never(kind)

    def _made_editor(self, kind: BodyKind) -> CodeEditor:
        editor = CodeEditor(_LANGUAGES.get(kind, Language.TEXT))
        editor.setAccessibleName(f"{kind.value.upper()} body")
        editor.edited.connect(self.edited)
        return self._prepared(editor)

    def _made_graphql(self) -> GraphQLPage:
        page = GraphQLPage()
        page.edited.connect(self.edited)
        for editor in page.editors():
            self._prepared(editor)
        return page

    def _prepared(self, editor: CodeEditor) -> CodeEditor:
        editor.set_wrap(self._wrap)
        editor.faults_changed.connect(self.faults_changed)
        editor.definition_requested.connect(self.definition_requested)
        if self._variables is not None:
            editor.set_variables(self._variables)
        return editor

    def _made_table(self, kind: BodyKind) -> QScrollArea:
        multipart = kind is BodyKind.MULTIPART
        name, add = ("Parts", "Add part") if multipart else ("Form fields", "Add field")
        table = KeyValueTable(name, add, with_kind=multipart)
        table.changed.connect(self.edited)
        table.chips.go_to = self.definition_requested.emit
        table.faults_changed.connect(self.faults_changed)
        if self._variables is not None:
            table.set_variables(self._variables)
        self._tables[kind] = table
        return scrolled(table)

    def _clear(self, kind: BodyKind) -> None:
        if kind in TEXT_KINDS:
            self.editor(kind).set_text("")
        elif kind in self._tables:
            self._tables[kind].set_rows(())
        elif kind is BodyKind.FILE:
            self.file_page().load("", "")
        elif kind is BodyKind.GRAPHQL:
            self.graphql_page().load("", "")
