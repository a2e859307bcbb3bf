"""The window at each width, in each theme and at each size of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from explorer.gui.theme import measures, theme
from explorer.gui.theme.theme import ThemeMode
from tests.driver import Driver
from tests.gui.test_commands import EMPTY_LIST

WIDTHS = (1440, 1200, 1100, 900)


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    """The shared window with a failure in front, sent once; put back afterwards."""
    before = shared_driver.explorer.bridge.settings
    shared_driver.frame.resize(1440, 900)
    page = shared_driver.window.desk.find_request(EMPTY_LIST)
    if page is None or page is not shared_driver.window.desk.request_page:
        shared_driver.close_all()
        shared_driver.open_request(EMPTY_LIST)
        shared_driver.send()
    assert shared_driver.pill() == "400 Bad Request"
    yield shared_driver
    if shared_driver.explorer.bridge.settings != before:
        shared_driver.window.use_settings(before)
    shared_driver.window.division.sidebar.clear()
    shared_driver.window.division.stacked.clear()
    shared_driver.frame.resize(1440, 900)
    shared_driver.pause(0.01)


def widen(driver: Driver, width: int, height: int = 900) -> None:
    driver.frame.resize(width, height)
    driver.wait_until(lambda: driver.frame.width() == width, f"{width} px")
    driver.pause(0.03)


@pytest.mark.parametrize(
    ("width", "has_sidebar", "side_by_side"),
    [
        (1440, True, True),
        (1360, True, True),
        (1359, True, False),
        (1200, True, False),
        (1128, True, False),
        (1127, False, False),
        (1100, False, False),
        (900, False, False),
    ],
)
def test_width_decides_sidebar_and_panes(driver: Driver, width: int, has_sidebar: bool, side_by_side: bool) -> None:
    widen(driver, width)
    assert driver.window.sidebar.isVisible() is has_sidebar
    assert driver.window.rail.isVisible() is not has_sidebar
    horizontal = driver.page.splitter.orientation() is Qt.Orientation.Horizontal
    assert horizontal is side_by_side


def test_the_choice_of_the_person_is_kept_for_each_class_of_width(driver: Driver) -> None:
    driver.press("Ctrl+B")
    assert not driver.window.sidebar.isVisible()
    widen(driver, 1200)
    assert driver.window.sidebar.isVisible(), "the choice was made for wide windows"
    driver.press("Ctrl+\\")
    assert driver.page.splitter.orientation() is Qt.Orientation.Horizontal
    widen(driver, 1440)
    assert not driver.window.sidebar.isVisible()
    widen(driver, 1200)
    assert driver.page.splitter.orientation() is Qt.Orientation.Horizontal


def test_the_sidebar_has_its_width_again_after_a_rail_also_in_another_run(driver: Driver) -> None:
    window = driver.window
    window.splitter.moveSplitter(310, 1)
    before = window.splitter.sizes()[0]
    assert before == 310
    widen(driver, 1000)
    assert not window.sidebar.isVisible()
    state = window.layout_state()
    assert state["splitter"][0] == before
    del state["geometry"]
    window.splitter.moveSplitter(220, 1)
    window.restore_layout(state)
    widen(driver, 1440)
    assert abs(window.splitter.sizes()[0] - before) <= 1
    window.splitter.moveSplitter(measures.SIDEBAR_WIDTH, 1)


def test_the_smallest_window(driver: Driver) -> None:
    driver.frame.resize(100, 100)
    driver.pause(0.05)
    assert (driver.frame.width(), driver.frame.height()) == (900, 600)


def outside(driver: Driver) -> list[str]:
    """Controls in front that reach over the edge of the window, or that have no room at all."""
    frame, found = driver.frame, []
    for widget in (driver.window.status.sandbox, *main_controls(driver)):
        corner = widget.mapTo(frame, QPoint(0, 0))
        if corner.x() < 0 or corner.x() + widget.width() > frame.width() or widget.width() < 8:
            found.append(f"{widget.accessibleName() or widget} at {corner.x()}, {widget.width()} wide")
    return found


def main_controls(driver: Driver) -> tuple[QWidget, ...]:
    page = driver.page
    bar = page.composer.bar
    return (bar.send, bar.url, bar.method, page.result.tabs, page.composer.pane.tabs, page.result.header.pill)


@pytest.mark.parametrize("percent", [80, 100, 150, 200])
def test_text_sizes_at_each_width(driver: Driver, percent: int) -> None:
    driver.window.use_settings(replace(driver.explorer.bridge.settings, text_scale_percent=percent))
    for width in WIDTHS:
        widen(driver, width, 1000)
        shown = [one for one in main_controls(driver) if one.isVisible()]
        assert len(shown) >= 5, width
        assert outside(driver) == [], width
        send = driver.page.composer.bar.send
        assert send.width() >= send.sizeHint().width(), width


def test_zoom_keys_grow_and_shrink_text_within_limits(driver: Driver) -> None:
    height = driver.page.composer.bar.send.height()
    driver.press("Ctrl++")
    driver.press("Ctrl++")
    assert driver.explorer.bridge.settings.text_scale_percent == 120
    driver.pause(0.02)
    assert driver.page.composer.bar.send.height() > height
    driver.press("Ctrl+0")
    assert driver.explorer.bridge.settings.text_scale_percent == 100
    driver.pause(0.02)
    assert driver.page.composer.bar.send.height() == height
    for _ in range(3):
        driver.press("Ctrl+-")
    assert driver.explorer.bridge.settings.text_scale_percent == 80


@pytest.mark.parametrize(("command", "dark"), [("theme.dark", True), ("theme.light", False)])
def test_theme_changes_at_run_time(driver: Driver, command: str, dark: bool) -> None:
    driver.choose(command)
    driver.pause(0.02)
    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    assert (ground.lightness() < 100) is dark
    picture = driver.frame.grab().toImage()
    sample = picture.pixelColor(picture.width() // 2, picture.height() - 60)
    assert (sample.lightness() < 100) is dark
    assert driver.headline(), "what was shown is still shown"
    assert theme.current().mode is (ThemeMode.DARK if dark else ThemeMode.LIGHT)


def test_a_setting_that_is_not_about_looks_does_not_dress_the_window_anew(driver: Driver) -> None:
    dressed: list[None] = []
    theme.current().changed.connect(lambda: dressed.append(None))
    driver.window.use_settings(replace(driver.explorer.bridge.settings, timeout_s=12.0))
    driver.settle()
    assert dressed == []
