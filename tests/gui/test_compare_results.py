"""The result shown is compared with any other one of its request, from the menu, the keys and the palette."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.conftest import Start
from tests.driver import Driver


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


def answered(driver: Driver, status: int) -> None:
    driver.type_url(f"{{{{base_url}}}}/_sandbox/status/{status}")
    driver.send()


def test_the_previous_one_a_chosen_one_and_any(start: Start) -> None:
    driver = start(sample=True)
    document = driver.new_request("{{base_url}}").document
    answered(driver, 200)
    for number, command in enumerate(("exchange.compare_previous", "exchange.compare_other")):
        driver.choose(command)
        driver.wait_until(lambda: len(driver.notices()) > number, "a notice")  # noqa: B023
        assert "result of this request to compare with" in driver.notices()[-1]
    answered(driver, 503)
    answered(driver, 404)
    found = ids(driver)

    driver.page.result.more_menu().popup(driver.page.mapToGlobal(driver.page.rect().center()))
    driver.pick("previous result")
    assert compared(driver) == tuple(found[-2:])

    driver.window.desk.show_document(document)
    driver.press("Ctrl+Shift+D")
    listed = driver.dialog().list
    words = [listed.item(row).text() for row in range(listed.count())]
    assert len(words) == 2
    assert "503" in words[0]
    assert "200 OK" in words[1]
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    driver.wait_until(lambda: compared(driver) == (found[0], found[2]), "the other comparison")

    driver.window.desk.show_document(document)
    driver.choose("exchange.compare_other")
    driver.answer("Choose in the history")
    driver.wait_until(lambda: driver.window.desk.current_id == "history", "the history page")
    assert driver.window.desk.current.marks == (found[-1], "")
    assert "press Ctrl D" in driver.notices()[-1]
