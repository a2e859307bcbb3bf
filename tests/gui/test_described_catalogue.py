"""The API description beside a collection in the error catalogue: few rows, with file and operations, off the loop."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.benchmarks.big_description import description
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, request_file

PETS = Path(__file__).parents[1] / "data" / "openapi" / "pets.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / ".explorer").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "Pay.yml").write_text(request_file("Pay", "http://127.0.0.1:9/x", 1))
    return root


def opened(driver: Driver, title: str) -> list[str]:
    """Opens the catalogue; "group: label title" of the rows of one description."""
    driver.press("Ctrl+Shift+E")
    page = driver.window.desk.current
    driver.wait_until(lambda: any(one.group.startswith(title) for one in page.model.entries()), "the description")
    shown = [one for one in page.model.entries() if one.group.startswith(title)]
    return [f"{one.group.removeprefix(title)}: {one.label} {one.title}" for one in shown]


def search(driver: Driver, words: str, count: int) -> str:
    page = driver.window.desk.current
    driver.press("Ctrl+F")
    driver.type(words)
    driver.wait_until(lambda: len(page.model.entries()) == count, f"{count} rows for {words}")
    return driver.text_on_screen(page)


def test_answers_and_codes_are_found_with_their_file_and_operations(start: Start, folder: Path) -> None:
    shutil.copy(PETS, folder / ".explorer" / "openapi.yaml")
    driver = start(folder=folder)
    assert opened(driver, "Pet shelter") == [
        ", error codes: 422 name_taken",
        ", error codes: 422 shelter_full",
        ", answers: 200 OK",
        ", answers: 201 Created",
        ", answers: 404 Not Found",
        ", answers: 422 Unprocessable Content",
        ", answers: Any Every other answer",
    ]
    words = search(driver, "adopted", 1)
    assert "No pet of the shelter has this ID, or it was adopted." in words
    assert "The file .explorer/openapi.yaml" in words
    assert "/pets/{pet_id}" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_follows_the_file(start: Start, folder: Path) -> None:
    driver = start(folder=folder)
    driver.press("Ctrl+Shift+E")
    page = driver.window.desk.current
    driver.wait_until(lambda: page.entry is not None, "the entries")
    shutil.copy(PETS, folder / ".explorer" / "openapi.yaml")
    driver.wait_until(lambda: any(one.group.startswith("Pet") for one in page.model.entries()), "the new file")
    (folder / ".explorer" / "openapi.yaml").write_text("openapi: [")
    driver.wait_until(lambda: not any(one.group.startswith("Pet") for one in page.model.entries()), "the broken file")
    assert "is not used" in driver.notices()[0]


def test_a_large_description_gives_few_rows(start: Start, folder: Path) -> None:
    (folder / ".explorer" / "openapi.json").write_text(json.dumps(description(900)))
    driver = start(folder=folder)
    rows = opened(driver, "Large API")
    assert [row for row in rows if ", answers" in row] == [
        ", answers: 200 OK",
        ", answers: 400 Bad Request",
        ", answers: 404 Not Found",
        ", answers: 429 Too Many Requests",
    ]
    words = search(driver, "too many requests things449", 1)
    assert "And 888 more operations" in words
    assert "Too many requests were sent." in words
