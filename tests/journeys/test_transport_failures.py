"""Connections that break, provoked by real servers with real certificates: what the window says of each."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from PySide6.QtWidgets import QApplication

from tests.core.transport.servers import closed_port, ok, read_request, reset
from tests.core.transport.test_tls import self_signed
from tests.driver import Driver
from tests.journeys.threaded import answering, full_backlog, serving

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def driver(
    application: QApplication, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    """A window without a collection on a computer that trusts the authority."""
    from tests.program import running_program, surroundings

    folder, hook = tmp_path_factory.mktemp("program"), sys.excepthook
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    with surroundings(folder / "home"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        with running_program() as made:
            yield made
    sys.excepthook = hook


@pytest.fixture(autouse=True)
def _closed(driver: Driver) -> Iterator[None]:
    """Each test leaves the window without requests."""
    yield
    while driver.window.desk.request_page is not None:
        driver.close_request()


@pytest.fixture
def hurried(driver: Driver) -> Iterator[Driver]:
    """The same with a timeout of 0.3 s in the preferences."""
    before = driver.explorer.bridge.settings
    driver.window.use_settings(replace(before, timeout_s=0.3))
    yield driver
    driver.window.use_settings(before)


@pytest.fixture
def tls(authority: trustme.CA):
    """``tls("localhost", not_after=...)``: a server's side with a certificate of the authority."""

    def make(*names: str, **facts) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(names or ("localhost", "127.0.0.1")), **facts).configure_cert(context)
        return context

    return make


def send(driver: Driver, url: str, method: str = "GET") -> None:
    driver.new_request(url, method)
    driver.send()


def assert_broke(
    driver: Driver, pill: str, headline: str, connection: str, *, server: str = "No HTTP exchange"
) -> None:
    """The failure is named, no response is claimed, and the strip tells how far it came."""
    assert driver.pill() == pill
    assert driver.headline() == headline
    reached = server != "No HTTP exchange"
    request = "Sent" if reached else "Ready, not sent"
    assert driver.nodes() == f"Request: {request}. Connection: {connection}. Server: {server}."
    shown = driver.page.shown
    assert shown.exchange.response is None
    assert shown.diagnosis.effect.replace("`", "") in driver.diagnosis()
    assert "RFC" in driver.section("What")
    assert driver.section("Why")
    assert f"{driver.page.result.header.version.plain_text}" == "No response"


def test_refused(driver: Driver) -> None:
    port = closed_port()
    send(driver, f"http://127.0.0.1:{port}/")
    assert_broke(driver, "Refused", f"Nothing listens on port {port} of 127.0.0.1.", f"Refused on port {port}")


def test_unknown_host(driver: Driver) -> None:
    send(driver, "https://nowhere.invalid/")
    if driver.page.shown.diagnosis.code_meaning.code != "name unknown":
        pytest.skip("this network's name server answers for .invalid, or not at all")
    assert_broke(driver, "DNS failed", "The host nowhere.invalid is not known.", "Host not found")


def test_connect_timeout(hurried: Driver) -> None:
    with full_backlog() as port:
        send(hurried, f"http://127.0.0.1:{port}/")
    assert hurried.pill() == "Timed out"
    assert hurried.headline() == "127.0.0.1 did not answer the connection attempt in 0.3 s."
    assert "Connection: Broke at Connect" in hurried.nodes()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_read_timeout(hurried: Driver, method: str) -> None:
    with answering(b"") as server:
        send(hurried, server.url, method)
    assert hurried.pill() == "Timed out"
    assert hurried.headline() == "127.0.0.1 did not answer within 0.3 s."
    assert "Server: No answer in 0.3 s." in hurried.nodes()
    bar = hurried.page.result.diagnosis.bar
    assert hurried.page.shown.diagnosis.retry.safe is (method == "GET")
    assert "Retry" in hurried.text_on_screen(bar)


def test_reset_in_the_body_keeps_what_came(driver: Driver) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf of the answer")
        await writer.drain()
        await asyncio.sleep(0.1)
        reset(writer)

    with serving(cut) as server:
        send(driver, server.url)
    assert driver.pill() == "TCP failed"
    assert "Server: Cut the connection." in driver.nodes()
    driver.page.result.select_tab("body")
    driver.wait_until(lambda: "half of the answer" in driver.text_on_screen(driver.page.result.body), "the part")


def test_reset_in_the_body_is_not_called_a_missing_answer(driver: Driver) -> None:
    test_reset_in_the_body_keeps_what_came(driver)
    assert "before it answered" not in driver.page.shown.diagnosis.headline


