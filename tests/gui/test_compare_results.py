"""The result shown is compared with any other one of its request, from the menu, the keys and the palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.driver import Driver


@pytest.fixture
def driver(start) -> Driver:
    made = start(sample=True)
    made.new_request("{{base_url}}/_sandbox/status/200")
    for status in (200, 503, 404):
        made.type_url(f"{{{{base_url}}}}/_sandbox/status/{status}")
        made.send()
    return made


def compared(driver: Driver) -> tuple[str, str]:
    """The ids of A and B on the history page."""
    driver.wait_until(lambda: driver.window.desk.current_id == "history", "the history page")
    page = driver.window.desk.current
    driver.wait_until(lambda: page.detail.compared is not None, "the comparison")
    return page.marks


def ids(driver: Driver) -> list[str]:
    """Of everything recorded, oldest first."""
    rows = driver.run(driver.explorer.bridge.ledger.history.rows())
    return sorted(row.id for row in rows)


def test_with_the_previous_result_from_the_menu(driver: Driver) -> None:
    driver.page.result.more_menu().popup(driver.page.mapToGlobal(driver.page.rect().center()))
    driver.pick("previous result")
    assert compared(driver) == tuple(ids(driver)[-2:])


def test_with_a_chosen_one_by_keys(driver: Driver) -> None:
    driver.press("Ctrl+Shift+D")
    dialog = driver.dialog()
    words = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert len(words) == 2
    assert "503" in words[0]
    assert "200 OK" in words[1]
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    found = ids(driver)
    assert compared(driver) == (found[0], found[2])


def test_with_one_of_the_whole_history(driver: Driver) -> None:
    driver.choose("exchange.compare_other")
    driver.answer("Choose in the history")
    driver.wait_until(lambda: driver.window.desk.current_id == "history", "the history page")
    page = driver.window.desk.current
    assert page.marks == (ids(driver)[-1], "")
    assert "press Ctrl D" in driver.notices()[-1]


def test_without_another_one_it_is_said(start) -> None:
    driver = start(sample=True)
    driver.new_request("{{base_url}}/_sandbox/status/200")
    driver.send()
    for command in ("exchange.compare_previous", "exchange.compare_other"):
        before = len(driver.notices())
        driver.choose(command)
        driver.wait_until(lambda: len(driver.notices()) > before, "a notice")  # noqa: B023
        assert "result of this request to compare with" in driver.notices()[-1]
