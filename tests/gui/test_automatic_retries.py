"""After a 429 the window sends again by itself, as often as the environment says and not once more."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.request import Header
from tests.driver import Driver

LIMITED = "Failure lab/429 Too Many Requests/Too fast, with a pause named.yml"


def allow(driver: Driver, retries: int) -> None:
    library = driver.explorer.bridge.library
    workspace = driver.explorer.bridge.workspace
    assert workspace is not None
    library.save_environment(replace(workspace.environment, retries=retries))
    driver.wait_until(lambda: workspace.environment.retries == retries, "the setting")


def refused_with_a_short_pause(driver: Driver) -> None:
    page = driver.open_request(LIMITED)
    header = Header(name="X-Sandbox-Fault", value="429; retry-after=1")
    page.composer.set_request(replace(page.request(), headers=(header,)))
    driver.send()


def test_it_sends_again_as_often_as_allowed(start) -> None:
    driver = start(sample=True)
    allow(driver, 1)
    refused_with_a_short_pause(driver)
    first = driver.page.shown.exchange.id
    assert "Stop retrying" in driver.text_on_screen(driver.page.result)
    driver.wait_until(lambda: driver.page.shown.exchange.id != first, "the second attempt", 5)
    assert "Stop retrying" not in driver.text_on_screen(driver.page.result)


def test_without_leave_it_does_not(start) -> None:
    driver = start(sample=True)
    allow(driver, 0)
    refused_with_a_short_pause(driver)
    assert "Stop retrying" not in driver.text_on_screen(driver.page.result)


def test_escape_stops_it(start) -> None:
    driver = start(sample=True)
    allow(driver, 2)
    refused_with_a_short_pause(driver)
    driver.press("Esc")
    assert "Stop retrying" not in driver.text_on_screen(driver.page.result)
