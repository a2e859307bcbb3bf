"""Starts and ends the real program inside the test process, and checks that it leaves nothing behind."""

import asyncio
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import pytest
import qasync
import shiboken6
from keyring.backend import KeyringBackend
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from explorer.core.storage.places import HOME_VARIABLE, places
from explorer.core.storage.preferences import load_layout, load_settings
from explorer.gui.explorer import Explorer
from explorer.gui.main_window.frame import Frame
from explorer.gui.theme import theme
from explorer.gui.theme.dress import dress
from explorer.gui.theme.theme import ThemeMode
from tests.driver import Driver

_NETWORK_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


class MemoryKeychain(KeyringBackend):
    """A keychain that ends with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


@contextmanager
def surroundings(home: Path) -> Iterator[None]:
    """EXPLORER_HOME, a fresh keychain, no proxy, and a sandbox that takes any number of requests a second."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeychain())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        for name in _NETWORK_VARIABLES:
            patch.delenv(name, raising=False)
            patch.delenv(name.lower(), raising=False)
        patch.setattr("explorer.core.sandbox.service.BURST_LIMIT", 1_000_000)
        yield
    keyring.set_keyring(before)


@contextmanager
def event_loop(app: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """Qt's event loop as asyncio's, taken to be running from here on: whoever processes Qt events moves it on."""
    assert asyncio.events._get_running_loop() is None, "one program at a time: a module shares one or starts its own"
    loop = qasync.QEventLoop(app, already_running=True)
    yield loop
    # qasync can only be stopped from within Qt's own loop.
    QTimer.singleShot(0, loop.stop)
    app.exec()
    asyncio.events._set_running_loop(None)
    loop.close()


@contextmanager
def running_program(
    *, folder: Path | None = None, sample: bool = False, width: int = 1440, height: int = 900
) -> Iterator[Driver]:
    """The program with its window; at the end it is closed by its own way out and must leave nothing."""
    threads = set(threading.enumerate())
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    where = places()
    settings = load_settings(where.config)
    dress(app, settings)
    frame = Frame()
    frame.resize(width, height)
    explorer = Explorer(app, frame, where, settings, load_layout(where.config))
    with event_loop(app) as loop:
        driver = Driver(explorer)
        life = loop.create_task(explorer.run(folder, sample=sample), name="the program")
        try:
            driver.show()
            yield driver
        finally:
            _end(driver, life)
        left = [task.get_name() for task in asyncio.all_tasks(loop)]
        assert not left, f"tasks left: {left}"
    _check_ended(driver, threads)


def _end(driver: Driver, life: asyncio.Task[None]) -> None:
    for dialog in driver.dialogs():
        dialog.reject()
    if not life.done():
        driver.frame.close()
    driver.wait_until(life.done, "the end of the program")
    life.result()


def _check_ended(driver: Driver, threads: set[threading.Thread]) -> None:
    report = _bug_report()
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for widget in (driver.frame, driver.explorer):
        shiboken6.delete(widget)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    look = theme.current()  # now, when there is nothing left that would be dressed anew
    look.set_scale(100)
    look.set_mode(ThemeMode.LIGHT)
    gc.collect()
    assert not report, report
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not shown, f"windows left: {shown}"
    strays = [one.name for one in set(threading.enumerate()) - threads if not _is_pool(one)]
    assert not strays, f"threads left: {strays}"


def _is_pool(thread: threading.Thread) -> bool:
    """Threads of the loop's own executor, which live as long as the loop."""
    return "Executor" in thread.name or "Dummy" in thread.name or "asyncio" in thread.name


def _bug_report() -> str:
    """The text of the dialog that tells of mistakes in Explorer, if it was ever shown."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.windowTitle() == "Something went wrong in Explorer":
            texts = widget.findChildren(QPlainTextEdit)
            return texts[0].toPlainText() if texts else widget.windowTitle()
    return ""
