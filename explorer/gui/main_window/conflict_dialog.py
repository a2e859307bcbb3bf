"""Two versions of a request side by side: the file's at the left, the one being edited at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.interchange.request_text import request_text
from explorer.core.model.request import Request
from explorer.core.storage.compare_lines import line_diff
from explorer.gui.theme import measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.diff_pane import DiffPane
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.viewer_highlight import Language

_SIZE = (960, 560)


class ConflictDialog(QDialog):
    """Closes with Esc and changes nothing; copying works in both texts."""

    def __init__(self, theirs: Request, mine: Request, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The file and your version"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.pane = DiffPane(self)
        self.pane.set_families(Family.OK, Family.CLIENT)
        rows = line_diff(request_text(theirs), request_text(mine))
        self.pane.show_rows(rows, Language.JSON, compared=True, empty=self.tr("Both are the same."))
        heads = QHBoxLayout()
        heads.setContentsMargins(measures.BOTTOM_BAR_PADDING, 12, measures.BOTTOM_BAR_PADDING, 8)
        heads.addWidget(RichLabel(self.tr("In the file"), self, weight=500), 1)
        heads.addWidget(RichLabel(self.tr("Your version, not saved"), self, weight=500), 1)
        close = Button(self.tr("Close"), key_hint="Esc", parent=self)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(measures.BOTTOM_BAR_PADDING, 8, measures.BOTTOM_BAR_PADDING, 8)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(heads)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)
        close.setFocus()
