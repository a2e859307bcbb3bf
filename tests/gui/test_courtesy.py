"""A thread that reads waits for a step of the loop, but not for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from explorer.gui.bridge.courtesy import Courtesy


@contextmanager
def reading(courtesy: Courtesy) -> Iterator[Callable[[], int]]:
    """A thread that reads files of half a millisecond; gives how many so far."""
    count, stops = [0], threading.Event()

    def read() -> None:
        while not stops.is_set():
            courtesy.give_way()
            time.sleep(0.0005)
            count[0] += 1

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield lambda: count[0]
    finally:
        stops.set()
        courtesy.stop()
        thread.join()


def test_nothing_is_read_during_a_step_of_the_loop(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.gui.bridge.courtesy._PATIENCE_S", 30.0)  # a shared machine stops every process
    courtesy = Courtesy()
    with reading(courtesy) as count:
        qtbot.waitUntil(lambda: count() > 20)
        time.sleep(0.01)  # the step begins, and the reader notices it
        before = count()
        time.sleep(0.04)
        assert count() - before <= 1
        qtbot.waitUntil(lambda: count() > before + 20)
    courtesy.deleteLater()


def test_a_loop_that_stands_still_does_not_stop_the_reader(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    with reading(courtesy) as count:
        qtbot.waitUntil(lambda: count() > 20)
        before = count()
        time.sleep(0.3)
        assert count() - before > 20
    courtesy.deleteLater()


def test_nobody_waits_when_it_is_over(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    courtesy.stop()
    time.sleep(0.01)
    began_s = time.monotonic()
    courtesy.give_way()
    assert time.monotonic() - began_s < 0.05
    courtesy.deleteLater()
