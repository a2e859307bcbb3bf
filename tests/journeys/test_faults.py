"""Faults around an open window: a folder that cannot be written, that goes away, that another window has open too;
a body of five megabytes; a locked keychain. Nothing that was typed is lost, and the window says what happened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring.errors
import pytest

from explorer.core.storage import collections
from tests.conftest import Start
from tests.faults import read_only
from tests.journeys.second_window import MINE, SAVED_URL, THEIRS
from tests.program import MemoryKeychain

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Orders").mkdir(parents=True)
    (root / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Shop\n')
    for key in (MINE, THEIRS, "Orders/List.yml"):
        name = Path(key).stem
        (root / key).write_text(f"info:\n  name: {name}\n  type: http\nhttp:\n  method: GET\n  url: http://h/{name}\n")
    return root


def test_a_read_only_folder_keeps_file_and_draft_and_says_so(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    page, before = driver.open_request(MINE), (folder / MINE).read_bytes()
    driver.type_url("http://h/changed")
    with read_only(folder):
        driver.press("Ctrl+S")
        driver.wait_until(driver.notices, "a notice")
        assert "not allowed: Ping.yml was not saved and is unchanged." in driver.notices()[0]
        assert (folder / MINE).read_bytes() == before
        assert page.is_unsaved
        assert driver.page.composer.bar.url.text() == "http://h/changed"
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the saved mark")


def test_a_folder_that_goes_away_keeps_the_drafts_and_comes_back_with_a_save(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    clean, page = driver.open_request("Orders/List.yml"), driver.open_request(MINE)
    driver.type_url("http://h/changed")
    shutil.rmtree(folder)
    driver.wait_until(driver.notices, "a notice")
    assert driver.notices() == (
        f"The folder {folder} is gone. What you have open is kept; saving a request makes the folder again.",
    )
    assert page.is_unsaved
    assert page in driver.window.desk.request_pages()
    assert clean in driver.window.desk.request_pages()
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the saved mark")
    assert collections.read_request(folder / MINE).url == "http://h/changed"
    # What is written there by others from now on is seen again.
    (folder / "New.yml").write_text("info: {name: New, type: http}\nhttp: {url: http://h/new}\n")
    driver.wait_until(lambda: "New" in driver.tree_names(), "the new file")


def test_two_windows_on_one_folder_see_each_other(start: Start, folder: Path, tmp_path: Path) -> None:
    driver = start(folder=folder)
    page = driver.open_request(MINE)
    command = [sys.executable, "-m", "tests.journeys.second_window", str(tmp_path / "second"), str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        driver.wait_until(lambda: page.request().url == SAVED_URL, "the second window's save", 30)
        assert process.stdout.readline().strip() == "saved"
        assert not page.is_unsaved
        driver.open_request(THEIRS)
        driver.type_url("http://first/saved")
        driver.press("Ctrl+S")
        driver.wait_until(lambda: process.poll() is not None, "the end of the second window", 30)
        assert (process.returncode, process.stdout.read().strip()) == (0, "http://first/saved")
    assert not driver.notices()


def test_a_body_of_five_megabytes_is_opened_edited_and_saved(start: Start, folder: Path) -> None:
    rows = ({"id": number, "name": f"Article {number}", "words": "no news " * 12} for number in range(36_000))
    text = "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]"
    assert len(text) > 5_000_000
    block = "\n".join(f"      {line}" for line in text.split("\n"))
    path = folder / MINE
    path.write_text(f"# kept\n{path.read_text()}  body:\n    type: json\n    data: |-\n{block}\n")
    driver = start(folder=folder)
    page = driver.open_request(MINE)
    assert page.request().body.text == text
    page.composer.tab("body")
    editor = page.composer.pane.body.pages.editor(page.request().body.kind)
    driver.type(" ", editor)
    driver.wait_until(lambda: page.is_unsaved, "the unsaved mark")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.is_unsaved, "the saved mark", 30)
    written = path.read_text()
    assert written.startswith("# kept\n")
    assert collections.read_request(path).body.text == f" {text}"


class LockedKeychain(MemoryKeychain):
    """It asks for a password that nobody gives."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("hunter2")


def test_a_locked_keychain_hides_nothing_but_its_secrets(start: Start, folder: Path) -> None:
    (folder / "environments").mkdir()
    (folder / "environments" / "E.yml").write_text("name: E\nvariables:\n  - name: token\n    secret: true\n")
    keyring.set_keyring(LockedKeychain())
    driver = start(folder=folder)
    assert "Ping" in driver.tree_names()
    driver.wait_until(driver.notices, "a notice")
    assert driver.notices() == ("The keychain is locked. Unlock it and try again.",)
    driver.open_request(MINE)
    driver.type_url("http://127.0.0.1:9/{{token}}")
    driver.send()
    assert "keychain is locked" in driver.headline() + driver.text_on_screen(driver.page.result)
    keyring.set_keyring(MemoryKeychain())
