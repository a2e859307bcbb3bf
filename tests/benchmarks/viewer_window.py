"""Starts the real window, sends one request for a long body and watches it arrive, be formatted and shown.

Prints one JSON line of measurements: ``python -m tests.benchmarks.viewer_window WORKSPACE URL PATH``. With ``PATHS
COUNT`` instead (paths with commas between them) so many are sent for one after the other, each in a tab that is closed.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

gc.disable()

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer  # noqa: E402

import explorer.gui.app as app  # noqa: E402
from explorer.gui.main_window.frame import Frame  # noqa: E402

if TYPE_CHECKING:
    from types import ModuleType

    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.explorer import Explorer

_PATIENCE_S = 120.0


class Pulse(QObject):
    """Longest time, and most CPU of this thread, between two beats of the loop."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.reset()
        self._timer.start()

    def reset(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.thread_time()
        self.gap_ms = self.slice_ms = 0.0

    def _beat(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self.gap_ms = max(self.gap_ms, (wall - self._wall) * 1000)
        self.slice_ms = max(self.slice_ms, (cpu - self._cpu) * 1000)
        self._wall, self._cpu = wall, cpu


def memory_mb(name: str = "VmRSS") -> float:
    text = Path("/proc/self/status").read_text()
    return int(text.split(name + ":")[1].split()[0]) / 1000


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


async def until(condition: Callable[[], bool]) -> float:
    """The moment at which it came true."""
    async with asyncio.timeout(_PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.002)
    return time.perf_counter()


async def ready(explorer: Explorer) -> RequestPage:
    page = explorer.window.new_request()
    await until(lambda: page.composer.bar.send.isEnabled() and bool(explorer.bridge.workspace))
    await asyncio.sleep(2.0)
    return page


async def send(explorer: Explorer, page: RequestPage, url: str) -> dict[str, float]:
    """Times in seconds after the first byte."""
    moments: dict[str, float] = {}

    def progressed(_document: str, progress: Any) -> None:
        if progress.received_bytes:
            moments.setdefault("first", time.perf_counter())
            moments["last"] = time.perf_counter()

    explorer.bridge.sending.progressed.connect(progressed)
    page.set_request(replace(page.request(), url=url), "", saved=None)
    await asyncio.sleep(0.1)  # nobody opens a request and sends it in one turn of the loop
    began = time.perf_counter()
    page.send()
    await until(lambda: "first" in moments or page.shown is not None)
    moments.setdefault("first", time.perf_counter())
    moments["head"] = await until(lambda: _is_shown(page))
    moments["screen"] = await until(lambda: _is_shown(page) and not page.result.body.is_arriving())
    moments["all"] = await until(lambda: not page.result.body.is_busy())
    moments["finished"] = await until(lambda: page.shown is not None)
    explorer.bridge.sending.progressed.disconnect(progressed)
    moments.setdefault("last", moments["finished"])
    first = moments["first"]
    return {
        "wait_s": first - began,
        "head_s": moments["head"] - first,
        "screen_s": moments["screen"] - moments["last"],
        "finished_s": moments["finished"] - first,
        "all_s": moments["all"] - began,
    }


def _is_shown(page: RequestPage) -> bool:
    viewer = page.result.body.viewer
    return viewer.isVisible() and len(viewer.lines) > 0 and not viewer.is_muted


async def scroll(page: RequestPage, pulse: Pulse) -> dict[str, float]:
    """Jump through the whole text; the 99th percentile of a frame."""
    viewer = page.result.body.viewer
    bar, frames = viewer.verticalScrollBar(), []
    for number in range(120):
        started = time.perf_counter()
        bar.setValue(bar.maximum() * (number * 37 % 101) // 100)
        viewer.viewport().repaint()
        frames.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0)
    frames.sort()
    pulse.reset()
    return {"frame_ms": frames[len(frames) // 2], "frame_p99_ms": frames[-2]}


async def find(page: RequestPage) -> dict[str, float]:
    body = page.result.body
    body.open_find()
    times = {}
    for name, term in (("absent", "nowhere to be found"), ("common", "lace")):
        started = time.perf_counter()
        body.find_bar.field.setText(term)
        body.find_bar.find_requested.emit(body.find_bar.wanted(), 0)
        await until(lambda: not body.find_bar.is_counting())
        times[f"find_{name}_s"] = time.perf_counter() - started
    body.find_bar.close_bar()
    return times


async def tree(page: RequestPage) -> dict[str, float]:
    """Until the first rows of the tree are painted; until a range in the middle is open, and a value in it."""
    body = page.result.body
    started = time.perf_counter()
    body.tools.set_form("tree")
    model = body.forms.tree.rows
    await until(lambda: model.rowCount() > 0)
    body.forms.tree.viewport().repaint()
    found = {"tree_s": time.perf_counter() - started}
    await until(lambda: model.node(model.index(-1, -1)).end > 0)
    found["tree_all_s"] = time.perf_counter() - started
    middle = model.index(model.rowCount() // 2, 0)
    found["node_s"] = await opened(page, middle)
    if model.node(middle).first >= 0:
        inside = model.index(min(500, model.rowCount(middle) - 1), 0, middle)
        found["node_s"] = max(found["node_s"], await opened(page, inside))
    body.tools.set_form("pretty")
    return found


async def opened(page: RequestPage, index: QModelIndex) -> float:
    """Seconds until the children of a node are painted."""
    view = page.result.body.forms.tree
    view.setCurrentIndex(index)
    await asyncio.sleep(0.1)
    started = time.perf_counter()
    view.expand(index)
    await until(lambda: view.rows.rowCount(index) > 0)
    view.viewport().repaint()
    return time.perf_counter() - started


async def use(explorer: Explorer, server: str, path: str) -> None:
    page = await ready(explorer)
    pulse = Pulse()
    found: dict[str, Any] = {}
    await send(explorer, page, f"{server}/minified/0.001")  # what is loaded by the first answer is loaded now
    page.shown = None
    await asyncio.sleep(1.0)
    reset_peak()
    before = memory_mb()
    pulse.reset()
    await asyncio.sleep(1.0)
    found |= {"idle_gap_ms": pulse.gap_ms, "idle_slice_ms": pulse.slice_ms, "before_mb": before}
    pulse.reset()
    found |= await send(explorer, page, f"{server}{path}")
    await asyncio.sleep(0.3)
    found |= {"gap_ms": pulse.gap_ms, "slice_ms": pulse.slice_ms, "peak_mb": memory_mb("VmHWM") - before}
    found["rss_mb"] = memory_mb() - before
    found["rows"] = len(page.result.body.viewer.lines)
    found |= await scroll(page, pulse)
    found |= await find(page)
    if page.result.body.viewer.file is not None:
        found |= await tree(page)
    explorer.window.desk.close_now(page.document)
    del page
    await asyncio.sleep(2.0)
    found["after_close_mb"] = memory_mb() - before
    print(json.dumps(found), flush=True)


async def use_again_and_again(explorer: Explorer, server: str, paths: str, count: int) -> None:
    page = await ready(explorer)
    await send(explorer, page, f"{server}/minified/0.001")
    page.shown = None
    await asyncio.sleep(1.0)
    before, grown, each = memory_mb(), [], paths.split(",")
    for number in range(count):
        page = explorer.window.new_request()
        await send(explorer, page, server + each[number % len(each)])
        await asyncio.sleep(0.3)
        explorer.window.desk.close_now(page.document)
        del page
        await asyncio.sleep(2.0)
        grown.append(memory_mb() - before)
    print(json.dumps({"grown_mb": grown}), flush=True)


async def closing(explorer: Explorer, work: Coroutine[Any, Any, None]) -> None:
    """The window goes, also when the work could not be done."""
    try:
        await work
    finally:
        explorer.request_close()


def main(folder: Path, server: str, path: str, count: int = 0) -> None:
    def work(explorer: Explorer) -> Coroutine[Any, Any, None]:
        return use_again_and_again(explorer, server, path, count) if count else use(explorer, server, path)

    in_window(folder, work)


def in_window(folder: Path, work: Callable[[Explorer], Coroutine[Any, Any, None]]) -> None:
    """Start the window, do the work in it, and end it."""
    sys.modules |= dict.fromkeys(("click", "rich", "pygments"), cast("ModuleType", None))
    original = Frame.event

    def painted() -> None:
        from explorer.gui.explorer import Explorer

        opened = Explorer.open

        async def watched(self: Explorer, *arguments: object, **named: object) -> None:
            await opened(self, *arguments, **named)  # type: ignore[arg-type]
            self.bridge.tasks.start("bench", closing(self, work(self)))

        Explorer.open = watched  # type: ignore[method-assign]

    def event(self: Frame, what: Any) -> bool:
        if not hasattr(self, "watched"):
            self.watched = True
            self.first_painted.connect(painted)
        return original(self, what)

    Frame.event = event  # type: ignore[method-assign]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app.run_window(folder=folder, sample=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))
