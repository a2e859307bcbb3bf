"""A pause the server asks for, worked by hand: the ring, sending by itself on wish, and every way to stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QCheckBox

from tests.core.transport.servers import Server, answering, ok
from tests.driver import Driver

WISH = "Send automatically when allowed"


@dataclass
class Lab:
    """The program and a server that says what a test wants."""

    driver: Driver
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    def serve(self, *answers: bytes) -> Server:
        return self.driver.run(self.stack.enter_async_context(answering(*answers)))

    def refused(self, status: str, *lines: str, method: str = "GET", then: bytes | None = None) -> Server:
        """Send by hand to a server that refuses once with these headers, then answers 200."""
        server = self.serve(refusal(status, *lines), then or ok(b"{}"))
        self.driver.new_request(f"{server.url}/things", method)
        self.driver.send()
        assert len(server.requests) == 1
        return server

    @property
    def ring(self):
        return self.driver.page.result.diagnosis._retry.ring

    @property
    def wish(self) -> QCheckBox:
        found = [
            one for one in self.driver.page.result.findChildren(QCheckBox) if one.text() == WISH and one.isVisible()
        ]
        assert found, self.driver.text_on_screen(self.driver.page.result)
        return found[0]

    def tick(self) -> None:
        self.driver.click(self.wish, QPoint(8, self.wish.height() // 2))

    @property
    def is_planned(self) -> bool:
        return "Stop retrying" in self.driver.text_on_screen(self.driver.page.result)


def refusal(status: str, *lines: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in lines)
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: 0\r\n\r\n".encode()


def in_s(seconds: int) -> tuple[str, str]:
    """Date and Retry-After as dates."""
    now = datetime.now(UTC).replace(microsecond=0)
    later = now + timedelta(seconds=seconds)
    return f"Date: {format_datetime(now, usegmt=True)}", f"Retry-After: {format_datetime(later, usegmt=True)}"


@pytest.fixture
def lab(shared_driver: Driver) -> Iterator[Lab]:
    """The shared window without a tab; put back afterwards."""
    shared_driver.close_all()
    environment = shared_driver.explorer.bridge.library.environment
    made = Lab(shared_driver)
    yield made
    shared_driver.close_all()
    shared_driver.explorer.bridge.library.use_environment(environment)
    shared_driver.run(made.stack.aclose())


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("lines", [("Retry-After: 30",), in_s(30)], ids=["seconds", "date"])
def test_both_forms_of_retry_after_start_the_ring(lab: Lab, status: str, lines: tuple[str, ...]) -> None:
    lab.refused(status, *lines)
    assert lab.ring.is_running
    assert 27 <= lab.ring.seconds_left <= 30
    assert "after Retry-After" in lab.driver.section("Retry")
    assert lab.wish.accessibleName() == WISH
    assert not lab.wish.isChecked()


@pytest.mark.parametrize(
    "lines",
    [
        ('RateLimit: "default";r=0;t=30',),
        ("RateLimit: limit=10, remaining=0, reset=30",),
        ("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 30"),
    ],
    ids=["draft", "older draft", "x-ratelimit"],
)
def test_limit_headers_start_the_ring_and_are_named(lab: Lab, lines: tuple[str, ...]) -> None:
    lab.refused("429 Too Many Requests", *lines)
    assert lab.ring.is_running
    assert 27 <= lab.ring.seconds_left <= 30
    assert f"after {lines[-1].partition(':')[0]}" in lab.driver.section("Retry")


def test_ticked_it_sends_at_zero_and_only_once(lab: Lab) -> None:
    server = lab.refused(
        "429 Too Many Requests", "Retry-After: 2", then=refusal("429 Too Many Requests", "Retry-After: 1")
    )
    lab.tick()
    assert lab.wish.isChecked()
    assert lab.is_planned
    before = lab.driver.answers
    lab.driver.wait_for_answer(before, 5)
    assert len(server.requests) == 2
    lab.driver.pause(1.6)
    assert len(server.requests) == 2


def test_the_keyboard_reaches_it(lab: Lab) -> None:
    server = lab.refused("503 Service Unavailable", "Retry-After: 2")
    wish = lab.wish
    lab.driver.focus(lab.driver.page.result.diagnosis._scroll)
    for _ in range(12):
        if wish.hasFocus():
            break
        lab.driver.press("Tab")
    assert wish.hasFocus()
    before = lab.driver.answers
    lab.driver.press("Space")
    assert wish.isChecked()
    lab.driver.wait_for_answer(before, 5)
    assert len(server.requests) == 2


def untick(lab: Lab) -> None:
    lab.tick()
    assert not lab.wish.isChecked()
    assert not lab.is_planned


def press_escape(lab: Lab) -> None:
    lab.driver.press("Esc")
    assert not lab.wish.isChecked()


def edit(lab: Lab) -> None:
    lab.driver.press("Ctrl+L")
    lab.driver.press("End")
    lab.driver.type("x")
    assert not lab.is_planned
    assert any("request has changed" in notice for notice in lab.driver.notices())


def close_the_tab(lab: Lab) -> None:
    lab.driver.close_request()


def test_what_stops_it_stops_it_for_good(lab: Lab) -> None:
    """Each in a tab of its own, and one wait until all would have been sent."""
    servers = {}
    for stop in (untick, press_escape, edit, close_the_tab):
        servers[stop.__name__] = lab.refused("429 Too Many Requests", "Retry-After: 2")
        lab.tick()
        assert lab.is_planned
        stop(lab)
    lab.driver.pause(2.5)
    assert {name: len(server.requests) for name, server in servers.items()} == dict.fromkeys(servers, 1)


def test_another_tab_in_front_does_not_stop_it(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 2")
    lab.tick()
    lab.driver.press("Ctrl+N")
    lab.driver.wait_until(lambda: len(server.requests) == 2, "the retry", 5)


def test_a_post_whose_effect_is_unknown_is_not_sent_by_itself(lab: Lab) -> None:
    server = lab.refused("503 Service Unavailable", "Retry-After: 1", method="POST")
    assert lab.ring.is_running
    assert WISH not in lab.driver.text_on_screen(lab.driver.page.result)
    assert "not repeated without asking" in lab.driver.section("Retry")
    lab.driver.pause(1.6)
    assert not lab.driver.dialogs()
    assert len(server.requests) == 1
    lab.driver.press("F5")
    assert "may have had an effect" in lab.driver.answer("Cancel")
    assert len(server.requests) == 1


def test_a_post_that_was_cut_off_is_not_sent_by_itself(lab: Lab) -> None:
    server = lab.serve(b"HTTP/1.1 200 OK\r\nContent-Le")
    lab.driver.new_request(f"{server.url}/things", "POST")
    before = lab.driver.answers
    lab.driver.press("Ctrl+Return")
    lab.driver.wait_until(lambda: server.requests, "the request")
    server.hang_up()
    lab.driver.wait_for_answer(before)
    assert WISH not in lab.driver.text_on_screen(lab.driver.page.result)
    lab.driver.press("F5")
    assert "may have had an effect" in lab.driver.answer("Cancel")
    assert len(server.requests) == 1


def test_before_its_time_a_retry_asks(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 20")
    lab.tick()
    lab.driver.press("F5")
    assert "The server asked for a pause of 20 s" in lab.driver.answer("Cancel")
    assert len(server.requests) == 1
    assert not lab.is_planned
    before = lab.driver.answers
    lab.driver.click(lab.driver.page.result.diagnosis.bar.retry)
    lab.driver.answer("Send again")
    lab.driver.wait_for_answer(before)
    assert len(server.requests) == 2


def test_after_its_time_a_retry_does_not_ask(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 1")
    lab.driver.wait_until(lambda: not lab.ring.is_running, "zero")
    lab.driver.send("F5")
    assert len(server.requests) == 2


def test_nothing_goes_out_by_itself_unticked(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 1")
    wish = lab.wish
    lab.driver.wait_until(lambda: not lab.ring.is_running, "zero")
    lab.driver.pause(0.5)
    assert len(server.requests) == 1
    assert not wish.isEnabled()
    timers = lab.driver.page.result.diagnosis.findChildren(QTimer)
    assert not [one for one in timers if one.isActive()]


def test_another_environment_stops_it(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 2")
    lab.tick()
    lab.driver.explorer.bridge.library.use_environment("Staging")
    lab.driver.wait_until(lambda: not lab.is_planned, "the end of the plan")
    lab.driver.pause(2.5)
    assert len(server.requests) == 1


def test_an_older_answer_in_its_place_stops_it(lab: Lab) -> None:
    server = lab.refused("429 Too Many Requests", "Retry-After: 3")
    page = lab.driver.page
    lab.driver.send()
    assert lab.driver.pill().startswith("200")
    page.past.show_older()
    lab.driver.wait_until(lambda: lab.driver.pill().startswith("429"), "the older answer")
    lab.tick()
    page.past.show_newer()
    lab.driver.wait_until(lambda: lab.driver.pill().startswith("200"), "the newer answer")
    lab.driver.pause(3.2)
    assert len(server.requests) == 2
