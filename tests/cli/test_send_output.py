"""What ``explorer send`` lets out: no secret, no control character, no file that stays behind, on any stream."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explorer.cli.report import diagnosis_text
from explorer.core.model.diagnosis import Diagnosis, Layer
from explorer.core.model.exchange import Exchange, FailureKind
from explorer.core.storage.history import History
from tests.cli.conftest import Process, Run
from tests.core.transport.servers import Script, ok
from tests.journeys.threaded import answering, serving

TOKEN = "tok-0123456789-abcdef"
LARGE_BYTES = 5 * 2**20


def refusing(text: str) -> bytes:
    body = json.dumps({"code": "denied", "text": text}).encode()
    head = f"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def left_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_credential_that_the_server_echoes_is_masked(explorer: Run, options: list[str]) -> None:
    with answering(refusing(f"Bearer {TOKEN} is not known")) as server:
        ended = explorer("send", server.url, "-H", f"Authorization: Bearer {TOKEN}", *options)
    assert ended.code == 1
    assert TOKEN not in ended.err
    assert "is not known" in (ended.out if options else ended.err)
    if options:
        assert TOKEN not in ended.out
        assert "is not known" in ended.json["diagnosis"]["message"]


@pytest.mark.parametrize("options", [["--private"], []])
def test_a_large_body_leaves_no_file_behind(explorer: Run, home: Path, tmp_path: Path, options: list[str]) -> None:
    body = bytes(range(256)) * (LARGE_BYTES // 256)
    with answering(ok(body)) as server:
        assert explorer("send", server.url, "-o", str(tmp_path / "got"), *options).code == 0
    assert (tmp_path / "got").read_bytes() == body
    assert left_in(home / "cache") == []


def test_a_large_body_reaches_standard_output(process: Process, home: Path) -> None:
    with answering(ok(b"x" * LARGE_BYTES)) as server:
        ended = process("send", server.url)
    assert (ended.returncode, len(ended.stdout), ended.stderr) == (0, LARGE_BYTES, "")
    assert left_in(home / "cache") == []


def test_json_names_the_copy_of_the_history(explorer: Run, home: Path) -> None:
    with answering(ok(b"x" * LARGE_BYTES)) as server:
        response = explorer("send", server.url, "--json").json["exchange"]["response"]
    assert Path(response["body_file"]).is_relative_to(home / "data")
    assert Path(response["body_file"]).stat().st_size == response["size_bytes"] == LARGE_BYTES


def test_json_of_a_private_send_names_no_file(explorer: Run, home: Path) -> None:
    with answering(ok(b"x" * LARGE_BYTES)) as server:
        response = explorer("send", server.url, "--json", "--private").json["exchange"]["response"]
    assert "body_file" not in response
    assert response["size_bytes"] == LARGE_BYTES
    assert left_in(home / "cache") == []


def test_control_characters_do_not_reach_the_terminal(explorer: Run) -> None:
    answer = refusing("no \x1b[2J and \u202e dab\nnext line\x9b")
    answer = answer.replace(b"\r\n\r\n", b"\r\nX-Odd: a\xc2\x9b2Jb\r\n\r\n", 1)
    with answering(answer) as server:
        ended = explorer("send", "-i", server.url)
    assert not {"\x1b", "\x9b", "\u202e"} & set(ended.err)
    assert "no \\x1b[2J and \\u202e dab" in ended.err
    head, _, body = ended.out.partition("\n\n")
    assert "\x9b" not in head
    assert "\\x9b2Jb" in head
    assert json.loads(body)["code"] == "denied"


def test_json_escapes_what_a_terminal_obeys(explorer: Run) -> None:
    text = "no \x9b2J \u202e \u2028 \x7f é"
    with answering(refusing(text)) as server:
        ended = explorer("send", "--json", server.url)
    assert len(ended.out.splitlines()) == 1
    assert not {"\x9b", "\u202e", "\x7f"} & set(ended.out)
    assert ended.json["diagnosis"]["message"] == text
    assert "é" in ended.out


def test_lines_of_the_server_are_indented() -> None:
    diagnosis = Diagnosis(
        headline="It failed.", effect="Nothing was done.", layer=Layer.SERVER, is_error=True, message="a\n  Fix   run x"
    )
    assert f"Server text: a\n{'':22}  Fix   run x" in diagnosis_text(diagnosis)


def test_without_a_message_no_server_text_is_named() -> None:
    diagnosis = Diagnosis(headline="It failed.", effect="Nothing was done.", layer=Layer.CONNECTION, is_error=True)
    assert "Server text" not in diagnosis_text(diagnosis)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize("options", [[], ["--json"], ["-i"]])
def test_a_full_disk_gets_one_sentence(options: list[str]) -> None:
    with answering(ok(b"hello")) as server, Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "explorer", "send", server.url, *options]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stderr == "explorer: Standard output cannot be written: No space left on device.\n"


def test_json_on_an_ascii_stream(process: Process) -> None:
    with answering(refusing("Zoë \ud800 ✓")) as server:
        ended = process("send", "--json", server.url, PYTHONIOENCODING="ascii")
    assert ended.stderr == ""
    assert ended.stdout.isascii()
    assert json.loads(ended.stdout)["diagnosis"]["message"].startswith("Zoë")


def test_a_head_on_an_ascii_stream(process: Process) -> None:
    with answering(ok(b"", "X-Name: Zo\u00eb")) as server:
        ended = process("send", "-i", server.url, PYTHONIOENCODING="ascii")
    assert ended.returncode == 0
    assert "X-Name: Zo" in ended.stdout


def test_closed_streams(process: Process) -> None:
    """What ``>&-`` and ``<&-`` of a shell do."""
    code = "import sys\nfrom explorer.cli import main\nsys.stdout = sys.stdin = None\nsys.exit(main(sys.argv[1:]))"
    with answering(ok(b"hello")) as server:
        for words in (["send", server.url], ["send", server.url, "-d", "@-"], ["diagnose", "-"]):
            ended = subprocess.run(
                [sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=30, check=False
            )
            assert ended.returncode in (1, 2)
            assert "closed." in ended.stderr
            assert "Traceback" not in ended.stderr


def never_answering(started: list[bytes]) -> Script:
    async def script(reader, writer) -> None:
        started.append(await reader.readuntil(b"\r\n\r\n"))
        await reader.read()

    return script


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
def test_an_interrupted_send_is_recorded_as_cancelled(home: Path) -> None:
    arrived: list[bytes] = []
    with serving(never_answering(arrived)) as server:
        command = [sys.executable, "-m", "explorer", "send", f"{server.url}/slow"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
            deadline_s = time.monotonic() + 20
            while not arrived and time.monotonic() < deadline_s:
                time.sleep(0.02)
            started.send_signal(signal.SIGINT)
            out, err = started.communicate(timeout=20)
    assert (started.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert "ancel" in err
    (kept,) = asyncio.run(recorded(home))
    assert kept.request.url.endswith("/slow")
    assert kept.failure is not None
    assert kept.failure.kind is FailureKind.CANCELLED


async def recorded(home: Path) -> list[Exchange]:
    history = History(home / "data")
    try:
        return [(await history.open(row.id))[0] for row in await history.rows()]
    finally:
        await history.aclose()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
@pytest.mark.parametrize("words", [["diagnose", "-"], ["send", "http://127.0.0.1:1/", "-d", "@-"]])
def test_an_interrupt_while_reading_standard_input(words: list[str]) -> None:
    command = [sys.executable, "-m", "explorer", *words]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as started:
        time.sleep(2.5)
        started.send_signal(signal.SIGINT)
        started.wait(20)
        assert started.returncode == 130
        assert started.stderr is not None
        assert started.stderr.read() == b""


def test_the_notice_of_an_unreadable_history_is_told(explorer: Run, home: Path) -> None:
    with answering(ok(b"hello")) as server:
        explorer("send", server.url)
        (database,) = home.rglob("*.sqlite")
        for beside in database.parent.glob(f"{database.name}-*"):
            beside.unlink()
        database.write_bytes(b"this is no database" * 1000)
        ended = explorer("send", server.url)
    assert (ended.code, ended.out) == (0, "hello")
    assert ended.err.startswith("explorer: ")
    assert "history" in ended.err
