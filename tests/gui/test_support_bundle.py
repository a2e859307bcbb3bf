"""The support bundle is seen before it leaves: opened, read, copied, saved and closed by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

from explorer.core.model.request import BearerAuth, Request
from explorer.core.storage.masking import MASK
from explorer.gui.documents.bundle_dialog import BundleDialog
from tests.conftest import Start
from tests.driver import Driver
from tests.journeys.threaded import answering

TOKEN = "l1teral-t0ken-77aa"


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def opened(driver: Driver, keys: str = "Ctrl+Shift+B") -> BundleDialog:
    QGuiApplication.clipboard().setText("before")
    driver.press(keys)
    dialog = driver.dialog()
    assert isinstance(dialog, BundleDialog)
    return dialog


def refused(start: Start) -> Driver:
    """A request whose server repeats the token in its message."""
    driver = start()
    body = json.dumps({"code": "denied", "message": f"Token {TOKEN} is not known"}).encode()
    head = f"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with answering(head.encode() + body) as server:
        driver.window.new_request(Request(method="GET", url=f"{server.url}/x", auth=BearerAuth(token=TOKEN)))
        driver.send()
    assert driver.pill() == "401 Unauthorized"
    return driver


def choose_part(driver: Driver, dialog: BundleDialog, title: str) -> None:
    (button,) = [one for one in dialog.segments.findChildren(QAbstractButton) if one.text() == title]
    driver.click(button)


def save_as(driver: Driver, dialog: BundleDialog, path: Path) -> None:
    before = dialog.told.plain_text
    driver.click(dialog.save)
    driver.wait_until(lambda: dialog.findChildren(QFileDialog), "the file dialog")
    (asked,) = dialog.findChildren(QFileDialog)
    line = asked.findChild(QLineEdit)
    assert line is not None
    line.clear()
    driver.type(str(path), line)
    driver.press("Return", line)
    driver.wait_until(lambda: dialog.told.plain_text != before, "what became of it")


def test_it_is_read_copied_saved_and_closed(start: Start, tmp_path: Path) -> None:
    driver = refused(start)
    dialog = opened(driver)
    assert clipboard() == "before"
    texts = {}
    for title in ("Report", "cURL", "HAR"):
        choose_part(driver, dialog, title)
        shown = "\n".join(dialog.viewer.lines)
        assert TOKEN not in shown
        assert f"Secrets are masked in {shown.count(MASK)} place" in dialog.masked.plain_text
        driver.click(dialog.copy)
        assert clipboard().rstrip("\n") == shown
        assert "copied" in dialog.told.plain_text
        texts[title] = clipboard()
    assert "## Response" in texts["Report"]
    assert f"Authorization: Bearer {MASK}" in texts["cURL"]
    assert json.loads(texts["HAR"])["log"]["version"] == "1.2"
    save_as(driver, dialog, tmp_path / "bundle")
    assert dialog.told.plain_text == "Saved bundle.zip."
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        saved = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(saved.values()) == list(texts.values())
    driver.press("Esc", dialog.viewer)
    driver.wait_until(lambda: not driver.dialogs(), "the dialog's end")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder nobody can write to")
def test_a_place_that_cannot_be_written_is_said_in_the_dialog(start: Start) -> None:
    driver = refused(start)
    dialog = opened(driver)
    save_as(driver, dialog, Path("/sys/bundle.zip"))
    assert dialog.isVisible()
    assert "bundle.zip" in dialog.told.plain_text
    assert "Saved" not in dialog.told.plain_text
    driver.answer("Close")


def test_a_failure_without_response_has_a_bundle_too(start: Start) -> None:
    driver = start()
    driver.new_request("http://127.0.0.1:9/x")
    driver.send()
    dialog = opened(driver)
    assert "## No response" in dialog.text
    assert "No secrets were found" in dialog.masked.plain_text
    choose_part(driver, dialog, "HAR")
    (entry,) = json.loads(dialog.text)["log"]["entries"]
    assert entry["response"]["status"] == 0
    assert driver.answer("Close")
    assert clipboard() == "before"


def test_nothing_opens_before_the_first_answer(start: Start) -> None:
    driver = start()
    driver.new_request("http://127.0.0.1:9/x")
    driver.press("Ctrl+Shift+B")
    driver.settle()
    assert driver.dialogs() == []
