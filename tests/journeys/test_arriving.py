"""Bodies that are read while they arrive: scrolled, selected, searched, followed, stopped; the place is kept."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from explorer.core.transport.options import Arriving, Progress
from explorer.gui.result.tabs import ResultTab
from tests.core.transport.servers import read_request
from tests.driver import Driver
from tests.journeys.threaded import serving


@cache
def rows() -> list[dict[str, Any]]:
    return [{"id": number, "name": f"name {number}", "price": 1.5} for number in range(30_000)]


def on_lines(records: list[dict[str, Any]], indent: int) -> str:
    """As json.dumps(records, indent=...) sets it, which takes a hundred times as long for these."""
    gap = " " * indent
    row = "{{\n" + "".join(f'{gap * 2}"{key}": {{{key}}},\n' for key in records[0])[:-2] + f"\n{gap}}}}}"
    texts = (row.format(id=one["id"], name=json.dumps(one["name"]), price=one["price"]) for one in records)
    return f"[\n{gap}" + f",\n{gap}".join(texts) + "\n]"


def test_texts_are_set_as_json_sets_them() -> None:
    for indent in (2, 4):
        assert on_lines(rows()[:3], indent) == json.dumps(rows()[:3], indent=indent)


@cache
def minified() -> bytes:
    return json.dumps(rows(), separators=(",", ":")).encode()


@cache
def lines() -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows())


class Inflow:
    """``give`` lets the server send more; it ends with ``end``."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.is_over = threading.Event()

    def give(self, data: bytes) -> None:
        self.parts.append(data)

    def end(self) -> None:
        self.is_over.set()


@contextmanager
def arriving(driver: Driver, media_type: str, first: bytes) -> Iterator[Inflow]:
    """A body under way in the window, and the means to send more of it."""
    inflow = Inflow()
    inflow.give(first)

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        while inflow.parts or not inflow.is_over.is_set():
            for part in (inflow.parts.pop(0) for _ in range(len(inflow.parts))):
                writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(b"0\r\n\r\n")

    with serving(script) as server:
        page = driver.new_request(server.url)
        driver.press("Ctrl+Return")
        driver.wait_until(page.result.body.is_arriving, "the first bytes")
        try:
            yield inflow
        finally:
            inflow.end()


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


def test_a_cancel_is_seen_at_once_and_not_when_what_came_is_recorded(driver: Driver) -> None:
    with arriving(driver, "application/json", minified()[:400_000]):
        driver.wait_until(driver.page.result.sending.isVisible, "the strip of phases")
        driver.press("Esc")
        assert driver.page.result.under_way.is_active, "it is not recorded yet"
        assert driver.pill() == "Cancelled"
        assert not driver.page.result.sending.isVisible()
        assert driver.page.result.body.notice.text() == "This is what came until it was cancelled."
        driver.wait_until(lambda: not driver.page.result.under_way.is_active, "the diagnosis")
        assert driver.pill() == "Cancelled"


def test_events_are_read_live_and_kept_when_stopped(driver: Driver) -> None:
    event = b"id: %d\ndata: {}\n\n"
    with arriving(driver, "text/event-stream", event % 0) as inflow:
        viewer = driver.page.result.body.viewer
        driver.wait_until(lambda: list(viewer.lines) == ["id: 0", "data: {}", ""], "the first event, which is all")
        bar = viewer.verticalScrollBar()
        inflow.give(b"".join(event % number for number in range(1, 60)))
        driver.wait_until(lambda: len(viewer.lines) == 180, "more events")
        assert bar.value() == bar.maximum() > 0, "the end is followed"
        driver.focus(viewer)
        driver.press("Ctrl+Home")
        driver.press("Shift+Down")
        inflow.give(event % 60)
        driver.wait_until(lambda: len(viewer.lines) == 183, "another event")
        assert bar.value() == 0, "who reads elsewhere stays there"
        driver.press("Ctrl+C")
        assert QGuiApplication.clipboard().text() == "id: 0\n"
        driver.press("Ctrl+F")
        find = driver.page.result.body.find_bar
        driver.type("data: {", find.field)
        driver.wait_until(lambda: find._count.text() == "1 of 61 so far", "hits so far")
        inflow.give(event % 61)
        driver.wait_until(lambda: find._count.text() == "1 of 62 so far", "a hit in what came")
        driver.press("Escape")
        driver.press("Escape")
        driver.wait_until(lambda: driver.page.shown is not None, "the end")
    assert driver.page.result.current_tab() == ResultTab.BODY
    assert driver.pill().startswith("Cancelled")
    assert list(viewer.lines)[:3] == ["id: 0", "data: {}", ""]
    assert driver.page.shown.exchange.failure.partial.body.size_bytes == sum(len(event % n) for n in range(62))


