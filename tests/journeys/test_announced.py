"""Bodies that are not what was announced, in the window: longer than their length, silent, without a measure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.driver import Driver
from tests.journeys.threaded import answering


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


def test_a_length_that_is_too_small_is_told_above_the_body(driver: Driver) -> None:
    short = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n" + b"x" * 500
    right = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nfine"
    with answering(short, right) as server:
        result = driver.new_request(server.url).result
        driver.send()
        driver.wait_until(lambda: result.body.text() == "x" * 10, "the body")
        notice = result.body.notice
        assert notice.isVisible()
        assert "at least 490 further bytes after the length it announced (Content-Length: 10)" in notice.text()
        driver.send()
        driver.wait_until(lambda: result.body.text() == "fine", "the second body")
        assert not notice.isVisible()