def test_expired_certificate(driver: Driver, tls) -> None:
    with answering(ok(), tls=tls(not_after=NOW - DAY)) as server:
        send(driver, server.secure_url)
    assert_certificate(driver, "The server’s certificate expired 1 day ago.", "certificate has expired")


def test_self_signed_certificate(driver: Driver, tmp_path: Path) -> None:
    with answering(ok(), tls=self_signed(tmp_path)) as server:
        send(driver, server.secure_url)
    assert_certificate(driver, "The certificate of localhost is self-signed.", "self-signed certificate")


def test_certificate_of_another_host(driver: Driver, tls) -> None:
    with answering(ok(), tls=tls("other.example")) as server:
        send(driver, server.secure_url)
    assert_certificate(driver, "The certificate is for other.example, not for localhost.", "host name mismatch")


def assert_certificate(driver: Driver, headline: str, sign: str) -> None:
    assert driver.pill() == "TLS failed"
    assert driver.headline() == headline
    assert sign in driver.section("What")
    assert "Connection: Broke at TLS" in driver.nodes()
    assert "Server: No HTTP exchange." in driver.nodes()
    assert "Certificate" in driver.result_tabs()
    driver.page.result.select_tab("certificate")
    assert driver.page.shown.exchange.failure.tls.chain[0].issuer in driver.text_on_screen(driver.page.result)


def test_good_certificate(driver: Driver, tls) -> None:
    with answering(ok(b"1"), tls=tls()) as server:
        send(driver, server.secure_url)
    assert driver.pill() == "200 OK"
    assert "Certificate" in driver.result_tabs()


def test_plain_http_on_a_tls_port(driver: Driver, tls) -> None:
    with answering(ok(), tls=tls()) as server:
        send(driver, f"http://localhost:{server.port}/")
        assert driver.pill() == "TCP failed"
        assert driver.headline() == f"Port {server.port} of localhost wants TLS."
        driver.send("F8")
    assert driver.page.composer.bar.url.text() == f"https://localhost:{server.port}/"
    assert driver.pill() == "200 OK"


def test_tls_on_a_plain_port(driver: Driver) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(5)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    with serving(plain) as server:
        send(driver, server.secure_url)
    assert driver.pill() == "TLS failed"
    assert driver.headline() == f"Port {server.port} of localhost does not speak TLS."


def test_too_many_redirects(driver: Driver) -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n") as server:
        send(driver, server.url)
        assert len(server.requests) == 11
    assert driver.pill() == "HTTP failed"
    assert driver.headline() == "The redirects from 127.0.0.1 do not end."
    assert "Server: Redirects without end." in driver.nodes()


def test_not_http(driver: Driver) -> None:
    async def greeting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        await writer.drain()
        await reader.read(10)

    with serving(greeting) as server:
        send(driver, server.url)
    assert driver.pill() == "HTTP failed"
    assert driver.headline() == f"Port {server.port} of 127.0.0.1 does not speak HTTP."
    assert "SSH-2.0-OpenSSH_9.6" in driver.diagnosis()


def broken_headers(_: Path) -> AbstractContextManager:
    return answering(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")


@contextmanager
def endless_headers(_: Path) -> Iterator:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-Endless: 1\r\n" * 100)
            await writer.drain()

    with serving(endless) as server:
        yield server


@pytest.mark.parametrize(
    ("broken", "headline"),
    [
        (broken_headers, "The answer of 127.0.0.1 breaks the rules of HTTP."),
        (endless_headers, "The response headers of 127.0.0.1 are too large."),
    ],
)
def test_invalid_http(driver: Driver, tmp_path: Path, broken, headline: str) -> None:
    with broken(tmp_path) as server:
        send(driver, server.url)
    assert driver.pill() == "HTTP failed"
    assert driver.headline() == headline


@contextmanager
def dripping_headers() -> Iterator:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-Endless: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    with serving(drip) as server:
        yield server


def test_headers_that_drip_for_ever_run_out_of_time(hurried: Driver) -> None:
    with dripping_headers() as server:
        send(hurried, server.url)
    assert hurried.pill() == "Timed out"
    assert hurried.headline() == "127.0.0.1 did not answer within 0.3 s."


def test_a_running_send_can_be_stopped(driver: Driver) -> None:
    with dripping_headers() as server:
        driver.new_request(server.url)
        before = driver.answers
        driver.press("Ctrl+Return")
        driver.wait_until(lambda: driver.pill().startswith("Sending"), "the running clock")
        driver.pause(0.2)
        driver.press("Esc")
        driver.wait_for_answer(before)
    assert driver.pill() == "Cancelled"
    assert driver.headline() == "The request was cancelled."
    assert "Request: Sent. Connection: Reached in" in driver.nodes()
