"""What cannot be sent is refused with a sentence, and nothing reaches the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.core.model.request import Header, Request
from tests.driver import Driver
from tests.journeys.threaded import answering


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


def test_unresolved_variables_are_all_named_at_once(driver: Driver) -> None:
    with answering(b"") as server:
        driver.new_request(f"{server.url}/{{{{first_unknown}}}}?q={{{{second_unknown}}}}&r={{{{token}}}}")
        driver.send()
        assert server.connections == 0
    assert driver.pill() == "Not sent"
    sentence = "{{first_unknown}}, {{second_unknown}} have no value in the environment Sandbox."
    assert driver.headline() == sentence
    assert "Nothing was sent." in driver.text_on_screen(driver.page.result)
    assert driver.result_tabs() == () or not driver.page.result.tabs.isVisible()
    footer = driver.text_on_screen(driver.page.composer.pane.footer)
    driver.wait_until(lambda: "first_unknown" in driver.text_on_screen(driver.page.composer.pane.footer), footer)


def test_after_a_refusal_the_same_request_can_be_sent(driver: Driver) -> None:
    driver.new_request("{{base_url}}/{{unknown_name}}")
    driver.send()
    assert driver.pill() == "Not sent"
    driver.type_url("{{base_url}}/_sandbox/status/204")
    driver.send()
    assert driver.pill() == "204 No Content"
    assert driver.page.composer.bar.send.text() == "Send"


@pytest.mark.parametrize("value", ["a\r\nX-Injected: b", "a\nX-Injected: b", "a\rb", "a\0b"])
def test_header_injection(driver: Driver, value: str) -> None:
    with answering(b"") as server:
        request = Request(url=server.url, headers=(Header(name="X-Note", value=value),))
        driver.window.new_request(request)
        driver.send()
        assert server.connections == 0
    assert driver.pill() == "Not sent"
    assert "X-Note" in driver.headline()
    assert driver.headline().endswith(".")


def test_header_injection_through_a_variable(driver: Driver) -> None:
    workspace = driver.explorer.bridge.workspace
    from explorer.core.model.environment import Variable

    workspace.overrides["note"] = Variable(name="note", value="a\r\nX-Injected: b")
    try:
        with answering(b"") as server:
            driver.window.new_request(Request(url=server.url, headers=(Header(name="X-Note", value="{{note}}"),)))
            driver.send()
            assert server.connections == 0
    finally:
        del workspace.overrides["note"]
    assert driver.pill() == "Not sent"
    assert "X-Note" in driver.headline()


@pytest.mark.parametrize(
    "url",
    ["http://", "http://[::1", "http://a b.example/", "http://host:99999/", "ftp://host/file", "http://ho\u2028st/"],
)
def test_invalid_urls(driver: Driver, url: str) -> None:
    driver.window.new_request(Request(url=url))
    driver.send()
    assert driver.pill() == "Not sent"
    assert driver.headline().endswith(".")
    assert len(driver.headline()) > 15


def test_an_empty_url(driver: Driver) -> None:
    driver.new_request()
    driver.send()
    assert driver.pill() == "Not sent"
    assert driver.headline().endswith(".")
