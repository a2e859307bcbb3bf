"""One real sandbox for the package, with a clock that the tests move and sample data that is fresh for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from explorer.core.sandbox.server import Sandbox, SandboxInfo

START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Api:
    """Calls over TCP; paths are below the default service plan."""

    info: SandboxInfo
    client: httpx.Client
    clock: MovableClock

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        if json is not None:
            options["json"] = json
        url = f"{self.info.base_url}/xms/v1/{self.info.service_plan_id}{path}"
        options.setdefault("headers", {}).setdefault("Authorization", f"Bearer {self.info.token}")
        return self.client.request(method, url, **options)

    def send(self, **changes: Any) -> httpx.Response:
        """A correct text message with some fields changed; a field set to None is left out."""
        body = {"from": "12025550143", "to": ["447700900123"], "body": "hi"} | changes
        return self.call("POST", "/batches", {name: value for name, value in body.items() if value is not None})

    def sent_id(self, **changes: Any) -> str:
        answer = self.send(**changes)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


def assert_error(answer: httpx.Response, status: int, code: str, text: str | None = None) -> None:
    """The documented error shape: exactly ``code`` and ``text``."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"code", "text"}
    assert body["code"] == code
    if text is not None:
        assert body["text"] == text


@pytest.fixture(scope="session")
def _shared() -> Iterator[Api]:
    clock = MovableClock()
    sandbox = Sandbox(clock=clock, burst_limit=1_000_000)
    with httpx.Client(trust_env=False) as client:
        yield Api(sandbox.start_blocking(), client, clock)
    sandbox.stop_blocking()


@pytest.fixture
def api(_shared: Api) -> Api:
    _shared.clock.now = START
    assert _shared.client.post(f"{_shared.info.base_url}/_sandbox/reset").status_code == 204
    return _shared
