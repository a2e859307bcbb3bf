"""The error catalogue as a document of the window."""

from __future__ import annotations

import pytest

from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_accessibility import nameless
from tests.gui.test_commands import EMPTY_LIST


def test_its_key_opens_it_once_and_every_control_has_a_name(driver: Driver) -> None:
    driver.press("Ctrl+Shift+E")
    driver.settle()
    assert driver.frame.windowTitle() == "Error catalogue - Explorer"
    page = driver.window.desk.current
    assert nameless(page) == []
    driver.press("Ctrl+Shift+E")
    assert driver.tab_titles().count("Error catalogue") == 1
    driver.press("Ctrl+W")
    assert "Error catalogue" not in driver.tab_titles()


def test_after_it_was_closed_requests_can_be_sent(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = start(sample=True)
    reports: list[str] = []
    monkeypatch.setattr(driver.explorer.reports, "report", lambda place, error: reports.append(str(error)))
    driver.tasks.set_reporter(driver.explorer.reports.report)
    driver.press("Ctrl+Shift+E")
    driver.settle()
    driver.press("Ctrl+W")
    driver.open_request(EMPTY_LIST)
    driver.send()
    driver.settle()
    assert reports == []
