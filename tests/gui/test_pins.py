"""Pinned and recent requests: by key, menu and palette, after a restart too, and beside the collection, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.gui.palette.palette import CommandPalette
from explorer.gui.sidebar.pinned_rows import PinnedRows
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, menu_at, request_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "opencollection.yml").write_text(COLLECTION)
    for at, name in enumerate(("Alpha", "Beta", "Gamma", "Delta")):
        (root / f"{name}.yml").write_text(request_file(name, f"http://h/{name}", at + 1))
    return root


def pinned(driver: Driver) -> list[str]:
    rows = driver.window.sidebar.findChildren(PinnedRows)
    return [row.item.request.name for row in rows[0].rows] if rows and rows[0].isVisible() else []


def offered(driver: Driver) -> list[tuple[str, str]]:
    """The first requests of the palette, before anything is typed."""
    driver.press("Ctrl+P")
    driver.settle()
    (palette,) = driver.window.findChildren(CommandPalette)
    items = [line.item for line in palette.card.rows.lines if hasattr(line, "item")]
    driver.press("Esc")
    return [(item.title, item.right) for item in items]


def test_pins_and_recent_requests_survive_a_restart(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    before = sorted(folder.rglob("*"))
    for name in ("Gamma", "Beta"):
        driver.open_request(f"{name}.yml")
    driver.press("Ctrl+Shift+P")
    menu_at(driver, "Delta.yml")
    driver.pick("Pin")
    driver.wait_until(lambda: pinned(driver) == ["Beta", "Delta"], "the pinned rows")
    assert offered(driver)[:3] == [("Beta", "Pinned"), ("Delta", "Pinned"), ("Gamma", "Recent")]
    assert sorted(folder.rglob("*")) == before, "the collection knows nothing of it"

    driver = start(folder=folder)
    driver.frame.resize(1440, 900)
    driver.wait_until(lambda: pinned(driver) == ["Beta", "Delta"], "the pinned rows again")
    assert ("Gamma", "Recent") in offered(driver)
    (rows,) = driver.window.sidebar.findChildren(PinnedRows)
    driver.click(rows.rows[1])
    driver.wait_until(lambda: driver.page.key == "Delta.yml", "the pinned request")
    driver.focus(rows.rows[0])
    driver.press("Del")
    driver.wait_until(lambda: pinned(driver) == ["Delta"], "one pin less")
    driver.explorer.bridge.library.rename("Delta.yml", "Omega")
    driver.wait_until(lambda: pinned(driver) == ["Omega"], "the pin follows")
