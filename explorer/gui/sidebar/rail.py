"""The narrow replacement of the sidebar: icon buttons with tips."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.gui.sidebar.navigation import PAGES, Page
from explorer.gui.theme import measures
from explorer.gui.widgets.icon_button import IconButton


class Rail(QWidget):
    """48 px wide: menu, sidebar, pages, and preferences at the foot."""

    page_requested = Signal(str)
    menu_requested = Signal()
    expand_requested = Signal()
    preferences_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(measures.RAIL_WIDTH)
        self.menu_button = IconButton("menu", "Main menu", self)
        self.expand_button = IconButton("panel-left", "Show the sidebar (Ctrl+B)", self)
        self.preferences_button = IconButton("settings", "Preferences (Ctrl+,)", self)
        self._pages = {page.id: IconButton(page.icon, page.title, self) for page in PAGES}
        self._lay_out()
        self.menu_button.clicked.connect(self.menu_requested)
        self.expand_button.clicked.connect(self.expand_requested)
        self.preferences_button.clicked.connect(self.preferences_requested)
        for page_id, button in self._pages.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self._clicked, page_id))

    def set_current(self, page_id: str) -> None:
        """Mark the page that is in front."""
        for one, button in self._pages.items():
            button.setChecked(one == page_id)

    def show_page(self, page: Page, there: bool) -> None:
        """Add or hide the button of a page that only some collections have."""
        if page.id not in self._pages and there:
            button = IconButton(page.icon, page.title, self)
            button.setCheckable(True)
            button.clicked.connect(partial(self._clicked, page.id))
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.count() - 2, button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.setTabOrder(list(self._pages.values())[-1], button)
            self._pages[page.id] = button
        if page.id in self._pages:
            self._pages[page.id].setVisible(there)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 14)
        layout.setSpacing(measures.RAIL_GAP)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self.menu_button, 0, centre)
        layout.addSpacing(12)
        for button in (self.expand_button, *self._pages.values()):
            layout.addWidget(button, 0, centre)
        layout.addStretch(1)
        layout.addWidget(self.preferences_button, 0, centre)

    def _clicked(self, page_id: str, _checked: bool = False) -> None:
        self.page_requested.emit(page_id)
