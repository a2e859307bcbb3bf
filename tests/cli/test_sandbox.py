"""``explorer sandbox`` as a program of its own: what its first line says, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Run


@contextmanager
def sandbox_process(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "explorer", "sandbox", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def get(url: str, token: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as answer:
        return int(answer.status)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_json_line_service_and_clean_end(number: signal.Signals) -> None:
    with sandbox_process("--port", "0", "--json") as started:
        assert started.stdout is not None
        info = json.loads(started.stdout.readline())
        assert set(info) >= {"base_url", "service_plan_id", "token"}
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", info["base_url"])
        assert get(f"{info['base_url']}/xms/v1/{info['service_plan_id']}/batches", info["token"]) == 200
        started.send_signal(number)
        out, err = started.communicate(timeout=10)
        assert (started.returncode, out, err) == (0, "", "")


def test_plain_words() -> None:
    with sandbox_process("--port", "0") as started:
        assert started.stdout is not None
        first = started.stdout.readline()
        assert re.fullmatch(r"base_url=http://127\.0\.0\.1:\d+ service_plan_id=\w+ token=\w+\n", first)
        assert "Ctrl-C" in started.stdout.readline()
        started.send_signal(signal.SIGINT)
        assert started.wait(10) == 0


def test_a_port_in_use(explorer: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = explorer("sandbox", "--port", str(port))
    assert ended.code == 1
    assert re.search(rf"Port {port} .*; \d+ is free\.", ended.err), ended.err


@pytest.mark.parametrize("port", ["70000", "99999", "-1", "8o25", ""])
def test_a_port_that_is_none(explorer: Run, port: str) -> None:
    ended = explorer("sandbox", "--port", port)
    assert ended.code == 2
    assert f"{port} is not a port" in ended.err
