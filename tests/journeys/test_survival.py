"""What a kill, a broken file, a full disk or a taken port leave behind: everything that was written, and a sentence."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from explorer import assets
from tests.conftest import Start
from tests.faults import full_disk
from tests.journeys.killed_program import DRAFT_URL, KEPT, LETTERS, SAVED_KEY

ROOT = Path(__file__).parents[2]
SAMPLE = assets.path("examples/sinch-sms")


def kill_a_working_program(home: Path) -> None:
    command = [sys.executable, "-m", "tests.journeys.killed_program", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any(line.strip() == str(LETTERS) for line in lines), "the program ended before it was killed"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL


def test_kill_9_loses_nothing(start: Start, home: Path) -> None:
    kill_a_working_program(home)
    driver = start(sample=True)
    assert [title for title in driver.tab_titles() if "not saved" in title] == ["GET 418, not saved"]
    assert "GET An unknown batch" in driver.tab_titles()
    url = driver.page.composer.bar.url.text()
    assert url.rstrip("x") == DRAFT_URL, "the draft is in front, as it was"
    assert url.count("x") >= DRAFT_URL.count("x") + KEPT
    history = driver.window.sidebar.navigation.row("history")
    driver.wait_until(lambda: history.count == 2, "two recorded exchanges")
    driver.open_request(SAVED_KEY)
    rows = driver.run(driver.explorer.bridge.ledger.rows(_query()))
    assert [row.status for row in rows] == [418, 404]


def _query():
    from explorer.core.storage.history import HistoryQuery

    return HistoryQuery(limit=10)


def test_the_folder_is_open_again_after_a_kill(start: Start, home: Path) -> None:
    kill_a_working_program(home)
    driver = start()
    assert "GET An unknown batch" in driver.tab_titles()
    assert "An unknown batch" in driver.tree_names()


def test_a_clean_end_brings_back_tabs_environment_and_pages(start: Start) -> None:
    first = start(sample=True)
    first.open_request(SAVED_KEY)
    first.new_request("http://draft.example/")
    first.press("Ctrl+Shift+H")
    titles = first.tab_titles()
    second = start()
    assert set(second.tab_titles()) == set(titles)
    assert second.window.desk.strip.environment.words == "Sandbox"
    assert "An unknown batch" in second.tree_names()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample that is no sample: no sandbox comes with it."""
    shutil.copytree(SAMPLE, tmp_path / "collection")
    return tmp_path / "collection"


def test_a_broken_file_is_shown_in_place_while_the_others_load(start: Start, folder: Path) -> None:
    broken = folder / "Failure lab" / "404 Not Found" / "An unknown batch.yml"
    broken.write_text("info:\n  name: Broken\n  type: http\nhttp:\n  method: GET\n  url: [unclosed\n")
    driver = start(folder=folder)
    index = driver.tree_index("Failure lab/404 Not Found/An unknown batch.yml")
    tip = index.data(3)
    assert "An unknown batch.yml, line " in tip
    assert len(tip) > len("An unknown batch.yml, line 7: ")
    before = driver.tab_titles()
    view = driver.window.sidebar.tree
    view.setExpanded(index.parent(), True)
    driver.click_row(view, index)
    assert driver.tab_titles() == before, "a broken file does not open"
    driver.open_request("Failure lab/404 Not Found/An unknown group.yml")
    assert broken.read_text().endswith("[unclosed\n"), "a broken file is never rewritten"


def test_an_unreadable_history_is_kept_aside_and_said(start: Start, home: Path) -> None:
    data = home / "data"
    data.mkdir(parents=True)
    junk = b"this was a database once" * 500
    (data / "history.sqlite").write_bytes(junk)
    driver = start(sample=True)
    driver.wait_until(driver.notices, "a notice")
    (sentence,) = driver.notices()
    assert "history" in sentence.lower()
    assert any(path.read_bytes() == junk for path in data.iterdir() if path.name.startswith("history"))
    driver.open_request(SAVED_KEY)
    driver.send()
    driver.wait_until(lambda: driver.window.sidebar.navigation.row("history").count == 1, "a new history")


def test_the_usual_port_in_use(start: Start) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it: as good
            taken.bind(("127.0.0.1", 8025))
            taken.listen()
        driver = start(sample=True)
        info = driver.explorer.bridge.sandbox.info
        assert info.port != 8025
        assert f"Sandbox 127.0.0.1:{info.port}" in driver.text_on_screen(driver.window.status)
        driver.open_request(SAVED_KEY)
        driver.send()
        assert driver.pill() == "404 Not Found"
        assert driver.page.shown.exchange.sent.url.startswith(info.base_url)


def test_a_full_disk_on_save_keeps_file_and_draft(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    path = folder / SAVED_KEY
    before = path.read_bytes()
    driver.open_request(SAVED_KEY)
    driver.type_url("{{base_url}}/changed")
    driver.pause(0.8)  # the journal has the draft before the disk is full
    with full_disk():
        driver.press("Ctrl+S")
        driver.wait_until(driver.notices, "a notice")
    assert path.name in driver.notices()[0]
    assert "was not saved" in driver.notices()[0]
    assert path.read_bytes() == before
    assert "GET An unknown batch, not saved" in driver.tab_titles()
    assert driver.page.composer.bar.url.text() == "{{base_url}}/changed"
    driver.press("Ctrl+S")
    driver.wait_until(lambda: "GET An unknown batch" in driver.tab_titles(), "the saved mark")
    assert b"{{base_url}}/changed" in path.read_bytes()


def test_a_full_disk_while_sending_shows_the_answer_and_says_so(start: Start) -> None:
    driver = start(sample=True)
    driver.open_request(SAVED_KEY)
    with full_disk():
        driver.send()
        # The layout cannot be saved either and says so, sometimes first.
        driver.wait_until(lambda: any("history" in notice for notice in driver.notices()), "a notice of the history")
    assert driver.pill() == "404 Not Found"
