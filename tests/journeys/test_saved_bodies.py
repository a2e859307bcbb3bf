"""Saving a long body by gesture: proposed name, progress and Cancel, one question before overwriting, a lost file."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

from tests.driver import Driver
from tests.journeys.threaded import answering

WHOLE = random.Random(7).randbytes(5_000_000)
HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
    'Content-Disposition: attachment; filename="big.dat"\r\n'
)


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


@pytest.fixture
def shown(driver: Driver) -> Driver:
    with answering(f"{HEAD}Content-Length: {len(WHOLE)}\r\n\r\n".encode() + WHOLE) as server:
        driver.new_request(server.url)
        driver.send()
    return driver


def choose(driver: Driver, path: Path) -> str:
    """Save by the button in the head of the result; gives the name that was proposed."""
    driver.click(driver.page.result.header.save)
    asked = driver.dialog()
    assert isinstance(asked, QFileDialog)
    (line,) = asked.findChildren(QLineEdit)[:1]
    proposed = line.text()
    line.setText(str(path))
    save = next(one for one in asked.findChildren(QAbstractButton) if one.text().replace("&", "") == "Save")
    driver.click(save)
    return proposed


def test_it_is_saved_to_the_byte_under_the_name_of_the_server_while_its_file_is_there(
    shown: Driver, tmp_path: Path
) -> None:
    assert choose(shown, tmp_path / "chosen.dat") == "big.dat"
    shown.wait_until(lambda: "Saved chosen.dat" in shown.notices(), "the notice")
    assert (tmp_path / "chosen.dat").read_bytes() == WHOLE
    shown.page.result.shown.exchange.response.body.path.unlink()
    choose(shown, tmp_path / "new.dat")
    shown.wait_until(lambda: any("is gone" in one for one in shown.notices()), "the notice")
    assert [one.name for one in tmp_path.iterdir() if "dat" in one.name] == ["chosen.dat"]


def test_a_slow_disk_shows_how_far_it_is_and_can_be_stopped(shown: Driver, tmp_path: Path) -> None:
    # The body comes from a pipe that gives a little at a time, as a disk that is slow would.
    source = shown.page.result.shown.exchange.response.body.path
    source.unlink()
    os.mkfifo(source)
    is_over = threading.Event()

    def trickle() -> None:
        with source.open("wb", buffering=0) as pipe:
            for start in range(0, len(WHOLE), 50_000):
                if is_over.wait(0.01):
                    return
                try:
                    pipe.write(WHOLE[start : start + 50_000])
                except BrokenPipeError:
                    return

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        choose(shown, tmp_path / "slow.dat")
        shown.wait_until(
            lambda: any("Saving slow.dat: " in one and "of 5.0 MB" in one for one in shown.notices()), "how far it is"
        )
        assert not (tmp_path / "slow.dat").exists()
        toast = shown.window.toasts.toasts[-1]
        shown.click(toast.action)
        shown.wait_until(lambda: "slow.dat was not saved: you stopped it." in shown.notices(), "the end")
    finally:
        is_over.set()
        thread.join()
    assert not list(tmp_path.glob("*slow.dat*"))
