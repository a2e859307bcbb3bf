"""Prints wall time, CPU time and memory of this process at a moment, as one JSON line."""

import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


def report(key: str) -> None:
    """``{key}_wall`` since the parent started us, ``{key}_cpu`` of user and system, ``{key}_rss`` in MB now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(
        json.dumps(
            {
                f"{key}_wall": time.time() - float(os.environ["BENCH_STARTED"]),
                f"{key}_cpu": used.ru_utime + used.ru_stime,
                f"{key}_rss": pages * resource.getpagesize() / 1e6,
            }
        ),
        flush=True,
    )


class _Watch(QObject):
    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._then, self._seen = then, False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        report("paint")
        self._then()


def first_paint(window: QWidget, then: Callable[[], object]) -> None:
    """Report "paint" once the first paint of the window is done, then call ``then``."""
    _Watch(window, then)
