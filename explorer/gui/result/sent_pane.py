"""The Request sent tab: start line, headers as they went over the wire, body. Secrets are masked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.core.content.amounts import size_text
from explorer.core.content.view import ContentKind
from explorer.core.model.exchange import SentRequest
from explorer.gui.result.body_work import prepare
from explorer.gui.result.secrecy import masked, masked_headers
from explorer.gui.widgets.field_table import Column, FieldTable, inset, spaced
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

_SHOWN_BYTES = 100_000
_LANGUAGES = {ContentKind.JSON: Language.JSON, ContentKind.XML: Language.XML, ContentKind.HTML: Language.XML}


class SentPane(QWidget):
    """The hint column says which headers were added by the sender."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_line = RichLabel(px=13, code_px=12)
        self.table = FieldTable(
            (
                Column(title=self.tr("Name"), width_px=180),
                Column(title=self.tr("Value")),
                Column(title="", width_px=90, code=False, token="text.muted"),
            ),
            self.tr("Headers sent"),
        )
        self.table.copied.connect(self.copied)
        self.body = TextViewer()
        self.body.setAccessibleName(self.tr("Body sent"))
        self.note = RichLabel(px=12, color_token="text.muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(spaced(self.start_line))
        column.addWidget(inset(self.table), 2)
        column.addWidget(Hairline())
        column.addLayout(spaced(self.note))
        column.addWidget(self.body, 3)

    def show_sent(self, sent: SentRequest) -> None:
        """Show the request that went out last."""
        url = masked(sent.url, sent.secrets)
        runs = (
            TextRun(text=sent.method, code=True, weight=700),
            TextRun(text=f" {url} ", code=True),
            TextRun(text=sent.http_version, code=True, color_token="text.muted"),
        )
        self.start_line.set_runs(runs)
        automatic = self.tr("Automatic")
        self.table.set_rows(
            [
                (name, value, automatic if name.lower() in sent.automatic else "")
                for name, value in masked_headers(sent.headers, sent.secrets)
            ]
        )
        self._show_body(sent)

    def body_text(self) -> str:
        return "\n".join(self.body.lines)

    def _show_body(self, sent: SentRequest) -> None:
        size = sent.body.size_bytes
        self.body.setVisible(size > 0)
        if not size:
            self.note.set_text(self.tr("No body was sent."))
            return
        head = sent.body.data[:_SHOWN_BYTES]
        prepared = prepare(type(sent.body)(data=head, size_bytes=len(head)), sent.headers)
        text = masked(prepared.view.raw or prepared.view.text, sent.secrets)
        self.body.set_lines(text.split("\n"), _LANGUAGES.get(prepared.view.kind, Language.PLAIN))
        note = self.tr("Body, {0}, as sent").format(size_text(size))
        self.note.set_text(note if len(head) == size else note + self.tr("; the beginning is shown"))
