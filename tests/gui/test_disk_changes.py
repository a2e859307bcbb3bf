"""Files changed by git, an editor or another window show up by themselves; an edited request asks first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from explorer.gui.main_window.conflict_bar import ConflictBar
from explorer.gui.main_window.conflict_dialog import ConflictDialog
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, request_file

KEY = "Orders/One order.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Orders").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / KEY).write_text(request_file("One order", "http://h/orders/1", 1))
    (root / "Ping.yml").write_text(request_file("Ping", "http://h/ping", 2))
    return root


@pytest.fixture
def driver(start: Start, folder: Path) -> Driver:
    return start(folder=folder)


def bar(driver: Driver) -> ConflictBar | None:
    found = [one for one in driver.page.findChildren(ConflictBar) if one.isVisible()]
    return found[0] if found else None


def press(driver: Driver, title: str) -> None:
    shown = bar(driver)
    assert shown is not None
    driver.click(next(one for one in shown.findChildren(QAbstractButton) if one.text() == title))


def edit_both(driver: Driver, folder: Path) -> None:
    driver.open_request(KEY)
    driver.type_url("http://h/mine")
    (folder / KEY).write_text(request_file("One order", "http://h/theirs", 1))
    driver.wait_until(lambda: bar(driver) is not None, "the question about the file")
    assert driver.page.request().url == "http://h/mine"


def test_a_file_written_in_place_is_read_again(driver: Driver, folder: Path) -> None:
    driver.open_request(KEY)
    (folder / KEY).write_text(request_file("One order", "http://h/orders/22", 1))
    driver.wait_until(lambda: driver.page.request().url == "http://h/orders/22", "the new URL")
    assert not driver.page.is_unsaved
    assert bar(driver) is None


def test_a_file_that_was_replaced_twice_is_read_again_each_time(driver: Driver, folder: Path) -> None:
    driver.open_request(KEY)
    for number in (7, 8):
        draft = folder / "Orders" / "draft.tmp"
        draft.write_text(request_file("One order", f"http://h/orders/{number}", 1))
        os.replace(draft, folder / KEY)
        driver.wait_until(lambda number=number: driver.page.request().url.endswith(f"/{number}"), "the new URL")


def test_new_deleted_and_broken_files_show_in_the_tree(driver: Driver, folder: Path) -> None:
    (folder / "Orders" / "Late.yml").write_text(request_file("Late", "http://h/late", 5))
    driver.wait_until(lambda: "Late" in driver.tree_names(), "the new request")
    (folder / "Ping.yml").unlink()
    driver.wait_until(lambda: "Ping" not in driver.tree_names(), "its end")
    (folder / "Orders" / "Late.yml").write_text("<<<<<<< ours\ninfo: {}\n=======\n>>>>>>> theirs\n")
    driver.wait_until(lambda: any("Late.yml" in name for name in driver.tree_names()), "the broken file")
    assert "One order" in driver.tree_names(), "everything else works"


def test_a_deleted_file_leaves_the_open_request_as_a_draft(driver: Driver, folder: Path) -> None:
    driver.open_request("Ping.yml")
    (folder / "Ping.yml").unlink()
    driver.wait_until(lambda: driver.page.key == "", "the draft")
    assert driver.page.request().url == "http://h/ping"
    assert any("is gone from the folder" in words for words in driver.notices())


def test_a_conflict_is_compared_side_by_side(driver: Driver, folder: Path) -> None:
    edit_both(driver, folder)
    press(driver, "Compare")
    driver.wait_until(lambda: driver.window.findChildren(ConflictDialog), "the comparison")
    dialog = driver.window.findChildren(ConflictDialog)[0]
    assert "GET http://h/theirs" in "\n".join(dialog.pane.side_a.lines)
    assert "GET http://h/mine" in "\n".join(dialog.pane.side_b.lines)
    dialog.close()
    assert bar(driver) is not None, "looking decides nothing"


def test_keeping_mine_overwrites_on_save_and_not_before(driver: Driver, folder: Path) -> None:
    edit_both(driver, folder)
    press(driver, "Keep mine")
    assert bar(driver) is None
    assert "http://h/theirs" in (folder / KEY).read_text()
    driver.press("Ctrl+S")
    driver.wait_until(lambda: "http://h/mine" in (folder / KEY).read_text(), "the file")
    driver.settle()
    assert not driver.page.is_unsaved
    assert bar(driver) is None


def test_taking_theirs_can_be_taken_back(driver: Driver, folder: Path) -> None:
    edit_both(driver, folder)
    press(driver, "Take the file's")
    assert driver.page.request().url == "http://h/theirs"
    assert not driver.page.is_unsaved
    driver.click(driver.window.toasts.toasts[0].action)
    assert driver.page.request().url == "http://h/mine"
    assert driver.page.is_unsaved


def test_our_own_save_asks_nothing(driver: Driver, folder: Path) -> None:
    driver.open_request(KEY)
    driver.type_url("http://h/mine")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: "http://h/mine" in (folder / KEY).read_text(), "the file")
    driver.pause(0.5)
    assert bar(driver) is None
    assert not driver.page.is_unsaved


def test_each_part_is_chosen_on_its_own_and_the_question_comes_back(driver: Driver, folder: Path) -> None:
    edit_both(driver, folder)
    driver.page.composer.pane.headers.change("X-Mine", "", "1")
    (folder / KEY).write_text(request_file("Their name", "http://h/theirs", 1))
    driver.pause(0.4)
    press(driver, "Compare")
    driver.wait_until(lambda: driver.window.findChildren(ConflictDialog), "the comparison")
    dialog = driver.window.findChildren(ConflictDialog)[0]
    words = driver.text_on_screen(dialog)
    for line in ("Name\nChanged in the file", "URL\nChanged by both", "Headers\nChanged by you"):
        assert line in words
    assert [one.current for one in dialog.choices] == ["theirs", "mine", "mine"]
    dialog.choices[1].set_current("theirs")
    assert "GET http://h/theirs" in "\n".join(dialog.pane.side_b.lines)
    driver.click(dialog.use)
    made = driver.page.request()
    assert (made.name, made.url, made.headers[0].name) == ("Their name", "http://h/theirs", "X-Mine")
    assert driver.page.is_unsaved
    assert "http://h/theirs" in (folder / KEY).read_text()
    driver.click(driver.window.toasts.toasts[-1].action)
    assert driver.page.request().url == "http://h/mine"
    driver.wait_until(lambda: bar(driver) is not None, "the question again")
    press(driver, "Keep mine")
    driver.click(driver.window.toasts.toasts[-1].action)
    driver.wait_until(lambda: bar(driver) is not None, "the question, since keeping mine can be taken back as well")


def test_a_folder_that_is_renamed_is_missed_and_found_again(driver: Driver, folder: Path) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    driver.wait_until(lambda: any(f"The folder {folder} is gone" in one for one in driver.notices()), "the notice")
    (away / "New.yml").write_text(request_file("New", "http://h/new", 9))
    away.rename(folder)
    driver.wait_until(lambda: "New" in driver.tree_names(), "the folder again")
    (folder / "Newer.yml").write_text(request_file("Newer", "http://h/new", 9))
    driver.wait_until(lambda: "Newer" in driver.tree_names(), "what comes later")


def test_a_file_that_comes_back_belongs_to_its_tab_again(driver: Driver, folder: Path) -> None:
    driver.open_request("Ping.yml")
    clean, text = driver.page, (folder / "Ping.yml").read_text()
    driver.open_request(KEY)
    driver.type_url("http://h/mine")
    draft, theirs = driver.page, (folder / KEY).read_text().replace("http://h/orders", "http://h/theirs")
    for key in ("Ping.yml", KEY):
        (folder / key).unlink()
    driver.wait_until(lambda: (clean.key, draft.key) == ("", ""), "two drafts")
    (folder / "Ping.yml").write_text(text.replace("http://h/ping", "http://h/other-branch"))
    (folder / KEY).write_text(theirs)
    driver.wait_until(lambda: (clean.key, draft.key) == ("Ping.yml", KEY), "the files of both")
    assert (clean.request().url, clean.is_unsaved) == ("http://h/other-branch", False)
    assert (draft.request().url, draft.is_unsaved) == ("http://h/mine", True)
    assert bar(driver) is not None, "the draft and the file differ now"
