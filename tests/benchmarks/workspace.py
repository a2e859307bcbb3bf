"""Opening, saving and searching collections of 1,000 and 10,000 requests: ``make bench-workspace``.

The real window does it, in this process. Each figure stands beside a baseline of the same run that does the least the
job can cost on this machine (reading the bytes, replacing one file, comparing the words), and beside its target.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject
from PySide6.QtWidgets import QApplication

from tests.benchmarks.round_trip import Trips, generated_trips, sample_trips
from tests.watchdog import LIMIT_MS, Watchdog

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection
    from tests.driver import Driver

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "resources/examples/sinch-sms/Sinch SMS API/Batches/Send a batch.yml"
ROUNDS = 5
SAVES = 9
PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table."""

    title: str
    value: float
    unit: str = "ms"
    target: float | None = None
    baseline: float | None = None

    def line(self) -> str:
        """The figure with its ratio to the baseline and whether it meets its target."""
        ratio = f"{self.value / self.baseline:9.1f}" if self.baseline else f"{'':9}"
        met = "" if self.target is None else "met" if self.value <= self.target else "MISSED"
        target = f"{self.target:9.0f}" if self.target is not None else f"{'':9}"
        return f"{self.title:58}{self.value:10.1f} {self.unit:5}{ratio}{target}  {met}"


