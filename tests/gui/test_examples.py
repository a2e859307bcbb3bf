"""Answers saved as examples, by hand: from a request and from the history, shown in the tree, explained, taken back."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from explorer.core.model.collection import RequestItem
from explorer.core.model.example import Example
from explorer.core.model.tree import find
from explorer.core.storage.collection_check import check_collection
from explorer.gui.documents.example_page import ExamplePage
from explorer.gui.history.page import HistoryPage
from explorer.gui.models.collection_model import Role
from tests.conftest import Start
from tests.driver import Driver

KEY = "Failure lab/403 Forbidden/Send to an unknown group.yml"
NAME = "403 unknown_group"
HEADLINE = "The group 01KDWGCZ7RE0ZBGJ09TQM83XSS is unknown or deleted."


def examples(driver: Driver, key: str = KEY) -> tuple[Example, ...]:
    collection = driver.explorer.bridge.library.collection
    item = find(collection, key) if collection else None
    assert isinstance(item, RequestItem)
    return item.examples


def file_text(driver: Driver, key: str = KEY) -> str:
    folder = driver.explorer.bridge.library.folder
    assert folder is not None
    return (folder / key).read_text(encoding="utf-8")


def answer_name(driver: Driver, name: str = "") -> str:
    """Take the offered name, or type another; gives the dialog's words with the offer."""
    (field,) = driver.dialog().findChildren(QLineEdit)
    offered = field.text()
    if name:
        field.selectAll()
        driver.type(name, field)
    words = driver.answer("OK")
    driver.wait_until(lambda: not driver.tasks.is_running("save example"), "the example")
    driver.run(driver.explorer.bridge.library.idle())
    return f"{words}\n{offered}"


def go_on(driver: Driver, button: str) -> str:
    """Answer a dialog that another one follows; gives its words."""
    dialog = driver.dialog()
    words = driver.text_on_screen(dialog)
    (found,) = [one for one in dialog.findChildren(QAbstractButton) if one.text().replace("&", "") == button]
    driver.click(found)
    driver.wait_until(lambda: driver.dialogs() and driver.dialogs()[0] is not dialog, "the next dialog")
    return words


def saved(driver: Driver) -> str:
    """Send the request of the Failure lab and save the answer; gives the example's key."""
    driver.open_request(KEY)
    driver.send()
    driver.press("Ctrl+Shift+S")
    assert answer_name(driver).endswith(f"\n{NAME}")
    driver.wait_until(lambda: examples(driver), "the example")
    return f"{KEY}/{NAME}"


def opened(driver: Driver, key: str) -> ExamplePage:
    tree = driver.window.sidebar.tree
    driver.click_row(tree, driver.tree_index(key))
    driver.wait_until(lambda: isinstance(driver.window.desk.current, ExamplePage), "the example's page")
    page = driver.window.desk.current
    assert isinstance(page, ExamplePage)
    driver.wait_until(lambda: page.shown is not None, "the explanation")
    return page


def press_in_tree(driver: Driver, keys: str) -> None:
    tree = driver.window.sidebar.tree
    driver.focus(tree)
    driver.press(keys, tree)
    driver.run(driver.explorer.bridge.library.idle())


def test_an_answer_is_saved_shown_in_the_tree_explained_and_taken_back(start: Start) -> None:
    driver = start(sample=True)
    before, tree = file_text(driver), driver.window.sidebar.tree
    key = saved(driver)
    folder = driver.explorer.bridge.library.folder
    assert folder is not None
    assert not [one for one in check_collection(folder).findings if one.key == KEY]
    assert driver.notices() == (f"Saved as example “{NAME}”",)
    row = driver.tree_index(key)
    assert tree.isExpanded(row.parent())
    assert row.parent().data(Role.KEY) == KEY
    (example,) = examples(driver)
    assert example.request is not None
    assert example.request.url.startswith("{{base_url}}/")
    # The sign before the method folds; the rest of the row opens the request.
    shown = tree.visualRect(row.parent())
    for expanded in (False, True):
        driver.click(tree.viewport(), QPoint(tree.itemDelegate()._left(row.parent()) + 1, shown.center().y()))
        assert tree.isExpanded(driver.tree_index(KEY)) is expanded
    page = opened(driver, key)
    assert driver.window.desk.strip.tabs.tabs[-1].title == NAME
    words = driver.text_on_screen(page).replace("`", "")
    for expected in (HEADLINE, "403 Forbidden", "{{base_url}}", "Example of POST Send to an unknown group"):
        assert expected in words
    assert driver.window.desk.request_page is None
    # F4 goes to the field at fault, in a request of its own.
    driver.press("F4")
    draft = driver.page
    assert (draft.key, draft.request().body) == ("", example.request.body)
    driver.send()
    assert driver.headline() == HEADLINE
    driver.close_request()
    # Del in the tree takes it away with its page, the notice brings it back, Ctrl+Z in the tree too.
    page = opened(driver, key)
    press_in_tree(driver, "Del")
    assert file_text(driver) == before
    driver.wait_until(lambda: page.example_key not in str(driver.window.desk.ids()), "the end of the page")
    assert "Example deleted" in driver.notices()
    driver.window.toasts.action_requested.emit("example")
    driver.run(driver.explorer.bridge.library.idle())
    assert [one.name for one in examples(driver)] == [NAME]
    press_in_tree(driver, "Ctrl+Z")
    assert file_text(driver) == before
    press_in_tree(driver, "Ctrl+Shift+Z")
    assert [one.name for one in examples(driver)] == [NAME]


