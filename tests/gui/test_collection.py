"""Requests and folders by gesture: save, rename, duplicate, move, delete and take back; on screen and on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.conftest import Start
from tests.driver import Driver

COLLECTION = 'opencollection: "1.0.0"\ninfo:\n  name: Shop\n'


def request_file(name: str, url: str, seq: int) -> str:
    return f"info:\n  name: {name}\n  type: http\n  seq: {seq}\nhttp:\n  method: GET\n  url: {url}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Orders").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "Orders" / "folder.yml").write_text("info:\n  name: Orders\n  type: folder\n  seq: 1\n")
    (root / "Orders" / "List orders.yml").write_text(request_file("List orders", "http://h/orders", 1))
    (root / "Orders" / "One order.yml").write_text("# kept\n" + request_file("One order", "http://h/orders/1", 2))
    (root / "Ping.yml").write_text(request_file("Ping", "http://h/ping", 2))
    return root


@pytest.fixture
def driver(start: Start, folder: Path) -> Driver:
    return start(folder=folder)


def menu_at(driver: Driver, key: str) -> None:
    """The menu of a row of the tree."""
    view = driver.window.sidebar.tree
    index = driver.tree_index(key)
    driver._unfold(index)
    view.customContextMenuRequested.emit(view.visualRect(index).center())


def rename_in_place(driver: Driver, name: str) -> None:
    """Type into the row's field, which must be open."""
    view = driver.window.sidebar.tree
    found: list[QLineEdit] = []

    def look() -> bool:
        found[:] = [one for one in view.viewport().findChildren(QLineEdit) if one.isVisible()]
        return bool(found)

    driver.wait_until(look, "the field in the tree")
    found[0].selectAll()
    QTest.keyClicks(found[0], name)
    QTest.keyClick(found[0], Qt.Key.Key_Return)


def test_the_tree_shows_the_folder(driver: Driver) -> None:
    assert driver.tree_names() == ("Orders", "List orders", "One order", "Ping")
    assert driver.window.sidebar.workspace.text() == "Shop"
    assert driver.tab_titles() == ("Welcome",)


def test_save(driver: Driver, folder: Path) -> None:
    driver.open_request("Orders/One order.yml")
    assert driver.tab_titles()[-1] == "GET One order"
    driver.type_url("http://h/orders/2")
    assert driver.tab_titles()[-1] == "GET One order, not saved"
    driver.press("Ctrl+S")
    driver.wait_until(lambda: driver.tab_titles()[-1] == "GET One order", "the saved mark")
    text = (folder / "Orders" / "One order.yml").read_text()
    assert "url: http://h/orders/2" in text
    assert text.startswith("# kept\n"), "comments survive"


