"""The settings of a folder and of the collection by gesture: edited in place, undone, inherited with their origin."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton

from explorer.gui.documents.folder_page import FolderPage
from explorer.gui.widgets.buttons import Button
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, menu_at, request_file
from tests.gui.test_sidebar import Opened, opened  # noqa: F401 - a fixture

LIST = "Users/List.yml"
FOLDER = """\
# ours
info:
  name: Users
  type: folder
  seq: 1
request:
  headers:
    - name: X-Team
      value: blue # why
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Users").mkdir(parents=True)
    auth = "request:\n  headers:\n    - name: X-All\n      value: '1'\n"
    (root / "opencollection.yml").write_text(COLLECTION + auth)
    (root / "Users" / "folder.yml").write_text(FOLDER)
    text = request_file("List", "http://127.0.0.1:9/{{who}}", 1).replace("http:\n", "http:\n  auth: inherit\n")
    (root / LIST).write_text(text)
    return root


@pytest.fixture
def driver(start: Start, folder: Path) -> Driver:
    return start(folder=folder)


def settings(driver: Driver) -> FolderPage:
    page = driver.window.desk.current
    assert isinstance(page, FolderPage)
    return page


def file(folder: Path) -> str:
    return (folder / "Users" / "folder.yml").read_text()


def test_enter_opens_the_settings_and_edits_reach_the_file_and_the_wire(driver: Driver, folder: Path) -> None:
    driver.open_request(LIST)
    driver.focus(driver.window.sidebar.tree)
    driver.window.sidebar.tree.setCurrentIndex(driver.tree_index("Users"))
    driver.press("Return")
    page = settings(driver)
    assert driver.tab_titles()[-1] == "Settings of Users"
    page.pane.auth.kind.choose("bearer")
    driver.type("{{token}}", page.pane.auth.token.line)
    page.pane.show_tab("variables")
    QGuiApplication.clipboard().setText("who: ada\ntoken: t0p")
    page.pane.variables.table.paste()
    driver.wait_until(lambda: "{{token}}" in file(folder) and "ada" in file(folder), "the file")
    assert file(folder).startswith(FOLDER.rstrip("\n")), "what was there stays as it is"
    page.pane.show_tab("settings")
    driver.type("7.5", page.pane.settings.timeout)
    page.flush()
    driver.wait_until(lambda: "timeout: 7500" in file(folder), "the timeout")
    driver.settle()
    driver.open_request(LIST)
    driver.send()
    in_force = {one.name: (one.value, one.origin) for one in driver.page.shown.exchange.settings}  # type: ignore[union-attr]
    assert in_force["timeout_s"] == ("7.5", "folder Users")
    sent = driver.page.shown.exchange.sent  # type: ignore[union-attr]
    assert sent is not None
    assert sent.url.endswith("/ada")
    headers = dict(sent.headers)
    assert (headers["Authorization"], headers["X-Team"], headers["X-All"]) == ("Bearer t0p", "blue", "1")
    driver.page.composer.definition_requested.emit("who")
    assert settings(driver).pane.variables.table.currentIndex().data() == "ada", "a variable leads to its value"
    driver.focus(page.undo_button)
    for _change in range(2):
        driver.press("Ctrl+Z", page.undo_button)
    driver.wait_until(lambda: file(folder) == FOLDER, "the file as it was")


def test_what_is_inherited_says_where_from_and_leads_there(driver: Driver, folder: Path) -> None:
    driver.open_request(LIST)
    composer = driver.page.composer
    composer.tab("headers")
    shown = composer.pane.headers.inherited
    driver.wait_until(lambda: shown.isVisible(), "the inherited headers")
    assert [(one.header.name, one.owner_name) for one in shown.rows] == [("X-All", "Shop"), ("X-Team", "Users")]
    composer.pane.headers.change("X-Team", "", "red")
    assert [one.in_force for one in shown.rows] == [True, False]
    driver.wait_until(lambda: any(one.isVisible() for one in shown.findChildren(Button)), "the links")
    driver.click(next(one for one in shown.findChildren(Button) if one.text() == "from Users" and one.isVisible()))
    assert settings(driver).key == "Users"
    (folder / "Users" / "folder.yml").write_text(FOLDER + "  auth:\n    type: bearer\n    token: '{{t}}'\n")
    driver.explorer.bridge.library.reload()
    driver.wait_until(lambda: settings(driver).pane.auth.token.text() == "{{t}}", "the change from outside")
    page = driver.open_request(LIST)
    page.composer.tab("auth")
    driver.click(page.composer.pane.auth.origin)
    assert settings(driver).key == "Users"


