"""Whatever writes files of the collection refuses the value of a stored secret, with a sentence, and writes nothing.

The secrets belong to an environment that is not the active one: it is asked for them all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from explorer.core.model.collection import Folder
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import Header, Request
from explorer.core.model.tree import find
from explorer.core.storage import collections
from explorer.core.storage.collection_text import items_from_text, items_of_requests
from explorer.gui.bridge.library import Library
from explorer.gui.bridge.many import Many
from explorer.gui.environments.edits import Change
from explorer.gui.environments.environment_edits import settings_changed
from explorer.gui.environments.page import EnvironmentsPage
from tests.conftest import Start
from tests.driver import Driver
from tests.program import MemoryKeychain

SECRET = "s3cr3t-value"
LEAKING = Request(name="Leaking", headers=(Header(name="X", value=SECRET),))
GRPC = f"info: {{name: Call, type: grpc}}\ngrpc: {{url: 'grpc://{SECRET}'}}\n"


def made(folder: Path, keychain: MemoryKeychain) -> Path:
    collections.create_collection(folder, "C")
    secret = Variable(name="token", secret=True)
    collections.save_environment(folder, Environment(key="environments/Dev.yml", name="Dev"))
    prod = Environment(key="environments/Prod.yml", name="Prod", variables=(secret,))
    collections.save_environment(folder, prod)
    collections.create_folder(folder, "", "Orders")
    collections.create_request(folder, "", Request(name="One", url="http://h"))
    collections.create_request(folder, "", Request(name="Two", url="http://h"))
    collections.create_request(folder, "", LEAKING)
    keychain.set_password("explorer-http:C/Prod", "token", SECRET)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def ways(library: Library, many: Many) -> dict[str, Callable[[], None]]:
    """Everything that writes, by what the refusal says of the place."""
    collection = library.collection
    assert collection is not None
    one, orders = find(collection, "One.yml"), find(collection, "Orders")
    assert one is not None
    assert isinstance(orders, Folder)
    dev = collection.environments[0]
    rows = (Variable(name="v", value=SECRET),)
    named = f"The header X of “{LEAKING.name}” holds"
    return {
        "save": lambda: library.save_request("d", "One.yml", LEAKING),
        "create request": lambda: library.create_request("d", "", LEAKING),
        "new folder: The name holds": lambda: library.create_folder("", f"My {SECRET}"),
        "rename: The name holds": lambda: library.rename("Two.yml", SECRET),
        "rename folder: The name holds": lambda: library.rename("Orders", SECRET),
        "rename environment: The name holds": lambda: library.rename(dev.key, SECRET),
        f"duplicate: {named}": lambda: library.duplicate("Leaking.yml"),
        f"move: {named}": lambda: library.move("Leaking.yml", "Orders", None),
        f"move many: {named}": lambda: many.move(["One.yml", "Leaking.yml"], "Orders", None),
        f"duplicate many: {named}": lambda: many.duplicate(["One.yml", "Leaking.yml"]),
        f"copy to: {named}": lambda: many.copy_to(["Leaking.yml"], "Orders", None),
        f"paste: {named}": lambda: many.paste(items_of_requests([LEAKING]), ""),
        "paste: The value at grpc.url of “Call” holds": lambda: many.paste(items_from_text(GRPC), ""),
        "environment: The variable v holds": lambda: library.save_environment(replace(dev, variables=rows)),
        "environment: The name holds": lambda: library.save_environment(replace(dev, name=SECRET)),
        "new environment: The name holds": lambda: library.create_environment(SECRET),
        "collection: The documentation holds": lambda: library.save_collection(replace(collection, docs=SECRET)),
        "folder: The variable v holds": lambda: library.save_folder(replace(orders, variables=rows)),
        "globals: The variable v holds": lambda: library.save_globals(rows),
        "value: The variable x holds": lambda: library.set_variable("environment", dev.key, "x", SECRET),
        "variable: The name of a variable holds": lambda: library.renamings.rename("token", SECRET),
        "new collection: The name holds": lambda: library.create_collection(Path(collection.key) / "new", SECRET),
    }


def test_every_way_of_writing_refuses(start: Start, tmp_path: Path, keychain: MemoryKeychain) -> None:
    folder = made(tmp_path / "c", keychain)
    driver = start(folder=folder)
    library = driver.explorer.bridge.library
    told: list[str] = []
    library.failed.connect(told.append)
    before = contents(folder)
    for place, act in ways(library, Many(library)).items():
        told.clear()
        act()
        driver.run(library.idle())
        assert len(told) == 1, place
        assert place.rpartition(": ")[2] in told[0] or ": " not in place, (place, told)
        assert "the value of the secret variable token" in told[0], place
        assert SECRET not in told[0]
        assert told[0].endswith("nothing was saved."), place
        assert contents(folder) == before, place
    library.delete("Leaking.yml")
    driver.run(library.idle())
    assert not (folder / "Leaking.yml").exists(), "what leaks can be thrown away"


def test_a_secret_of_another_environment_is_not_saved_with_a_request(
    start: Start, tmp_path: Path, keychain: MemoryKeychain
) -> None:
    folder = made(tmp_path / "c", keychain)
    driver = start(folder=folder)
    driver.open_request("One.yml")
    driver.type_url(f"http://h/?key={SECRET}")
    driver.press("Ctrl+S")
    words = driver.answer("Use {{token}}")
    assert "The URL holds the value of the secret variable token" in words
    assert "where the environment it belongs to is active" in words
    driver.wait_until(lambda: "key={{token}}" in (folder / "One.yml").read_text(), "the file")
    assert SECRET not in (folder / "One.yml").read_text()


def test_a_name_is_refused_in_the_tree_and_in_the_matrix(
    start: Start, tmp_path: Path, keychain: MemoryKeychain
) -> None:
    folder = made(tmp_path / "c", keychain)
    driver = start(folder=folder)
    tree = driver.window.sidebar.tree
    tree.setCurrentIndex(driver.tree_index("Two.yml"))
    driver.press("F2", tree)
    editor = tree.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(SECRET)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    _refused(driver, "The name holds the value of the secret variable token")
    assert (folder / "Two.yml").is_file()
    driver.choose("environments.open")
    page = driver.window.desk.document("environments")
    assert isinstance(page, EnvironmentsPage)
    driver.settle()
    page.make(lambda: _described(page.book.environments))
    driver.settle()
    assert "The description of host holds the value of the secret variable token" in driver.text_on_screen()
    assert page.book.environments[0].variables == ()


def _described(environments: tuple[Environment, ...]) -> Change:
    row = Variable(name="host", description=f"as in {SECRET}")
    return settings_changed("Describe host", replace(environments[0], variables=(row,)))


def _refused(driver: Driver, words: str) -> None:
    driver.wait_until(lambda: any(words in one for one in driver.notices()), "the refusal")
    assert not any(SECRET in one for one in driver.notices())
