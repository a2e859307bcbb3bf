"""A GraphQL document and its variables, one editor above the other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.code_highlighter import Language
from explorer.gui.widgets.labels import ElidedLabel


class GraphQLPage(QSplitter):
    """``edited`` follows every change by the person in either editor."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.query = CodeEditor(Language.TEXT)
        self.query.setAccessibleName("GraphQL query")
        self.variables = CodeEditor(Language.JSON)
        self.variables.setAccessibleName("GraphQL variables")
        self.addWidget(_titled("Query", self.query))
        self.addWidget(_titled("Variables, as JSON", self.variables))
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 1)
        for editor in self.editors():
            editor.edited.connect(self.edited)

    def editors(self) -> tuple[CodeEditor, CodeEditor]:
        return self.query, self.variables

    def load(self, query: str, variables: str) -> None:
        self.query.set_text(query)
        self.variables.set_text(variables)


def _titled(title: str, editor: CodeEditor) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    row = QHBoxLayout()
    row.setContentsMargins(REQUEST_BAR_PADDING_X, 6, REQUEST_BAR_PADDING_X, 0)
    row.addWidget(ElidedLabel(title, color_token="text.secondary"))
    column.addLayout(row)
    column.addWidget(editor, 1)
    return part
