"""Several items of the tree by gesture: chosen with Ctrl and Shift, dropped, copied, pasted, deleted and taken back."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from explorer.gui.models.collection_drag import MIME_CURL, MIME_YAML
from tests.conftest import Start
from tests.driver import Driver
from tests.gui.test_collection import COLLECTION, menu_at, request_file

CONTROL = Qt.KeyboardModifier.ControlModifier
PING, PONG, LIST, ONE = "Ping.yml", "Pong.yml", "Orders/List orders.yml", "Orders/One order.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "Orders").mkdir(parents=True)
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "Orders" / "folder.yml").write_text("info:\n  name: Orders\n  type: folder\n  seq: 1\n")
    (root / LIST).write_text(request_file("List orders", "http://h/orders", 1000))
    (root / ONE).write_text("# kept\n" + request_file("One order", "http://h/orders/1", 2000))
    (root / PING).write_text(request_file("Ping", "http://h/ping", 2000))
    (root / PONG).write_text(request_file("Pong", "http://h/pong", 3000))
    return root


@pytest.fixture
def driver(start: Start, folder: Path) -> Driver:
    driver = start(folder=folder)
    driver.window.sidebar.tree.expandAll()
    return driver


def choose(
    driver: Driver, key: str, *others: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier
) -> None:
    """Put the cursor on one row without opening it, then click others with a modifier."""
    view = driver.window.sidebar.tree
    driver.focus(view)
    view.setCurrentIndex(driver.tree_index(key))
    for other in others:
        place = view.visualRect(driver.tree_index(other)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def drop(driver: Driver, data: QMimeData, at: QPoint, action: Qt.DropAction = Qt.DropAction.CopyAction) -> bool:
    """Drag over the tree and let go; whether the tree was ready to take it."""
    viewport, view = driver.window.sidebar.tree.viewport(), driver.window.sidebar.tree
    rest = (action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    view.dragEnterEvent(QDragEnterEvent(at, *rest))
    over = QDragMoveEvent(at, *rest)
    view.dragMoveEvent(over)
    view.dropEvent(QDropEvent(at.toPointF(), *rest))
    viewport.update()
    return over.isAccepted()


def kept(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in folder.rglob("*.yml"):
        with contextlib.suppress(FileNotFoundError):  # on its way, while the program runs
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return {key: data for key, data in found.items() if not key.startswith(".explorer/")}


def test_several_are_dropped_into_a_folder_and_taken_back(driver: Driver, folder: Path) -> None:
    before = kept(folder)
    driver.open_request(PONG)
    choose(driver, PING, PONG)
    view = driver.window.sidebar.tree
    assert view.chosen_keys() == (PING, PONG)
    assert len(driver.tab_titles()) == 2, "a click with Ctrl opens nothing"
    data = view.model().mimeData(view.selectionModel().selectedRows())
    target = view.visualRect(driver.tree_index(ONE))
    assert drop(driver, data, QPoint(target.center().x(), target.top() + 1), Qt.DropAction.MoveAction)
    driver.wait_until(lambda: driver.tree_names() == ("Orders", "List orders", "Ping", "Pong", "One order"), "the rows")
    assert driver.page.key == "Orders/Pong.yml", "its document follows"
    assert view.chosen_keys() == ("Orders/Ping.yml", "Orders/Pong.yml")
    assert driver.notices() == ("2 items were moved",)
    driver.focus(view)
    driver.press("Ctrl+Z")
    driver.wait_until(lambda: kept(folder) == before, "the files as they were")
    driver.wait_until(lambda: driver.page.key == PONG, "the document back")
    driver.press("Ctrl+Shift+Z")
    driver.wait_until(lambda: (folder / "Orders" / PONG).is_file(), "the move again")


def test_a_folder_is_not_dropped_into_itself(driver: Driver) -> None:
    choose(driver, "Orders", PING)
    view = driver.window.sidebar.tree
    data = view.model().mimeData(view.selectionModel().selectedRows())
    place = view.visualRect(driver.tree_index(LIST)).center()
    assert not drop(driver, data, place, Qt.DropAction.MoveAction)


def test_what_is_dragged_out_is_text(driver: Driver) -> None:
    view = driver.window.sidebar.tree
    data = view.model().mimeData([driver.tree_index(PONG), driver.tree_index("Orders")])
    assert data.text().count("---\n") == 2
    assert data.text().index("List orders") < data.text().index("Pong"), "in the order of the tree"
    assert bytes(data.data(MIME_YAML).data()).decode() == data.text()
    assert bytes(data.data(MIME_CURL).data()).decode().splitlines()[-1] == "curl --globoff http://h/pong"


def test_chosen_with_shift_duplicated_and_deleted_as_one(driver: Driver, folder: Path) -> None:
    choose(driver, LIST, PING, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert driver.window.sidebar.tree.chosen_keys() == (LIST, ONE, PING)
    menu_at(driver, ONE)
    driver.pick("Duplicate")
    driver.wait_until(lambda: len(driver.tree_names()) == 8, "the copies")
    assert driver.tree_names()[1:5] == ("List orders", "List orders copy", "One order", "One order copy")
    assert len(driver.window.sidebar.tree.chosen_keys()) == 3, "the copies are chosen"
    driver.focus(driver.window.sidebar.tree)
    driver.press("Del")
    driver.wait_until(lambda: len(driver.tree_names()) == 5, "the end of the copies")
    driver.click(driver.window.toasts.toasts[-1].action)
    driver.wait_until(lambda: len(driver.tree_names()) == 8, "the copies again")


def test_copied_as_yaml_and_pasted_elsewhere(driver: Driver, folder: Path) -> None:
    choose(driver, ONE)
    driver.press("Ctrl+C")
    driver.wait_until(lambda: "One order" in QGuiApplication.clipboard().text(), "the text")
    assert QGuiApplication.clipboard().text() == (folder / ONE).read_text()
    choose(driver, PING)
    driver.press("Ctrl+V")
    driver.wait_until(lambda: driver.tree_names()[-3:] == ("Ping", "One order", "Pong"), "the copy after Ping")
    assert (folder / "One order.yml").read_text().startswith("# kept\n")
    assert driver.page.key == "One order.yml", "a single one opens"


def test_cut_and_pasted(driver: Driver, folder: Path) -> None:
    choose(driver, PING, PONG)
    driver.press("Ctrl+X")
    driver.wait_until(lambda: "Pong" in QGuiApplication.clipboard().text(), "the text")
    choose(driver, "Orders")
    driver.press("Ctrl+V")
    driver.wait_until(lambda: driver.tree_names()[-1] == "Pong" and not (folder / PING).exists(), "the move")
    assert (folder / "Orders" / PING).is_file()


def test_rows_move_with_alt_and_arrows(driver: Driver, folder: Path) -> None:
    choose(driver, PING, PONG)
    driver.press("Alt+Up")
    driver.wait_until(lambda: driver.tree_names()[:2] == ("Ping", "Pong"), "the rows above the folder")
    choose(driver, LIST)
    driver.press("Alt+Down")
    driver.wait_until(lambda: driver.tree_names()[-2:] == ("One order", "List orders"), "the row one down")


def test_curl_is_pasted_and_its_credential_asked_about(driver: Driver, folder: Path) -> None:
    QGuiApplication.clipboard().setText("curl http://h/new -k -H 'Authorization: Bearer abc' -d '{}'")
    choose(driver, "Orders")
    driver.press("Ctrl+V")
    words = driver.answer("Cancel")
    assert "token would stand readable" in words
    driver.settle()
    assert not (folder / "Orders" / "new.yml").exists()
    driver.press("Ctrl+V", driver.window.sidebar.tree)
    driver.answer("Write it")
    driver.wait_until((folder / "Orders" / "new.yml").is_file, "the file")
    assert any("--insecure was left out" in notice for notice in driver.notices())
    QGuiApplication.clipboard().setText("nothing of use")
    driver.press("Ctrl+V", driver.window.sidebar.tree)
    assert any("There is no request on the clipboard" in notice for notice in driver.notices())


def test_files_are_dropped_in(driver: Driver, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "Other.yml"
    path.write_text(request_file("Other", "http://h/other", 5))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    view = driver.window.sidebar.tree
    assert drop(driver, data, view.visualRect(driver.tree_index("Orders")).center())
    driver.wait_until((folder / "Orders" / "Other.yml").is_file, "the file")
    plain = QMimeData()
    plain.setText("Hello")
    assert not drop(driver, plain, view.visualRect(driver.tree_index(PING)).center())


def test_curl_in_the_url_fills_the_request_and_ctrl_z_empties_it(driver: Driver) -> None:
    page = driver.open_request(PING)
    driver.press("Ctrl+L")
    QGuiApplication.clipboard().setText(
        "curl 'http://h/thing?a=1' -X PUT -H 'X-A: 1' --data-raw $'{\"a\": \"it\\'s\"}'"
    )
    driver.press("Ctrl+V")
    request = page.request()
    assert (request.method, request.url, request.name) == ("PUT", "http://h/thing?a=1", "Ping")
    assert request.body.text == '{"a": "it\'s"}'  # type: ignore[union-attr]
    driver.press("Ctrl+Z", page.composer.bar.url)
    assert (page.request().method, page.request().url) == ("GET", "http://h/ping")
    assert not page.is_unsaved
    QGuiApplication.clipboard().setText("http://h/plain")
    driver.press("Ctrl+L")
    driver.press("Ctrl+V")
    assert page.request().url == "http://h/plain"
    QGuiApplication.clipboard().setText("curl --socks5-gssapi x http://h")
    driver.press("Ctrl+V")
    assert driver.notices()[-1] == "The curl option --socks5-gssapi is not understood."
