"""Ctrl+Z in the tree takes back what was done there last, step by step, and Ctrl+Shift+Z does it again."""

from __future__ import annotations

from pathlib import Path

from explorer.core.storage import collections
from tests.conftest import Start
from tests.driver import Driver


def made(folder: Path) -> Path:
    (folder / "Orders").mkdir(parents=True)
    (folder / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: Shop\n')
    for key in ("Orders/List.yml", "Orders/One.yml", "Ping.yml"):
        name = Path(key).stem
        (folder / key).write_text(
            f"info:\n  name: {name}\n  type: http\nhttp:\n  method: GET\n  url: http://h/{name}\n"
        )
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and ".explorer" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def edit_titles(driver: Driver) -> tuple[str, str]:
    actions = [driver.window.commands.action(f"edit.{one}") for one in ("undo", "redo")]
    return tuple(one.text() if one.isEnabled() else "" for one in actions)  # type: ignore[return-value]


def press(driver: Driver, keys: str) -> None:
    view = driver.window.sidebar.tree
    driver.focus(view)
    driver.press(keys, view)
    driver.run(driver.explorer.bridge.library.idle())


def test_moves_renames_copies_and_deletions_are_taken_back_in_turn(start: Start, tmp_path: Path) -> None:
    folder = made(tmp_path / "shop")
    driver = start(folder=folder)
    library, states = driver.explorer.bridge.library, [contents(folder)]
    assert edit_titles(driver) == ("", "")
    driver.open_request("Ping.yml")
    for act in (
        lambda: library.move("Ping.yml", "Orders", "Orders/List.yml"),
        lambda: library.rename("Orders/Ping.yml", "Pong"),
        lambda: library.duplicate("Orders/Pong.yml"),
        lambda: library.delete("Orders/Pong.yml"),
    ):
        act()
        driver.run(library.idle())
        states.append(contents(folder))
    assert edit_titles(driver) == ("Undo deletion of “Pong”", "")
    words = ["deletion of “Pong”", "copy of “Pong”", "rename of “Ping”", "move of “Ping”"]
    for step, state in zip(words, reversed(states[:-1]), strict=True):
        assert edit_titles(driver)[0] == f"Undo {step}"
        press(driver, "Ctrl+Z")
        assert contents(folder) == state
        assert driver.notices()[-1] == f"Undone: {step}"
    assert driver.window.desk.find_request("Ping.yml") is not None, "the open request went along"
    press(driver, "Ctrl+Z")
    assert edit_titles(driver) == ("", "Redo move of “Ping”")
    for state in states[1:]:
        press(driver, "Ctrl+Shift+Z")
        assert contents(folder) == state
    assert edit_titles(driver)[1] == ""


def test_a_name_with_signs_or_without_end_stands_in_the_menu_as_it_is(start: Start, tmp_path: Path) -> None:
    driver = start(folder=made(tmp_path / "shop"))
    library, commands = driver.explorer.bridge.library, driver.window.commands
    library.rename("Ping.yml", "Q&A")
    driver.run(library.idle())
    library.delete("Q&A.yml")
    driver.run(library.idle())
    assert commands.title("edit.undo") == "Undo deletion of “Q&A”"
    assert commands.action("edit.undo").text() == "Undo deletion of “Q&&A”", "one & alone would mark a key"
    library.rename("Orders/One.yml", "x" * 300)
    driver.run(library.idle())
    library.delete(f"Orders/{'x' * 180}.yml")
    driver.run(library.idle())
    assert len(commands.title("edit.undo")) == 80
    assert commands.title("edit.undo").endswith("xx…”")


def test_a_folder_that_undo_brings_back_does_not_wait_for_a_name(start: Start, tmp_path: Path) -> None:
    folder = made(tmp_path / "shop")
    driver = start(folder=folder)
    library, before = driver.explorer.bridge.library, contents(folder)
    for key in ("Ping.yml", "Orders"):
        library.delete(key)
        driver.run(library.idle())
    tree = driver.window.sidebar.tree
    driver.focus(tree)
    for _ in range(2):
        driver.press("Ctrl+Z")
        driver.run(library.idle())
        assert tree.state() is not tree.State.EditingState
    assert contents(folder) == before


def test_undo_of_a_new_request_puts_it_into_the_trash(start: Start, tmp_path: Path) -> None:
    folder = made(tmp_path / "shop")
    driver = start(folder=folder)
    driver.click(driver.window.sidebar.add_button)
    driver.wait_until(lambda: "New request" in driver.tree_names(), "the request")
    press(driver, "Ctrl+Z")
    assert "New request" not in driver.tree_names()
    page = driver.page
    assert (page.title, page.key) == ("New request", ""), "its tab stays, without a file"
    press(driver, "Ctrl+Shift+Z")
    assert "New request" in driver.tree_names()
    assert (driver.page, page.key) == (page, "New request.yml"), "and belongs to it again"


def test_what_cannot_be_taken_back_is_said_and_passed_over(start: Start, tmp_path: Path) -> None:
    folder = made(tmp_path / "shop")
    driver = start(folder=folder)
    library = driver.explorer.bridge.library
    library.rename("Ping.yml", "Pong")
    library.rename("Orders/List.yml", "All")
    driver.run(library.idle())
    collections.delete(folder, "Orders/All.yml")
    press(driver, "Ctrl+Z")
    assert "“Orders/All.yml” does not exist any more." in driver.notices()
    press(driver, "Ctrl+Z")
    assert (folder / "Ping.yml").exists()
