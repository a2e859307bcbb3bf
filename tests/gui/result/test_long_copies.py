"""Copies of long texts: read ahead of the paste, told, bounded, ended by the next copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from explorer.core.content.amounts import size_text
from explorer.core.content.arriving_text import ArrivingText
from explorer.core.content.text_file import TextFile
from explorer.core.model.exchange import Content
from explorer.gui.result.body_pane import BodyPane
from explorer.gui.widgets import viewer_copy


@cache
def lines() -> bytes:
    return b"".join(b"%07d, a line of long text\r\n" % number for number in range(200_000))


@cache
def text() -> str:
    return lines().decode().replace("\r\n", "\n")


@cache
def copied() -> str:
    return f"Copied {size_text(len(text()))}"


PLAIN = (("Content-Type", "text/plain"),)


@pytest.fixture
def pane(qtbot, tmp_path: Path) -> BodyPane:
    path = tmp_path / "body"
    path.write_bytes(lines())
    made = BodyPane()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.show_body(Content(data=lines()[:100_000], size_bytes=len(lines()), path=path), PLAIN)
    qtbot.waitUntil(lambda: made.viewer.file is not None and not made.is_busy(), timeout=5000)
    made.told = []
    made.copied.connect(made.told.append)
    QGuiApplication.clipboard().setText("before")
    return made


def test_it_is_told_and_there_even_when_its_file_goes(pane, qtbot) -> None:
    pane.viewer.select_all()
    pane.viewer.copy()
    assert QGuiApplication.clipboard().text() == "before", "nothing waits for it"
    assert pane.told == ["Copying 6.0 MB… Copy something else to stop it."]
    qtbot.waitUntil(lambda: len(pane.told) == 2, timeout=5000)
    assert pane.told[1].startswith("Copied 5.8 MB")
    pane.clear()
    assert QGuiApplication.clipboard().text() == text().rstrip("\n")


def test_another_copy_ends_it(pane, qtbot) -> None:
    pane.viewer.select_all()
    pane.viewer.copy()
    pane.viewer.go_to(0, 0)
    pane.viewer.copy()
    assert QGuiApplication.clipboard().text().startswith("0000000, a line")
    qtbot.wait(150)
    assert len(QGuiApplication.clipboard().text()) < 100
    assert copied() not in pane.told


def test_beyond_the_bound_it_is_refused(pane, monkeypatch) -> None:
    monkeypatch.setattr(viewer_copy, "MOST_BYTES", 5_000_000)
    assert pane.copy_all() is False
    assert pane.told == ["6.0 MB are too much for the clipboard, which takes 5.0 MB. Save the body instead."]
    assert QGuiApplication.clipboard().text() == "before"


def test_what_still_arrives_is_read_on_the_loop(pane, qtbot) -> None:
    file = pane.viewer.file
    assert isinstance(file, TextFile)
    arriving = ArrivingText(lambda start, size: lines()[start : start + size], file.layout)
    pane.viewer.copier.copy_stretch(arriving, 0, len(lines()))
    qtbot.waitUntil(lambda: copied() in pane.told, timeout=5000)
    assert len(QGuiApplication.clipboard().text()) == len(text())
