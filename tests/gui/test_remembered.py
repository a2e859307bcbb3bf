"""What a person chose is there again at the next start."""

import pytest

from explorer.gui.result.asked_queries import asked
from explorer.gui.result.filter_bar import FilterBar
from tests.conftest import Start
from tests.core.transport.servers import ok
from tests.driver import Driver
from tests.journeys.threaded import answering


def test_the_choice_outlives_the_program(start: Start) -> None:
    first = start(sample=True)
    first.press("Ctrl+B")
    second = start(sample=True)
    assert second.window.rail.isVisible()


def test_theme_and_zoom_are_remembered(start: Start) -> None:
    first = start()
    first.choose("theme.dark")
    first.press("Ctrl++")
    first.settle()
    second = start()
    assert second.explorer.bridge.settings.theme == "dark"
    assert second.explorer.bridge.settings.text_scale_percent == 110


def _filtering(driver: Driver) -> FilterBar:
    with answering(ok(b'{"id": 1}', "Content-Type: application/json")) as server:
        driver.new_request(server.url)
        body = driver.send().result.body
    driver.wait_until(body.open_filter, "a body that can be filtered")
    return body.filter_bar


def test_queries_of_bodies_are_remembered_and_those_with_a_secret_are_not(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "rows", [])
    first = start(sample=True)
    bar = _filtering(first)
    workspace = first.explorer.bridge.workspace
    assert workspace is not None
    workspace.secret_values[("Sandbox", "pin")] = "s3cr3t-value"
    for expression in ("$.*", "$..id", "$[?@ == 's3cr3t-value']"):
        bar.field.clear()
        first.type(expression, bar.field)
        first.press("Return", bar.field)
        first.wait_until(lambda: "match" in bar.outcome())
    assert len(asked.of("jsonpath")) == 3
    restore = asked.restore

    def restore_alone(plain: object) -> None:
        asked.rows = []  # as another process begins
        restore(plain)

    monkeypatch.setattr(asked, "restore", restore_alone)
    second = start(sample=True)
    bar = _filtering(second)
    second.press("Up", bar.field)
    assert bar.field.text() == "$..id"
    assert asked.of("jsonpath") == ["$..id", "$.*"]
    files = [one for one in second.explorer.bridge.places.config.rglob("*") if one.is_file()]
    assert any(b"$..id" in one.read_bytes() for one in files)
    assert not any(b"s3cr3t" in one.read_bytes() for one in files)
