"""Bodies of all sizes and kinds through the window: the loop stays free, the memory flat, and bytes become text."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.core.transport.servers import ok
from tests.driver import Driver
from tests.journeys.threaded import answering
from tests.watchdog import LIMIT_MS, best_of

HUGE_BYTES = 150_000_000

# A process of its own, so that its work is not taken for the window's.
HUGE_SERVER = """
import socket, sys
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
block, size = bytes(250) * 4000, int(sys.argv[1])
while True:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        head = f"HTTP/1.1 200 OK\\r\\nContent-Type: application/octet-stream\\r\\nContent-Length: {size}\\r\\n\\r\\n"
        connection.sendall(head.encode())
        for _ in range(size // len(block)):
            connection.sendall(block)
"""


@contextmanager
def huge_server() -> Iterator[str]:
    command = [sys.executable, "-c", HUGE_SERVER, str(HUGE_BYTES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.kill()


@pytest.fixture
def driver(shared_driver: Driver) -> Iterator[Driver]:
    yield shared_driver
    shared_driver.close_request()


def body_text(driver: Driver) -> str:
    return driver.text_on_screen(driver.page.result.body)


def resident_bytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def test_no_long_step_while_one_megabyte_of_json_comes(driver: Driver) -> None:
    """Sending, receiving, decoding and showing; against the same window with nothing to do."""
    driver.new_request("{{base_url}}/_sandbox/large?bytes=1000000")

    def send_and_look() -> None:
        driver.send()
        driver.wait_until(lambda: driver.page.result.body.view() is not None, "the prepared body")
        driver.wait_until(lambda: '"' in body_text(driver), "the JSON")
        driver.pause(0.05)

    idle_ms = best_of(1, lambda: driver.pause(0.5))
    busy_ms = best_of(8, send_and_look, LIMIT_MS + idle_ms)
    assert driver.pill() == "200 OK"
    assert busy_ms <= LIMIT_MS + idle_ms, f"a step of {busy_ms:.0f} ms; idle {idle_ms:.0f} ms"


def test_watchdog_sees_a_long_step(driver: Driver) -> None:
    import time

    from PySide6.QtCore import QTimer

    driver.new_request()

    def step() -> None:
        QTimer.singleShot(5, lambda: time.sleep(0.12))
        driver.pause(0.2)

    assert best_of(2, step) > 100


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_150_mb_neither_freeze_the_window_nor_fill_memory(driver: Driver) -> None:
    with huge_server() as url:
        driver.new_request(url)
        before_bytes, highest_bytes = resident_bytes(), 0

        def send_and_look() -> None:
            nonlocal highest_bytes
            done = driver.answers
            driver.press("Ctrl+Return")

            def look() -> bool:
                nonlocal highest_bytes
                highest_bytes = max(highest_bytes, resident_bytes())
                return driver.answers > done

            driver.wait_until(look, "150 MB", patience_s=40)
            driver.wait_until(lambda: driver.page.result.body.view() is not None, "the prepared body")
            highest_bytes = max(highest_bytes, resident_bytes())

        longest_ms = best_of(3, send_and_look, LIMIT_MS)
    assert driver.pill() == "200 OK"
    assert driver.page.result.header.amount.plain_text == "150 MB"
    grown = (highest_bytes - before_bytes) / 2**20
    assert grown < 80, f"{grown:.0f} MiB more"
    assert longest_ms <= 2 * LIMIT_MS, f"a step of {longest_ms:.0f} ms"
    assert driver.page.shown.exchange.response.body.path.stat().st_size == HUGE_BYTES


@pytest.mark.parametrize(
    ("data", "content_type", "words"),
    [
        ("Grüße aus Köln".encode("latin-1"), "text/plain; charset=iso-8859-1", "Grüße aus Köln"),
        ("Œuvre – 5 €".encode("cp1252"), "text/plain; charset=windows-1252", "Œuvre – 5 €"),
        ("日本語".encode("shift_jis"), "text/plain; charset=Shift_JIS", "日本語"),
        ('{"a": "ü"}'.encode("utf-16"), "application/json", "ü"),
        ("Grüße".encode("latin-1"), "text/plain", "Grüße"),
        ("naïve".encode(), "text/plain; charset=no-such-charset", "naïve"),
    ],
)
def test_text_that_is_not_utf_8(driver: Driver, data: bytes, content_type: str, words: str) -> None:
    with answering(ok(data, f"Content-Type: {content_type}")) as server:
        driver.new_request(server.url)
        driver.send()
    driver.wait_until(lambda: words in body_text(driver), words)


def test_wrong_text_says_how_it_was_read(driver: Driver) -> None:
    with answering(ok(b"caf\xe9 \x80", "Content-Type: text/plain")) as server:
        driver.new_request(server.url)
        driver.send()
    driver.wait_until(lambda: "café €" in body_text(driver), "the text")
    assert "Not UTF-8; read as windows-1252." in body_text(driver)


def test_bytes_that_are_no_text(driver: Driver) -> None:
    with answering(ok(bytes(range(256)) * 4, "Content-Type: application/octet-stream")) as server:
        driver.new_request(server.url)
        driver.send()
    driver.wait_until(lambda: driver.page.result.body.view() is not None, "the body")
    driver.wait_until(lambda: "00 01 02" in body_text(driver).lower(), "the bytes in hexadecimal")


def test_a_post_over_a_kept_connection_does_not_wait_for_the_other_side(driver: Driver) -> None:
    """Head and body leave at once: with Nagle's algorithm the body would wait 40 ms for an acknowledgement."""
    driver.open_request("Failure lab/400 Bad Request/A batch without recipients.yml")
    driver.send()
    durations_s = []
    for _ in range(4):
        driver.send()
        durations_s.append(driver.page.shown.exchange.timeline.duration_s)
    assert min(durations_s) < 0.03, durations_s


def test_a_packed_body_of_the_history_is_shown_beginning_first(driver: Driver) -> None:
    rows = random.Random(1).randbytes(2_500_000).hex()
    data = b"[%s]" % b",".join(b'"%s"' % rows[at : at + 1000].encode() for at in range(0, len(rows), 1000))
    with answering(ok(data, "Content-Type: application/json"), ok(b"{}", "Content-Type: application/json")) as server:
        driver.new_request(server.url)
        driver.send()
        driver.send()
        driver.run(driver.explorer.bridge.ledger.history.pack())
        page, states = driver.page, []
        page.exchange_shown.connect(lambda: states.append(page.shown.is_body_coming))
        driver.press("Ctrl+Alt+Left")
        body = page.result.body
        driver.wait_until(lambda: len(states) == 2 and not body.is_busy() and body.viewer.file is not None, "all of it")
    assert states == [True, False]
    assert body.viewer.lines[-2].strip(' "') == rows[-1000:]
