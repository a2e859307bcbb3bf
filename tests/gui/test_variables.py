"""Variables in the window: what a request uses, edits where it is seen, names followed everywhere, secrets kept out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog, QLabel, QLineEdit

from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import BearerAuth, Header, InheritAuth, Request
from explorer.core.storage import collections, secret_file
from explorer.core.storage.collections import load, read_request
from explorer.gui.palette.palette import CommandPalette

DEV = "environments/Dev.yml"


def collection(folder: Path, *rows: Variable, request: Request | None = None) -> Path:
    collections.create_collection(folder, "C")
    collections.save_environment(folder, Environment(key=DEV, name="Dev", variables=rows))
    collections.create_request(folder, "", request or Request(name="One", url="{{base}}/{{id}}"))
    return folder


def opened(start, folder: Path):
    """The program with this folder opened after its start: a question may come at once."""
    other = folder.parent / "other"
    if not other.exists():
        collections.create_collection(other, "Other")
    driver = start(folder=other)
    library = driver.explorer.bridge.library
    library.open_folder(folder)
    driver.wait_until(lambda: "One" in driver.tree_names(), "the collection")
    return driver


def vars_rows(driver) -> list[tuple[str, str, str]]:
    driver.page.composer.tab("vars")
    return [(row.name, row.value, row.origin) for row in driver.page.composer.pane.vars.model.rows]


def edit_value(driver, name: str, value: str) -> None:
    """F2 in the row, the value, Enter."""
    tab = driver.page.composer.pane.vars
    tab.go_to(name)
    driver.press("F2", tab.table)
    editor = tab.table.indexWidget(tab.table.currentIndex().siblingAtColumn(1))
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, value)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_the_vars_tab_shows_missing_ones_first_and_gives_them_a_value(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    assert vars_rows(driver) == [("id", "Not set in Dev", ""), ("base", "http://h", "Environment Dev")]
    edit_value(driver, "id", "42")
    driver.wait_until(lambda: 'value: "42"' in (folder / DEV).read_text(), "the value in the file")
    driver.wait_until(lambda: ("id", "42", "Environment Dev") in vars_rows(driver), "the value in the tab")
    edit_value(driver, "base", "http://other")
    driver.wait_until(lambda: "http://other" in (folder / DEV).read_text(), "the changed value")


def test_what_stands_behind_a_value_is_listed_and_mends_it(start, tmp_path) -> None:
    request = Request(name="One", url="{{base}}/{{loop}}")
    rows = (Variable(name="base", value="http://{{host}}/x"), Variable(name="loop", value="{{loop}}"))
    driver = opened(start, collection(tmp_path / "c", *rows, request=request))
    driver.open_request("One.yml")
    assert vars_rows(driver) == [
        ("base", "Refers to {{host}}, which has no value.", ""),
        ("loop", "Refers to itself.", ""),
        ("host", "Not set in Dev", ""),
    ]
    edit_value(driver, "host", "h.test")
    driver.wait_until(lambda: ("base", "http://h.test/x", "Environment Dev") in vars_rows(driver), "the value")


def test_a_variable_of_the_request_alone_wins_and_is_saved_with_it(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="id", value="1"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    vars_rows(driver)
    tab = driver.page.composer.pane.vars
    tab.table.setCurrentIndex(tab.model.index(len(tab.model.rows), 0))
    driver.type("i", tab.table)
    QTest.keyClicks(tab.table.findChild(QLineEdit), "d")
    QTest.keyClick(tab.table.findChild(QLineEdit), Qt.Key.Key_Return)
    driver.wait_until(lambda: ("id", "", "Request") in vars_rows(driver), "the row of the request")
    edit_value(driver, "id", "7")
    driver.wait_until(lambda: ("id", "7", "Request") in vars_rows(driver), "its value")
    assert driver.page.is_unsaved
    driver.press("Ctrl+S")
    driver.wait_until(lambda: "runtime" in (folder / "One.yml").read_text(), "the file")
    assert read_request(folder / "One.yml").variables == (Variable(name="id", value="7"),)
    driver.wait_until(lambda: not driver.page.is_unsaved, "the saved mark")
    tab.go_to("id")
    driver.press("Del", tab.table)
    driver.wait_until(lambda: ("id", "1", "Environment Dev") in vars_rows(driver), "the environment's value")


def test_what_is_inherited_is_listed_and_secrets_are_masked(start, tmp_path, keychain) -> None:
    folder = collection(
        tmp_path / "c", Variable(name="token", secret=True), request=Request(name="One", url="http://h")
    )
    found = load(folder)
    from dataclasses import replace

    collections.save_collection_settings(folder, replace(found, auth=BearerAuth(token="{{token}}")))
    path = folder / "One.yml"
    collections.save_request(folder, "One.yml", replace(read_request(path), auth=InheritAuth()))
    keychain.set_password("explorer-http:C/Dev", "token", "s3cr3t-value")
    driver = start(folder=folder)
    driver.open_request("One.yml")
    assert vars_rows(driver) == [("token", "••••••", "Environment Dev")]
    driver.type_url("http://h/{{token}}")
    driver.wait_until(lambda: "http://h/••••" in driver.text_on_screen(), "the resolved URL")
    assert "s3cr3t-value" not in driver.text_on_screen()
    vars_rows(driver)
    tab = driver.page.composer.pane.vars
    tab.go_to("token")
    driver.press("F2", tab.table)
    editor = tab.table.indexWidget(tab.table.currentIndex().siblingAtColumn(1))
    assert editor.echoMode() is QLineEdit.EchoMode.Password, "the new value is not shown either"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    edit_value(driver, "token", "n3w-value")
    driver.wait_until(lambda: keychain.get_password("explorer-http:C/Dev", "token") == "n3w-value", "the keychain")
    assert "n3w-value" not in "".join(one.read_text() for one in folder.rglob("*") if one.is_file())


def test_dotenv_values_are_completed_and_not_edited(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", request=Request(name="One", url="http://h/{{process.env.API_KEY}}"))
    (folder / ".env").write_text("API_KEY=from-file\nbroken line\n")
    driver = start(folder=folder)
    driver.open_request("One.yml")
    assert vars_rows(driver) == [("process.env.API_KEY", "••••••", ".env file")]
    tab = driver.page.composer.pane.vars
    assert not tab.model.index(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
    driver.wait_until(lambda: any(one.startswith(".env, line 2: ") for one in driver.notices()), "the fault")
    driver.press("Ctrl+L")
    driver.type("http://h/{{process")
    assert driver.page.composer.bar.url.completion.is_open()
    driver.press("Return")
    assert driver.page.composer.bar.url.text() == "http://h/{{process.env.API_KEY}}"
    driver.type("{{$randomEm")
    driver.press("Return")
    assert driver.page.composer.bar.url.text().endswith("{{$randomEmail}}")


def test_names_are_offered_where_values_of_variables_are_edited(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="id", value="1"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    driver.page.composer.pane.show_tab("vars")
    tab = driver.page.composer.pane.vars
    tab.go_to("id")
    driver.press("F2", tab.table)
    type_name(driver, "{{ba")
    driver.wait_until(lambda: 'value: "{{base}}"' in (folder / DEV).read_text(), "the value in the file")
    page = driver.window.desk.open_page("environments")
    page.view.go_to(page.model.row_of_name("id"), 1)
    driver.press("F2", page.view)
    type_name(driver, "v{{ba")
    driver.wait_until(lambda: 'value: "v{{base}}"' in (folder / DEV).read_text(), "the value from the matrix")


def type_name(driver, text: str) -> None:
    """Type over a cell, take the name that is offered, and end the edit."""
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    driver.press("Return")
    assert editor.text() == text.removesuffix("ba") + "base}}"
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_f12_goes_to_the_value(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="id", value="1"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    url = driver.page.composer.bar.url
    driver.press("Ctrl+L")
    driver.press("End")
    driver.press("Left")
    driver.press("F12", url)
    driver.wait_until(lambda: driver.window.desk.current_id == "environments", "the environments")
    page = driver.window.desk.current
    assert page.model.line(page.view.currentIndex().row()).name == "id"


def test_a_renamed_variable_is_followed_in_open_drafts(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="id", value="1"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    draft = driver.page
    driver.type_url("{{base}}/{{id}}/draft")
    driver.press("Ctrl+Shift+M")
    driver.wait_until(lambda: driver.window.desk.current_id == "environments", "the environments")
    page = driver.window.desk.current
    page.view.go_to(page.model.row_of_name("base"), 0)
    driver.press("F2", page.view)
    editor = page.view.indexWidget(page.view.currentIndex())
    editor.selectAll()
    QTest.keyClicks(editor, "host")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    driver.wait_until(lambda: "{{host}}/{{id}}" in (folder / "One.yml").read_text(), "the file")
    driver.settle()
    assert draft.request().url == "{{host}}/{{id}}/draft"
    assert draft.saved.url == "{{host}}/{{id}}"
    driver.press("Ctrl+Z", page.view)
    driver.wait_until(lambda: "{{base}}/{{id}}" in (folder / "One.yml").read_text(), "the old name")
    driver.settle()
    assert draft.request().url == "{{base}}/{{id}}/draft"


def test_a_stored_secret_is_not_saved_and_the_variable_is_offered(start, tmp_path, keychain) -> None:
    folder = collection(tmp_path / "c", Variable(name="token", secret=True))
    keychain.set_password("explorer-http:C/Dev", "token", "s3cr3t-value")
    driver = start(folder=folder)
    driver.open_request("One.yml")
    before = (folder / "One.yml").read_bytes()
    driver.type_url("http://h/?key=s3cr3t-value")
    driver.press("Ctrl+S")
    words = driver.answer("Cancel")
    assert "The URL holds the value of the secret variable token" in words
    assert "s3cr3t-value" not in words
    driver.settle()
    assert (folder / "One.yml").read_bytes() == before
    driver.press("Ctrl+S")
    driver.answer("Use {{token}}")
    driver.wait_until(lambda: "{{token}}" in (folder / "One.yml").read_text(), "the file")
    assert driver.page.request().url == "http://h/?key={{token}}"
    driver.settle()


def test_a_stored_secret_does_not_become_a_plain_value(start, tmp_path, keychain) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="token", secret=True))
    keychain.set_password("explorer-http:C/Dev", "token", "s3cr3t-value")
    driver = start(folder=folder)
    driver.open_request("One.yml")
    driver.wait_until(lambda: "s3cr3t-value" in driver.explorer.bridge.library.refusals.known(), "the secret")
    vars_rows(driver)
    edit_value(driver, "base", "http://s3cr3t-value")
    driver.wait_until(lambda: any("secret variable token" in one for one in driver.notices()), "the refusal")
    page = driver.window.desk.open_page("environments")
    page.view.go_to(page.model.row_of_name("base"), 1)
    driver.press("F2", page.view)
    editor = QApplication.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "http://s3cr3t-value")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    driver.wait_until(lambda: "secret variable token" in page.problem_bar.sentence, "the refusal")
    page.flush()
    driver.run(driver.explorer.bridge.library.idle())
    assert "s3cr3t-value" not in "".join(one.read_text() for one in folder.rglob("*") if one.is_file())


def test_a_secret_that_passes_the_question_is_refused_by_the_library(start, tmp_path, keychain) -> None:
    folder = collection(tmp_path / "c", Variable(name="token", secret=True))
    keychain.set_password("explorer-http:C/Dev", "token", "s3cr3t-value")
    driver = start(folder=folder)
    request = Request(name="Two", headers=(Header(name="X", value="s3cr3t-value"),))
    driver.explorer.bridge.library.create_request("r9", "", request)
    driver.wait_until(driver.notices, "a sentence")
    assert "The header X holds the value of the secret variable token" in driver.notices()[0]
    assert not (folder / "Two.yml").exists()


def test_a_program_runs_after_consent_only_and_is_asked_about_once(start, tmp_path, home) -> None:
    command = shlex.join([sys.executable, "-c", "open('ran', 'a').write('x'); print('t0ken-of-program')"])
    row = Variable(name="token", secret=True, command=command)
    folder = collection(tmp_path / "c", row, request=Request(name="One", url="http://h/{{token}}"))
    driver = opened(start, folder)
    words = driver.answer("Cancel")
    assert command in words
    driver.open_request("One.yml")
    assert vars_rows(driver)[0][1].endswith("was not allowed to run yet.")
    assert not (folder / "ran").exists()
    driver = opened(start, folder)
    driver.answer("Allow")
    driver.open_request("One.yml")
    driver.wait_until(lambda: vars_rows(driver)[0][:2] == ("token", "••••••"), "the value")
    assert (folder / "ran").read_text() == "x"
    driver = opened(start, folder)
    driver.open_request("One.yml")
    driver.wait_until(lambda: vars_rows(driver)[0][:2] == ("token", "••••••"), "the value without a question")
    assert not driver.dialogs()


def test_markup_in_a_command_hides_nothing(start, tmp_path) -> None:
    row = Variable(name="token", secret=True, command="true '<font size=1>' hidden")
    driver = opened(start, collection(tmp_path / "c", row))
    labels = [one for one in driver.dialog().findChildren(QLabel) if "hidden" in one.text()]
    assert labels
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)
    driver.answer("Cancel")


@pytest.fixture
def no_keychain(home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)
    keyring.set_keyring(keyring.backends.fail.Keyring())


def type_passphrase(driver, words: str) -> str:
    """Into the dialog; gives what it said."""
    dialog = driver.dialog()
    assert isinstance(dialog, QInputDialog)
    label = dialog.labelText()
    QTest.keyClicks(dialog.findChild(QLineEdit), words)
    press_button(driver, "OK")
    return label


def press_button(driver, title: str) -> str:
    """Of the open dialog, after which another may come at once; gives its words."""
    dialog = driver.dialog()
    words = driver.text_on_screen(dialog)
    driver.click(next(one for one in dialog.findChildren(QAbstractButton) if one.text().replace("&", "") == title))
    driver.wait_until(lambda: dialog not in driver.dialogs(), "the dialog's end")
    return words


def test_without_a_keychain_the_person_chooses_a_file_and_opens_it_next_time(
    start, tmp_path, no_keychain, home
) -> None:
    row = Variable(name="token", secret=True)
    folder = collection(tmp_path / "c", row, request=Request(name="One", url="http://h/{{token}}"))
    driver = opened(start, folder)
    driver.open_request("One.yml")
    vars_rows(driver)
    edit_value(driver, "token", "s3cr3t-value")
    assert "There is no keychain on this computer" in press_button(driver, "Set passphrase")
    type_passphrase(driver, "correct horse")
    driver.wait_until((home / "data" / "secrets.enc").exists, "the file")
    driver.settle()
    assert b"s3cr3t" not in (home / "data" / "secrets.enc").read_bytes()
    driver = opened(start, folder)
    type_passphrase(driver, "wrong horse")
    driver.wait_until(driver.dialogs, "the question again")
    assert "does not open" in type_passphrase(driver, "correct horse")
    driver.open_request("One.yml")
    driver.wait_until(lambda: vars_rows(driver)[0][:2] == ("token", "••••••"), "the value")
    driver.press("Ctrl+Shift+M")
    driver.wait_until(
        lambda: "Secrets are kept in an encrypted file." in driver.text_on_screen(), "where they are kept"
    )


def test_the_tip_tells_value_and_origin(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    tip = driver.page.composer.bar.url.chips.tip("base")
    assert "http://h" in tip
    assert "Environment Dev" in tip
    assert "Not set in Dev" in driver.page.composer.bar.url.chips.tip("id")


def choose_in_row(driver, name: str, words: str) -> None:
    """An item of the menu of a row of the Vars tab, opened by a click of the right button."""
    tab = driver.page.composer.pane.vars
    tab.go_to(name)
    place = tab.table.visualRect(tab.table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, tab.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(tab.table.viewport(), event)
    driver.pick(words)


def test_a_value_is_kept_in_the_scope_that_is_chosen(start, tmp_path, home) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    vars_rows(driver)
    choose_in_row(driver, "id", "Set for all collections")
    driver.wait_until(lambda: ("id", "", "Global") in vars_rows(driver), "the global variable")
    edit_value(driver, "id", "42")
    driver.wait_until(lambda: ("id", "42", "Global") in vars_rows(driver), "its value")
    assert '"42"' in (home / "data" / "globals.json").read_text()
    assert "42" not in (folder / DEV).read_text()
    choose_in_row(driver, "id", "Set in the collection")
    driver.wait_until(lambda: ("id", "42", "Collection") in vars_rows(driver), "the collection's variable")
    assert load(folder).variables == (Variable(name="id", value="42"),)
    edit_value(driver, "id", "43")
    driver.wait_until(lambda: load(folder).variables == (Variable(name="id", value="43"),), "the changed value")
    choose_in_row(driver, "base", "Set for this request")
    driver.wait_until(lambda: ("base", "http://h", "Request") in vars_rows(driver), "the request's own")
    driver.settle()


def test_f12_and_a_click_go_to_the_value_from_a_field_of_the_credentials(start, tmp_path) -> None:
    request = Request(name="One", url="http://h", auth=BearerAuth(token="{{id}}"))
    folder = collection(
        tmp_path / "c", Variable(name="base", value="http://h"), Variable(name="id", value="1"), request=request
    )
    driver = start(folder=folder)
    driver.open_request("One.yml")
    driver.page.composer.tab("auth")
    field = next(one for one in driver.page.composer.pane.auth.findChildren(QLineEdit) if one.text() == "{{id}}")
    driver.focus(field)
    field.setCursorPosition(3)
    driver.press("F12", field)
    driver.wait_until(lambda: driver.window.desk.current_id == "environments", "the environments")
    page = driver.window.desk.current
    assert page.model.line(page.view.currentIndex().row()).name == "id"
    driver.open_request("One.yml")
    place = field.cursorRect().center()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    driver.wait_until(lambda: driver.window.desk.current_id == "environments", "the environments again")
    driver.settle()


def test_a_value_set_elsewhere_is_taken_back_in_the_tab(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://h"))
    before = (folder / DEV).read_bytes()
    driver = start(folder=folder)
    driver.open_request("One.yml")
    vars_rows(driver)
    edit_value(driver, "base", "http://other")
    driver.wait_until(lambda: b"http://other" in (folder / DEV).read_bytes(), "the value in the file")
    driver.settle()
    choose_in_row(driver, "id", "Set in the collection")
    driver.wait_until(lambda: load(folder).variables, "the collection's variable")
    driver.settle()
    table = driver.page.composer.pane.vars.table
    assert driver.window.commands.action("edit.undo").text() == "Undo value of id"
    driver.press("Ctrl+Z", table)
    driver.wait_until(lambda: not load(folder).variables, "no variable again")
    driver.press("Ctrl+Z", table)
    driver.wait_until(lambda: (folder / DEV).read_bytes() == before, "the old value")
    driver.press("Ctrl+Shift+Z", table)
    driver.wait_until(lambda: b"http://other" in (folder / DEV).read_bytes(), "the new value again")
    driver.settle()


def test_requests_that_use_a_variable_are_listed_and_opened(start, tmp_path) -> None:
    folder = collection(tmp_path / "c", Variable(name="base", value="http://{{id}}"))
    for name, url in (("Two", "{{base}}/two"), ("Three", "http://three")):
        collections.create_request(folder, "", Request(name=name, url=url))
    driver = start(folder=folder)
    driver.open_request("One.yml")
    vars_rows(driver)
    choose_in_row(driver, "id", "Show requests that use it")
    driver.wait_until(lambda: driver.window.findChildren(CommandPalette), "the list")
    palette = driver.window.findChildren(CommandPalette)[0]
    driver.wait_until(palette.isVisible, "the list")
    assert [line.item.title for line in palette.card.rows.lines[1:]] == ["One", "Two"], "directly or through another"
    driver.press("Down")
    driver.press("Return")
    driver.wait_until(lambda: driver.page.title == "Two", "the request")
    driver.settle()
