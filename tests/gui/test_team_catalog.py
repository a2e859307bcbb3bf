"""The team's own error codes: a file beside the collection explains a failure of a real server in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.core.team_catalog import PLACE
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, request_file
from tests.journeys.threaded import answering
from tests.orders_api import ANSWER, CATALOG


@pytest.fixture
def address() -> Iterator[str]:
    with answering(ANSWER) as server:
        yield server.url.rstrip("/")


@pytest.fixture
def folder(tmp_path: Path, address: str) -> Path:
    root = tmp_path / "shop"
    (root / ".explorer").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "Pay.yml").write_text(request_file("Pay", f"{address}/v2/orders/1", 1))
    (root / PLACE).write_text(CATALOG)
    return root


def test_the_window_explains_a_code_of_the_team(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    driver.open_request("Pay.yml")
    driver.send()
    words = driver.diagnosis()
    assert "The order was closed by the warehouse." in words
    assert "The nightly closing ran before the order was paid" in words
    assert "Make a new order and pay it at once" in words
    assert "About ORD-17" in words
    assert driver.notices() == ()


def test_a_file_that_is_changed_counts_from_the_next_send(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    driver.open_request("Pay.yml")
    (folder / PLACE).write_text(CATALOG.replace("closed by the warehouse", "lost at sea"))
    driver.wait_until(
        lambda: "lost at sea" in driver.window.bridge.library.team_catalogs.in_force[0].codes[0].meaning, "the file"
    )
    driver.send()
    assert "The order was lost at sea." in driver.diagnosis()


def test_a_fault_is_told_and_the_rest_counts(start: Start, folder: Path) -> None:
    (folder / PLACE).write_text(CATALOG + 'lnk = "x"\n')
    driver = start(folder=folder)
    driver.wait_until(lambda: bool(driver.notices()), "the notice")
    assert driver.notices() == (
        ".explorer/catalog.toml, API Orders API, code 1: The key 'lnk' is not known; use one of code, status, aliases, "
        "meaning, causes, fixes, link.",
    )
    driver.open_request("Pay.yml")
    driver.send()
    assert "The order was closed by the warehouse." in driver.diagnosis()


def searched(driver: Driver, words: str) -> str:
    driver.press("Ctrl+Shift+E")
    page = driver.window.desk.current
    driver.wait_until(lambda: page.entry is not None, "the entries")
    driver.press("Ctrl+F")
    driver.type(words)
    driver.wait_until(lambda: page.bar.search.text() == words and len(page.model.entries()) < 2, "the search")
    return driver.text_on_screen(page)


def test_the_catalogue_finds_the_code_and_says_where_it_comes_from(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    words = searched(driver, "ord-17")
    page = driver.window.desk.current
    assert [entry.title for entry in page.model.entries()] == ["ORD-17"]
    assert "Orders API. The file .explorer/catalog.toml" in words
    assert "The order was closed by the warehouse." in words
    assert not page.provoke_button.isVisible()


def test_an_open_catalogue_follows_the_file(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    searched(driver, "ord-99")
    page = driver.window.desk.current
    assert page.model.entries() == ()
    (folder / PLACE).write_text(CATALOG.replace("ORD-17", "ORD-99"))
    driver.wait_until(lambda: [one.title for one in page.model.entries()] == ["ORD-99"], "the new code")
