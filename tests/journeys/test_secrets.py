"""Secret values reach the server and nothing else: not the disk, not the log, not the screen."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtGui import QGuiApplication

from explorer.core.model.environment import Variable
from explorer.core.model.request import ApiKeyAuth, BearerAuth, Header, KeyPlacement, Request, TextBody, TextKind
from tests.conftest import Start
from tests.core.transport.servers import ok
from tests.driver import Driver
from tests.journeys.threaded import answering
from tests.program import MemoryKeychain

SECRET = "s3cret/värde+8f1c"
LITERAL = "l1teral-t0ken-77aa"


def forms(value: str) -> set[bytes]:
    """The value as it may be written in a file."""
    data = value.encode()
    escaped = value.encode("unicode_escape")
    encoded = {
        quote(value).encode(),
        quote(value, safe="/+").encode(),
        quote(value, safe="").encode(),
        quote(value, safe="").lower().encode(),
    }
    return {
        data,
        escaped,
        json.dumps(value)[1:-1].encode(),
        data.hex().encode(),
        base64.b64encode(data).rstrip(b"="),
        value.encode("utf-16-le"),
        *encoded,
    }


def files_with(folder: Path, value: str) -> list[str]:
    wanted = forms(value)
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def keep_secret(driver: Driver) -> None:
    """A secret variable in the Sandbox environment, as the environments page makes it."""
    library = driver.explorer.bridge.library
    environment = driver.explorer.bridge.workspace.environment
    row = Variable(name="api_secret", value="", secret=True)
    library.save_environment(replace(environment, variables=(*environment.variables, row)))
    library.set_secret(environment.name, "api_secret", SECRET)
    driver.settle()


def test_secrets_reach_only_the_server(
    start: Start, home: Path, keychain: MemoryKeychain, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "explorer")
    driver = start(sample=True)
    keep_secret(driver)
    assert SECRET in keychain.passwords.values()
    answer = ok(f'{{"you_sent": "{SECRET}", "token": "{LITERAL}"}}'.encode(), "Content-Type: application/json")
    with answering(answer) as server:
        body = TextBody(kind=TextKind.JSON, text='{"key": "{{api_secret}}"}')
        written = Request(method="POST", url=f"{server.url}/x?key={{{{api_secret}}}}", body=body)
        for auth in (
            BearerAuth(token="{{api_secret}}"),
            BearerAuth(token=LITERAL),
            ApiKeyAuth(name="X-Api-Key", value=LITERAL),
            ApiKeyAuth(name="api_key", value=LITERAL, placement=KeyPlacement.QUERY),
        ):
            headers = (Header(name="X-Token", value="{{api_secret}}"),)
            driver.window.new_request(replace(written, auth=auth, headers=headers))
            driver.send()
            assert driver.pill() == "200 OK"
        sent = b"".join(server.requests)
    assert SECRET.encode() in sent
    assert LITERAL.encode() in sent
    driver.pause(0.6)  # the journal writes its drafts
    driver.choose("diagnosis.copy_bundle")
    driver.click(driver.dialog().copy)
    assert "## Response" in _clipboard()
    driver.answer("Close")
    assert SECRET not in _clipboard()
    assert LITERAL not in _clipboard()
    for title in driver.tab_titles():
        assert SECRET not in title
    driver.frame.close()
    driver.wait_until(lambda: not driver.frame.isVisible(), "the end")
    assert files_with(home, SECRET) == []
    assert files_with(home, LITERAL) == []
    assert SECRET not in caplog.text
    assert LITERAL not in caplog.text


def test_a_stored_secret_that_is_typed_or_sent_back_is_not_shown_or_written(start: Start, home: Path) -> None:
    driver = start(sample=True)
    keep_secret(driver)
    echo = f"bad key {SECRET}".encode()
    refusal = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(echo)}\r\nContent-Type: text/plain\r\n\r\n".encode()
    with answering(refusal + echo) as server:
        driver.new_request(f"{server.url}/{{{{api_secret}}}}")
        driver.send()
    assert "bad key" in driver.headline().lower()
    assert SECRET not in driver.diagnosis()
    QGuiApplication.clipboard().setText(f"http://h/{SECRET}")
    driver.press("Ctrl+L")
    driver.press("Ctrl+V")
    assert SECRET in driver.page.composer.bar.url.text()
    driver.pause(0.6)  # the journal writes its drafts
    assert files_with(home, SECRET) == []


def test_a_failed_connection_does_not_tell_the_secret(start: Start, home: Path) -> None:
    driver = start(sample=True)
    keep_secret(driver)
    driver.new_request("http://127.0.0.1:9/{{api_secret}}")
    driver.send()
    assert SECRET not in driver.text_on_screen()
    driver.wait_until(lambda: driver.window.sidebar.navigation.row("history").count == 1, "the record")
    assert files_with(home, SECRET) == []


def test_no_repr_tells_a_secret(start: Start) -> None:
    driver = start(sample=True)
    keep_secret(driver)
    driver.new_request("{{base_url}}/_sandbox/status/204?key={{api_secret}}")
    driver.send()
    exchange = driver.page.shown.exchange
    assert SECRET in exchange.sent.url or quote(SECRET, safe="/+") in exchange.sent.url
    assert not any(one.decode("utf-8", "ignore") in repr(exchange) for one in forms(SECRET))


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()
