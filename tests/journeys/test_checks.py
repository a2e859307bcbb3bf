"""A failed connection is looked into from the window: by button, key and palette, stopped, repeated, kept, copied."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from explorer.core.model.diagnosis import Standing
from tests.core.transport.servers import closed_port, ok
from tests.core.transport.test_tls import self_signed
from tests.driver import Driver
from tests.journeys.threaded import answering, serving
from tests.program import running_program, surroundings


@pytest.fixture(scope="module")
def driver(application: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A window without a collection."""
    import sys

    hook = sys.excepthook
    with surroundings(tmp_path_factory.mktemp("program")), running_program() as made:
        yield made
    sys.excepthook = hook


@pytest.fixture(autouse=True)
def _closed(driver: Driver) -> Iterator[None]:
    yield
    while driver.window.desk.request_page is not None:
        driver.close_request()


def send(driver: Driver, url: str) -> None:
    driver.new_request(url)
    driver.send()


def button(driver: Driver, text: str) -> QPushButton:
    found = [one for one in driver.page.result.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    assert len(found) == 1, f"{text}: {len(found)}"
    return found[0]


def wait_for_check(driver: Driver) -> None:
    driver.wait_until(lambda: driver.page.shown.checks is not None, "what the check found")


@pytest.mark.parametrize("route", ["button", "key", "palette"])
def test_a_refused_connection_is_looked_into(driver: Driver, route: str) -> None:
    port = closed_port()
    send(driver, f"http://127.0.0.1:{port}/")
    assert "Your request is not sent." in driver.section("Check")
    match route:
        case "button":
            driver.click(button(driver, "Check"))
        case "key":
            driver.press("F7")
        case _:
            driver.choose("diagnosis.check")
    wait_for_check(driver)
    assert "Checked at" in driver.section("Check")
    assert f"127.0.0.1:{port} refused within" in driver.section("Check")
    assert "tried again" in driver.section("Why")


def test_it_names_what_it_looks_at_and_stops(driver: Driver) -> None:
    async def speechless_from_now_on(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        if speechless:
            await asyncio.sleep(20)

    speechless: list[bool] = []
    with serving(speechless_from_now_on) as server:
        send(driver, server.url)
        speechless.append(True)
        for stop in ("Esc", "Stop"):
            before = server.connections
            driver.press("F7")
            driver.wait_until(lambda: "Greeting port" in driver.section("Check"), "what is looked at")
            driver.wait_until(lambda before=before: server.connections == before + 2, "the greeting at the server")
            if stop == "Esc":
                driver.press("Esc")
            else:
                driver.click(button(driver, "Stop"))
            driver.wait_until(lambda: "Your request is not sent." in driver.section("Check"), "the offer")
            assert driver.notices()[-1] == "The check was stopped."
    assert driver.page.shown.checks is None


def test_causes_change_in_place_and_come_back_with_their_exchange(driver: Driver, tmp_path: Path) -> None:
    with answering(ok(), tls=self_signed(tmp_path)) as server:
        send(driver, server.secure_url)
        headline = driver.headline()
        scroll = driver.page.result.diagnosis.page
        driver.press("F7")
        wait_for_check(driver)
        assert driver.page.result.diagnosis.page is not scroll
        assert driver.headline() == headline
        assert "seen again, the same one" in driver.section("Why")
        first = driver.page.shown.exchange.id
        driver.send("F5")
        assert "Your request is not sent." in driver.section("Check"), "another exchange, not looked into"
        driver.press("Ctrl+Alt+Left")
        driver.wait_until(lambda: driver.page.shown.exchange.id == first, "the older exchange")
        driver.wait_until(lambda: "Checked at" in driver.section("Check"), "what was found of it")
        driver.click(button(driver, "Check again"))
        before = driver.page.shown.checks
        driver.wait_until(lambda: driver.page.shown.checks is not before, "the second check")
    driver.click(button(driver, "Copy"))
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"Checked localhost:{server.port} on ")
    assert "SHA-256" in text
    assert driver.notices()[-1] == "Copied what the check found"


def test_an_exchange_of_the_history_is_looked_into_as_it_is_now(driver: Driver) -> None:
    port = closed_port()
    send(driver, f"http://127.0.0.1:{port}/")
    exchange_id = driver.page.shown.exchange.id
    driver.close_request()
    driver.press("Ctrl+Shift+H")
    history = driver.window.desk.current
    driver.wait_until(lambda: history.list.view.show_exchange(exchange_id), "the recorded exchange")
    driver.press("Return", history.list.view)
    driver.wait_until(lambda: driver.window.desk.request_page is not None, "its request")
    driver.wait_until(lambda: driver.page.shown is not None, "the exchange as it was")
    assert "Your request is not sent." in driver.section("Check")
    driver.press("F7")
    wait_for_check(driver)
    causes = {one.id: one.standing for one in driver.page.shown.diagnosis.causes}
    assert causes["connection_refused.stopped"] is Standing.CONFIRMED


def test_nothing_to_look_into(driver: Driver) -> None:
    with answering(ok(b"1")) as server:
        send(driver, server.url)
        driver.press("F7")
    assert driver.notices()[-1] == "There is no failed connection to check."
    assert driver.pill() == "200 OK"
