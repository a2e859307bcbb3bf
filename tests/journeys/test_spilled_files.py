"""Long bodies lie in files only as long as somebody can look at them."""

from __future__ import annotations

import asyncio
import gc
import json
from pathlib import Path

from tests.core.transport.servers import read_request
from tests.driver import Driver
from tests.journeys.threaded import serving

ROWS = json.dumps([{"id": number, "name": f"name {number}"} for number in range(250_000)]).encode()


def spilled(driver: Driver) -> list[Path]:
    gc.collect()  # as the program does when it lets a body go; under tests the collector waits for their end
    found = driver.explorer.bridge.places.cache.glob("body-*")
    return [path for path in found if path.suffix != ".shown" and path.stat().st_size == len(ROWS)]


def test_the_files_of_long_bodies_go_with_what_shows_them(shared_driver: Driver) -> None:
    driver = shared_driver

    def shown_id() -> str:
        return driver.page.shown.exchange.id if driver.page.shown is not None else ""

    async def long(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(ROWS)}\r\n\r\n"
        writer.write(head.encode() + ROWS)
        await writer.drain()

    with serving(long) as server:
        driver.new_request(server.url)
        for _ in range(3):
            before = shown_id()
            driver.press("Ctrl+Return")
            driver.wait_until(lambda before=before: shown_id() != before, "an answer")
            driver.wait_until(lambda: not driver.page.result.body.is_busy(), "all of it")
            driver.wait_until(lambda: len(spilled(driver)) == 1, "the file of the answer that is shown, alone")
        assert driver.page.shown is not None
        assert [driver.page.shown.exchange.response.body.path] == spilled(driver)
        driver.close_request()
        driver.wait_until(lambda: not spilled(driver), "no file")
