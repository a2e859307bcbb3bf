"""Everything can be reached by keyboard and says what it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from explorer.gui.composer.body_kinds import BodyKind
from tests.driver import Driver
from tests.gui.test_commands import EMPTY_LIST

PAGES = (
    "history",
    "environments",
    "welcome",
    "preferences",
    "keys",
)
COMPOSER_TABS = ("params", "headers", "auth", "body", "vars", "docs", "settings")


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    shared_driver.frame.resize(1440, 900)
    shared_driver.close_all()
    yield shared_driver
    shared_driver.close_all()


def takes_keys(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    reachable = widget.isVisible() and widget.isEnabled() and bool(policy & Qt.FocusPolicy.TabFocus)
    return reachable and widget.focusProxy() is None and widget.objectName() != "qt_spinbox_lineedit"


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def nameless(root: QWidget) -> list[str]:
    """Controls a screen reader would call nothing."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if takes_keys(widget) and not spoken_name(widget).strip():
            found.append(f"{type(widget).__module__}.{type(widget).__qualname__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("page_id", PAGES)
def test_every_control_of_a_page_has_a_name(driver: Driver, page_id: str) -> None:
    page = driver.window.desk.open_page(page_id)
    driver.settle()
    assert nameless(page) == []


@pytest.mark.parametrize("tab", COMPOSER_TABS)
def test_every_control_of_the_composer_has_a_name(driver: Driver, tab: str) -> None:
    page = driver.open_request(EMPTY_LIST)
    page.composer.tab(tab)
    driver.pause(0.02)
    assert nameless(page.composer.bar) == []
    assert nameless(page.composer.pane) == []


def test_every_control_of_the_result_has_a_name(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    driver.send()
    for index in range(page.result.tabs.count()):
        page.result.tabs.setCurrentIndex(index)
        driver.pause(0.02)
        assert nameless(page.result) == [], page.result.tabs.tabText(index)


def test_every_control_around_has_a_name(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    for part in (driver.window.sidebar, driver.window.desk.strip, driver.window.status):
        assert nameless(part) == []
    driver.press("Ctrl+B")
    assert nameless(driver.window.rail) == []
    driver.press("Ctrl+B")


def order(driver: Driver) -> list[QWidget]:
    """What Tab goes through from the sidebar's search on."""
    first = next(
        one
        for one in [driver.window.sidebar.search, *driver.window.sidebar.search.findChildren(QWidget)]
        if takes_keys(one)
    )
    driver.focus(first)
    seen: list[QWidget] = []
    for _ in range(150):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        driver.frame.focusNextChild()
    return seen


def within(widget: QWidget, area: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)


def test_tab_goes_from_the_sidebar_to_the_status_bar(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    driver.send()
    widgets = order(driver)
    window = driver.window
    areas = [window.sidebar, window.desk.strip, page.composer.bar, page.composer.pane, page.result, window.status]
    indexes = [next((number for number, area in enumerate(areas) if within(one, area)), -1) for one in widgets]
    assert -1 not in indexes, [widgets[number] for number, index in enumerate(indexes) if index == -1]
    assert set(indexes) == set(range(len(areas))), "every part is reached"
    assert indexes[0] == 0


def test_tab_meets_the_parts_in_their_order_on_the_screen(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    driver.send()
    window = driver.window
    areas = [window.sidebar, window.desk.strip, page.composer.bar, page.composer.pane, page.result, window.status]
    indexes = [next(number for number, area in enumerate(areas) if within(one, area)) for one in order(driver)]
    changes = [index for number, index in enumerate(indexes) if number == 0 or index != indexes[number - 1]]
    assert changes[: len(areas)] == [0, 1, 2, 3, 4, 5]


def test_tab_meets_a_body_of_another_kind_before_the_result(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    driver.send()
    page.composer.pane.body.choose_kind(BodyKind.FORM)
    found = order(driver)
    table = next(number for number, one in enumerate(found) if within(one, page.composer.pane.body.pages))
    assert table < next(number for number, one in enumerate(found) if within(one, page.result))


def test_method_url_and_send_follow_each_other(driver: Driver) -> None:
    page = driver.open_request(EMPTY_LIST)
    bar = page.composer.bar
    inside = [one for one in order(driver) if within(one, bar)]
    assert within(inside[0], bar.method)
    assert inside[1] is bar.url
    assert within(inside[2], bar.send)


def test_the_path_of_the_request_is_told_in_words(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    assert driver.nodes().startswith("Request: 1 field at fault. Connection: ")
    assert driver.page.result.header.pill.accessibleName() == "400 Bad Request"


def test_targets_are_large_enough(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    small = [
        f"{one.accessibleName()} {one.width()}x{one.height()}"
        for one in driver.window.findChildren(QAbstractButton)
        if one.isVisible() and (one.width() < 20 or one.height() < 20)
    ]
    assert small == []


def test_words_of_a_diagnosis_can_be_selected(driver: Driver) -> None:
    driver.open_request(EMPTY_LIST)
    driver.send()
    view = driver.page.result.diagnosis
    labels = [one for one in view.findChildren(QLabel) if one.isVisible() and len(one.text()) > 40]
    assert labels
    flag = Qt.TextInteractionFlag.TextSelectableByMouse
    assert [one.text() for one in labels if not one.textInteractionFlags() & flag] == []
