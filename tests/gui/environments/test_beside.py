"""Beside the environments: the collection's values, the global ones, and what responses gave."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from explorer.core.model.collection import Collection
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import Request
from explorer.core.storage import collections
from explorer.core.storage.sources import save_globals
from tests.conftest import Start


def test_columns_of_the_collection_and_of_all_collections(start: Start, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "c"
    collections.create_collection(folder, "C")
    rows = (Variable(name="base", value="http://dev"),)
    collections.save_environment(folder, Environment(key="environments/Dev.yml", name="Dev", variables=rows))
    shared = (Variable(name="base", value="http://all"), Variable(name="team", value="blue"))
    collections.save_collection_settings(folder, Collection(key="", name="C", variables=shared))
    (home / "data").mkdir(parents=True)
    save_globals(home / "data", (Variable(name="who", value="me"),))
    driver = start(folder=folder)
    driver.explorer.bridge.workspace.capture("id", "from-response")
    page = driver.window.desk.open_page("environments")
    model = page.model

    def row(name: str) -> list[str]:
        at = model.row_of_name(name)
        return [model.index(at, column).data() for column in range(1, model.columnCount() - 1)]

    def note(name: str) -> str:
        return model.cell(model.index(model.row_of_name(name), 1)).note

    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert titles == ["Variable", "Dev", "Collection", "Global", "Used in"]
    assert row("base") == ["http://dev", "http://all", "Not set"]
    assert (row("team"), note("team")) == (["blue", "blue", "Not set"], "From Collection")
    assert (row("who"), note("who")) == (["me", "Not set", "me"], "From Global")
    assert (row("id"), note("id")) == (["from-response", "Not set", "Not set"], "Captured")
    page.view.go_to(model.row_of_name("team"), 2)
    driver.press("Return", page.view)
    editor = page.view.indexWidget(page.view.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "red")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    driver.wait_until(lambda: row("team") == ["red", "red", "Not set"], "the new value")
    assert "value: red" in (folder / "opencollection.yml").read_text()
    driver.press("Ctrl+Z", page.view)
    driver.wait_until(lambda: row("team")[1] == "blue", "the old value")
    assert "value: blue" in (folder / "opencollection.yml").read_text()
    driver.settle()


def test_a_global_value_is_missing_nowhere(start: Start, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "c"
    collections.create_collection(folder, "C")
    for name, rows in (("Away", (Variable(name="who", value="you"),)), ("Dev", ())):
        collections.save_environment(folder, Environment(key=f"environments/{name}.yml", name=name, variables=rows))
    collections.create_request(folder, "", Request(name="One", url="http://h/{{who}}"))
    (home / "data").mkdir(parents=True)
    save_globals(home / "data", (Variable(name="who", value="me"),))
    driver = start(folder=folder)
    page = driver.window.desk.open_page("environments")
    driver.settle()
    index = page.model.index(page.model.row_of_name("who"), page.model.column_of("environments/Dev.yml"))
    assert (index.data(), page.model.cell(index).note) == ("me", "From Global")
    assert page.problem_bar.problem is None
