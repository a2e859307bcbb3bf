"""Saving by itself: off until it is wished; then after a pause and when one goes elsewhere, never over others' work."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.core.storage import collections
from tests.conftest import Start
from tests.driver import Driver

KEY = "Ping.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Shop\n')
    for name in ("Ping", "Pong"):
        (root / f"{name}.yml").write_text(f"info: {{name: {name}, type: http}}\nhttp: {{url: http://h/{name}}}\n")
    return root


def switched_on(driver: Driver, monkeypatch: pytest.MonkeyPatch, pause_ms: int = 100) -> Driver:
    driver.explorer.autosave._pause.setInterval(pause_ms)
    page = driver.window.desk.open_page("preferences")
    driver.click(page.control("autosave"))
    driver.settle()
    return driver


def saved_url(folder: Path) -> str:
    return collections.read_request(folder / KEY).url


def test_it_saves_after_a_pause_and_undo_goes_back_past_it(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = start(folder=folder)
    page = driver.open_request(KEY)
    driver.type_url("http://h/one")
    driver.explorer.autosave.save_due()
    driver.settle()
    assert page.is_unsaved, "nothing is saved before it is wished"
    switched_on(driver, monkeypatch)
    driver.window.desk.show_document(page.document)
    for url in ("http://h/two", "http://h/three"):
        driver.type_url(url)
        driver.wait_until(lambda: not page.is_unsaved, "the save")
        assert saved_url(folder) == url
    field = page.composer.bar.url
    before = field.text()
    while field.text() == before or "two" not in field.text():
        driver.press("Ctrl+Z", field)
        assert field.text(), "the last save is no border"
    driver.wait_until(lambda: saved_url(folder) == "http://h/two", "the save of what undo brought back")


def test_it_saves_when_one_goes_elsewhere(start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = switched_on(start(folder=folder), monkeypatch, pause_ms=60_000)
    driver.open_request(KEY)
    driver.type_url("http://h/new")
    driver.open_request("Pong.yml")
    driver.wait_until(lambda: saved_url(folder) == "http://h/new", "the save")
    assert driver.window.sidebar.tree.selected_key() == "Pong.yml", "the tree stays with what is in front"


def test_what_others_changed_is_not_overwritten_and_said_once(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = switched_on(start(folder=folder), monkeypatch)
    page = driver.open_request(KEY)
    page.composer.bar.url.setFocus()
    driver.window.disk_changes.watch.blockSignals(True)  # the system's word of it comes too late
    theirs = "info: {name: Ping, type: http}\nhttp: {url: http://theirs/}\n"
    (folder / KEY).write_text(theirs)
    driver.type_url("http://mine/")
    driver.wait_until(driver.notices, "a notice")
    driver.type_url("http://mine/again")
    driver.pause(0.4)
    assert (folder / KEY).read_text() == theirs
    assert len(driver.notices()) == 1, "it does not try again and again"
    driver.window.disk_changes.watch.blockSignals(False)
    driver.explorer.bridge.library.reread()
    driver.wait_until(lambda: driver.window.disk_changes.asks(page.document), "the question")
    driver.type_url("http://mine/third")
    driver.pause(0.3)
    assert (folder / KEY).read_text() == theirs, "nor while it is asked"


def test_a_typed_secret_waits_for_the_person(start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from explorer.core.model.request import BearerAuth

    driver = switched_on(start(folder=folder), monkeypatch)
    page = driver.open_request(KEY)
    page.take_request(replace(page.request(), auth=BearerAuth(token="typed-as-it-is")))
    driver.pause(0.4)
    assert "typed-as-it-is" not in (folder / KEY).read_text()
    assert not driver.dialogs()
    assert page.is_unsaved
