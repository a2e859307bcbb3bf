"""What the words of ``explorer send`` come to: methods, headers, saved requests, where they lie, and binary bodies."""

import io
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.core.transport.servers import Server
from tests.journeys.threaded import answering

EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
BINARY = bytes(reversed(range(256)))
SECRET = "hunter2-hunter2"


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(EMPTY) as running:
        yield running


@pytest.fixture
def collection(tmp_path: Path, server: Server) -> Path:
    folder = tmp_path / "api"
    (folder / "Things").mkdir(parents=True)
    (folder / "opencollection.yml").write_text("opencollection: 1.0.0\ninfo:\n  name: api\n")
    (folder / "Things" / "r.yml").write_text(
        "info:\n  name: r\n  type: http\nhttp:\n  method: POST\n"
        f"  url: {server.url}/saved\n  headers:\n    - name: Content-Type\n      value: text/csv\n"
        "    - name: X-Kept\n      value: kept\n"
    )
    return folder


def lines_of(request: bytes) -> list[str]:
    return request.partition(b"\r\n\r\n")[0].decode().split("\r\n")


@pytest.mark.parametrize("method", ["FOO2", "M-SEARCH", "2"])
def test_methods_may_have_digits(explorer: Run, server: Server, method: str) -> None:
    assert explorer("send", method, server.url).code == 0
    assert lines_of(server.requests[0])[0] == f"{method} / HTTP/1.1"


def test_a_method_before_a_request_file_overrides_its_own(explorer: Run, server: Server, collection: Path) -> None:
    ended = explorer("send", "PUT", str(collection / "Things" / "r.yml"), "--json")
    assert ended.code == 0
    assert ended.json["exchange"]["request_key"] == "Things/r.yml"
    assert lines_of(server.requests[0])[0] == "PUT /saved HTTP/1.1"


def test_a_header_replaces_the_saved_one_of_its_name(explorer: Run, server: Server, collection: Path) -> None:
    words = ("-H", "content-type: text/xml", "-H", "X-New: 1", "-H", "X-New: 2", "-d", "<a/>")
    assert explorer("send", str(collection / "Things" / "r.yml"), *words).code == 0
    lines = lines_of(server.requests[0])
    assert [line for line in lines if line.lower().startswith("content-type")] == ["content-type: text/xml"]
    assert [line for line in lines if line.startswith("X-")] == ["X-Kept: kept", "X-New: 1", "X-New: 2"]


@pytest.mark.parametrize(
    "words",
    [
        ["-H", f"Authorization Bearer {SECRET}"],
        ["-H", f"Authorization Bearer {SECRET}:more"],
        ["--var", SECRET],
    ],
)
def test_a_value_is_never_in_the_complaint(explorer: Run, words: list[str]) -> None:
    ended = explorer("send", "http://h/", *words)
    assert ended.code == 2
    assert SECRET not in ended.out + ended.err


def test_a_folder_that_does_not_hold_the_file(explorer: Run, collection: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    ended = explorer("send", str(collection / "Things" / "r.yml"), "-C", str(tmp_path / "other"))
    assert ended.code == 2
    assert f"is not in the folder {tmp_path / 'other'}." in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_request_behind_a_link(explorer: Run, collection: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    (collection / "Things" / "r.yml").rename(outside)
    (collection / "Things" / "r.yml").symlink_to(outside)
    (tmp_path / "short").symlink_to(collection)
    (tmp_path / "quick.yml").symlink_to(collection / "Things" / "r.yml")
    for target, options in (
        (collection / "Things" / "r.yml", []),
        (collection / "Things" / "r.yml", ["-C", str(collection)]),
        (collection / "Things" / "r.yml", ["-C", str(tmp_path / "short")]),
        (tmp_path / "short" / "Things" / "r.yml", ["-C", str(collection)]),
    ):
        ended = explorer("send", str(target), "--json", *options)
        assert (ended.code, ended.err) == (0, ""), target
        assert ended.json["exchange"]["request_key"] == "Things/r.yml"
    assert explorer("send", str(tmp_path / "quick.yml")).code == 0


def test_binary_bytes_of_a_file_leave_as_they_are(explorer: Run, server: Server, tmp_path: Path) -> None:
    (tmp_path / "bin.dat").write_bytes(b"\xff\xfe\0\1" + BINARY)
    assert explorer("send", "POST", server.url, "-d", f"@{tmp_path / 'bin.dat'}").code == 0
    assert server.requests[0].partition(b"\r\n\r\n")[2] == b"\xff\xfe\0\1" + BINARY
    assert "content-type: application/octet-stream" in server.requests[0].decode("latin-1").lower()


def test_a_relative_binary_file_starts_here(
    explorer: Run, server: Server, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin.dat").write_bytes(BINARY)
    monkeypatch.chdir(tmp_path)
    assert explorer("send", "api/Things/r.yml", "-d", "@bin.dat").code == 0
    assert server.requests[0].partition(b"\r\n\r\n")[2] == BINARY


def test_binary_bytes_of_standard_input(
    explorer: Run, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BINARY)))
    ended = explorer("send", server.url, "-d", "@-", "--json")
    assert ended.code == 0
    assert server.requests[0].partition(b"\r\n\r\n")[2] == BINARY
    assert "body_file" not in ended.json["exchange"]["request"]
    assert [path for path in (home / "cache").rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_binary_bytes_of_a_pipe(explorer: Run, server: Server, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(BINARY,))
    writer.start()
    assert explorer("send", server.url, "-d", f"@{tmp_path / 'pipe'}").code == 0
    writer.join(5)
    assert server.requests[0].partition(b"\r\n\r\n")[2] == BINARY


def test_text_of_a_file_still_takes_variables(explorer: Run, server: Server, tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text(json.dumps({"name": "{{name}}"}))
    assert explorer("send", server.url, "-d", f"@{tmp_path / 'body.json'}", "--var", "name=Zoë").code == 0
    assert json.loads(server.requests[0].partition(b"\r\n\r\n")[2]) == {"name": "Zoë"}
