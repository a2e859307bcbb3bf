"""What the sidebar offers beside the tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

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
