"""Settings of one request: typed, inherited with where from, taken back, saved by their lines, and in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from explorer.core.model.request import RequestSettings
from tests.driver import Driver

FILE = """\
info: {name: Send, type: http}
http: {method: GET, url: "http://127.0.0.1:1/"}   # no port of ours
settings:
  # three seconds
  timeout: 3000
  encodeUrl: false
"""


@pytest.fixture
def driver(shared_driver: Driver, tmp_path: Path) -> Iterator[Driver]:
    (tmp_path / "Slow").mkdir()
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo: {name: C}\n')
    (tmp_path / "Slow/folder.yml").write_text(
        "info: {name: Slow}\nrequest: {settings: {http: {timeout: 90000, followRedirects: false}}}\n"
    )
    (tmp_path / "Slow/Send.yml").write_text(FILE)
    before = shared_driver.explorer.bridge.library.folder
    shared_driver.run(shared_driver.explorer.bridge.library.opened(tmp_path))
    yield shared_driver
    shared_driver.close_all()
    shared_driver.run(shared_driver.explorer.bridge.library.opened(before))


def test_settings_are_edited_taken_back_and_saved_by_their_lines(driver: Driver, tmp_path: Path) -> None:
    page = driver.open_request("Slow/Send.yml")
    page.composer.tab("settings")
    tab = page.composer.pane.settings
    assert (tab.timeout.text(), tab.encode.title) == ("3", "Leave as written")
    assert tab.most.placeholderText() == "Inherit: 10, from preferences"
    assert tab.follow.title == "Inherit: do not follow, from folder Slow"
    assert not page.is_unsaved
    tab.timeout.selectAll()
    QTest.keyClick(tab.timeout, Qt.Key.Key_Backspace)
    assert tab.timeout.placeholderText() == "Inherit: 90, from folder Slow"
    QTest.keyClick(tab.timeout, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.is_unsaved
    tab.timeout.selectAll()
    QTest.keyClicks(tab.timeout, "0.25")
    tab.follow.choose("yes")
    assert page.request().settings == RequestSettings(timeout_s=0.25, follow_redirects=True, encode_url=False)
    tab.follow.undo()
    assert page.request().settings.follow_redirects is None
    QTest.keyClicks(tab.most, "0")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the saved mark")
    saved = (tmp_path / "Slow/Send.yml").read_text()
    assert saved == FILE.replace("3000", "250").replace("encodeUrl: false\n", "encodeUrl: false\n  maxRedirects: 0\n")


def test_what_is_typed_is_in_force(driver: Driver) -> None:
    page = driver.open_request("Slow/Send.yml")
    tab = page.composer.pane.settings
    tab.timeout.selectAll()
    QTest.keyClicks(tab.timeout, "7")
    driver.send()
    assert page.shown is not None
    in_force = {one.name: (one.value, one.origin) for one in page.shown.exchange.settings}
    assert in_force["timeout_s"] == ("7.0", "request")
    assert in_force["follow_redirects"] == ("False", "folder Slow")