def test_one_scrolls_past_the_beginning_and_stays_there_at_the_end(driver: Driver) -> None:
    half = len(minified()) // 2
    with arriving(driver, "application/json", minified()[:half]) as inflow:
        body = driver.page.result.body
        viewer = body.viewer
        driver.wait_until(lambda: viewer.file is not None and len(viewer.lines) > 60_000, "formatted rows")
        viewer.setFocus()
        viewer.go_to(50_003, 4)
        driver.press("Shift+End")
        selected, top = viewer.selected_text(), viewer.first_position()
        assert selected.startswith(('"price"', '"name"', '"id"'))
        inflow.give(minified()[half:])
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and not body.is_busy(), "all of it", 20)
        driver.wait_until(lambda: body._arrival._body is None, "the whole body")
    assert (viewer.selected_text(), viewer.first_position()) == (selected, top)
    assert viewer.file.text(0, 1 << 30) == on_lines(rows(), 2)


def test_the_place_is_found_again_in_formatted_text(driver: Driver) -> None:
    half = lines().index(b'{"id": 20000')
    with arriving(driver, "application/x-ndjson", lines()[:half]) as inflow:
        body = driver.page.result.body
        viewer = body.viewer
        driver.wait_until(lambda: len(viewer.lines) == 20_000, "the lines as they came")
        viewer.go_to(10_000, 1)
        driver.press("Shift+End", viewer)
        assert viewer.selected_text().startswith('"id": 10000')
        y = viewer.rows.row_of(*viewer.selection.caret) - viewer.first_position()[0]
        inflow.give(lines()[half:])
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and body._arrival._body is None, "all of it", 20)
    assert "".join(viewer.selected_text().split()) == lines().split(b"\n")[10_000].decode()[1:].replace(" ", "")
    assert viewer.selection.caret[0] - viewer.first_position()[0] == y, "the caret stays where it is on the screen"


@cache
def long() -> list[dict[str, Any]]:
    return rows() * 4


@cache
def indented() -> bytes:
    return on_lines(long(), 4).encode()


"""Can be read as it comes, so nothing is formatted but what is wanted at the end; longer than what stays in memory."""


def formatted_files(driver: Driver) -> list[Path]:
    """Those beside the bodies that came, with something in them."""
    folder = driver.explorer.bridge.places.cache
    return [path for path in folder.glob("body-*.shown") if path.stat().st_size]


def test_a_long_body_is_formatted_while_it_comes(driver: Driver) -> None:
    assert not formatted_files(driver)
    cut = len(indented()) - 100_000
    with arriving(driver, "application/json", indented()[:cut]) as inflow:
        body = driver.page.result.body
        driver.wait_until(lambda: formatted_files(driver), "a part of it, formatted", 20)
        begun = formatted_files(driver)
        inflow.give(indented()[cut:])
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and not body.is_busy(), "all of it", 20)
        driver.wait_until(lambda: body._arrival.body is None, "the whole body")
        assert [body.viewer.file.path] == begun == formatted_files(driver), "the file that was begun is shown"
    assert body.viewer.file.text(0, 1 << 30) == on_lines(long(), 2)
    driver.close_request()
    driver.wait_until(lambda: not formatted_files(driver), "the file to go with the page")


def test_what_was_formatted_of_a_body_that_is_stopped_goes(driver: Driver) -> None:
    with arriving(driver, "application/json", indented()[:-100_000]):
        body = driver.page.result.body
        driver.wait_until(lambda: formatted_files(driver), "a part of it, formatted", 20)
        begun = set(formatted_files(driver))
        driver.press("Escape")
        driver.wait_until(lambda: driver.page.shown is not None and not body.is_busy(), "the end", 20)
    assert driver.pill().startswith("Cancelled")
    assert "Not valid JSON" in body.view().note
    driver.wait_until(lambda: not begun & set(formatted_files(driver)), "it to be deleted")


