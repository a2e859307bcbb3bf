"""The pane of the composer: tabs, a second row with the tools of the present tab, the page, and a footer.

A page is imported and made when it is first shown or asked for; the first one in a step of its own, right after the
pane was painted, so that the URL can be typed before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from explorer.gui.composer.footer import ResolvedFooter
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import (
    COMPOSER_MIN_HEIGHT,
    COMPOSER_MIN_WIDTH,
    PANE_TABS,
    PANE_TABS_SECOND,
    REQUEST_BAR_PADDING_X,
)
from explorer.gui.widgets.pane_tabs import PaneTab, PaneTabs

if TYPE_CHECKING:
    from explorer.gui.composer.auth_tab import AuthTab
    from explorer.gui.composer.body_tab import BodyTab
    from explorer.gui.composer.docs_tab import DocsTab
    from explorer.gui.composer.headers_tab import HeadersTab
    from explorer.gui.composer.params_tab import ParamsTab
    from explorer.gui.composer.settings_tab import SettingsTab
    from explorer.gui.composer.tab import ComposerTab
    from explorer.gui.composer.vars_tab import VarsTab

_TITLES = ("Params", "Headers", "Auth", "Body", "Vars", "Docs", "Settings")
_WITHOUT_FOOTER = ("body", "docs")


class ComposerPane(QWidget):
    """The tabs have the ids params, headers, auth, body, vars, docs and settings."""

    tab_changed = Signal(str)
    page_made = Signal(str)
    """Id of the tab whose page was just made, empty: whoever holds the request fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made: dict[str, ComposerTab] = {}
        """The pages so far, by tab id."""
        self.tabs = PaneTabs("Request")
        self.tabs.set_tabs(PaneTab(id=title.lower(), title=title) for title in _TITLES)
        self.footer = ResolvedFooter()
        self._compact = False
        self._is_painted = False
        self._tab_row, self._second_row = _Row(PANE_TABS), _Row(PANE_TABS_SECOND)
        self._stack = QStackedWidget()
        self.setMinimumSize(COMPOSER_MIN_WIDTH, COMPOSER_MIN_HEIGHT)
        self._first = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._arrange()
        self.tabs.current_changed.connect(self._show)
        self._first.timeout.connect(self._show_present)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tab_row.put(self.tabs, 1)
        for part in (self._tab_row, self._second_row, self._stack, self.footer):
            column.addWidget(part, 1 if part is self._stack else 0)

    def set_compact(self, compact: bool) -> None:
        """With little room the body's tools stand beside the tabs, and there is no second row for the others."""
        self._compact = compact
        self._arrange()

    @property
    def params(self) -> ParamsTab:
        return cast("ParamsTab", self.page("params"))

    @property
    def headers(self) -> HeadersTab:
        return cast("HeadersTab", self.page("headers"))

    @property
    def auth(self) -> AuthTab:
        return cast("AuthTab", self.page("auth"))

    @property
    def body(self) -> BodyTab:
        return cast("BodyTab", self.page("body"))

    @property
    def vars(self) -> VarsTab:
        return cast("VarsTab", self.page("vars"))

    @property
    def docs(self) -> DocsTab:
        return cast("DocsTab", self.page("docs"))

    @property
    def settings(self) -> SettingsTab:
        return cast("SettingsTab", self.page("settings"))

    def has(self, name: str) -> bool:
        """Whether the page of this tab was made."""
        return name in self.made

    def page(self, name: str) -> ComposerTab:
        """The page of a tab, made on first use."""
        if name not in self.made:
            page = self.made[name] = _made(name)
            self._stack.addWidget(page)
            # Given to a row at once: a widget that first gets a parent later keeps the font of that time.
            self._second_row.put(page.tools, 1)
            page.tools.hide()
            self.page_made.emit(name)
            page.parts_made.connect(partial(self._put_in_tab_order, page))
            self._put_in_tab_order(page)
            if name == self.tabs.current:
                self._stack.setCurrentWidget(page)
                self._arrange()
        return self.made[name]

    def show_tab(self, name: str) -> None:
        """Switch to a tab by its id."""
        self.tabs.set_current(name)

    def focus_page(self) -> None:
        """Put the keyboard into the present page."""
        page = self.page(self.tabs.current)
        for child in page.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.isVisibleTo(page):
                child.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _put_in_tab_order(self, page: ComposerTab) -> None:
        """Tab goes from the tabs into the page, also when the page came later than what stands below it."""
        before: QWidget = self.tabs
        for widget in (*page.tools.findChildren(QWidget), *page.findChildren(QWidget)):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, widget)
                before = widget

    def _show_present(self) -> None:
        self._show(self.tabs.current)

    def _show(self, name: str) -> None:
        if self.has(name) or self._is_painted:
            self._first.stop()
            self._stack.setCurrentWidget(self.page(name))
        self._arrange()
        self.tab_changed.emit(name)

    def _arrange(self) -> None:
        """Tools, footer and the second row, as the present tab and the room want them."""
        name = self.tabs.current
        for tab_id, page in self.made.items():
            beside = self._compact and name == "body"
            if tab_id == name:
                (self._tab_row if beside else self._second_row).put(page.tools, 0 if beside else 1)
            page.tools.setVisible(tab_id == name)
        self._second_row.setVisible(not self._compact)
        self.footer.setVisible(name not in _WITHOUT_FOOTER and not self._compact)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_painted:
            self._is_painted = True
            self._first.start()
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


def _made(name: str) -> ComposerTab:
    match name:
        case "params":
            from explorer.gui.composer.params_tab import ParamsTab

            return ParamsTab()
        case "headers":
            from explorer.gui.composer.headers_tab import HeadersTab

            return HeadersTab()
        case "auth":
            from explorer.gui.composer.auth_tab import AuthTab

            return AuthTab()
        case "body":
            from explorer.gui.composer.body_tab import BodyTab

            return BodyTab()
        case "vars":
            from explorer.gui.composer.vars_tab import VarsTab

            return VarsTab()
        case "docs":
            from explorer.gui.composer.docs_tab import DocsTab

            return DocsTab()
        case "settings":
            from explorer.gui.composer.settings_tab import SettingsTab

            return SettingsTab()
    raise KeyError(name)
