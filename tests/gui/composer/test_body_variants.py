"""Titled variants of a body: kept by name, switched, renamed, removed, taken back, and sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from explorer.core.model.request import NoBody, TextBody, TextKind
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.composer.body_tab import BodyTab
from explorer.gui.documents.request_page import RequestPage
from tests.driver import Driver

FILE = """\
info: {name: Send, type: http}
http:
  method: POST
  url: http://127.0.0.1:1/
  body:
    - title: Small
      body:   # kept as it is
        type: json
        data: '{"a": 1}'
    - title: Big
      selected: true
      body: {type: text, data: BIG}
"""


@pytest.fixture
def driver(shared_driver: Driver, tmp_path: Path) -> Iterator[Driver]:
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo: {name: C}\n')
    (tmp_path / "Send.yml").write_text(FILE)
    before = shared_driver.explorer.bridge.library.folder
    shared_driver.run(shared_driver.explorer.bridge.library.opened(tmp_path))
    yield shared_driver
    shared_driver.close_all()
    shared_driver.run(shared_driver.explorer.bridge.library.opened(before))


def opened(driver: Driver) -> tuple[RequestPage, BodyTab]:
    page = driver.open_request("Send.yml")
    return page, page.composer.pane.body


def take(body: BodyTab, title: str) -> None:
    """A row of the menu of variants."""
    menu = body.place.button.menu_of_choices()
    next(action for action in menu.actions() if action.text() == title).trigger()


def name(body: BodyTab, title: str) -> None:
    assert body.place.name.isVisible()
    body.place.name.selectAll()
    QTest.keyClicks(body.place.name, title)
    QTest.keyClick(body.place.name, Qt.Key.Key_Return)


def save(driver: Driver, page: RequestPage, folder: Path) -> str:
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the saved mark")
    return (folder / "Send.yml").read_text()


def test_another_variant_is_shown_sent_and_saved_by_its_lines(driver: Driver, tmp_path: Path) -> None:
    page, body = opened(driver)
    assert body.place.button.title == "Big"
    assert not page.is_unsaved
    take(body, "Small")
    assert page.request().body == TextBody(kind=TextKind.JSON, text='{"a": 1}')
    assert page.is_unsaved
    QTest.keyClicks(body.pages.present_editor(), " ")
    QTest.keyClick(body.place.button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert body.pages.editor(BodyKind.TEXT).text() == "BIG"
    take(body, "Small")
    assert body.pages.editor(BodyKind.JSON).text() == ' {"a": 1}', "what was typed is still there"
    QTest.keyClick(body.pages.present_editor(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert body.pages.editor(BodyKind.JSON).text() == '{"a": 1}', "its own undo too"
    saved = save(driver, page, tmp_path)
    assert saved == FILE.replace("selected: true", "selected: false").replace(
        "data: '{\"a\": 1}'\n", "data: '{\"a\": 1}'\n      selected: true\n"
    )


def test_a_body_becomes_a_variant_and_a_copy_another(driver: Driver, tmp_path: Path) -> None:
    page, body = opened(driver)
    driver.window.commands.trigger("body.save_as_variant")
    name(body, "Third")
    assert body.variants.titles == ("Small", "Big", "Third")
    assert body.place.button.title == "Third"
    body.pages.editor(BodyKind.TEXT).replace_text("3")
    assert save(driver, page, tmp_path).startswith(FILE.replace("selected: true", "selected: false"))
    assert (tmp_path / "Send.yml").read_text()[len(FILE) + 1 :].split() == (
        ["-", "title:", "Third", "body:", "type:", "text", "data:", "|-", "3", "selected:", "true"]
    )


def test_a_variant_is_renamed_and_removed_and_both_are_taken_back(driver: Driver, tmp_path: Path) -> None:
    page, body = opened(driver)
    take(body, "Rename…")
    name(body, "Huge")
    assert save(driver, page, tmp_path) == FILE.replace("Big", "Huge")
    take(body, "Remove")
    assert body.variants.titles == ("Small",)
    take(body, "Remove")
    assert page.request().variants == ()
    assert page.request().body == TextBody(kind=TextKind.JSON, text='{"a": 1}')
    for titles in (("Small",), ("Small", "Huge"), ("Small", "Big")):
        QTest.keyClick(body.place.button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert body.variants.titles == titles


def test_no_body_keeps_the_variants_and_takes_up_the_last(driver: Driver, tmp_path: Path) -> None:
    page, body = opened(driver)
    body.choose_kind(BodyKind.NONE)
    assert page.request().body == NoBody()
    assert body.place.button.title == "No variant"
    assert save(driver, page, tmp_path).count("selected: false") == 2
    QTest.keyClick(body.kind, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert body.place.button.title == "Big"
    body.choose_kind(BodyKind.NONE)
    body.choose_kind(BodyKind.TEXT)
    assert page.request().body == TextBody(kind=TextKind.TEXT, text="BIG")
    assert save(driver, page, tmp_path).count("selected: true") == 1


def test_escape_and_no_name_name_nothing(driver: Driver) -> None:
    _, body = opened(driver)
    driver.window.commands.trigger("body.save_as_variant")
    QTest.keyClicks(body.place.name, "x")
    QTest.keyClick(body.place.name, Qt.Key.Key_Escape)
    assert body.variants.titles == ("Small", "Big")
    assert body.place.button.isVisible()
    driver.window.commands.trigger("body.next_variant")
    assert body.place.button.title == "Small"


def test_a_pasted_command_takes_the_place_of_the_selected_variant_only(driver: Driver) -> None:
    page, body = opened(driver)
    page.composer.focus_url()
    assert page.composer.bar.url.takes_paste is not None
    assert page.composer.bar.url.takes_paste("curl http://127.0.0.1:1/ --data-raw pasted")
    assert body.variants.titles == ("Small", "Big")
    assert body.place.button.title == "Big"
    assert page.composer.bar.url.takes_paste("curl http://127.0.0.1:1/")
    assert page.request().body == NoBody()
    assert [one.body is None for one in page.request().variants] == [False, False]
