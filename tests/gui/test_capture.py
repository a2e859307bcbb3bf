"""A value of an answer goes into a variable by gesture: from the tree and the text; secret ones stay secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton

from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import Request
from explorer.core.storage import collections
from explorer.gui.documents.capture_dialog import looks_secret
from tests.driver import Driver
from tests.journeys.threaded import answering

DEV = "environments/Dev.yml"
KEY = "Order.yml"
BODY = {"id": 12, "access_token": "s3cr3t-value", "to": [{"name": "Ada"}], "text": "x" * 30_000}
SENT = json.dumps(BODY).encode()


@pytest.fixture
def driver(start, tmp_path: Path) -> Iterator[Driver]:
    folder = tmp_path / "shop"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(SENT)}\r\n\r\n"
    with answering(head.encode() + SENT) as server:
        base = f"http://127.0.0.1:{server.port}"
        collections.create_collection(folder, "Shop")
        collections.save_environment(
            folder, Environment(key=DEV, name="Dev", variables=(Variable(name="base", value=base),))
        )
        collections.create_request(folder, "", Request(name="Order", url="{{base}}/"))
        yield start(folder=folder)


def answered(driver: Driver) -> None:
    """The answer of the request in the file, as a tree."""
    driver.open_request(KEY)
    driver.send()
    driver.page.result.select_tab("body")
    driver.wait_until(lambda: driver.page.result.body.view() is not None, "the body")


def node(driver: Driver, *rows: int) -> None:
    """Click a node of the tree."""
    driver.page.result.body.tools.set_form("tree")
    tree = driver.page.result.body.forms.tree
    index = tree.rootIndex()
    for row in rows:
        index = tree.model().index(row, 0, index)
        tree.expand(index)
    driver.click_row(tree, index)


def choose(driver: Driver, scope: str) -> dict[str, str]:
    """Answer the open dialog; what it offered."""
    dialog = driver.dialog()
    name = dialog.findChild(QLineEdit).text()
    offered = {"name": name, "words": driver.text_on_screen(dialog), "secret": str(dialog.secret.isChecked())}
    dialog.scopes.set_current(scope)
    driver.answer("Capture")
    return offered


def row(driver: Driver, name: str) -> tuple[str, str]:
    """Value and origin in the Vars tab."""
    driver.page.composer.tab("vars")
    return next(
        ((one.value, one.origin) for one in driver.page.composer.pane.vars.model.rows if one.name == name), ("", "")
    )


def test_from_tree_and_text_and_back(driver: Driver, tmp_path: Path) -> None:
    answered(driver)
    node(driver, 0)
    driver.press("Ctrl+Shift+V")
    offered = choose(driver, "run")
    assert (offered["name"], offered["secret"]) == ("id", "False")
    driver.wait_until(lambda: row(driver, "id")[0] == "12", "the value")
    at = driver.page.shown.exchange.started.astimezone()
    assert row(driver, "id")[1] == f"Captured from the response of Order at {at:%H:%M}"
    assert driver.notices()[-1] == "id is captured for this run."
    driver.click(driver.window.toasts.toasts[-1].action)
    driver.wait_until(lambda: row(driver, "id") == ("", ""), "the value being gone")
    driver.explorer.bridge.library.history.redo()
    driver.wait_until(lambda: row(driver, "id")[0] == "12", "the value again")
    body = driver.page.result.body
    body.tools.set_form("pretty")
    body.viewer.go_to(next(number for number, line in enumerate(body.viewer.lines) if '"Ada"' in line))
    driver.click(body.path_bar.capture)
    driver.dialog().scopes.set_current("environment")
    driver.dialog().name.setText("base")
    assert "It replaces the value that base has there." in driver.text_on_screen(driver.dialog())
    driver.dialog().scopes.set_current("collection")
    assert "In Dev, the environment's own value goes before it." in driver.text_on_screen(driver.dialog())
    driver.dialog().name.setText("id")
    assert "the value captured for this run goes before it" in driver.text_on_screen(driver.dialog())
    driver.dialog().name.setText("name")
    assert choose(driver, "environment")["name"] == "name"
    file = tmp_path / "shop" / DEV
    driver.wait_until(lambda: "value: Ada" in file.read_text(), "the value in the file")
    driver.explorer.bridge.library.history.undo()
    driver.wait_until(lambda: "Ada" not in file.read_text(), "the value being gone")


def test_a_secret_goes_to_the_keychain_and_a_wrong_name_nowhere(driver: Driver, tmp_path: Path) -> None:
    answered(driver)
    node(driver, 1)
    tree = driver.page.result.body.forms.tree
    place = tree.visualRect(tree.currentIndex()).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, tree.viewport().mapToGlobal(place))
    QApplication.sendEvent(tree.viewport(), asked)
    driver.pick("Capture to variable…")
    offered = choose(driver, "environment")
    assert (offered["name"], offered["secret"]) == ("access_token", "True")
    assert "s3cr3t" not in offered["words"]
    file = tmp_path / "shop" / DEV
    driver.wait_until(lambda: "access_token" in file.read_text(), "the row in the file")
    assert "s3cr3t" not in file.read_text()
    library = driver.explorer.bridge.library
    driver.wait_until(lambda: library.secret("Dev", "access_token") == "s3cr3t-value", "the value in the keychain")
    library.history.undo()
    driver.wait_until(lambda: "access_token" not in file.read_text(), "the row being gone")
    driver.wait_until(lambda: not library.secret("Dev", "access_token"), "the value being gone")
    node(driver, 2, 0, 0)
    driver.choose("place.capture")
    dialog = driver.dialog()
    field = dialog.findChild(QLineEdit)
    driver.type("a b}}", field)
    assert not dialog.keep.isEnabled()
    assert "A name has letters" in driver.text_on_screen(dialog)
    driver.press("Esc", dialog)
    driver.wait_until(lambda: not driver.dialogs(), "the dialog's end")
    assert row(driver, "name") == ("", "")
    driver.page.result.select_tab("headers")
    driver.press("Ctrl+Shift+V")
    assert driver.notices()[-1] == "Choose a value in a body of JSON or XML first."


def test_from_the_text_to_the_tree_by_key_without_a_complaint(driver: Driver) -> None:
    answered(driver)
    body = driver.page.result.body
    body.viewer.go_to(2)
    before = driver.notices()
    for _ in range(2):  # the second time it is there already
        driver.press("Ctrl+Shift+T")
        assert body.forms.is_tree_shown()
        assert driver.notices() == before


def test_esc_in_a_body_closes_its_search_and_then_its_filter(driver: Driver) -> None:
    answered(driver)
    body = driver.page.result.body
    driver.press("Ctrl+Shift+F")
    driver.press("Ctrl+F")
    bars = (body.find_bar, body.filter_bar)
    driver.focus(driver.page.composer.bar.url)
    driver.press("Esc")
    assert [bar.isVisible() for bar in bars] == [True, True], "the keyboard is somewhere else"
    driver.focus(body.viewer)
    driver.press("Esc")
    assert [bar.isVisible() for bar in bars] == [False, True]
    driver.focus(body.path_bar.capture)
    driver.press("Esc")
    assert [bar.isVisible() for bar in bars] == [False, False]


def test_commands_lead_through_the_forms_and_copy_the_body(driver: Driver) -> None:
    answered(driver)
    body, seen = driver.page.result.body, []
    for _form in range(4):
        driver.choose("response.next_form")
        seen.append(body.tools.segments.current)
    assert seen == ["tree", "table", "raw", "pretty"]
    driver.choose("response.copy")
    assert json.loads(QApplication.clipboard().text()) == BODY
    driver.choose("response.save")
    dialog = driver.dialog()
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Order.json"
    dialog.reject()
    driver.wait_until(lambda: not driver.dialogs(), "the end of the dialog")


def test_a_token_anywhere_in_a_value_makes_it_secret() -> None:
    jwt = "eyJhbGciOiJIUzI1NiJ9.e30.abc"
    assert looks_secret("value", f'{{"name": "Ada", "session": "{jwt}"}}')
    assert looks_secret("value", "Bearer abc")
    assert not looks_secret("value", "The word Bearer in a text, and eyJ too.")


def test_tab_goes_through_the_body_from_its_tools_to_its_path(driver: Driver) -> None:
    answered(driver)
    body = driver.page.result.body
    body.tools.set_form("table")
    body.tools.set_form("tree")
    driver.pause(0.05)  # new buttons are seen with the next turn of the loop
    driver.focus(driver.page.result.tabs)
    visited = []
    while len(visited) < 12 and not (visited and visited[-1] == "More to do with this place"):
        driver.press("Tab")
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.accessibleName())
    forms = ["Show the bytes", "Wrap long lines", "Filter the body by a query (Ctrl+Shift+F)"]
    assert visited[1:4] == forms, visited
    assert visited[5:7] == ["Response body as a tree", "Capture to variable (Ctrl+Shift+V)"]
    body.notice.show_note("Not valid JSON", has_place=True, is_cut=False)
    driver.focus(body.forms.tree)
    driver.press("Shift+Tab")
    assert QApplication.focusWidget() is body.notice._go, "what is said above the body comes before it"
    arrows = driver.page.result.tabs.findChildren(QToolButton)
    assert [arrow.focusPolicy() for arrow in arrows] == [Qt.FocusPolicy.NoFocus] * 2
    body.tools.set_form("table")
    driver.wait_until(body.forms.table.words, "the table")
    driver.focus(body.forms.table.view)
    driver.press("Tab")
    assert QApplication.focusWidget() is not body.forms.table.view, "Tab leaves the table"
