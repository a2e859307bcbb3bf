"""A support bundle, shown before it leaves: three texts to read, and the ways out of here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.storage.secret_forms import MASK
from explorer.gui.documents.dialog_foot import dialog_foot
from explorer.gui.theme import measures
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_highlight import Language

if TYPE_CHECKING:
    from explorer.core.interchange.support_bundle import SupportBundle

_SIZE = (820, 600)


class BundleDialog(QDialog):
    """Closes with Esc. Copying takes the text that is shown; saving is asked of the owner, who answers by ``tell``."""

    save_requested = Signal()

    def __init__(self, bundle: SupportBundle, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Support bundle"))
        self.resize(*_SIZE)
        self._texts = {
            "report": (bundle.markdown, Language.PLAIN, self.tr("Report copied.")),
            "curl": (bundle.curl, Language.PLAIN, self.tr("cURL command copied, without its secrets.")),
            "har": (bundle.har, Language.JSON, self.tr("HAR copied.")),
        }
        options = (
            Segment(key="report", title=self.tr("Report")),
            Segment(key="curl", title=self.tr("cURL")),
            Segment(key="har", title=self.tr("HAR")),
        )
        self.segments = Segments(options, self.tr("Part of the bundle"), self)
        self.segments.current_changed.connect(self._show)
        self.masked = RichLabel("", self, color_token="text.muted")
        self.told = RichLabel("", self, color_token="text.muted")
        self.viewer = TextViewer(self)
        self.viewer.set_wrap(True)
        self.copy = Button(self.tr("Copy"), ButtonKind.PRIMARY, icon="copy", parent=self)
        self.copy.clicked.connect(self._copy)
        self.save = Button(self.tr("Save as .zip…"), parent=self)
        self.save.clicked.connect(self.save_requested)
        self.done_button = Button(self.tr("Close"), key_hint="Esc", parent=self)
        self.done_button.clicked.connect(self.reject)
        self._lay_out()
        self._show(self.segments.current)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def text(self) -> str:
        """What is shown, and what Copy takes."""
        return self._texts[self.segments.current][0]

    def tell(self, sentence: str) -> None:
        """Say in the foot what became of it."""
        self.told.set_text(sentence)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(measures.BOTTOM_BAR_PADDING, 12, measures.BOTTOM_BAR_PADDING, 8)
        head.setSpacing(measures.BOTTOM_BAR_PADDING)
        head.addWidget(self.segments)
        head.addWidget(self.masked, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.viewer, 1)
        column.addLayout(dialog_foot(self.copy, self.save, self.done_button, left=self.told, fills=True))

    def _show(self, key: str) -> None:
        text, language, _ = self._texts[key]
        self.viewer.set_lines(text.rstrip("\n").split("\n"), language)
        self.masked.set_text(self._masked_sentence(text.count(MASK)))
        self.tell("")

    def _masked_sentence(self, places: int) -> str:
        if not places:
            return self.tr("No secrets were found. Read the text before you hand it on.")
        if places == 1:
            return self.tr("Secrets are masked in 1 place. Read the text before you hand it on.")
        return self.tr("Secrets are masked in {0} places. Read the text before you hand it on.").format(places)

    def _copy(self) -> None:
        text, _, sentence = self._texts[self.segments.current]
        QGuiApplication.clipboard().setText(text)
        self.tell(sentence)
