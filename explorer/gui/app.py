"""Builds every object, hands them to each other, runs the loop, and closes everything in order."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from explorer import __version__
from explorer.core.errors import ExplorerError
from explorer.core.settings import Settings
from explorer.core.storage.places import Places, places
from explorer.core.storage.preferences import load_layout, load_settings
from explorer.gui.bridge.bridge import Bridge
from explorer.gui.main_window.session import Session
from explorer.gui.main_window.window import MainWindow
from explorer.gui.notices import BugReports
from explorer.gui.theme import theme
from explorer.gui.theme.theme import ThemeMode


def run_window(*, folder: Path | None, sample: bool) -> int:
    """Show the window and return when it is closed."""
    app = make_application(sys.argv)
    where = places()
    explorer = Explorer(app, where, load_settings(where.config), load_layout(where.config))
    explorer.window.show()
    loop = qasync.QEventLoop(app)
    with loop:
        loop.run_until_complete(explorer.run(folder, sample=sample))
    return 0


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, named."""
    app = QApplication(arguments)
    app.setApplicationName("Explorer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("explorer")
    # The window decides when to stop: tasks must end before Qt does.
    app.setQuitOnLastWindowClosed(False)
    return app


class Explorer(QObject):
    """The whole program around one window."""

    def __init__(self, app: QApplication, where: Places, settings: Settings, layout: dict[str, Any]) -> None:
        super().__init__()
        self._app = app
        self._layout = layout
        self.dress(settings)
        self.bridge = Bridge(where, settings, self)
        self.window = MainWindow(self.bridge)
        self.session = Session(self.window)
        self.reports = BugReports(self.window)
        self.bridge.tasks.set_reporter(self.reports.report)
        self.window.settings_changed.connect(self.dress)
        self.window.restore_layout(layout)
        self._closing: asyncio.Event | None = None
        self.window.close_requested.connect(self._close)

    def dress(self, settings: Settings) -> None:
        """Theme and text size of the preferences."""
        look = theme.current()
        look.apply(self._app)
        look.set_mode(ThemeMode(settings.theme.value))
        look.set_scale(settings.text_scale_percent)

    async def run(self, folder: Path | None, *, sample: bool) -> None:
        """The life of the window: open, wait until it is closed, clean up."""
        self._closing = asyncio.Event()
        sys.excepthook = self.reports.hook
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)
        self.bridge.tasks.start("open", self.open(folder, sample=sample))
        try:
            await self._closing.wait()
        finally:
            await self.close()
            sys.excepthook = sys.__excepthook__

    async def open(self, folder: Path | None, *, sample: bool) -> None:
        """What is shown first: a named folder, the sample, or what was open last."""
        wished, environment = self._wished_folder(folder, sample=sample)
        await self.bridge.open(wished, environment, with_sandbox=sample or self._is_sample(wished))
        await self.session.restore(self._layout)
        if sample and not self.window.desk.ids():
            self.window.opening.open_sample()
        elif not self.window.desk.ids():
            self.window.desk.open_page("welcome")

    async def close(self) -> None:
        """Write the session, end all tasks, close the core, then the window."""
        await self.session.close()
        await self.bridge.close()
        self.window.close_now()

    def _close(self) -> None:
        if self._closing is not None:
            self._closing.set()
        else:
            QTimer.singleShot(0, self.window.close_now)

    def _wished_folder(self, folder: Path | None, *, sample: bool) -> tuple[Path | None, str]:
        if folder is not None:
            return folder, ""
        if sample:
            return self._sample_folder(), "Sandbox"
        last = self._layout.get("folder")
        if isinstance(last, str) and Path(last).is_dir():
            return Path(last), str(self._layout.get("environment") or "")
        return None, ""

    def _sample_folder(self) -> Path | None:
        from explorer.core.storage.sample import sample_folder

        try:
            return sample_folder(self.bridge.places.data)
        except ExplorerError as error:
            self.window.warn(error.message)
            return None

    def _is_sample(self, folder: Path | None) -> bool:
        from explorer.core.storage.sample import FOLDER_NAME

        return folder is not None and folder == self.bridge.places.data / "workspaces" / FOLDER_NAME

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.reports.report("the event loop", error or RuntimeError(str(context.get("message"))))
