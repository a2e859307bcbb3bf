"""What stands for the result panel until there is something to show: it looks like the empty panel, and is cheap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.gui.result.empty_page import EmptyPage
from explorer.gui.result.tab_line import TabLine
from explorer.gui.theme import fonts, measures, theme


class Placeholder(QWidget):
    """The empty head with its hairline, and the sentence that says how to send."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Result"))
        self._top = TabLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(EmptyPage(), 1)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._top.setFixedHeight(fonts.row_height(measures.PANE_TABS, fonts.ui_font(), 12))
