"""Life of the server: ports, several at once, a quick end, silence, speed, and the command-line form."""

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from datetime import datetime

import httpx
import pytest

from explorer.core.errors import SandboxError
from explorer.core.sandbox.server import SANDBOX_PLAN_ID, SANDBOX_TOKEN, Sandbox

SERVE = """
import sys
from explorer.core.sandbox.server import serve_forever
from explorer.core.errors import SandboxError
try:
    serve_forever(int(sys.argv[1]), lambda info: print(info.base_url, flush=True))
except SandboxError as error:
    print(error, error.suggested_port)
    sys.exit(3)
print("ended", flush=True)
"""


def batches_url(base_url: str) -> str:
    return f"{base_url}/xms/v1/{SANDBOX_PLAN_ID}/batches"


AUTHORIZED = {"Authorization": f"Bearer {SANDBOX_TOKEN}"}


async def test_start_says_where_it_is_and_stop_frees_the_port() -> None:
    sandbox = Sandbox()
    assert sandbox.info is None
    info = await sandbox.start()
    assert sandbox.info == info
    assert info.base_url == f"http://127.0.0.1:{info.port}"
    assert (info.service_plan_id, info.token) == (SANDBOX_PLAN_ID, SANDBOX_TOKEN)
    assert len(info.token) == len(info.service_plan_id) == 32
    assert info.token not in repr(info)
    assert httpx.get(f"{info.base_url}/_sandbox/health", trust_env=False).status_code == 200
    await sandbox.stop()
    assert sandbox.info is None
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", info.port)) != 0


async def test_the_same_port_can_be_taken_again_at_once() -> None:
    sandbox = Sandbox()
    port = (await sandbox.start()).port
    httpx.get(f"http://127.0.0.1:{port}/_sandbox/health", trust_env=False)
    await sandbox.stop()
    assert (await sandbox.start(port)).port == port
    await sandbox.stop()
    await sandbox.stop()


async def test_two_sandboxes_share_nothing() -> None:
    first, second = Sandbox(), Sandbox()
    one, two = await first.start(), await second.start()
    assert one.port != two.port
    message = {"from": "12025550143", "to": ["447700900123"], "body": "hi"}
    async with httpx.AsyncClient(headers=AUTHORIZED, trust_env=False) as client:
        await client.post(batches_url(one.base_url), json=message)
        counts = [(await client.get(batches_url(url))).json()["count"] for url in (one.base_url, two.base_url)]
    assert counts[0] == counts[1] + 1
    await asyncio.gather(first.stop(), second.stop())


async def test_a_busy_port_is_named_with_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SandboxError, match=f"Port {port} is already in use") as caught:
            await Sandbox().start(port)
    assert caught.value.suggested_port > 0
    assert str(caught.value.suggested_port) in str(caught.value)
    sandbox = Sandbox()
    assert (await sandbox.start(caught.value.suggested_port)).port == caught.value.suggested_port
    await sandbox.stop()


async def test_a_number_that_is_no_port_is_refused() -> None:
    with pytest.raises(SandboxError, match="70000 is not a port"):
        await Sandbox().start(70_000)


async def test_it_listens_on_loopback_only() -> None:
    sandbox = Sandbox()
    info = await sandbox.start()
    with socket.socket() as probe:
        probe.settimeout(1)
        assert probe.connect_ex(("127.0.0.2", info.port)) != 0
    await sandbox.stop()


async def test_stop_takes_less_than_a_second_with_open_and_waiting_connections() -> None:
    sandbox = Sandbox()
    info = await sandbox.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"{info.base_url}/_sandbox/health")
        with socket.create_connection(("127.0.0.1", info.port)) as half:
            half.sendall(b"POST /xms/v1/x/batches HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
            waiting = asyncio.ensure_future(client.get(f"{info.base_url}/_sandbox/slow?seconds=20"))
            stream = client.stream("GET", f"{info.base_url}/_sandbox/large?bytes=900000000")
            async with stream as response:
                assert response.status_code == 200
                await asyncio.sleep(0.1)
                began = time.perf_counter()
                await sandbox.stop()
                assert time.perf_counter() - began < 1
            waited = await asyncio.gather(waiting, return_exceptions=True)
            cut_off = isinstance(waited[0], httpx.TransportError)
            assert cut_off or (isinstance(waited[0], httpx.Response) and waited[0].status_code == 500)
    assert not [thread for thread in threading.enumerate() if thread.name == f"sandbox-{info.port}"]


async def test_starting_does_not_hold_the_callers_loop() -> None:
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    first = Sandbox()
    await first.start()
    watcher = asyncio.ensure_future(watch())
    second = Sandbox()
    await second.start()
    watcher.cancel()
    assert longest < 0.25
    await first.stop()
    await second.stop()


async def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    sandbox = Sandbox()
    info = await sandbox.start()
    httpx.get(info.base_url, trust_env=False)
    with socket.create_connection(("127.0.0.1", info.port)) as raw:
        raw.sendall(b"not http\r\n\r\n")
        raw.recv(100)
    await sandbox.stop()
    assert capfd.readouterr() == ("", "")


async def test_our_own_bug_is_a_500_in_json(caplog: pytest.LogCaptureFixture) -> None:
    def broken_clock() -> datetime:
        raise RuntimeError("no time")

    sandbox = Sandbox(clock=broken_clock)
    info = await sandbox.start()
    answer = httpx.get(batches_url(info.base_url), headers=AUTHORIZED, trust_env=False)
    assert answer.status_code == 500
    assert answer.json()["error"] == "Internal Server Error"
    assert "no time" not in answer.text
    assert "could not answer GET" in caplog.text
    await sandbox.stop()


async def test_a_burst_is_refused_and_a_second_later_taken_again() -> None:
    sandbox = Sandbox()
    info = await sandbox.start()
    few = httpx.Limits(max_connections=8)
    async with httpx.AsyncClient(headers=AUTHORIZED, trust_env=False, limits=few) as client:
        answers = await asyncio.gather(*(client.get(batches_url(info.base_url)) for _ in range(120)))
        statuses = [answer.status_code for answer in answers]
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert set(statuses) == {200, 429}
        assert statuses.count(200) >= 30
        assert "retry-after" not in refused.headers
        assert refused.json()["error"] == "Too Many Requests"
        await asyncio.sleep(1.05)
        assert (await client.get(batches_url(info.base_url))).status_code == 200
    await sandbox.stop()


async def test_requests_take_a_few_milliseconds() -> None:
    sandbox = Sandbox(burst_limit=10_000)
    info = await sandbox.start()
    times = []
    async with httpx.AsyncClient(headers=AUTHORIZED, trust_env=False) as client:
        for _ in range(100):
            began = time.perf_counter()
            await client.post(
                batches_url(info.base_url), json={"from": "12025550143", "to": ["447700900123"], "body": "hi"}
            )
            times.append(time.perf_counter() - began)
    await sandbox.stop()
    assert statistics.median(times) < 0.01  # the client's share included; the server's own is a fraction of it


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_forever_ends_clean_on_a_signal(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        assert httpx.get(f"{base_url}/_sandbox/health", trust_env=False).status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "ended\n", "")


def test_serve_forever_names_a_busy_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "-c", SERVE, str(port)], capture_output=True, text=True, timeout=20)
    assert done.returncode == 3
    assert done.stdout.startswith(f"Port {port} is already in use")


def test_importing_the_door_imports_no_server() -> None:
    code = (
        "import sys, explorer.core.sandbox.server; "
        "print([n for n in ('uvicorn', 'starlette', 'h11', 'PySide6') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    assert done.stdout.strip() == "[]"
