"""A file that git left half merged is looked at side by side, a side is chosen for it, and the choice taken back."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from explorer.core.storage.leftovers import STALE_S
from explorer.gui.changes.page import ChangesPage
from explorer.gui.main_window.conflict_dialog import ConflictDialog
from tests.conftest import Start
from tests.core.storage.test_half_merged import BASE, merged
from tests.driver import Driver
from tests.gui.test_collection import menu_at

MINE, THEIRS = BASE.replace("/base", "/mine"), BASE.replace("/base", "/theirs")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return merged(tmp_path / "shop")


def dialog(driver: Driver) -> ConflictDialog:
    driver.wait_until(lambda: driver.window.findChildren(ConflictDialog), "the two versions")
    return driver.window.findChildren(ConflictDialog)[0]


def test_a_side_is_chosen_written_and_taken_back(start: Start, file: Path) -> None:
    stale = file.with_name(".Ping.yml.0123456789ab.tmp")
    stale.write_text("half")
    os.utime(stale, (time.time() - STALE_S - 9,) * 2)
    driver = start(folder=file.parent)
    driver.wait_until(lambda: not stale.exists(), "the sweep")
    before = file.read_bytes()
    menu_at(driver, "Ping.yml")
    driver.pick("Resolve merge conflict…")
    shown = dialog(driver)
    assert "url: http://h/theirs" in "\n".join(shown.pane.side_a.lines)
    assert "url: http://h/mine" in "\n".join(shown.pane.side_b.lines)
    words = driver.text_on_screen(shown)
    assert "Theirs (feature)" in words
    assert "Mine (HEAD)" in words
    driver.click(shown.theirs)
    assert "url: http://h/theirs" in "\n".join(shown.pane.side_b.lines)
    assert file.read_bytes() == before, "a look writes nothing"
    driver.click(shown.use)
    driver.wait_until(lambda: file.read_text() == THEIRS, "the file")
    driver.wait_until(lambda: "Ping" in driver.tree_names(), "the request in the tree")
    driver.wait_until(lambda: any("git add Ping.yml" in one for one in driver.notices()), "what is left to do")
    driver.click(driver.window.toasts.toasts[-1].action)
    driver.wait_until(lambda: file.read_bytes() == before, "both versions again")
    driver.run(driver.explorer.bridge.library.idle())
    driver.choose("merge.resolve")
    shown = dialog(driver)
    driver.click(shown.use)
    driver.wait_until(lambda: file.read_text() == MINE, "mine")
    driver.run(driver.explorer.bridge.library.idle())
    driver.choose("edit.undo")
    driver.wait_until(lambda: file.read_bytes() == before, "both versions once more")


def test_an_open_request_and_the_changes_lead_to_it(start: Start, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    file = merged(tmp_path / "shop")
    torn = file.read_bytes()
    file.write_text(MINE)
    driver = start(folder=file.parent)
    driver.open_request("Ping.yml")
    file.write_bytes(torn)
    driver.wait_until(lambda: any("marks of a merge conflict" in one for one in driver.notices()), "the fault")
    driver.click(driver.window.toasts.toasts[-1].action)
    dialog(driver).reject()
    driver.wait_until(lambda: not driver.window.findChildren(ConflictDialog), "its end")
    page = driver.window.disk_changes.versions
    page.open_page("Ping.yml")
    shown = driver.window.desk.current
    assert isinstance(shown, ChangesPage)
    driver.wait_until(lambda: shown.detail.item is not None, "the change")
    driver.click(shown.detail.open_button)
    dialog(driver).reject()


def test_a_file_that_changed_meanwhile_is_not_written_over(start: Start, file: Path) -> None:
    driver = start(folder=file.parent)
    driver.choose("merge.resolve")
    shown = dialog(driver)
    file.write_text(BASE)
    driver.click(shown.use)
    driver.wait_until(lambda: any("changed in the meantime" in one for one in driver.notices()), "the refusal")
    assert file.read_text() == BASE
    driver.wait_until(lambda: "Ping" in driver.tree_names(), "the file as it is now")
    driver.choose("merge.resolve")
    driver.wait_until(lambda: any("No file of this collection" in one for one in driver.notices()), "the answer")


def test_a_result_that_cannot_be_read_is_told_before_it_is_written(start: Start, file: Path) -> None:
    text = file.read_text()
    file.write_text(text.replace("  url: http://h/theirs", "  url: [http://h/theirs"))
    driver = start(folder=file.parent)
    tree = driver.window.sidebar.tree
    driver.click_row(tree, driver.tree_index("Ping.yml"))
    shown = dialog(driver)
    assert "cannot be read" not in driver.text_on_screen(shown)
    shown.choices[0].set_current("theirs")
    assert "The result cannot be read. Line " in driver.text_on_screen(shown)
    shown.reject()
