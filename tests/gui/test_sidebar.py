"""What the sidebar offers beside the tree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from explorer.gui.sidebar.navigation import PAGES
from explorer.gui.sidebar.panel import Sidebar
from explorer.gui.theme import theme
from explorer.gui.widgets.menu import Menu
from tests.driver import Driver
from tests.gui.test_collection import menu_at
from tests.gui.test_commands import EMPTY_LIST


class Opened(QObject):
    """Takes what would go to the file manager or the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def opened():
    taker = Opened()
    for scheme in ("file", "https", "http"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield taker
    for scheme in ("file", "https", "http"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_the_name_of_the_workspace_offers_other_folders(driver: Driver) -> None:
    driver.click(driver.window.sidebar.workspace)
    driver.wait_until(lambda: QApplication.activePopupWidget() or driver.dialogs(), "a menu or a dialog", 2)
    driver.close_all()


def test_the_menu_of_a_request_shows_its_file(driver: Driver, opened: Opened) -> None:
    driver.open_request(EMPTY_LIST)
    menu_at(driver, EMPTY_LIST)
    driver.pick("Show file")
    driver.wait_until(lambda: opened.urls, "the file manager", 2)
    path = Path(driver.explorer.bridge.library.folder) / EMPTY_LIST
    assert Path(QUrl(opened.urls[0]).toLocalFile()) in (path, path.parent)


def test_a_reference_opens_in_the_browser(driver: Driver, opened: Opened) -> None:
    from explorer.gui.result.section import LinkButton

    driver.open_request(EMPTY_LIST)
    driver.send()
    link = next(one for one in driver.page.result.diagnosis.findChildren(LinkButton) if "RFC" in one.text())
    driver.click(link)
    driver.wait_until(lambda: opened.urls, "the browser", 2)
    assert opened.urls == ["https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1"]


def test_the_count_of_the_history_grows(driver: Driver) -> None:
    row = driver.window.sidebar.navigation.row("history")
    assert row.count == 0
    driver.open_request(EMPTY_LIST)
    driver.send()
    driver.wait_until(lambda: row.count == 1, "the count")
    assert row.accessibleDescription() == "1 recorded"


def test_a_click_on_a_page_opens_it_and_marks_it(driver: Driver) -> None:
    row = driver.window.sidebar.navigation.row("history")
    driver.click(row)
    assert "History" in driver.tab_titles()
    assert row.isChecked()
    driver.settle()


def test_the_rail_opens_pages_too(driver: Driver) -> None:
    driver.press("Ctrl+B")
    button = next(
        one
        for one in driver.window.rail.findChildren(type(driver.window.rail.menu_button))
        if one.accessibleName().startswith("History")
    )
    driver.click(button)
    assert "History" in driver.tab_titles()
    driver.settle()
    driver.click(driver.window.rail.expand_button)
    assert driver.window.sidebar.isVisible()


def test_without_a_collection_the_rows_stand_together_at_the_top(qapp: QApplication) -> None:
    theme.current().apply(qapp)
    sidebar = Sidebar()
    sidebar.resize(256, 900)
    sidebar.show()
    qapp.processEvents()
    rows = [sidebar.navigation.row(page.id) for page in PAGES]
    tops = [row.mapTo(sidebar, row.rect().topLeft()).y() for row in rows]
    assert tops == [tops[0] + number * rows[0].sizeHint().height() for number in range(len(rows))]
    assert tops[0] < 100
    assert sidebar.add_button.mapTo(sidebar, sidebar.add_button.rect().topLeft()).y() < 220
    sidebar.close()
    sidebar.deleteLater()


def test_the_limits_of_the_width_grow_with_the_text(driver: Driver) -> None:
    sidebar = driver.window.sidebar
    driver.window.use_settings(replace(driver.explorer.bridge.settings, text_scale_percent=200))
    driver.settle()
    assert (sidebar.minimumWidth(), sidebar.maximumWidth()) == (400, 800)
    label = next(one for one in sidebar.findChildren(QLabel) if one.text() == "Collections")
    assert label.font().pixelSize() == 22
    driver.window.use_settings(replace(driver.explorer.bridge.settings, text_scale_percent=100))
    driver.settle()
    assert (sidebar.minimumWidth(), label.font().pixelSize()) == (200, 11)


def test_a_cleared_filter_brings_back_what_was_open(driver: Driver) -> None:
    sidebar = driver.window.sidebar
    before = sidebar.tree.expanded_keys()
    assert before
    sidebar.search.setText("batch")
    assert sidebar.tree.isExpanded(driver.tree_index("Failure lab"))
    assert sidebar.tree.expanded_keys() == before
    sidebar.search.setText("batch report")
    sidebar.search.clear()
    assert sidebar.tree.expanded_keys() == before
    assert not sidebar.tree.isExpanded(driver.tree_index("Failure lab"))


def test_a_name_that_the_filter_hides_can_be_edited(driver: Driver) -> None:
    sidebar = driver.window.sidebar
    driver.open_request(EMPTY_LIST)
    sidebar.search.setText("misspelt")
    driver.choose("request.rename")
    assert sidebar.search.text() == ""
    editor = next(one for one in sidebar.tree.viewport().findChildren(QLineEdit) if one.isVisible())
    driver.press("Esc", editor)


def test_the_menu_shows_the_key_of_the_search_and_leaves_it_to_text_fields(driver: Driver) -> None:
    action = driver.window.commands.action("sidebar.search")
    assert action.shortcuts() == []
    menu = Menu("")
    menu.addAction(action)
    assert (action.text(), menu._shortcut(action)) == ("Search requests", "/")
    menu.deleteLater()
