"""Garbage of any thread ends on the window's own."""

from __future__ import annotations

import gc
import threading

from pytestqt.qtbot import QtBot

from explorer.gui.collector import Collector


def test_cycles_made_in_a_thread_end_on_the_windows_thread(qtbot: QtBot) -> None:
    ended: list[int] = []

    class Knot:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            ended.append(threading.get_ident())

    collector = Collector()
    thread = threading.Thread(target=lambda: [Knot() for _ in range(6_000)])
    thread.start()
    thread.join()
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(ended) == 6_000, timeout=5_000)
    assert set(ended) == {threading.get_ident()}
    collector.deleteLater()
