"""The bar above a request whose file was changed by others while it was edited: look, then choose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from explorer.gui.theme import measures
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.rich_label import RichLabel


class ConflictBar(QFrame):
    """Nothing is overwritten before one of the buttons is pressed."""

    compare_requested = Signal()
    mine_chosen = Signal()
    theirs_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Changed on disk"))
        self.label = RichLabel(self.tr("The file of this request was changed while you edited it."), self)
        self.compare = Button(self.tr("Compare"), icon="git-compare", parent=self)
        self.theirs = Button(self.tr("Take the file's"), parent=self)
        self.mine = Button(self.tr("Keep mine"), parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.BOTTOM_BAR_PADDING, 8, measures.BOTTOM_BAR_PADDING, 8)
        row.setSpacing(measures.BOTTOM_BAR_GAP)
        row.addWidget(self.label, 1)
        for button in (self.compare, self.theirs, self.mine):
            row.addWidget(button)
        self.compare.clicked.connect(self._compare)
        self.theirs.clicked.connect(self._take_theirs)
        self.mine.clicked.connect(self._keep_mine)

    def _compare(self) -> None:
        self.compare_requested.emit()

    def _take_theirs(self) -> None:
        self.theirs_chosen.emit()

    def _keep_mine(self) -> None:
        self.mine_chosen.emit()
