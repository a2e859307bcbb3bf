"""Starts the window in two steps: its frame is on the screen first, then everything else is imported, made and run."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from explorer import __version__
from explorer.core.storage.places import places
from explorer.core.storage.preferences import load_layout, load_settings
from explorer.gui.main_window.frame import Frame
from explorer.gui.theme.palette import FUSION

_COLLECT_AGAIN_MS = 1000


def run_window(*, folder: Path | None, sample: bool) -> int:
    """Show the window and return when it is closed."""
    app = make_application(sys.argv)
    where = places()
    settings, layout = load_settings(where.config), load_layout(where.config)
    frame = Frame(settings.theme)
    frame.first_painted.connect(app.exit)
    frame.show()
    # Ends with the first paint, before the asyncio loop begins: nothing is nested here.
    app.exec()
    from explorer.gui import memory

    memory.keep_together()
    from explorer.gui.explorer import Explorer, run  # late: this is what the first paint must not wait for

    QTimer.singleShot(_COLLECT_AGAIN_MS, app, partial(collect_again, app))
    outcome = run(app, Explorer(app, frame, where, settings, layout), folder, sample=sample)
    from explorer.gui.widgets.own_clipboard import leave_clipboard  # late: the end needs it first

    leave_clipboard()
    return outcome


def collect_again(app: QApplication) -> None:
    """Wake the garbage collector, which ``explorer.cli.window`` put to rest for the start.

    What is there by now, modules, widgets and tables, lives as long as the window; looking through it cost a tenth of
    the start, and 15 to 25 ms of the loop each later time.
    """
    from explorer.gui.collector import Collector

    Collector(app)


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, named."""
    # Named here because QApplication.setStyle hands a QStyle to Python, whose import costs 10 ms of the start.
    app = QApplication([*arguments, "-style", "fusion"])
    app.setProperty(FUSION, True)
    app.setApplicationName("Explorer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("explorer")
    # The program decides when to stop: tasks must end before Qt does.
    app.setQuitOnLastWindowClosed(False)
    return app
