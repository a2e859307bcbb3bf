"""Results of jobs on threads come on the window's thread, and what brings them ends there."""

import threading
import time

from PySide6.QtCore import QThreadPool

from explorer.gui.result.relay import Relay


def test_a_result_comes_and_the_relay_ends_on_this_thread(qtbot):
    results, ended = [], []
    for number in range(50):
        relay = Relay()
        relay.done.connect(lambda result: results.append((result, threading.current_thread())))
        relay.destroyed.connect(lambda: ended.append(threading.current_thread()))
        relay.begin(lambda number=number: (time.sleep(0.001), number)[1])
        del relay  # the thread lets go last
    qtbot.waitUntil(lambda: len(ended) == 50, timeout=5000)
    main = threading.main_thread()
    assert sorted(result for result, _ in results) == list(range(50))
    assert {thread for _, thread in results} == set(ended) == {main}


def test_who_waits_no_longer_is_told_nothing(qtbot):
    results, ended = [], []
    gate = threading.Event()
    relay = Relay()
    relay.done.connect(results.append)
    relay.destroyed.connect(lambda: ended.append(1))
    relay.begin(gate.wait)
    relay.done.disconnect(results.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert results == []


def test_a_result_that_is_on_its_way_is_not_told_after_a_disconnection(qtbot):
    results, ended = [], []
    relay = Relay()
    relay.done.connect(results.append)
    relay.destroyed.connect(lambda: ended.append(1))
    relay.begin(lambda: 1)
    assert QThreadPool.globalInstance().waitForDone(5000)
    relay.done.disconnect(results.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert results == []