def test_an_example_is_renamed_copied_and_compared(start: Start) -> None:
    driver = start(sample=True)
    tree, key = driver.window.sidebar.tree, saved(driver)
    page = opened(driver, key)
    press_in_tree(driver, "F2")
    (editor,) = [one for one in tree.findChildren(QLineEdit) if one.isVisible()]
    editor.selectAll()
    driver.type("unknown", editor)
    driver.press("Return", editor)
    driver.wait_until(lambda: examples(driver)[0].name == "unknown", "the new name")
    driver.run(driver.explorer.bridge.library.idle())
    assert page.example_key == f"{KEY}/unknown"
    assert driver.window.desk.current is page
    assert driver.window.desk.strip.tabs.tabs[-1].title == "unknown"
    driver.click(page.duplicate_button)
    driver.run(driver.explorer.bridge.library.idle())
    assert [one.name for one in examples(driver)] == ["unknown", "unknown copy"]
    offered = [one.text().split("\t")[0] for one in page.result.more_menu().actions()]
    assert "Copy body" in offered
    assert not {"Save as example…", "Older response"} & set(offered)
    driver.click(page.yaml_button)
    driver.wait_until(lambda: "Copied as YAML" in driver.notices(), "the copy")
    assert QGuiApplication.clipboard().text().startswith("examples:\n  - name: unknown\n")
    page.result.select_tab("body")
    driver.press("Ctrl+Shift+V")
    driver.answer("Capture")
    driver.wait_until(lambda: "value is captured for this run." in driver.notices(), "the capture")
    driver.press("Ctrl+D")
    history = driver.window.desk.open_page("history")
    assert isinstance(history, HistoryPage)
    driver.wait_until(lambda: history.detail.compared and history.detail.compared.b, "the comparison")
    compared = history.detail.compared
    assert compared is not None
    assert compared.a.exchange.request.name == "unknown"
    assert compared.sentence == "URL, headers and environment are the same."
    driver.click(history.detail.again)
    driver.wait_until(lambda: driver.window.desk.request_page and driver.page.shown, "the answer to the example")
    assert driver.headline() == HEADLINE
    driver.close_request()
    driver.click(history.detail.open_a)
    assert driver.window.desk.current is page
    tree._open_menu(tree.visualRect(driver.tree_index(page.example_key)).center())
    driver.pick("Make a request of it")
    driver.wait_until(lambda: driver.window.desk.request_page, "the draft")
    assert (driver.page.key, driver.page.title) == ("", "unknown")


def test_a_draft_is_saved_first_and_a_secret_stays_out_of_the_name(start: Start) -> None:
    driver = start(sample=True)
    url = driver.explorer.bridge.sandbox.info.base_url
    driver.press("Ctrl+Shift+S")
    driver.wait_until(driver.notices, "a notice")
    assert driver.notices() == ("There is no response to keep: send the request first.",)
    driver.new_request(f"{url}/nowhere")
    page = driver.send()
    page.result.header.more.click()
    driver.pick("Save as example…")
    assert "An example is kept in the file of its request" in go_on(driver, "Save request")
    go_on(driver, "OK")
    token = "not-to-be-seen-1234"
    driver.run(driver.explorer.bridge.workspace.keep_secret("Sandbox", "api_token", token))
    answer_name(driver, token)
    assert examples(driver, page.key) == ()
    assert token not in file_text(driver, page.key)
    assert any("the secret variable api_token" in one for one in driver.notices())


def test_the_history_makes_requests_and_examples_also_of_requests_that_are_gone(start: Start) -> None:
    driver = start(sample=True)
    driver.open_request(KEY)
    driver.send()
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    view = page.list.view
    view.setCurrentIndex(page.model.index(1, 0))
    driver.press("Ctrl+Shift+S", view)
    answer_name(driver)
    assert [one.name for one in examples(driver)] == [NAME]
    view._menu(view.current_row()).popup(view.mapToGlobal(QPoint(5, 5)))
    driver.pick("Make it a request")
    driver.wait_until(lambda: driver.window.desk.request_page, "the request")
    assert (driver.page.key, driver.page.title) == ("", "Send to an unknown group")
    driver.explorer.bridge.library.delete(KEY)
    driver.run(driver.explorer.bridge.library.idle())
    driver.window.desk.open_page("history")
    driver.press("Ctrl+Shift+S", view)
    (box,) = driver.dialog().findChildren(QComboBox) or (None,)
    assert box is not None, driver.text_on_screen(driver.dialog())
    other = "Sinch SMS API/Batches/Send a batch.yml"
    box.setCurrentText(next(box.itemText(row) for row in range(box.count()) if f"({other})" in box.itemText(row)))
    assert "not in the collection any more" in go_on(driver, "OK")
    answer_name(driver)
    assert [one.name for one in examples(driver, other)] == [NAME]


def test_tabs_of_examples_come_back_after_a_restart_in_their_order(start: Start) -> None:
    driver = start(sample=True)
    key = saved(driver)
    page = opened(driver, key)
    driver.window.desk.open_page("history")
    driver.new_request("http://h/late")
    driver.window.desk.show_document(next(one for one in driver.window.desk.ids() if one.startswith("example:")))
    assert driver.window.desk.current is page
    titles = driver.tab_titles()
    driver = start(sample=True)
    driver.wait_until(lambda: len(driver.tab_titles()) == len(titles), "the tabs")
    assert driver.tab_titles() == titles
    page = driver.window.desk.current
    assert isinstance(page, ExamplePage)
    driver.wait_until(lambda: page.shown is not None, "the explanation")
    assert HEADLINE in driver.text_on_screen(page)
