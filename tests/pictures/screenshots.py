"""Every drawn state of the real window, with real exchanges, in both themes: ``make screenshots``.

Pictures go to build/screenshots/. The drawings use Inter and JetBrains Mono; with other fonts the pictures differ, and
the first line printed says which were used.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.core.settings import ThemeChoice
from explorer.gui.app import make_application
from explorer.gui.history.list_view import HistoryView
from explorer.gui.palette.query_field import QueryField
from explorer.gui.theme import fonts
from tests.pictures.changes import changes
from tests.pictures.kept import kept
from tests.pictures.situations import situations
from tests.pictures.stage import LAB, SMS, Stage, with_text

OUT = Path(__file__).parents[2] / "build" / "screenshots"
BURST = 22
PACE_S = 0.3

Scene = Callable[[Stage, "Camera"], Awaitable[None]]


class Camera:
    """Takes pictures of a stage."""

    def __init__(self, stage: Stage, theme: ThemeChoice) -> None:
        self._stage, self._theme = stage, theme

    async def take(self, name: str, width: int = 1440, height: int = 900) -> None:
        """Save ``name``-light.png or ``name``-dark.png."""
        frame = self._stage.frame
        frame.resize(width, height)
        await self._stage.settle()
        scale = "@2x" if frame.devicePixelRatio() == 2 else ""
        path = OUT / f"{name}-{self._theme.value}{scale}.png"
        frame.grab().save(str(path))
        print(path.name, flush=True)


async def success(stage: Stage, camera: Camera) -> None:
    """01: a batch is accepted."""
    page = stage.open_three()
    await stage.send(page)
    await camera.take("01-success-201")


async def failure(stage: Stage, camera: Camera) -> None:
    """02 and 11: the same request without recipients; 04: compared with the success."""
    page = stage.open_three()
    good = page.request()
    page.composer.set_request(with_text(good, '"to": []', "19:30"))
    await stage.send(page)
    await camera.take("02-failure-400")
    await camera.take("11-compact-1100x700", 1100, 700)
    await palette(stage, camera)
    page.composer.set_request(good)


async def palette(stage: Stage, camera: Camera) -> None:
    """08: the palette over a failed request."""
    stage.frame.resize(1440, 900)
    stage.window.open_palette("")
    await stage.until(lambda: isinstance(QApplication.focusWidget(), QueryField))
    await stage.settle()
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "group")
    await camera.take("08-palette")
    QTest.keyClick(field, Qt.Key.Key_Escape)


async def certificate(stage: Stage, camera: Camera) -> None:
    """03: an expired certificate; successes and failures before it."""
    await stage.point_staging_at(await stage.expired.start())
    stage.explorer.bridge.library.use_environment("Staging")
    page = stage.window.open_key(f"{SMS}/Batches/List batches.yml")
    assert page is not None
    await stage.settle()
    await stage.send(page)
    await camera.take("03-transport-tls")
    page.checking.check()
    while page.shown is None or page.shown.checks is None:
        await stage.settle(0.05)
    await camera.take("03-transport-tls-checked")
    stage.explorer.bridge.library.use_environment("Sandbox")
    await stage.expired.stop()
    await stage.settle()


async def rate_limit(stage: Stage, camera: Camera) -> None:
    """07: too many requests, with a pause named."""
    page = stage.open_three()
    for _ in range(BURST):
        await stage.workspace.perform(page.request(), request_key=page.key)
        await stage.settle(PACE_S)
    lab = stage.request(f"{LAB}/429 Too Many Requests/Too fast, with a pause named.yml")
    stage.window.desk.close_now(stage.window.desk.current_id)
    stage.window.desk.show_document(page.document)
    good = page.request()
    page.composer.set_request(_with_headers_of(good, lab))
    await stage.send(page)
    page.result.plan_retry()
    await camera.take("07-rate-limit-429")
    page.result.stop_retrying()
    page.composer.set_request(good)


async def history(stage: Stage, camera: Camera) -> None:
    """04: failures grouped by code, the last success and the failure side by side."""
    page = stage.open_three()
    failed = page.shown
    stage.window.commands.trigger("history.group")
    shown = stage.window.desk.current
    assert shown is not None
    shown.set_filter_text("is:failed env:Sandbox,Staging ")  # type: ignore[attr-defined]
    await stage.settle(1.0)
    view = shown.findChild(HistoryView)
    assert view is not None
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    await stage.settle()
    if failed is not None and failed.seen is not None and failed.seen.last_success_id:
        stage.window.opening.compare(failed.seen.last_success_id, failed.exchange.id)
    await stage.settle(1.0)
    await camera.take("04-history-diff")
    stage.window.desk.close_now("history")


async def several(stage: Stage, camera: Camera) -> None:
    """31: some exchanges selected, and deleted with an undo."""
    shown = stage.window.desk.open_page("history")
    await stage.settle(1.0)
    view = shown.findChild(HistoryView)
    assert view is not None
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    await camera.take("31-history-several")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    await stage.settle()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    await camera.take("32-history-all-found")
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await stage.settle()
    stage.window.desk.close_now("history")


async def catalogue(stage: Stage, camera: Camera) -> None:
    """06: one entry of the catalogue."""
    page = stage.window.desk.open_page("catalogue")
    await stage.settle(1.0)
    page.select(_entry("unknown_group"))  # type: ignore[attr-defined]
    await stage.settle()
    await camera.take("06-catalogue")
    stage.window.desk.close_now("catalogue")


async def environments(stage: Stage, camera: Camera) -> None:
    """10: variables by environment."""
    stage.window.desk.open_page("environments")
    await stage.settle(1.0)
    await camera.take("10-environments")
    stage.window.desk.close_now("environments")


SCENES: tuple[Scene, ...] = (
    success,
    certificate,
    failure,
    history,
    several,
    catalogue,
    environments,
    rate_limit,
    situations,
    changes,
    kept,
)


async def welcome(app: QApplication, theme: ThemeChoice) -> None:
    """09: the first start."""
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(app, Path(name), theme)
        await stage.begin(sample=False)
        await Camera(stage, theme).take("09-welcome")
        await stage.end()


async def components(stage: Stage, camera: Camera) -> None:
    """12 and 13: all components and states."""
    from tests.pictures.components import gallery

    shown = gallery()
    shown.resize(1440, 900)
    shown.show()
    await stage.settle()
    name = "12-components" if stage.explorer.bridge.settings.theme is ThemeChoice.LIGHT else "13-components"
    path = OUT / f"{name}-{stage.explorer.bridge.settings.theme.value}.png"
    shown.grab().save(str(path))
    print(path.name, flush=True)
    shown.hide()
    shown.deleteLater()


def _entry(code: str) -> str:
    from explorer.core.diagnosis.catalogs import entries

    return next(entry.id for entry in entries() if entry.title == code)


def _with_headers_of(request, other):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(request, headers=(*request.headers, *other.headers))


async def main(app: QApplication, only: tuple[str, ...]) -> None:
    """All scenes in both themes."""
    OUT.mkdir(parents=True, exist_ok=True)
    print("Fonts: {} and {}".format(*fonts.chosen_families()))
    for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        await welcome(app, theme)
        with tempfile.TemporaryDirectory() as name:
            stage = Stage(app, Path(name), theme)
            await stage.begin()
            await stage.use_for_a_fortnight()
            camera = Camera(stage, theme)
            for scene in (*SCENES, components):
                if not only or scene.__name__ in only:
                    await scene(stage, camera)
            await stage.end()


def run() -> int:
    """Print a line for each picture."""
    app = make_application(sys.argv)
    loop = qasync.QEventLoop(app)
    with loop:
        loop.run_until_complete(main(app, tuple(sys.argv[1:])))
    return 0


if __name__ == "__main__":
    # The loop of the pictures is this program's own, outside the window: create_task is fine here.
    assert asyncio
    sys.exit(run())
