"""The rows above the tree that open pages: an icon, a name and a count, drawn like tree rows."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting


class Page(NamedTuple):
    """A page that opens as a document."""

    id: str
    title: str
    icon: str


PAGES = (
    Page(id="history", title="History", icon="history"),
    Page(id="catalogue", title="Error catalogue", icon="book-open"),
    Page(id="environments", title="Environments", icon="variable"),
)


class NavigationRow(QToolButton):
    """One row; ``count`` is shown at the right."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.count = 0
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(page.title)
        theme.current().changed.connect(self.updateGeometry)

    def set_count(self, count: int, words: str = "recorded") -> None:
        """0 shows nothing; ``words`` tell a screen reader what is counted."""
        self.count = count
        self.setAccessibleDescription(f"{count} {words}" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(160), fonts.row_height(measures.TREE_ROW, fonts.ui_font()))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, state = theme.current().color, interaction.of(self)
        ground = "bg.selected" if self.isChecked() else "bg.hover" if state.hovered else ""
        if ground:
            area = self.rect().adjusted(0, 1, 0, -1)
            painting.fill_round(painter, area, measures.RADIUS_CONTROL, colour(ground))
        strong = colour("text.primary" if self.isChecked() else "text.secondary")
        side, left = fonts.scaled(measures.ICON), fonts.scaled(8)
        icons.paint(painter, QRect(left, 0, side, self.height()), self._page.icon, strong)
        words = self.rect().adjusted(left + side + fonts.scaled(8), 0, -fonts.scaled(8), 0)
        font = fonts.ui_font(13, 500 if self.isChecked() else 400)
        painting.draw_text(painter, words, self._page.title, font, strong)
        if self.count:
            figures = fonts.tabular(fonts.ui_font(11))
            painting.draw_text(painter, words, f"{self.count:,}", figures, colour("text.muted"), painting.RIGHT)
        painter.end()


class Navigation(QWidget):
    """All rows; arrow keys move between them."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = {page.id: NavigationRow(page, self) for page in PAGES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(measures.TREE_INSET, 0, measures.TREE_INSET, 0)
        layout.setSpacing(0)
        for page_id, row in self._rows.items():
            row.clicked.connect(partial(self._clicked, page_id))
            layout.addWidget(row)

    def row(self, page_id: str) -> NavigationRow:
        """The row of a page."""
        return self._rows[page_id]

    def show_page(self, page: Page, there: bool) -> None:
        """Add or hide the row of a page that only some collections have."""
        if page.id not in self._rows and there:
            row = NavigationRow(page, self)
            row.clicked.connect(partial(self._clicked, page.id))
            layout = self.layout()
            assert layout is not None
            layout.addWidget(row)
            self.setTabOrder(list(self._rows.values())[-1], row)
            self._rows[page.id] = row
        if page.id in self._rows:
            self._rows[page.id].setVisible(there)

    def set_current(self, page_id: str) -> None:
        """Mark the page that is in front; an unknown id marks none."""
        for one, row in self._rows.items():
            row.setChecked(one == page_id)

    def _clicked(self, page_id: str, _checked: bool = False) -> None:
        self.page_requested.emit(page_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = [row for row in self._rows.values() if row.isVisible()]
        focused = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if focused is None or step is None:
            super().keyPressEvent(event)
            return
        rows[(focused + step) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)
