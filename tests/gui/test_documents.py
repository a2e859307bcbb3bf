"""Tabs: new, close, unsaved changes, and what a send may ask before it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.driver import Driver
from tests.gui.test_commands import EMPTY_LIST, MISSPELT_PATH
from tests.journeys.threaded import answering


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    shared_driver.frame.resize(1440, 900)
    shared_driver.close_all()
    yield shared_driver
    shared_driver.close_all()


def test_close_without_changes_asks_nothing(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.press("Ctrl+W")
    assert not driver.dialogs()
    assert driver.tab_titles() == ()


def test_close_with_changes_asks_and_cancel_keeps_them(driver: Driver) -> None:
    driver.open_request(MISSPELT_PATH)
    driver.type_url("http://h/changed")
    driver.press("Ctrl+W")
    words = driver.answer("Cancel")
    assert "Save the changes of A misspelt path?" in words
    assert "Without saving they are lost." in words
    assert driver.page.composer.bar.url.text() == "http://h/changed"
    driver.press("Ctrl+W")
    driver.answer("Discard")
    driver.wait_until(lambda: driver.tab_titles() == (), "the closed tab")
    driver.open_request(MISSPELT_PATH)
    assert driver.page.composer.bar.url.text() != "http://h/changed"


def test_close_and_save(driver: Driver) -> None:
    driver.open_request(MISSPELT_PATH)
    before = driver.page.composer.bar.url.text()
    driver.type_url(f"{before}#kept")
    driver.press("Ctrl+W")
    driver.answer("Save")
    driver.wait_until(lambda: driver.tab_titles() == (), "the closed tab")
    driver.settle()
    driver.open_request(MISSPELT_PATH)
    assert driver.page.composer.bar.url.text() == f"{before}#kept"
    driver.type_url(before)
    driver.press("Ctrl+S")
    driver.wait_until(lambda: driver.tab_titles() == ("GET A misspelt path",), "the saved mark")


def test_middle_click_closes(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.open_request(MISSPELT_PATH)
    bar = driver.window.desk.strip.tabs.bar
    driver.click(bar, bar.tabRect(0).center(), Qt.MouseButton.MiddleButton)
    assert driver.tab_titles() == ("GET A misspelt path",)


def test_a_closed_tab_gives_way_to_the_one_before(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.press("Ctrl+Shift+H")
    driver.settle()
    driver.open_request(MISSPELT_PATH)
    driver.press("Ctrl+1")
    driver.press("Ctrl+W")
    assert driver.page.key == MISSPELT_PATH


def test_the_composer_can_be_edited_while_a_request_is_under_way(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/slow?seconds=20")
    before = driver.answers
    driver.press("Ctrl+Return")
    send = driver.page.composer.bar.send
    driver.wait_until(lambda: send.text() == "Cancel", "the flight")
    driver.type_url("{{base_url}}/_sandbox/status/204")
    driver.press("Ctrl+Return")
    driver.pause(0.05)
    assert driver.answers == before, "one send of a document at a time"
    driver.click(send)
    driver.wait_for_answer(before)
    assert driver.pill() == "Cancelled"
    assert driver.page.composer.bar.url.text() == "{{base_url}}/_sandbox/status/204"
    driver.send()
    assert driver.pill() == "204 No Content"


def test_the_old_answer_stays_while_a_new_one_is_awaited(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    headline = driver.headline()
    driver.page.composer.bar.method.choose("GET")
    driver.type_url("{{base_url}}/_sandbox/slow?seconds=20")
    before = driver.answers
    driver.press("Ctrl+Return")
    driver.wait_until(lambda: driver.pill().startswith("Sending"), "the running clock")
    assert driver.headline() == headline
    assert driver.page.result.diagnosis.isVisible()
    driver.press("Esc")
    driver.wait_for_answer(before)


def test_two_requests_can_be_under_way(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/slow?seconds=20")
    driver.press("Ctrl+Return")
    slow = driver.page
    driver.new_request("{{base_url}}/_sandbox/status/204")
    driver.send()
    assert driver.pill() == "204 No Content"
    driver.window.desk.show_document(slow.document)
    before = driver.answers
    driver.press("Esc")
    driver.wait_for_answer(before)
    assert driver.pill() == "Cancelled"


def test_closing_a_tab_stops_its_request(driver: Driver) -> None:
    driver.new_request("{{base_url}}/_sandbox/slow?seconds=20")
    driver.press("Ctrl+Return")
    driver.pause(0.1)
    driver.close_request()
    driver.wait_until(lambda: not any(name.startswith("send ") for name in driver.tasks.names()), "the end of the send")


def test_retry_asks_when_the_effect_is_unknown(driver: Driver) -> None:
    with answering(b"") as server:
        settings = driver.explorer.bridge.settings
        environment = driver.explorer.bridge.workspace.environment
        driver.explorer.bridge.library.save_environment(replace(environment, timeout_s=0.3))
        driver.settle()
        driver.new_request(server.url, "POST")
        driver.send()
        assert driver.pill() == "Timed out"
        before = driver.answers
        driver.press("F5")
        words = driver.answer("Cancel")
        assert "Send again?" in words
        assert driver.answers == before
        assert len(server.requests) == 1
        driver.press("F5")
        driver.answer("Send again")
        driver.wait_for_answer(before)
        assert len(server.requests) == 2
        driver.explorer.bridge.library.save_environment(environment)
        driver.settle()
        assert driver.explorer.bridge.settings == settings


def test_a_protected_environment_asks_before_it_sends(driver: Driver) -> None:
    library = driver.explorer.bridge.library
    environment = driver.explorer.bridge.workspace.environment
    library.save_environment(replace(environment, confirm_methods=("POST",)))
    driver.settle()
    try:
        driver.open_request(EMPTY_LIST)
        before = driver.answers
        driver.press("Ctrl+Return")
        words = driver.answer("Cancel")
        assert "Send POST to Sandbox?" in words
        assert "http://127.0.0.1:" in words, "where it goes, not what it is written as"
        driver.pause(0.1)
        assert driver.answers == before
        driver.press("Ctrl+Return")
        driver.answer("Send")
        driver.wait_for_answer(before)
        assert driver.pill() == "400 Bad Request"
        driver.open_request(MISSPELT_PATH)
        driver.send()
        assert not driver.dialogs(), "a GET is not asked about"
    finally:
        library.save_environment(environment)
        driver.settle()


def test_environment_changes_what_is_sent(driver: Driver) -> None:
    driver.new_request("{{base_url}}/x")
    resolved = driver.page.composer.pane.footer
    address = driver.explorer.bridge.sandbox.info.base_url
    driver.wait_until(lambda: address in driver.text_on_screen(resolved), "the sandbox's address")
    driver.press("Ctrl+E")
    driver.pick("Production")
    driver.wait_until(lambda: "https://eu.sms.example.com/x" in driver.text_on_screen(resolved), "the other address")
    driver.press("Ctrl+E")
    driver.pick("Sandbox")
    driver.wait_until(lambda: address in driver.text_on_screen(resolved), "the sandbox's address again")


def test_a_stopped_sandbox_is_said_and_can_be_started(driver: Driver) -> None:
    status = driver.window.status
    driver.click(status.sandbox)
    driver.wait_until(lambda: "Sandbox off" in driver.text_on_screen(status), "the stop")
    driver.open_request(MISSPELT_PATH)
    driver.click(status.sandbox)
    driver.wait_until(lambda: "Sandbox 127.0.0.1" in driver.text_on_screen(status), "the start")
    driver.send()
    assert driver.pill() == "404 Not Found"
