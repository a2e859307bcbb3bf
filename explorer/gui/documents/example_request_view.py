"""The request of a saved example as it was written: method and URL, rows, body. Nothing in it can be changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.core.model.example import ExampleRequest
from explorer.core.model.request import Body, FileBody, FormBody, GraphQLBody, MultipartBody, ParamKind, TextBody
from explorer.gui.theme import fonts
from explorer.gui.widgets.field_table import Column, FieldTable, inset, spaced
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

_LANGUAGES = {"json": Language.JSON, "xml": Language.XML}
_TITLES = {"json": "JSON", "xml": "XML", "sparql": "SPARQL"}


class ExampleRequestView(QWidget):
    """Give it the request with ``show_request``."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_line = RichLabel(px=13, code_px=12)
        self.table = FieldTable(
            (
                Column(title="Name", width_px=140, token="text.secondary"),
                Column(title="Value"),
                Column(title="", width_px=90, code=False, token="text.muted"),
            ),
            "Parameters and headers of the example's request",
        )
        self.table.copied.connect(self.copied)
        self.note = RichLabel(px=12, color_token="text.muted")
        self.body = TextViewer()
        self.body.setAccessibleName("Body of the example's request")
        self._rows = inset(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(spaced(self.start_line))
        column.addWidget(self._rows, 2)
        self._line = Hairline()
        column.addWidget(self._line)
        column.addLayout(spaced(self.note))
        column.addWidget(self.body, 3)
        column.addStretch(1)

    def show_request(self, request: ExampleRequest | None) -> None:
        """Show it, or that there is none."""
        if request is None:
            self.start_line.set_text("The example keeps no request.")
            request = ExampleRequest(method="")
        else:
            method = TextRun(text=request.method, code=True, weight=700)
            self.start_line.set_runs((method, TextRun(text=f" {request.url}", code=True)))
        path = [(row.name, row.value, "In the path") for row in request.params if row.kind is ParamKind.PATH]
        headers = [(row.name, row.value, "" if row.enabled else "Off") for row in request.headers]
        self.table.set_rows([*path, *headers])
        self._rows.setVisible(bool(path or headers))
        head = self.table.horizontalHeader().sizeHint().height()
        self._rows.setMaximumHeight(head + self.table.verticalHeader().length() + fonts.scaled(8))
        words, text, language = body_words(request.body)
        self.note.set_text(words)
        self.body.set_lines(text.split("\n"), language)
        self.body.setVisible(bool(text))


def body_words(body: Body) -> tuple[str, str, Language]:
    """What kind of body it is, and the body as text."""
    match body:
        case TextBody():
            return (
                f"Body, {_TITLES.get(body.kind.value, 'text')}",
                body.text,
                _LANGUAGES.get(body.kind.value, Language.PLAIN),
            )
        case FormBody():
            lines = (f"{row.name}={row.value}" for row in body.fields if row.enabled)
            return "Body, form fields", "\n".join(lines), Language.PLAIN
        case MultipartBody():
            parts = (row for row in body.parts if row.enabled)
            lines = (f"{row.name}={'@' + row.file_path if row.file_path else row.value}" for row in parts)
            return "Body, multipart form", "\n".join(lines), Language.PLAIN
        case FileBody():
            return f"Body, the file {body.file_path}", "", Language.PLAIN
        case GraphQLBody():
            return "Body, GraphQL", "\n\n".join(filter(None, (body.query, body.variables))), Language.PLAIN
        case _:
            return "No body", "", Language.PLAIN
