"""The pane of the composer: tabs, a second row with the tools of the present tab, the page, and a footer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from explorer.gui.composer.auth_tab import AuthTab
from explorer.gui.composer.body_tab import BodyTab
from explorer.gui.composer.docs_tab import DocsTab
from explorer.gui.composer.footer import ResolvedFooter
from explorer.gui.composer.headers_tab import HeadersTab
from explorer.gui.composer.params_tab import ParamsTab
from explorer.gui.composer.tab import ComposerTab
from explorer.gui.composer.vars_tab import VarsTab
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import (
    COMPOSER_MIN_HEIGHT,
    COMPOSER_MIN_WIDTH,
    PANE_TABS,
    PANE_TABS_SECOND,
    REQUEST_BAR_PADDING_X,
)
from explorer.gui.widgets.pane_tabs import PaneTab, PaneTabs

_TITLES = ("Params", "Headers", "Auth", "Body", "Vars", "Docs")
_WITHOUT_FOOTER = ("body", "docs")


class ComposerPane(QWidget):
    """The tabs have the ids params, headers, auth, body, vars and docs."""

    tab_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.params, self.headers, self.auth = ParamsTab(), HeadersTab(), AuthTab()
        self.body, self.vars, self.docs = BodyTab(), VarsTab(), DocsTab()
        self.pages: dict[str, ComposerTab] = dict(
            zip(
                (title.lower() for title in _TITLES),
                (self.params, self.headers, self.auth, self.body, self.vars, self.docs),
                strict=True,
            )
        )
        self.tabs = PaneTabs("Request")
        self.tabs.set_tabs(PaneTab(id=title.lower(), title=title) for title in _TITLES)
        self.footer = ResolvedFooter()
        self._compact = False
        self._tab_row, self._second_row = _Row(PANE_TABS), _Row(PANE_TABS_SECOND)
        self._stack = QStackedWidget()
        self.setMinimumSize(COMPOSER_MIN_WIDTH, COMPOSER_MIN_HEIGHT)
        self._lay_out()
        self.tabs.current_changed.connect(self._show)
        self._show(self.tabs.current)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tab_row.put(self.tabs, 1)
        for page in self.pages.values():
            self._stack.addWidget(page)
            # Given to a row at once: a widget that first gets a parent later keeps the font of that time.
            self._second_row.put(page.tools, 1)
            page.tools.hide()
        for part in (self._tab_row, self._second_row, self._stack, self.footer):
            column.addWidget(part, 1 if part is self._stack else 0)

    def set_compact(self, compact: bool) -> None:
        """With little room the body's tools stand beside the tabs, and there is no second row for the others."""
        self._compact = compact
        self._show(self.tabs.current)

    def show_tab(self, name: str) -> None:
        """Switch to a tab by its id."""
        self.tabs.set_current(name)

    def focus_page(self) -> None:
        """Put the keyboard into the present page."""
        page = self.pages[self.tabs.current]
        for child in page.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.isVisibleTo(page):
                child.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _show(self, name: str) -> None:
        self._stack.setCurrentWidget(self.pages[name])
        for tab_id, page in self.pages.items():
            if tab_id != name:
                page.tools.hide()
        tools = self.pages[name].tools
        beside = self._compact and name == "body"
        (self._tab_row if beside else self._second_row).put(tools, 0 if beside else 1)
        tools.show()
        self._second_row.setVisible(not self._compact)
        self.footer.setVisible(name not in _WITHOUT_FOOTER and not self._compact)
        self.tab_changed.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("bg.surface"))
        painter.end()


class _Row(QWidget):
    """A row of fixed height with a hairline below."""

    def __init__(self, height_px: int) -> None:
        super().__init__()
        self._height_px = height_px
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(REQUEST_BAR_PADDING_X, 0, REQUEST_BAR_PADDING_X, 0)
        self._row.setSpacing(16)
        theme.current().changed.connect(self._dress)
        self._dress()

    def put(self, widget: QWidget, stretch: int) -> None:
        if self._row.indexOf(widget) < 0:
            self._row.addWidget(widget, stretch)

    def _dress(self) -> None:
        self.setFixedHeight(fonts.row_height(self._height_px, fonts.ui_font(13, 500), 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("line.subtle"))
        painter.end()
