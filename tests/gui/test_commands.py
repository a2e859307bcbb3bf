"""The table of commands against the window: everything offered does something, and the keys do what they say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit

from explorer.gui.commands import COMMANDS, MENUS
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel
from tests.driver import Driver

EMPTY_LIST = "Failure lab/400 Bad Request/A batch without recipients.yml"
MISSPELT_PATH = "Failure lab/404 Not Found/A misspelt path.yml"
WAIT = "Failure lab/429 Too Many Requests/Too fast, with a pause named.yml"


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    """The shared window at 1440 px, without requests and as it was afterwards."""
    before = shared_driver.explorer.bridge.settings
    shared_driver.frame.resize(1440, 900)
    shared_driver.close_all()
    yield shared_driver
    shared_driver.close_all()
    if shared_driver.explorer.bridge.settings != before:
        shared_driver.window.use_settings(before)
    shared_driver.window.division.sidebar.clear()
    shared_driver.window.division.stacked.clear()
    shared_driver.window.divide()


def focus_in(driver: Driver, widget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


# -- the table itself


def test_every_command_has_an_action(driver: Driver) -> None:
    assert driver.window.actions_table.ids() == {command.id for command in COMMANDS}


def test_ids_and_keys_are_unique() -> None:
    ids = [command.id for command in COMMANDS]
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)


def test_every_command_is_in_a_menu_that_exists() -> None:
    assert {command.menu for command in COMMANDS} == set(MENUS)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.keys], ids=lambda one: one.id)
def test_every_key_is_understood_by_qt(command) -> None:
    for key in command.keys:
        sequence = QKeySequence(key)
        assert sequence.count() == 1, key
        assert sequence[0].key() != Qt.Key.Key_unknown


def test_no_key_is_ambiguous_in_the_window(driver: Driver) -> None:
    """Two shortcuts on one key in one window would cancel each other without a word."""
    from PySide6.QtGui import QAction, QShortcut

    keys: list[str] = []
    for action in driver.frame.findChildren(QAction):
        if action.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut:
            keys += [one.toString() for one in action.shortcuts()]
    for shortcut in driver.frame.findChildren(QShortcut):
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut:
            keys.append(shortcut.key().toString())
    assert sorted(keys) == sorted(set(keys))


def test_the_main_menu_offers_every_command(driver: Driver) -> None:
    driver.click(driver.window.sidebar.menu_button)
    menu = driver.menu()
    titles = [action.text() for action in menu.actions()]
    assert titles == list(MENUS)
    rows = [row.objectName() for section in menu.actions() for row in section.menu().actions()]
    assert rows == [command.id for command in sorted(COMMANDS, key=lambda one: MENUS.index(one.menu))]
    driver.press("Esc")


def test_a_command_through_the_main_menu(driver: Driver) -> None:
    driver.click(driver.window.sidebar.menu_button)
    section = next(one for one in driver.menu().actions() if one.text() == "Help")
    section.trigger()
    row = next(one for one in section.menu().actions() if one.objectName() == "help.keys")
    driver.press("Esc")
    row.trigger()
    driver.wait_until(lambda: "Keys" in driver.tab_titles(), "the page of keys")


# -- keys that work on a request


def test_ctrl_enter_sends(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send("Ctrl+Return")
    assert driver.pill() == "400 Bad Request"


def test_enter_in_the_url_sends(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/status/204")
    driver.send("Return")
    assert driver.pill() == "204 No Content"


def test_the_send_button_sends(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    before = driver.answers
    driver.click(driver.page.composer.bar.send)
    driver.wait_for_answer(before)
    assert driver.pill() == "400 Bad Request"


def test_esc_cancels(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/slow?seconds=20")
    before = driver.answers
    driver.press("Ctrl+Return")
    send = driver.page.composer.bar.send
    driver.wait_until(lambda: send.text() == "Cancel", "Cancel in place of Send")
    driver.press("Esc")
    driver.wait_for_answer(before)
    assert driver.pill() == "Cancelled"
    assert send.text() == "Send"


def test_f4_goes_to_the_problem_and_alt_enter_does_not_send(driver: Driver) -> None:
    driver.open_request(MISSPELT_PATH)
    driver.send()
    url = driver.page.composer.bar.url
    written = url.text()
    driver.press("F4")
    assert url.textCursor().selectedText() == "batchs"
    before = driver.answers
    driver.press("Alt+Return")
    driver.wait_until(lambda: url.text() != written, "the fix")
    assert url.text() == written.replace("batchs", "batches")
    driver.pause(0.1)
    assert driver.answers == before
    driver.press("Ctrl+Z")
    assert url.text() == written, "Ctrl Z takes a fix back"


def test_f4_opens_the_body_at_the_fault(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.page.composer.tab("docs")
    driver.send()
    driver.press("F4")
    editor = driver.page.composer.pane.body.pages.present_editor()
    assert editor.isVisible()
    assert editor.textCursor().blockNumber() == 2
    assert editor.textCursor().selectedText() == "[]"
    driver.press("Shift+F4")
    assert editor.textCursor().selectedText() == "[]"


def test_f8_applies_the_fix_and_sends(driver: Driver) -> None:
    driver.open_request(MISSPELT_PATH)
    driver.send()
    assert driver.pill() == "404 Not Found"
    driver.send("F8")
    assert driver.pill() == "200 OK"


def test_f5_retries_what_is_safe_at_once(driver: Driver) -> None:
    driver.open_request(MISSPELT_PATH)
    driver.send()
    driver.send("F5")
    assert not driver.dialogs()
    assert driver.pill() == "404 Not Found"


def test_f8_waits_out_a_named_pause_and_esc_stops_it(driver: Driver) -> None:
    driver.open_request(WAIT)
    driver.send()
    before = driver.answers
    driver.press("F8")
    bar = driver.page.result.diagnosis.bar
    driver.wait_until(lambda: bar.stop.isVisible(), "a planned retry")
    assert driver.answers == before, "a retry never ignores Retry-After"
    driver.press("Esc")
    driver.wait_until(lambda: not bar.stop.isVisible(), "the end of the plan")
    assert driver.answers == before


def test_copying(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    clipboard = QApplication.clipboard()
    token = driver.explorer.bridge.sandbox.info.token
    driver.press("Ctrl+Shift+C")
    assert clipboard.text().startswith("curl ")
    assert token in clipboard.text()
    driver.press("Ctrl+Shift+B")
    dialog = driver.dialog()
    shown = driver.text_on_screen(dialog)
    assert "syntax_constraint_violation" in shown
    assert token not in shown
    driver.press("Esc", dialog)


def test_older_and_newer_answers(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/status/204")
    driver.send()
    driver.type_url("{{base_url}}/_sandbox/status/418")
    driver.press("Ctrl+N")
    driver.close_request()
    driver.open_request(MISSPELT_PATH)
    driver.send()
    first = driver.page.shown.exchange.id
    driver.send()
    second = driver.page.shown.exchange.id
    driver.press("Ctrl+Alt+Left")
    driver.wait_until(lambda: driver.page.shown.exchange.id == first, "the older answer")
    driver.press("Ctrl+Alt+Right")
    driver.wait_until(lambda: driver.page.shown.exchange.id == second, "the newer answer")


# -- keys that move


def test_ctrl_l_goes_to_the_url(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.press("Ctrl+L")
    url = driver.page.composer.bar.url
    assert url.hasFocus()
    assert url.textCursor().selectedText() == url.text()


def test_slash_in_the_tree_goes_to_the_search(driver: Driver) -> None:
    driver.focus(driver.window.sidebar.tree)
    driver.press("/")
    assert focus_in(driver, driver.window.sidebar.search)


def test_slash_searches_requests_but_is_a_letter_in_a_field(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.focus(driver.window.sidebar.navigation.row("history"))
    driver.press("/")
    search = driver.window.sidebar.search
    assert focus_in(driver, search)
    driver.type("misspelt")
    driver.wait_until(lambda: "A misspelt path" in driver.tree_names(), "the found request")
    assert "Send a text" not in driver.tree_names()
    search.clear()
    driver.press("Ctrl+L")
    driver.type("http://h/a/b")
    assert driver.page.composer.bar.url.text() == "http://h/a/b"


def test_ctrl_digits_choose_documents(driver: Driver) -> None:
    for key in (EMPTY_LIST, MISSPELT_PATH, WAIT):
        driver.open_request(key)
    driver.press("Ctrl+1")
    assert driver.page.key == EMPTY_LIST
    driver.press("Ctrl+2")
    assert driver.page.key == MISSPELT_PATH
    driver.press("Ctrl+9")
    assert driver.page.key == WAIT
    driver.press("Ctrl+Tab")
    assert driver.page.key == EMPTY_LIST
    driver.press("Ctrl+Shift+Tab")
    assert driver.page.key == WAIT


def test_alt_digits_choose_tabs_of_the_focused_pane(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    driver.press("Ctrl+L")
    driver.press("Alt+2")
    assert driver.page.composer.pane.tabs.current == "headers"
    driver.focus(driver.page.result.tabs)
    driver.press("Alt+2")
    assert driver.page.result.current_tab() == "body"
    assert driver.page.composer.pane.tabs.current == "headers"


def test_f6_goes_round_the_panes(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    driver.send()
    panes = [driver.window.sidebar, driver.window.desk.strip, page.composer.bar, page.composer.pane, page.result]
    driver.focus(driver.window.sidebar.search)
    for pane in [*panes[1:], panes[0]]:
        driver.press("F6")
        assert focus_in(driver, pane), f"{pane} has not got the focus"
    driver.press("Shift+F6")
    assert driver.frame.focusWidget() is page.result.tabs
    page.result.select_tab("body")
    driver.focus(page.result.body.viewer)
    for _ in panes:
        driver.press("F6")
    assert driver.frame.focusWidget() is page.result.body.viewer, "where it was before"


def test_ctrl_b_hides_and_shows_the_sidebar(driver: Driver) -> None:
    driver.press("Ctrl+B")
    assert not driver.window.sidebar.isVisible()
    assert driver.window.rail.isVisible()
    driver.press("Ctrl+B")
    assert driver.window.sidebar.isVisible()
    assert not driver.window.rail.isVisible()


def test_ctrl_backslash_turns_the_split(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    assert page.splitter.orientation() is Qt.Orientation.Horizontal
    driver.press("Ctrl+\\")
    assert page.splitter.orientation() is Qt.Orientation.Vertical
    driver.press("Ctrl+\\")
    assert page.splitter.orientation() is Qt.Orientation.Horizontal


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("Ctrl+Shift+H", "History"),
        ("Ctrl+Shift+M", "Environments"),
        ("F1", "Keys"),
        ("Ctrl+,", "Preferences"),
    ],
)
def test_keys_of_pages(driver: Driver, keys: str, title: str) -> None:
    driver.press(keys)
    assert title in driver.tab_titles()
    assert driver.frame.windowTitle() == f"{title} - Explorer"
    driver.settle()
    driver.focus(driver.window.sidebar.search)
    driver.press(keys)
    assert focus_in(driver, driver.window.desk.current), "it is asked for by key"
    driver.press(keys)
    assert driver.tab_titles().count(title) == 1
    driver.press("Ctrl+W")
    assert title not in driver.tab_titles()


@pytest.mark.parametrize("keys", ["F1", "F1 Ctrl+F"])
def test_the_page_of_keys_is_searched_at_once(driver: Driver, keys: str) -> None:
    driver.new_request("http://127.0.0.1:9/")  # from whose field the keyboard is taken
    for one in keys.split():
        driver.press(one)
    page = driver.window.desk.current
    assert page.search.hasFocus()
    driver.type("sidebar")
    assert page.visible_titles()
    assert all("sidebar" in title.lower() for title in page.visible_titles())
    page.search.setText("search f3")
    assert page.visible_titles() == (
        "Next hit of the search F3",
        "Previous hit of the search Shift F3",
    ), "in any order, and also what the body of a response alone has"
    driver.settle()
    seen = [one for one in page.findChildren(Hairline) if not one.visibleRegion().isEmpty()]
    assert len(seen) == 2, "lines of rows that are left out stand nowhere"
    headings = [one.plain_text for one in page.findChildren(RichLabel) if one.isVisible()]
    assert headings == ["Keys", "In a response", "Next hit of the search", "Previous hit of the search"]


def test_ctrl_e_switches_the_environment(driver: Driver) -> None:
    switch = driver.window.desk.strip.environment
    driver.press("Ctrl+E")
    driver.pick("Staging")
    driver.wait_until(lambda: switch.words == "Staging", "the other environment")
    driver.press("Ctrl+E")
    driver.pick("Sandbox")
    driver.wait_until(lambda: switch.words == "Sandbox", "the environment again")


def test_ctrl_k_runs_commands_and_ctrl_p_opens_requests(driver: Driver) -> None:
    driver.press("Ctrl+K")
    field = palette_field(driver)
    driver.type("> history", field)
    driver.press("Return", field)
    driver.wait_until(lambda: "History" in driver.tab_titles(), "the history")
    driver.press("Ctrl+P")
    field = palette_field(driver)
    driver.type("misspelt path", field)
    driver.press("Return", field)
    driver.wait_until(lambda: "GET A misspelt path" in driver.tab_titles(), "the request")


def test_esc_closes_the_palette(driver: Driver) -> None:
    driver.press("Ctrl+K")
    field = palette_field(driver)
    driver.press("Esc", field)
    driver.wait_until(lambda: not field.isVisible(), "the end of the palette")


def palette_field(driver: Driver) -> QLineEdit:
    """The line of the palette, once it is open."""
    found: list[QLineEdit] = []

    def look() -> bool:
        focused = QApplication.focusWidget()
        in_palette = "palette" in type(focused).__module__ if focused else False
        found[:] = [focused] if in_palette else []
        return bool(found)

    driver.wait_until(look, "the palette")
    return found[0]


# -- comparing


def test_ctrl_d_without_an_earlier_success_says_so(driver: Driver) -> None:
    driver.open_request("Failure lab/415 Unsupported Media Type/No content type.yml")
    driver.send()
    driver.press("Ctrl+D")
    driver.wait_until(driver.notices, "a notice")
    assert "no earlier success" in driver.notices()[-1]


def test_ctrl_d_compares_with_the_last_success(driver: Driver) -> None:
    driver.open_request("Failure lab/404 Not Found/An unknown group.yml")
    written = driver.page.composer.bar.url.text()
    driver.type_url("{{base_url}}/xms/v1/{{service_plan_id}}/groups")
    driver.send()
    assert driver.pill() == "200 OK"
    driver.type_url(written)
    driver.send()
    assert driver.pill() == "404 Not Found"
    driver.press("Ctrl+D")
    driver.wait_until(lambda: driver.frame.windowTitle() == "History - Explorer", "the comparison")
    driver.settle()
