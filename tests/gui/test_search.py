"""Searching everywhere from the sidebar: as letters come, by keyboard, and open at the match."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from explorer.gui.documents.example_page import ExamplePage
from explorer.gui.documents.folder_page import FolderPage
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, request_file

ORDER = """\
info:
  name: Add order
  type: http
  seq: 1
http:
  method: POST
  url: http://h/purchases
  headers:
    - name: X-Trace-Id
      value: abcdef
  body:
    type: json
    data: |-
      {
        "note": "first line",
        "deliveryWindow": "tomorrow"
      }
docs: |-
  Asks for **signature** on delivery.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Orders").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "Orders" / "folder.yml").write_text(
        "info:\n  name: Orders\n  type: folder\n  seq: 1\ndocs: About refunds.\n"
    )
    (root / "Orders" / "Add order.yml").write_text(ORDER)
    (root / "Ping.yml").write_text(request_file("Ping", "http://h/ping", 2))
    return root


@pytest.fixture
def driver(start: Start, folder: Path) -> Driver:
    return start(folder=folder)


def search(driver: Driver, words: str, *names: str) -> None:
    """Type words over those that stand there, and wait for what is found beside names."""
    field = driver.window.sidebar.search
    driver.focus(field)
    field.selectAll()
    driver.type(words, field)
    driver.settle()
    panel = driver.window.searching.panel
    driver.wait_until(lambda: tuple(one.name for one in panel.view.found.items) == names, f"finds for {words}")
    driver.wait_until(lambda: panel.isVisible(), "the panel")


def said(driver: Driver) -> list[str]:
    model = driver.window.searching.panel.view.found
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def test_a_body_is_found_and_opened_at_the_match_by_keyboard(driver: Driver) -> None:
    search(driver, "deliverywindow", "Add order")
    assert not driver.window.sidebar.tree.isVisible(), "no name fits: the finds have the room"
    (words,) = said(driver)
    assert words.startswith("POST Add order, Body: …")
    assert words.endswith('"first line", "deliveryWindow": "tomorrow" }')
    driver.press("Down")
    assert driver.window.searching.panel.view.hasFocus()
    driver.press("Return")
    driver.wait_until(lambda: driver.window.desk.request_page is not None, "the request")
    editor = driver.page.composer.pane.body.pages.present_editor()
    assert editor is not None
    assert editor.textCursor().selectedText() == "deliveryWindow"


def test_every_place_opens_where_it_is(driver: Driver) -> None:
    search(driver, "purchases", "Add order")
    driver.press("Return")
    driver.wait_until(lambda: driver.window.desk.request_page is not None, "the request")
    assert driver.page.composer.bar.url.textCursor().selectedText() == "purchases"
    view = driver.window.searching.panel.view
    search(driver, "x-trace-id", "Add order")
    driver.click_row(view, view.found.index(0, 0))
    assert driver.page.composer.pane.tabs.current == "headers"
    assert driver.page.composer.pane.headers.table.currentIndex().row() == 0
    search(driver, "signature", "Add order")
    driver.click_row(view, view.found.index(0, 0))
    assert driver.page.composer.pane.docs.editor.textCursor().selectedText() == "signature"
    search(driver, "refunds", "Orders")
    driver.press("Return", driver.window.sidebar.search)
    page = driver.window.desk.current
    assert isinstance(page, FolderPage)
    assert page.pane.tabs.current == "docs"


def test_a_saved_example_is_found_and_opened(driver: Driver, folder: Path) -> None:
    example = "examples:\n  - name: Too late/closed\n    response: {status: 409, body: {type: text, data: no stock}}\n"
    (folder / "Ping.yml").write_text(request_file("Ping", "http://h/ping", 2) + example)
    driver.explorer.bridge.library.reload()
    search(driver, "no stock", "Ping")
    driver.press("Return")
    driver.wait_until(lambda: isinstance(driver.window.desk.current, ExamplePage), "the example")
    assert driver.window.desk.strip.tabs.tabs[-1].title == "Too late/closed"


def test_names_stay_in_the_tree_and_the_search_ends(driver: Driver) -> None:
    search(driver, "ping")
    assert driver.tree_names() == ("Ping",)
    driver.press("Return", driver.window.sidebar.search)
    driver.wait_until(lambda: driver.window.desk.request_page is not None, "the request")
    assert driver.page.key == "Ping.yml"
    search(driver, "nowhere to be seen")
    assert "Nothing else holds these words" in driver.text_on_screen(driver.window.sidebar)
    driver.press("Esc", driver.window.sidebar.search)
    driver.wait_until(lambda: not driver.window.searching.panel.isVisible(), "the end of the search")
    assert driver.window.sidebar.tree.isVisible()


def test_finds_follow_the_files(driver: Driver, folder: Path) -> None:
    search(driver, "brand new words")
    (folder / "Ping.yml").write_text(request_file("Ping", "http://h/ping", 2) + "docs: Brand new words.\n")
    driver.explorer.bridge.library.reload()
    view = driver.window.searching.panel.view
    driver.wait_until(lambda: [one.name for one in view.found.items] == ["Ping"], "the new words")
