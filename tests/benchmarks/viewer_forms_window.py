"""Shows one body in the real window in every form and acts on it; prints the longest gap of the loop and the longest
slice of its thread for each act, as one JSON line: ``python -m tests.benchmarks.viewer_forms_window FOLDER URL PATH``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QTreeView, QWidget

from tests.benchmarks.viewer_window import Pulse, in_window, ready, send, until

if TYPE_CHECKING:
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.explorer import Explorer

_SETTLE_S = 0.25
_JUMPS = 12
CONTROL = Qt.KeyboardModifier.ControlModifier

Acts = list[tuple[str, Callable[[], Awaitable[object]]]]


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


async def pressed(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    press(widget, key, modifiers)


async def jumps(bar: QScrollBar) -> None:
    for number in range(_JUMPS):
        bar.setValue(bar.maximum() * (number * 37 % 101) // 100)
        await asyncio.sleep(0.03)
    bar.setValue(0)


async def shown_as(page: RequestPage, form: str) -> None:
    page.result.body.tools.set_form(form)
    await asyncio.sleep(0)
    body = page.result.body
    if form == "table":
        await until(lambda: not body.forms.table.words().endswith(("…", "%")))
    elif form == "tree":
        await until(lambda: body.forms.tree.model().rowCount() > 0)
    await until(lambda: not body.is_busy())


async def found(page: RequestPage, term: str) -> None:
    body = page.result.body
    body.open_find()
    body.find_bar.field.setText(term)
    body.find_bar.find_requested.emit(body.find_bar.wanted(), 0)
    await asyncio.sleep(0.1)
    await until(lambda: not body.find_bar.is_counting())


async def filtered(page: RequestPage, language: str, expression: str) -> None:
    body = page.result.body
    body.open_filter()
    await asyncio.sleep(0.1)
    answers: list[str] = []
    body._filter.answered.connect(lambda words, _is_wrong: answers.append(words))
    body._filter.ask(language, expression)
    await until(lambda: bool(answers) and not answers[-1].endswith("…"))


async def unfiltered(page: RequestPage) -> None:
    page.result.body.filter_bar.close_bar()


async def folded(page: RequestPage) -> None:
    page.result.body.viewer.toggle_fold(0)


async def widened(explorer: Explorer) -> None:
    size = explorer.window.size()
    for width in (size.width() - 200, size.width() - 100, size.width()):
        explorer.window.resize(width, size.height())
        await asyncio.sleep(0.2)


async def opened(view: QTreeView, row: int) -> None:
    model = view.model()
    index = model.index(row if row >= 0 else model.rowCount() // 2, 0)
    view.setCurrentIndex(index)
    await asyncio.sleep(0.1)
    press(view, Qt.Key.Key_Right)
    await asyncio.sleep(0.5)


async def wanted_rows(page: RequestPage, needle: str) -> None:
    table = page.result.body.forms.table
    table.needle.setText(needle)
    await asyncio.sleep(0.3)
    await until(lambda: not table.words().endswith(("…", "%")))


async def sorted_by(page: RequestPage, column: int) -> None:
    table = page.result.body.forms.table
    table.sort_by(column)
    await asyncio.sleep(0.05)
    await until(lambda: not table.words().endswith(("…", "%")))


def of_text(explorer: Explorer, page: RequestPage) -> Acts:
    viewer = page.result.body.viewer
    return [
        ("text: jumps", partial(jumps, viewer.verticalScrollBar())),
        ("text: sideways", partial(jumps, viewer.horizontalScrollBar())),
        ("text: end", partial(pressed, viewer, Qt.Key.Key_End, CONTROL)),
        ("text: all", partial(pressed, viewer, Qt.Key.Key_A, CONTROL)),
        ("text: copy", partial(pressed, viewer, Qt.Key.Key_C, CONTROL)),
        ("text: home", partial(pressed, viewer, Qt.Key.Key_Home, CONTROL)),
        ("text: fold", partial(folded, page)),
        ("text: unfold", partial(folded, page)),
        ("text: find", partial(found, page, "a")),
        ("text: next", partial(pressed, page.result.body.find_bar.field, Qt.Key.Key_Return)),
        ("text: close find", partial(pressed, page.result.body.find_bar.field, Qt.Key.Key_Escape)),
        ("text: wrap", partial(wrapped, page, True)),
        ("text: width", partial(widened, explorer)),
        ("text: unwrap", partial(wrapped, page, False)),
        ("text: theme", partial(redressed, "dark")),
        ("text: hex", partial(hexed, page, True)),
        ("text: unhex", partial(hexed, page, False)),
        ("text: raw", partial(shown_as, page, "raw")),
        ("text: pretty", partial(shown_as, page, "pretty")),
    ]


async def wrapped(page: RequestPage, wraps: bool) -> None:
    page.result.body.tools.set_wrap(wraps)
    await asyncio.sleep(0.3)
    await until(lambda: not page.result.body.is_busy())


async def hexed(page: RequestPage, wants: bool) -> None:
    page.result.body.tools.hex.setChecked(wants)


async def redressed(name: str) -> None:
    from explorer.gui.theme import theme

    theme.current().set_mode(theme.ThemeMode(name))


def of_filter(page: RequestPage) -> Acts:
    kind = page.result.body.view().kind.value  # type: ignore[union-attr]
    language, expression = ("xpath", "//*") if kind == "xml" else ("jsonpath", "$..*")
    return [
        ("filter: all", partial(filtered, page, language, expression)),
        ("filter: close", partial(unfiltered, page)),
    ]


def of_tree(explorer: Explorer, page: RequestPage) -> Acts:
    view = page.result.body.forms.tree
    return [
        ("tree: again", partial(shown_as, page, "tree")),
        ("tree: jumps", partial(jumps, view.verticalScrollBar())),
        ("tree: open first", partial(opened, view, 0)),
        ("tree: open middle", partial(opened, view, -1)),
        ("tree: down", partial(pressed, view, Qt.Key.Key_Down)),
        ("tree: page down", partial(pressed, view, Qt.Key.Key_PageDown)),
        ("tree: end", partial(pressed, view, Qt.Key.Key_End)),
        ("tree: expand all", partial(expanded, view)),
        ("tree: collapse all", partial(pressed, view, Qt.Key.Key_Minus)),
        ("tree: jumps 2", partial(jumps, view.verticalScrollBar())),
        ("tree: copy", partial(pressed, view, Qt.Key.Key_C, CONTROL)),
        ("tree: theme", partial(redressed, "light")),
        ("tree: width", partial(widened, explorer)),
        ("tree: in text", partial(in_text, page)),
        ("tree: from text", partial(from_text, page)),
        ("tree: pretty", partial(shown_as, page, "pretty")),
    ]


async def expanded(view: QTreeView) -> None:
    view.setCurrentIndex(view.model().index(0, 0, QModelIndex()))
    press(view, Qt.Key.Key_Asterisk)
    await asyncio.sleep(0.7)


async def in_text(page: RequestPage) -> None:
    page.result.body.forms.tree.show_in_text()


async def from_text(page: RequestPage) -> None:
    body = page.result.body
    press(body.viewer, Qt.Key.Key_End, CONTROL)
    await asyncio.sleep(0.3)
    body.places.show_in_tree()
    await asyncio.sleep(0.3)


def of_table(explorer: Explorer, page: RequestPage) -> Acts:
    table = page.result.body.forms.table
    view = table.view
    return [
        ("table: again", partial(shown_as, page, "table")),
        ("table: jumps", partial(jumps, view.verticalScrollBar())),
        ("table: sideways", partial(jumps, view.horizontalScrollBar())),
        ("table: end", partial(pressed, view, Qt.Key.Key_End, CONTROL)),
        ("table: home", partial(pressed, view, Qt.Key.Key_Home, CONTROL)),
        ("table: all", partial(pressed, view, Qt.Key.Key_A, CONTROL)),
        ("table: copy", partial(pressed, view, Qt.Key.Key_C, CONTROL)),
        ("table: sort", partial(sorted_by, page, 0)),
        ("table: sort down", partial(sorted_by, page, 0)),
        ("table: unsort", partial(sorted_by, page, 0)),
        ("table: filter", partial(wanted_rows, page, "1")),
        ("table: unfilter", partial(wanted_rows, page, "")),
        ("table: theme", partial(redressed, "dark")),
        ("table: width", partial(widened, explorer)),
        ("table: pretty", partial(shown_as, page, "pretty")),
    ]


async def use(explorer: Explorer, server: str, path: str) -> None:
    page = await ready(explorer)
    pulse = Pulse()
    await send(explorer, page, f"{server}/minified/0.001")
    page.shown = None
    await asyncio.sleep(1.0)
    pulse.reset()
    await asyncio.sleep(1.0)
    times = {"idle": (pulse.gap_ms, pulse.slice_ms)}

    async def measured(name: str, act: Callable[[], Awaitable[object]]) -> None:
        pulse.reset()
        try:
            await act()
        except TimeoutError:
            print(f"{path} {name}: no end", file=sys.stderr)
        await asyncio.sleep(_SETTLE_S)
        times[name] = (pulse.gap_ms, pulse.slice_ms)

    async def all_of(acts: Acts) -> None:
        for name, act in acts:
            await measured(name, act)

    await measured("arrive", lambda: send(explorer, page, f"{server}{path}"))
    body = page.result.body
    await all_of(of_text(explorer, page))
    if body.tools._filter.isVisible():
        await all_of(of_filter(page))
    if "preview" in body.tools._offered:
        await measured("text: preview", partial(shown_as, page, "preview"))
        await measured("text: leave preview", partial(shown_as, page, "pretty"))
    if "tree" in body.tools._offered:
        await measured("tree: first", partial(shown_as, page, "tree"))
        await measured("tree: leave", partial(shown_as, page, "pretty"))
        await all_of(of_tree(explorer, page))
    if "table" in body.tools._offered:
        await measured("table: first", partial(shown_as, page, "table"))
        await measured("table: leave", partial(shown_as, page, "pretty"))
        await all_of(of_table(explorer, page))
    await measured("close", partial(closed, explorer, page))
    print(json.dumps(times), flush=True)


async def closed(explorer: Explorer, page: RequestPage) -> None:
    explorer.window.desk.close_now(page.document)
    await asyncio.sleep(1.0)


def main(folder: Path, server: str, path: str) -> None:
    in_window(folder, lambda explorer: use(explorer, server, path))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
