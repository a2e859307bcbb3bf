"""The welcome page lists the requests that were open last; the keys page knows the keys of the tree."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from explorer.gui.preferences.keys_page import KeysPage
from explorer.gui.welcome.page import WelcomePage
from explorer.gui.welcome.recent_list import RecentList
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, request_file


def recent(driver: Driver) -> RecentList | None:
    driver.window.commands.trigger("welcome.open")
    page = driver.window.desk.current
    assert isinstance(page, WelcomePage)
    return page.recent


def test_requests_that_were_open_are_listed_and_opened_by_key_and_pointer(start: Start, tmp_path: Path) -> None:
    inner = tmp_path / "shop" / "Orders"
    inner.mkdir(parents=True)
    (tmp_path / "shop/opencollection.yml").write_text(COLLECTION)
    (tmp_path / "shop/Alpha.yml").write_text(request_file("Alpha", "http://h/a", 1))
    (inner / "Beta.yml").write_text(request_file("Beta", "http://h/b", 1))
    driver = start(folder=tmp_path / "shop")
    assert recent(driver) is None
    for key in ("Alpha.yml", "Orders/Beta.yml"):
        driver.open_request(key)
    rows = recent(driver)
    assert rows is not None
    assert [(row.method, row.name, row.place) for row in rows.rows] == [("GET", "Beta", "Orders"), ("GET", "Alpha", "")]
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    assert rows.accessibleName() == "GET Beta, in Orders"
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert driver.page.key == "Alpha.yml"
    rows = recent(driver)
    assert rows is not None
    assert rows.rows[0].name == "Alpha", "what was opened comes first"
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.row_rect(1).center() - QPoint(0, 2))
    assert driver.page.key == "Orders/Beta.yml"


def test_the_keys_of_the_tree_are_listed(start: Start) -> None:
    driver = start()
    driver.window.commands.trigger("help.keys")
    page = driver.window.desk.current
    assert isinstance(page, KeysPage)
    page.search.setText("trash")
    assert "Move what is chosen to the trash Delete" in page.visible_titles()
    page.search.clear()
    driver.window.desk.close("keys")