def test_an_inherited_credential_is_masked_until_it_is_asked_for(start: Start, folder: Path) -> None:
    more = "    - name: X-Api-Key\n      value: abc123\n    - name: Authorization\n      value: Bearer t0p-literal\n"
    with (folder / "opencollection.yml").open("a") as stream:
        stream.write(more + "    - name: X-Auth-Token\n      value: '{{token}}'\n")
    driver = start(folder=folder)
    driver.open_request(LIST)
    driver.page.composer.tab("headers")
    shown = driver.page.composer.pane.headers.inherited
    driver.wait_until(lambda: "blue" in driver.text_on_screen(shown), "the inherited headers")
    words = driver.text_on_screen(shown)
    assert "abc123" not in words
    assert "t0p-literal" not in words
    assert "Bearer ••••••" in words
    assert "{{token}}" in words
    assert "blue" in words
    eye = next(one for one in shown.eyes.values() if one.accessibleName() == "Show X-Api-Key for 10 s")
    shown.reveals.shown_s = 0.3
    driver.focus(eye)
    driver.press("Space", eye)
    assert "abc123" in driver.text_on_screen(shown)
    assert eye.accessibleName() == "Hide X-Api-Key"
    assert "t0p-literal" not in driver.text_on_screen(shown), "one at a time"
    driver.wait_until(lambda: "abc123" not in driver.text_on_screen(shown), "the end of the time")
    driver.click(eye)
    driver.page.composer.tab("params")
    driver.page.composer.tab("headers")
    assert "abc123" not in driver.text_on_screen(shown), "another tab hides it"


def test_a_typed_credential_waits_for_a_word(driver: Driver, folder: Path) -> None:
    menu_at(driver, "Users")
    driver.pick("Folder settings")
    page = settings(driver)
    page.pane.auth.kind.choose("bearer")
    driver.type("abc", page.pane.auth.token.line)
    page.flush()
    driver.settle()
    assert file(folder) == FOLDER
    assert "is not in the file yet" in driver.text_on_screen(page)
    driver.click(page.pane.write)
    driver.wait_until(lambda: "token: abc" in file(folder), "the file")
    assert not page.pane.write.isVisible()


def test_the_collection_has_settings_and_notes_to_read(driver: Driver, folder: Path) -> None:
    driver.choose("collection.settings")
    page = settings(driver)
    assert driver.tab_titles()[-1] == "Settings of Shop"
    page.pane.show_tab("docs")
    driver.type("# Hello", page.pane.docs.editor)
    page.pane.docs.mode.set_current("read")
    page.flush()
    driver.wait_until(lambda: "docs:" in (folder / "opencollection.yml").read_text(), "the notes in the file")


def test_the_page_follows_its_folder_and_goes_with_it(driver: Driver) -> None:
    driver.window.open_folder("Users")
    driver.explorer.bridge.library.rename("Users", "People")
    driver.wait_until(lambda: driver.tab_titles()[-1] == "Settings of People", "the new name")
    assert settings(driver).key == "People"
    driver.explorer.bridge.library.delete("People")
    driver.wait_until(lambda: not any("Settings" in title for title in driver.tab_titles()), "the end of the page")


def test_notes_are_rendered_and_only_pages_open_outside(driver: Driver, opened: Opened) -> None:  # noqa: F811
    driver.window.open_folder("Users")
    page = settings(driver)
    page.pane.show_tab("docs")
    docs = page.pane.docs
    driver.focus(docs.editor)
    text = "# Users\n\n[page](https://example.com/a), [file](file:///etc/hosts), ![far](https://example.com/x.png)\n"
    docs.editor.insertPlainText(text)
    driver.click(next(one for one in docs.mode.findChildren(QAbstractButton) if "Preview" in one.text()))
    driver.wait_until(docs.preview.isVisible, "the preview")
    assert docs.preview.toPlainText().startswith("Users\npage, file")
    driver.focus(docs.preview)
    for _link in range(2):
        docs.preview.focusNextPrevChild(True)
        driver.press("Return", docs.preview)
    assert opened.urls == ["https://example.com/a"]
    assert docs.preview.toPlainText().startswith("Users"), "no file was loaded in its place"


def test_the_page_comes_back_after_a_restart(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    driver.window.open_folder("Users")
    driver.settle()
    driver = start(folder=folder)
    driver.wait_until(lambda: "Settings of Users" in driver.tab_titles(), "the page again")