def make_collection(folder: Path, requests: int) -> None:
    """Requests of the sample's shape in folders of fifty, four folders deep at most."""
    text = SOURCE.read_text(encoding="utf-8")
    folder.mkdir()
    (folder / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Bench\n')
    for number in range(requests):
        parent = folder / f"Area {number // 500:02}" / f"Service {number // 50:03}"
        parent.mkdir(parents=True, exist_ok=True)
        (parent / f"Request {number:05}.yml").write_text(text.replace("Send a batch", f"Request {number:05}"))


class FirstRows(QObject):
    """Notes when the tree is painted with rows in it for the first time."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        super().__init__()
        self.painted_s = 0.0
        self._folder, self._driver = folder, driver
        self._view = driver.window.sidebar.tree
        self._view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self.painted_s and self._has_rows():
            self.painted_s = time.perf_counter()
        return False

    def _has_rows(self) -> bool:
        return self._driver.explorer.bridge.library.folder == self._folder and self._view.model().rowCount() > 0

    def end(self) -> None:
        """Look no longer."""
        self._view.viewport().removeEventFilter(self)


def read_bytes_ms(folder: Path) -> float:
    """The baseline of opening: the bytes of every file, once."""
    began = time.perf_counter()
    for parent, _, names in os.walk(folder):
        for name in names:
            Path(parent, name).read_bytes()
    return (time.perf_counter() - began) * 1000


def opening(driver: Driver, folder: Path, requests: int) -> tuple[list[Figure], Collection]:
    """Open a folder by the library, as a click on a recent one does, and use its tree as soon as it is there."""
    from explorer.core.model.tree import requests_of

    library, rows, used, all_ms, steps = driver.explorer.bridge.library, [], [], [], []
    base = median(read_bytes_ms(folder) for _ in range(3))
    for _ in range(ROUNDS if requests < 5000 else 3):
        driver.run(library.opened(empty_beside(folder)))
        driver.close_all()
        first = FirstRows(driver, folder)
        with Watchdog() as dog:
            began = time.perf_counter()
            library.open_folder(folder)
            driver.wait_until(lambda found=first: found.painted_s, "rows in the tree", PATIENCE_S)
            rows.append((first.painted_s - began) * 1000)
            click_first(driver)
            used.append((time.perf_counter() - began) * 1000)
            driver.wait_until(lambda: not busy(driver), "everything", PATIENCE_S)
            all_ms.append((time.perf_counter() - began) * 1000)
            driver.pause(0.5)
        first.end()
        steps.append(dog.longest_ms)
    collection = library.collection
    assert collection is not None
    assert sum(1 for _ in requests_of(collection)) == requests
    name = f"{requests:,} requests"
    large = requests >= 5000
    figures = [
        Figure(title=f"{name}: rows of the tree painted", value=median(rows), target=1000, baseline=base),
        Figure(title=f"{name}: a click in the tree has opened a request", value=median(used), baseline=base),
        Figure(title=f"{name}: everything read", value=median(all_ms), target=5000 if large else 1000, baseline=base),
        Figure(title=f"{name}: longest step of the loop meanwhile", value=min(steps), target=LIMIT_MS),
    ]
    return figures, collection


def busy(driver: Driver) -> bool:
    """Whether the library still reads or writes."""
    return any(name.startswith("library") for name in driver.tasks.names())


def empty_beside(folder: Path) -> Path:
    """An empty collection, to come from."""
    empty = folder.with_name("empty")
    if not empty.exists():
        make_collection(empty, 0)
    return empty


def click_first(driver: Driver) -> None:
    """Unfold down to the first request that the tree has, and click it."""
    from explorer.core.model.collection import RequestItem
    from explorer.gui.models.collection_model import Role

    view = driver.window.sidebar.tree
    index = view.model().index(0, 0, QModelIndex())
    while not isinstance(item := index.data(Role.ITEM), RequestItem):
        view.setExpanded(index, True)
        driver.wait_until(lambda above=index: view.model().rowCount(above), "rows in a folder", PATIENCE_S)
        driver.pause(0.002)  # unfolding and clicking are events of their own
        index = view.model().index(0, 0, index)
    driver.click_row(view, index)
    desk = driver.window.desk
    driver.wait_until(lambda: desk.request_page is not None and desk.request_page.key == item.key, "a page", PATIENCE_S)


def replaced_ms(path: Path, number: int) -> float:
    """The baseline of saving: the same bytes in a new file that takes the old one's place, on the disk."""
    data, temporary = path.read_bytes() + b"#" * (number % 2), path.with_suffix(".bench")
    began = time.perf_counter()
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    return (time.perf_counter() - began) * 1000


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            stat = Path(parent, name).stat()
            found[f"{parent}/{name}"] = (stat.st_ino, stat.st_mtime_ns)
    return found


def saving(driver: Driver, folder: Path, collection: Collection) -> Iterator[Figure]:
    """Save one request of a large collection: the file itself, and by Ctrl+S in the window."""
    from explorer.core.model.tree import requests_of
    from explorer.core.storage.collections import save_request

    item = next(iter(requests_of(collection)))
    request, writes, bases, keys, steps, touched = item.request, [], [], [], [], 0
    for number in range(SAVES):
        bases.append(replaced_ms(folder / "unused.bin" if number else _spare(folder), number))
        before = states(folder)
        changed = replace(request, url=f"{item.request.url}?round={number}")
        began = time.perf_counter()
        save_request(folder, item.key, changed, request)
        writes.append((time.perf_counter() - began) * 1000)
        after, request = states(folder), changed
        touched = max(touched, sum(1 for path in before.keys() | after.keys() if before.get(path) != after.get(path)))
    (folder / "unused.bin").unlink()
    page = driver.open_request(item.key)
    driver.wait_until(lambda: not page.is_unsaved and not busy(driver), "the file's state", PATIENCE_S)
    driver.pause(1.0)
    for number in range(SAVES):
        driver.type_url(f"http://h/{number}")
        driver.pause(0.3)
        with Watchdog() as dog:
            began = time.perf_counter()
            driver.press("Ctrl+S")
            driver.wait_until(lambda: not page.is_unsaved, "the saved mark", PATIENCE_S)
            keys.append((time.perf_counter() - began) * 1000)
            driver.wait_until(lambda: not busy(driver), "the end of it", PATIENCE_S)
            driver.pause(0.3)
        steps.append(dog.longest_ms)
    base = median(bases)
    yield Figure(title="Save one of 10,000: the file", value=median(writes), target=20, baseline=base)
    yield Figure(title="Save one of 10,000: Ctrl+S until the mark is gone", value=median(keys), baseline=base)
    yield Figure(title="Save one of 10,000: longest step of the loop", value=min(steps), target=LIMIT_MS)
    yield Figure(title="Save one of 10,000: files touched", value=touched, unit="files", target=1)


def _spare(folder: Path) -> Path:
    path = folder / "unused.bin"
    path.write_bytes(SOURCE.read_bytes())
    return path


def searching(driver: Driver, collection: Collection) -> Iterator[Figure]:
    """First results in the tree and in the palette, from the last letter on; the baseline compares every word."""
    from explorer.core.model.tree import requests_of

    rows = tuple(requests_of(collection))
    texts = [f"{one.request.name} {one.request.url} {one.request.body} {one.request.docs}" for one in rows]
    base = median(timed(lambda: [text for text in texts if "09987" in text.lower()]) for _ in range(5))
    for title, look in (("tree", tree_search), ("palette", palette_search)):
        found, steps = [], []
        for _ in range(ROUNDS):
            with Watchdog() as dog:
                found.append(look(driver))
                driver.pause(0.2)
            steps.append(dog.longest_ms)
        yield Figure(
            title=f"Search 10,000 in the {title}: first results", value=median(found), target=100, baseline=base
        )
        yield Figure(title=f"Search 10,000 in the {title}: longest step", value=min(steps), target=LIMIT_MS)


def type_keys(driver: Driver, text: str) -> None:
    """Letter by letter, as the events of a keyboard come: each is a step of the loop of its own."""
    for letter in text:
        driver.type(letter)
        driver.pause(0.002)


def tree_search(driver: Driver) -> float:
    """Type into the search of the sidebar; the time of the last letter."""
    field, view = driver.window.sidebar.search, driver.window.sidebar.tree
    driver.press("/", view)
    type_keys(driver, "Request 0998")
    spent_ms = timed(lambda: (driver.type("7"), driver.wait_until(lambda: "Request 09987" in shown(view), "a row")))
    field.clear()
    driver.pause(0.2)
    return spent_ms


def shown(view: object) -> str:
    """The last row's name, reading one row of each level."""
    model = view.model()  # type: ignore[attr-defined]
    index, name = QModelIndex(), ""
    while model.rowCount(index):
        index = model.index(0, 0, index)
        name = str(index.data())
    return name


def palette_search(driver: Driver) -> float:
    """Open the palette on requests, type, and take the time of the last letter."""
    from explorer.gui.palette.palette import CommandPalette

    driver.press("Ctrl+P")
    driver.wait_until(lambda: driver.window.findChildren(CommandPalette), "the palette", PATIENCE_S)
    palette = driver.window.findChildren(CommandPalette)[0]
    driver.wait_until(palette.isVisible, "the palette", PATIENCE_S)
    type_keys(driver, "Request 0998")
    rows = palette.card.rows.model()
    spent_ms = timed(
        lambda: (driver.type("7"), driver.wait_until(lambda: "Request 09987" in str(rows.index(1, 0).data()), "a row"))
    )
    driver.press("Esc")
    driver.pause(0.2)
    return spent_ms


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of some work."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def show_trips(title: str, trips: Trips) -> bool:
    """A line about files read and written again; False when one was not the same."""
    print(f"{title:58}{trips.files:6} files, {len(trips.rewritten)} not the same bytes, {len(trips.spilled)} spilled")
    for name in (*trips.rewritten, *trips.spilled):
        print(f"    {name}")
    return not trips.rewritten and not trips.spilled


def main() -> int:
    from tests.program import running_program, surroundings

    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    print(f"{'':58}{'':>10} {'':5}{'x base':>9}{'target':>9}")
    with tempfile.TemporaryDirectory() as name, surroundings(Path(name) / "home"):
        small, large = Path(name) / "small", Path(name) / "large"
        make_collection(small, 1_000)
        make_collection(large, 10_000)
        with running_program(folder=empty_beside(small)) as driver:
            figures, _ = opening(driver, small, 1_000)
            more, collection = opening(driver, large, 10_000)
            figures += [*more, *saving(driver, large, collection), *searching(driver, collection)]
            for figure in figures:
                print(figure.line())
    is_same = show_trips("Round trip of the sample collections", sample_trips())
    is_same &= show_trips("Round trip of generated files", generated_trips(300))
    missed = [one for one in figures if one.target is not None and one.value > one.target]
    return 1 if missed or not is_same else 0


if __name__ == "__main__":
    sys.exit(main())