def test_what_was_formatted_of_a_body_whose_page_is_closed_goes(driver: Driver) -> None:
    with arriving(driver, "application/json", indented()[:-100_000]):
        driver.wait_until(lambda: formatted_files(driver), "a part of it, formatted", 20)
        driver.wait_until(lambda: not driver.page.result.body._arrival._ahead.is_working, "the end of a step")
        driver.close_request()
        driver.wait_until(lambda: not formatted_files(driver), "it to be deleted")
    driver.new_request()


def test_an_open_tab_does_not_hold_the_beginning_of_a_body_twice(driver: Driver) -> None:
    with arriving(driver, "application/json", minified()) as inflow:
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and not driver.page.result.body.is_busy(), "all", 20)
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Arriving | Progress)]


def test_what_is_read_while_it_comes_is_what_is_there_at_the_end(driver: Driver) -> None:
    data = json.dumps(long(), separators=(",", ":")).encode()
    cut = len(data) - 100_000
    with arriving(driver, "application/json", data[:cut]) as inflow:
        body = driver.page.result.body
        viewer = body.viewer
        driver.wait_until(lambda: viewer.file is not None and len(viewer.lines) > 500_000, "nearly all rows", 20)
        file, folded = viewer.file, 400_001
        assert body.view().note == "Still arriving."
        assert viewer.lines[folded] == "  {"
        viewer.toggle_fold(folded)
        viewer.go_to(450_003, 4)
        body.tools.set_form("raw")
        driver.wait_until(
            lambda: viewer.file is not None and viewer.file.size_bytes == cut, "all that came, as it is", 20
        )
        assert viewer.file.text(0, 1 << 30) == data[:cut].decode()
        body.tools.set_form("pretty")
        assert viewer.file is file
        viewer.toggle_fold(folded)
        viewer.go_to(450_003, 4)
        place = viewer.first_position(), viewer.selection.caret
        inflow.give(data[cut:])
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and body._arrival._body is None, "all of it", 20)
    assert viewer.file is file
    assert (viewer.first_position(), viewer.selection.caret) == place
    assert viewer.rows.folds.get(folded) == folded + 3, "what is folded stays so"
    assert file.text(0, 1 << 30) == on_lines(long(), 2)


def test_what_cannot_be_set_on_lines_yet_is_read_as_it_comes(driver: Driver) -> None:
    data = json.dumps({f"key {number}": number for number in range(40_000)}).encode()
    with arriving(driver, "application/json", data[:-1]) as inflow:
        body = driver.page.result.body
        viewer = body.viewer
        driver.wait_until(lambda: viewer.file is not None and viewer.file.size_bytes == len(data) - 1, "all of it", 20)
        driver.wait_until(lambda: "will be when all of it is here" in body.notice.text(), "the note")
        inflow.give(data[-1:])
        inflow.end()
        driver.wait_until(lambda: driver.page.shown is not None and body._arrival._body is None, "the end", 20)
    assert len(viewer.lines) == 40_002


def test_rows_are_cut_to_the_width_while_they_come(driver: Driver) -> None:
    rows = [{"id": number, "text": "words and words " * 30} for number in range(4_000)]
    data = json.dumps(rows, separators=(",", ":")).encode()
    with arriving(driver, "application/json", data[:-50_000]) as inflow:
        body = driver.page.result.body
        viewer = body.viewer
        driver.wait_until(lambda: viewer.file is not None and len(viewer.lines) > 10_000, "rows", 20)
        body.tools._wrap.click()
        try:
            inflow.give(data[-50_000:-40_000])
            driver.wait_until(lambda: viewer.file.layout.piece_bytes < 1000, "shorter rows", 20)
            assert viewer.file.is_growing
            assert len(viewer.lines) > 20_000
            inflow.give(data[-40_000:])
            inflow.end()
            driver.wait_until(lambda: driver.page.shown is not None and body._arrival._body is None, "the end", 20)
            assert viewer.file.layout.piece_bytes < 1000
            assert viewer.file.text(0, 1 << 30) == json.dumps(rows, indent=2)
        finally:
            body.tools._wrap.click()
