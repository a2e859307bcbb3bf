"""Bodies that are not what was announced, in the window: longer than their length, silent, without a measure."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from explorer.gui.result.tabs import ResultTab
from tests.core.transport.servers import read_request
from tests.driver import Driver
from tests.faults import full_disk
from tests.journeys.threaded import answering, serving


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


def test_a_length_that_is_too_small_is_told_above_the_body(driver: Driver) -> None:
    short = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n" + b"x" * 500
    right = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nfine"
    with answering(short, right) as server:
        result = driver.new_request(server.url).result
        driver.send()
        driver.wait_until(lambda: result.body.text() == "x" * 10, "the body")
        notice = result.body.notice
        assert notice.isVisible()
        assert "at least 490 further bytes after the length it announced (Content-Length: 10)" in notice.text()
        driver.send()
        driver.wait_until(lambda: result.body.text() == "fine", "the second body")
        assert not notice.isVisible()


def test_a_silent_stream_of_events_stays_open_until_it_is_cancelled(driver: Driver) -> None:
    go_on = threading.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while not go_on.is_set():
            await asyncio.sleep(0.01)
        writer.write(b"data: late\n\n")
        await reader.read()

    bridge = driver.explorer.bridge
    was = bridge.settings
    bridge.library.use_environment("")
    bridge.use_settings(replace(was, timeout_s=0.2))
    with serving(script) as server:
        result = driver.new_request(server.url).result
        driver.press("Ctrl+Return")
        driver.wait_until(lambda: "no event yet" in driver.text_on_screen(result), "an open stream")
        driver.pause(0.4)
        assert "Event stream open, no event yet" in driver.text_on_screen(result)
        go_on.set()
        driver.wait_until(lambda: list(result.body.viewer.lines)[:1] == ["data: late"], "the event")
        driver.press("Esc")
        driver.wait_until(lambda: "Cancelled" in driver.text_on_screen(result), "the end")
    bridge.use_settings(was)


def test_a_bomb_is_stopped_and_says_how_to_go_on(driver: Driver) -> None:
    packed = gzip.compress(bytes(8_000_000), 6)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    with answering(head + packed) as server:
        bridge = driver.explorer.bridge
        bridge.use_settings(replace(bridge.settings, unpacked_mb=1))
        result = driver.new_request(server.url).result
        driver.send()
        assert driver.headline() == "The packed response grows beyond measure, so Explorer stopped unpacking it."
        assert "raise “Unpack at most” in the preferences" in driver.text_on_screen(result)
        bridge.use_settings(replace(bridge.settings, unpacked_mb=100))
        driver.send()
        assert "200" in driver.pill()


def test_a_disk_that_gets_full_keeps_what_it_took_and_says_so(driver: Driver) -> None:
    whole = b"".join(b"%07d, a line\n" % number for number in range(500_000))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(whole)}\r\n\r\n".encode()
    with answering(head + whole) as server:
        result = driver.new_request(server.url).result
        with full_disk(6_000_000):
            driver.send()
        assert "could not be kept on disk" in driver.headline()
        result.select_tab(ResultTab.BODY)
        driver.wait_until(lambda: result.body.viewer.lines and not result.body.is_busy(), "what came")
        assert result.body.viewer.lines[0] == "0000000, a line"
        assert result.body.notice.text() == "This is what came until the disk refused."
