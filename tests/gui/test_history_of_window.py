"""The history in the whole window: private mode, and sending again exactly as it was."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.core.model.request import Header
from explorer.core.storage.history import History
from explorer.gui.history.page import HistoryPage
from tests import factories
from tests.conftest import Start
from tests.core.storage import recorded
from tests.driver import Driver

LONG_AGO = datetime.now(UTC) - timedelta(days=1000)
BATCH_KEY = "Sinch SMS API/Batches/Send a batch.yml"
SAVED_KEY = "Failure lab/404 Not Found/An unknown batch.yml"


def test_private_mode_is_seen_and_nothing_is_recorded(start: Start) -> None:
    driver = start(sample=True)
    driver.choose("history.private")
    assert [item.accessibleName() for item in driver.window.status.items][-1] == "Private: nothing is recorded"
    driver.send()
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    assert page.model.rowCount() == 0
    driver.choose("history.private")
    assert not driver.window.status.items[-1].isVisible()


def test_ctrl_d_compares_the_two_that_are_selected(start: Start) -> None:
    driver = start(sample=True)
    for _ in range(3):
        driver.send()
    driver.press("Ctrl+Shift+H")
    page = driver.window.desk.current
    driver.wait_until(lambda: page.model.loaded_count() == 3, "what was sent")
    driver.focus(page.list.view)
    newest, middle, oldest = (page.model.line_of(page.model.index(row, 0)).row.id for row in (1, 2, 3))
    page.list.view.show_exchange(newest)
    driver.press("Shift+Down")
    driver.press("Ctrl+D")
    driver.settle()
    assert page.marks == (middle, newest)
    page.list.view.show_exchange(middle)
    driver.press("Esc")
    driver.press("Ctrl+D")
    driver.wait_until(lambda: page.marks == (oldest, middle), "one that is selected, beside its last success")


def test_what_another_program_records_is_seen_when_the_window_comes_back(start: Start) -> None:
    driver = start(sample=True)
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    assert page.model.rowCount() == 0
    other = History(driver.window.bridge.places.data)
    driver.run(other.record(recorded.exchange(1, started=datetime.now(UTC)), recorded.succeeded()))
    driver.settle()
    assert page.model.rowCount() == 0
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    driver.wait_until(lambda: page.model.loaded_count() == 1, "the exchange of the other program")
    driver.run(other.aclose())


def test_what_was_masked_is_named_instead_of_sending_it_wrong(start: Start) -> None:
    driver = start(sample=True)
    driver.open_request(SAVED_KEY)
    driver.send()
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    page.list.view.send_as_it_was_requested.emit(page.model.line_of(page.model.index(1, 0)).row)
    driver.wait_until(driver.notices, "a notice")
    assert driver.notices() == ("Not sent: fill in Authorization, which is masked.",)
    request = driver.window.desk.request_page.request()
    assert request.url.startswith("http://127.0.0.1:")
    assert "{{" not in request.url
    answers = driver.answers
    driver.click(driver.window.toasts.toasts[0].action)
    driver.wait_until(lambda: driver.answers > answers, "an answer")
    assert driver.window.desk.request_page.request().url.startswith("{{base_url}}")
    assert driver.notices() == ()


def test_sent_again_with_todays_variables_it_has_its_folders_credentials_while_its_url_is_the_same(
    start: Start,
) -> None:
    driver = start(sample=True)
    driver.open_request(BATCH_KEY)
    driver.send()
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    page.list.view.setCurrentIndex(page.model.index(1, 0))
    driver.settle()
    driver.click(page.detail.again)
    driver.wait_until(lambda: driver.window.desk.request_page and driver.answers, "an answer")
    assert (driver.page.key, driver.pill()) == ("", "201 Created")
    assert driver.page.result.header.isVisible()
    driver.type_url("{{base_url}}/xms/v1/{{service_plan_id}}/batches?client_reference=a")
    driver.send()
    assert driver.pill() == "401 Unauthorized"


def test_masked_values_are_not_sent_again(start: Start) -> None:
    driver = start(sample=True)
    token = Header(name="Authorization", value="Bearer 0123456789abcdef0123456789abcdef")
    written = factories.request(url="http://127.0.0.1:9/x", headers=(token,))
    exchange = recorded.exchange(1, started=datetime.now(UTC), request=written)
    driver.run(driver.window.bridge.ledger.history.record(exchange, recorded.succeeded()))
    driver.window.opening.send_exchange_again(exchange.id)
    driver.wait_until(driver.notices, "a notice")
    assert driver.notices()[0].startswith("Not sent: some values were masked in the history (••••).")
    assert driver.answers == 0


def test_what_the_preferences_do_not_keep_is_gone_from_the_disk_after_the_start(start: Start, home: Path) -> None:
    driver = start(sample=True)
    folder = driver.window.bridge.places.data
    other = History(folder)
    answer = factories.response(200, "OK", {"said": "Rumpelstiltskin"})
    driver.run(other.record(recorded.exchange(1, outcome=answer, started=LONG_AGO), recorded.succeeded()))
    for number in range(2, 40):
        driver.run(other.record(recorded.exchange(number, started=datetime.now(UTC)), recorded.succeeded()))
    driver.run(other.aclose())
    assert any(b"umpelst" in path.read_bytes() for path in folder.glob("history.sqlite*"))
    driver = start(sample=True)
    driver.settle()
    driver.window.desk.open_page("history")
    driver.settle()
    assert not [path for path in home.rglob("*") if path.is_file() and b"umpelst" in path.read_bytes().lower()]


def test_nothing_is_asked_where_no_loop_runs(start: Start) -> None:
    driver = start(sample=True)
    driver.settle()
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    loop = asyncio.get_running_loop()
    asyncio.events._set_running_loop(None)  # as when Qt alone hands out an event, before the loop or after it
    try:
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    finally:
        asyncio.events._set_running_loop(loop)
    assert "history look" not in driver.window.bridge.tasks.names()


def test_deleted_exchanges_come_back_by_the_notice_and_are_gone_with_the_window(start: Start) -> None:
    driver = start(sample=True)
    driver.open_request(SAVED_KEY)
    driver.send()
    driver.send()
    page = driver.window.desk.open_page("history")
    driver.settle()
    assert isinstance(page, HistoryPage)
    delete_all(driver, page)
    driver.click(driver.window.toasts.toasts[0].action)
    driver.wait_until(lambda: page.model.loaded_count() == 2, "both exchanges again")
    assert driver.notices() == ()
    delete_all(driver, page)
    places = driver.window.bridge.places
    start(sample=True)
    with closing(sqlite3.connect(places.data / "history.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM details").fetchone() == (0,)


def delete_all(driver: Driver, page: HistoryPage) -> None:
    driver.press("Ctrl+A", page.list.view)
    driver.press("Del", page.list.view)
    driver.wait_until(lambda: page.model.rowCount() == 0, "an empty list")
    assert driver.notices() == ("2 exchanges deleted",)
