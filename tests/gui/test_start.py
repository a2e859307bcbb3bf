"""How the window starts: what it does not import, and a send that comes before the core is loaded."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from explorer.core.model.request import Request
from explorer.gui.explorer import Explorer
from tests.journeys.threaded import answering

LATE = (
    "explorer.core.workspace",
    "explorer.core.model.diagnosis",
    "explorer.core.model.exchange",
    "explorer.gui.composer.headers_tab",
    "explorer.gui.dialogs",
    "explorer.gui.result.panel",
    "explorer.gui.sidebar.collection_tree",
    "explorer.gui.widgets.code_editor",
    "explorer.gui.widgets.toast",
    "sqlite3",
)


def test_the_window_is_imported_without_what_it_needs_later() -> None:
    code = "import sys, explorer.gui.explorer; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(LATE) & set(done.stdout.split())


def test_every_module_that_comes_late_exists() -> None:
    root = Path(__file__).parents[2]
    ours = [name for name in LATE if name.startswith("explorer")]
    assert [name for name in ours if not list(root.glob(name.replace(".", "/") + "*"))] == []


def test_sources_of_modules_are_not_read_and_kept_when_they_are_imported() -> None:
    code = "import linecache, explorer.gui.explorer; print(*linecache.cache)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if "explorer" in name or "asyncio" in name]


@pytest.fixture
def at_first(monkeypatch):
    """What is done as soon as the window stands, before anything is opened: functions that take the window."""
    gestures = []
    opened = Explorer.open

    async def watched(self, *arguments, **named):
        assert self.bridge.workspace is None
        for gesture in gestures:
            gesture(self.window)
        await opened(self, *arguments, **named)

    monkeypatch.setattr(Explorer, "open", watched)
    return gestures


def test_a_send_before_the_core_is_loaded_waits_for_it(start, at_first) -> None:
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n") as server:
        at_first.append(lambda window: window.new_request(Request(url=server.url)).send())
        driver = start()
        driver.wait_until(lambda: driver.page.shown is not None, "an answer")
    assert driver.pill() == "204 No Content"
    assert driver.page.composer.bar.send.text() == "Send"


def test_a_send_that_waits_can_be_cancelled(start, at_first) -> None:
    def send_and_cancel(window):
        page = window.new_request(Request(url="http://127.0.0.1:9/"))
        page.send()
        assert page.cancel()
        assert not page.cancel()

    at_first.append(send_and_cancel)
    driver = start()
    driver.settle()
    assert driver.page.shown is None
    assert driver.answers == 0


def test_the_palette_keeps_the_keyboard_while_the_window_is_filled(start, at_first) -> None:
    def ask_for_it(window):
        window.new_request(Request(url="http://127.0.0.1:9/"))
        window.open_palette()

    at_first.append(ask_for_it)
    driver = start()
    driver.wait_until(lambda: driver.window.palette_overlay.is_open, "the palette")
    driver.wait_until(lambda: driver.window.bridge.workspace is not None, "the core")
    driver.settle()
    driver.type("light")
    assert driver.page.composer.bar.url.text() == "http://127.0.0.1:9/"


def test_what_was_copied_does_not_crash_the_end() -> None:
    code = """
        from PySide6.QtCore import QMimeData
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QApplication
        from explorer.gui.widgets.own_clipboard import leave_clipboard, put_data

        def copy():
            data = QMimeData()
            data.setText("kept")
            data.setData("application/x-own", b"1")
            put_data(data)

        app = QApplication([])
        copy()
        leave_clipboard()
        print(QGuiApplication.clipboard().text())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "kept\n")