def test_undone_changes_are_no_changes(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.type_url("http://h/pong")
    assert driver.tab_titles()[-1].endswith("not saved")
    driver.type_url("http://h/ping")
    assert driver.tab_titles()[-1] == "GET Ping"


def test_save_a_new_request_asks_for_its_name(driver: Driver, folder: Path) -> None:
    driver.open_request("Orders/One order.yml")
    driver.new_request("http://h/new")
    driver.press("Ctrl+S")
    field = driver.dialog().findChild(QLineEdit)
    field.selectAll()
    driver.type("Brand new", field)
    driver.answer("OK")
    driver.wait_until(lambda: "GET Brand new" in driver.tab_titles(), "the named tab")
    driver.wait_until(lambda: "Brand new" in driver.tree_names(), "the row")
    (path,) = folder.rglob("Brand new.yml")
    assert "url: http://h/new" in path.read_text()


def test_save_can_be_cancelled(driver: Driver, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    driver.new_request("http://h/new")
    driver.press("Ctrl+S")
    driver.answer("Cancel")
    driver.settle()
    assert sorted(folder.rglob("*")) == before
    assert driver.tab_titles()[-1] == "GET new, not saved"


def test_save_without_a_collection_keeps_the_draft(start: Start) -> None:
    driver = start()
    driver.new_request("http://h/new")
    driver.press("Ctrl+S")
    driver.wait_until(driver.notices, "a notice")
    assert "the draft is kept" in driver.notices()[0]


def test_rename_through_the_menu_of_the_tree(driver: Driver, folder: Path) -> None:
    driver.open_request("Ping.yml")
    menu_at(driver, "Ping.yml")
    driver.pick("Rename")
    rename_in_place(driver, "Pong")
    driver.wait_until(lambda: "Pong" in driver.tree_names(), "the new name")
    driver.wait_until(lambda: "GET Pong" in driver.tab_titles(), "the tab follows")
    assert (folder / "Pong.yml").is_file()
    assert not (folder / "Ping.yml").exists()


def test_rename_a_folder_moves_the_open_requests_along(driver: Driver, folder: Path) -> None:
    driver.open_request("Orders/One order.yml")
    driver.window.sidebar.tree.edit_name("Orders")
    rename_in_place(driver, "Purchases")
    driver.wait_until(lambda: "Purchases" in driver.tree_names(), "the new name")
    driver.wait_until(lambda: driver.page.key == "Purchases/One order.yml", "the key follows")
    driver.type_url("http://h/elsewhere")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: driver.tab_titles()[-1] == "GET One order", "the saved mark")
    assert "http://h/elsewhere" in (folder / "Purchases" / "One order.yml").read_text()


def test_f2_renames(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.focus(driver.window.sidebar.tree)
    driver.press("F2")
    rename_in_place(driver, "Pong")
    driver.wait_until(lambda: "Pong" in driver.tree_names(), "the new name")


def test_a_renamed_request_stays_selected(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.choose("request.rename")
    rename_in_place(driver, "Pong")
    driver.wait_until(lambda: driver.page.key == "Pong.yml", "the new key")
    assert driver.window.sidebar.tree.selected_key() == "Pong.yml"


def test_rename_does_not_lose_unsaved_changes(driver: Driver, folder: Path) -> None:
    driver.open_request("Ping.yml")
    driver.type_url("http://h/unsaved")
    driver.choose("request.rename")
    rename_in_place(driver, "Pong")
    driver.wait_until(lambda: "Pong" in driver.tree_names(), "the new name")
    driver.wait_until(lambda: driver.page.key == "Pong.yml", "the key follows")
    assert driver.page.composer.bar.url.text() == "http://h/unsaved"
    assert driver.tab_titles()[-1].endswith("not saved")
    assert "http://h/ping" in (folder / "Pong.yml").read_text()


def test_duplicate(driver: Driver, folder: Path) -> None:
    menu_at(driver, "Ping.yml")
    driver.pick("Duplicate")
    driver.wait_until(lambda: sum("Ping" in name for name in driver.tree_names()) == 2, "the copy")
    assert len(list(folder.glob("Ping*.yml"))) == 2
    assert driver.page.composer.bar.url.text() == "http://h/ping", "the copy is opened"


def test_delete_and_take_back(driver: Driver, folder: Path) -> None:
    driver.open_request("Ping.yml")
    before = (folder / "Ping.yml").read_text()
    menu_at(driver, "Ping.yml")
    driver.pick("Move to trash")
    driver.wait_until(lambda: "Ping" not in driver.tree_names(), "the gap")
    assert not (folder / "Ping.yml").exists()
    assert driver.notices() == ("Moved to the trash",)
    assert driver.tab_titles()[-1].endswith("not saved"), "the open tab keeps what it had"
    driver.click(driver.window.toasts.toasts[0].action)
    driver.wait_until(lambda: "Ping" in driver.tree_names(), "the request again")
    assert (folder / "Ping.yml").read_text() == before


def test_delete_a_folder_and_restore_it_by_the_menu(driver: Driver, folder: Path) -> None:
    menu_at(driver, "Orders")
    driver.pick("Move to trash")
    driver.wait_until(lambda: driver.tree_names() == ("Ping",), "the gap")
    driver.choose("trash.restore")
    driver.wait_until(lambda: "One order" in driver.tree_names(), "the folder again")
    assert (folder / "Orders" / "One order.yml").read_text().startswith("# kept\n")


def test_delete_key_in_the_tree(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.focus(driver.window.sidebar.tree)
    driver.press("Del")
    driver.wait_until(lambda: "Ping" not in driver.tree_names(), "the gap")


def test_move_by_dropping(driver: Driver, folder: Path) -> None:
    view = driver.window.sidebar.tree
    source, target = driver.tree_index("Ping.yml"), driver.tree_index("Orders")
    model = view.model()
    data = model.mimeData([source])
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, target)
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, target)
    driver.wait_until(lambda: (folder / "Orders" / "Ping.yml").is_file(), "the moved file")
    driver.wait_until(lambda: driver.tree_names() == ("Orders", "List orders", "One order", "Ping"), "the moved row")
    assert not model.canDropMimeData(
        model.mimeData([driver.tree_index("Orders")]), Qt.DropAction.MoveAction, -1, -1, driver.tree_index("Orders")
    )


def test_a_new_folder_and_a_request_in_it(driver: Driver, folder: Path) -> None:
    menu_at(driver, "Orders")
    driver.pick("New folder")
    rename_in_place(driver, "Returns")
    driver.wait_until(lambda: "Returns" in driver.tree_names(), "the folder")
    menu_at(driver, "Orders/Returns")
    driver.pick("New request")
    driver.wait_until(lambda: "New request" in driver.tree_names(), "the new request")
    assert list((folder / "Orders" / "Returns").glob("New request*.yml"))


def test_the_plus_button_makes_a_request(driver: Driver) -> None:
    driver.click(driver.window.sidebar.add_button)
    driver.wait_until(lambda: any("New request" in title for title in driver.tab_titles()), "a new request", 2)


def test_opening_the_same_request_twice_shows_its_tab(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.open_request("Orders/One order.yml")
    driver.open_request("Ping.yml")
    assert driver.tab_titles().count("GET Ping") == 1


def test_last_results_stand_in_the_tree(driver: Driver) -> None:
    driver.open_request("Ping.yml")
    driver.type_url("http://127.0.0.1:9/")
    driver.send()
    index = driver.tree_index("Ping.yml")
    driver.wait_until(lambda: "last result TCP" in str(index.data(Qt.ItemDataRole.AccessibleTextRole)), "the result")


def test_a_change_outside_is_seen_after_reading_again(driver: Driver, folder: Path) -> None:
    (folder / "Later.yml").write_text(request_file("Later", "http://h/later", 9))
    driver.explorer.bridge.library.reload()
    driver.wait_until(lambda: "Later" in driver.tree_names(), "the new file")


def test_curl_on_the_clipboard_opens_as_a_request(start: Start) -> None:
    driver = start()
    QGuiApplication.clipboard().setText("curl -X PUT http://h/thing -H 'X-A: 1' -d '{}'")
    page = driver.window.desk.current
    driver.focus(page)
    driver.press("Ctrl+V")
    driver.wait_until(lambda: driver.window.desk.request_page is not None, "the request")
    assert driver.page.composer.bar.url.text() == "http://h/thing"
    assert driver.page.request().method == "PUT"
