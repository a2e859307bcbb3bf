"""The whole program around one frame: makes every object, hands them to each other, and closes them in order."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from explorer.core.errors import ExplorerError
from explorer.core.settings import Settings
from explorer.core.storage.places import Places
from explorer.gui.bridge.bridge import Bridge
from explorer.gui.main_window.autosave import Autosave
from explorer.gui.main_window.frame import Frame
from explorer.gui.main_window.session import Session
from explorer.gui.main_window.window import MainWindow
from explorer.gui.notices import BugReports
from explorer.gui.theme.dress import dress

_THREADS = 4
_SETTLE_S = 0.05
"""The window is painted and takes its first keys before the core is loaded in a thread, which slows both down."""

_FOR_ANSWERS = ("result.panel", "result.diagnosis_view", "result.body_pane", "composer.body_tab")
"""Modules of the first answer, failed or not, which would hold the loop for too long if they were imported then."""


def run(app: QApplication, explorer: Explorer, folder: Path | None, *, sample: bool) -> int:
    """Run the event loop until the window is closed."""
    loop = qasync.QEventLoop(app)
    # The default executor of qasync starts ten threads at once.
    loop.set_default_executor(ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="explorer"))
    with loop:
        loop.run_until_complete(explorer.run(folder, sample=sample))
    return 0


class Explorer(QObject):
    """``frame`` is the top-level window, ``window`` what fills it, ``bridge`` the way to the core."""

    def __init__(
        self, app: QApplication, frame: Frame, where: Places, settings: Settings, layout: dict[str, Any]
    ) -> None:
        super().__init__()
        self._app = app
        self._layout = layout
        self.frame = frame
        dress(app, settings)
        self.bridge = Bridge(where, settings, self)
        self.window = MainWindow(self.bridge, frame)
        self.session = Session(self.window)
        self.autosave = Autosave(self.window)
        self.reports = BugReports(self.window)
        self._closing: asyncio.Event | None = None
        self.bridge.tasks.set_reporter(self.reports.report)
        self.window.settings_changed.connect(self._dress)
        self.window.restore_layout(layout)
        frame.close_requested.connect(self.request_close)
        frame.setCentralWidget(self.window)

    async def run(self, folder: Path | None, *, sample: bool) -> None:
        """The life of the window: open, wait until it is closed, clean up."""
        self._closing = asyncio.Event()
        hook, sys.excepthook = sys.excepthook, self.reports.hook
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)
        self.bridge.tasks.start("open", self.open(folder, sample=sample))
        try:
            await self._closing.wait()
        finally:
            await self.close()
            sys.excepthook = hook

    async def open(self, folder: Path | None, *, sample: bool) -> None:
        """What is shown first: a named folder, the sample, or what was open last."""
        await asyncio.sleep(_SETTLE_S)
        wished, environment = self._wished_folder(folder, sample=sample)
        await self.bridge.open(wished, environment, with_sandbox=sample or self._is_sample(wished))
        await self.session.restore(self._layout)
        desk = self.window.desk
        if sample and not desk.ids():
            self.window.opening.open_sample()
        elif not desk.ids():
            desk.open_page("welcome")
        if desk.request_page is not None and not self.window.palette_overlay.is_open:
            desk.request_page.composer.focus_url()
        await asyncio.to_thread(_import_what_answers_need)

    def request_close(self) -> None:
        """Begin to close: drafts are written, tasks end, then the window goes."""
        if self._closing is not None:
            self._closing.set()
        else:
            self.frame.close_now()

    async def close(self) -> None:
        """Write the session, end all tasks, close the core, then the window."""
        self.window.flush()
        await self.bridge.library.idle()
        await self.session.close()
        await self.bridge.close()
        self.frame.close_now()

    def _dress(self, settings: Settings) -> None:
        dress(self._app, settings)

    def _wished_folder(self, folder: Path | None, *, sample: bool) -> tuple[Path | None, str]:
        if folder is not None:
            return folder, ""
        if sample:
            return self._sample_folder(), "Sandbox"
        last = self._layout.get("folder")
        if isinstance(last, str) and last and Path(last).is_dir():
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


def _import_what_answers_need() -> None:
    for name in _FOR_ANSWERS:
        import_module(f"explorer.gui.{name}")
