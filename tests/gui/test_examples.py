"""Answers saved as examples, by hand: from a request and from the history, shown in the tree, explained, taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from explorer.core.model.collection import RequestItem
from explorer.core.model.example import Example
from explorer.core.model.tree import find
from explorer.gui.documents.example_page import ExamplePage
from explorer.gui.history.page import HistoryPage
from tests.conftest import Start
from tests.driver import Driver, words_of

KEY = "Failure lab/404 Not Found/An unknown batch.yml"
NAME = "404 resource_not_found"


def examples(driver: Driver, key: str = KEY) -> tuple[Example, ...]:
    collection = driver.explorer.bridge.library.collection
    item = find(collection, key) if collection else None
    assert isinstance(item, RequestItem)
    return item.examples


def text(driver: Driver, key: str = KEY) -> str:
    folder = driver.explorer.bridge.library.folder
    assert folder is not None
    return (folder / key).read_text(encoding="utf-8")


def test_play(start: Start) -> None:
    driver = start(sample=True)
    driver.open_request(KEY)
    driver.send()
    before = text(driver)
    driver.press("Ctrl+Shift+S")
    dialog = driver.dialog()
    (field,) = dialog.findChildren(QLineEdit)
    print("NAME", field.text())
    driver.answer("OK")
    driver.wait_until(lambda: examples(driver), "the example")
    print(text(driver))
    print(driver.notices())
    print(driver.tree_names())
    tree = driver.window.sidebar.tree
    key = driver.window.examples.examples.keys(KEY)[0]
    index = driver.tree_index(key)
    driver.click_row(tree, index)
    driver.settle()
    page = driver.window.desk.current
    assert isinstance(page, ExamplePage)
    driver.wait_until(lambda: page.shown, "explained")
    driver.settle()
    print(driver.text_on_screen(page))
    driver.window.frame.resize(1440, 900)
    driver.settle()
    driver.window.frame.grab().save("/tmp/ex1.png")
