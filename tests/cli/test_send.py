"""``explorer send`` against the real sandbox: exit codes, what is printed where, and the JSON object."""

import json
import sqlite3
from pathlib import Path

import pytest

from explorer import assets
from explorer.core.sandbox.server import SandboxInfo
from tests.cli.conftest import Run
from tests.core.transport.servers import closed_port
from tests.journeys.threaded import answering

SAMPLE = assets.path("examples/sinch-sms")
LAB = SAMPLE / "Failure lab"
ANSWER_KEYS = {
    "id",
    "format",
    "is_error",
    "code",
    "message",
    "fields",
    "docs_url",
    "request_id",
    "retryable",
    "retry_after_s",
    "missing",
    "headline",
    "layer",
    "causes",
    "remedies",
}


@pytest.fixture
def batches(sandbox: SandboxInfo) -> str:
    return f"{sandbox.base_url}/xms/v1/{sandbox.service_plan_id}/batches"


@pytest.fixture
def bearer(sandbox: SandboxInfo) -> str:
    return f"Authorization: Bearer {sandbox.token}"


def saved(path: str, sandbox: SandboxInfo) -> tuple[str, ...]:
    """The words that send a request of the sample to this sandbox."""
    return ("send", str(SAMPLE / path), "--env", "Sandbox", "--var", f"base_url={sandbox.base_url}")


def test_success(explorer: Run, batches: str, bearer: str) -> None:
    ended = explorer("send", batches, "-H", bearer)
    assert ended.code == 0
    assert "batches" in ended.json
    assert ended.err == ""


def test_method_and_body(explorer: Run, batches: str, bearer: str) -> None:
    body = json.dumps({"from": "12025550143", "to": ["447700900123"], "body": "hi"})
    ended = explorer("send", "POST", batches, "-H", bearer, "-d", body)
    assert ended.code == 0
    assert ended.json["to"] == ["447700900123"]


def test_body_alone_means_post(explorer: Run, bearer: str) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as server:
        assert explorer("send", server.url, "-d", "plain words").code == 0
    (request,) = server.requests
    assert request.startswith(b"POST / HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\nplain words")
    assert b"content-type: text/plain" in request.lower()


def test_body_from_a_file(explorer: Run, tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes('{"name": "Zoë"}'.encode())
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as server:
        assert explorer("send", "PUT", server.url, "-d", f"@{tmp_path / 'body.json'}").code == 0
    assert server.requests[0].endswith('{"name": "Zoë"}'.encode())


def test_redirects_count_as_success(explorer: Run) -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n") as server:
        assert explorer("send", "--no-follow", server.url).code == 0
    assert len(server.requests) == 1


def test_head_is_printed_when_asked(explorer: Run, batches: str, bearer: str) -> None:
    ended = explorer("send", "-i", batches, "-H", bearer)
    assert ended.out.startswith("HTTP/1.1 200 OK\n")
    head, _, body = ended.out.partition("\n\n")
    assert "content-type: application/json" in head
    assert "batches" in json.loads(body)


def test_failure_is_explained_on_standard_error(explorer: Run, batches: str, bearer: str) -> None:
    ended = explorer("send", "POST", batches, "-H", bearer, "-d", '{"from": "12025550143", "to": [], "body": "hi"}')
    assert ended.code == 1
    assert ended.json["code"] == "syntax_constraint_violation", "the body alone is on standard output"
    assert "to is empty. A batch needs 1 to 1000 recipients." in ended.err
    assert "400 Bad Request: The request does not conform to the API." in ended.err
    assert "syntax_constraint_violation: The body breaks a constraint" in ended.err
    assert "Body > to, line 1" in ended.err
    assert "RFC 9110" in ended.err
    assert "`" not in ended.err


def test_no_connection(explorer: Run) -> None:
    port = closed_port()
    ended = explorer("send", f"http://127.0.0.1:{port}/")
    assert (ended.code, ended.out) == (1, "")
    assert f"Nothing listens on port {port} of 127.0.0.1." in ended.err


def test_json_of_a_failure(explorer: Run, batches: str, bearer: str) -> None:
    ended = explorer("send", "--json", "POST", batches, "-H", bearer, "-d", '{"from": "1", "to": [], "body": "hi"}')
    assert ended.code == 1
    assert len(ended.out.splitlines()) == 1
    assert set(ended.json) == {"exchange", "diagnosis"}
    exchange = ended.json["exchange"]
    assert {"request", "response", "failure", "timeline"} <= set(exchange)
    assert exchange["failure"] is None
    assert exchange["request"]["method"] == "POST"
    assert exchange["response"]["status"] == 400
    assert json.loads(exchange["response"]["body"])["code"] == "syntax_constraint_violation"
    assert ["content-type", "application/json"] in [[name.lower(), value] for name, value in headers_of(exchange)]
    assert {span["phase"] for span in exchange["timeline"]["spans"]} >= {"connect", "request", "wait"}
    found = ended.json["diagnosis"]
    assert (found["is_error"], found["code"], found["format"]) == (True, "syntax_constraint_violation", "sinch-sms")
    assert found["fields"] == ["to"]
    assert found["retryable"] is False


def headers_of(exchange: dict) -> list:
    return exchange["response"]["headers"]


def test_json_has_every_documented_key(explorer: Run, batches: str) -> None:
    assert set(explorer("send", "--json", batches).json["diagnosis"]) >= ANSWER_KEYS


def test_json_of_a_broken_connection(explorer: Run) -> None:
    ended = explorer("send", "--json", f"http://127.0.0.1:{closed_port()}/")
    assert ended.code == 1
    exchange = ended.json["exchange"]
    assert exchange["response"] is None
    assert exchange["failure"]["kind"] == "connection_refused"
    assert exchange["failure"]["phase"] == "connect"
    assert ended.json["diagnosis"]["is_error"] is True


def test_json_shows_no_secret(explorer: Run, batches: str, bearer: str, sandbox: SandboxInfo) -> None:
    assert sandbox.token not in explorer("send", "--json", batches, "-H", bearer).out


def test_saved_request(explorer: Run, sandbox: SandboxInfo) -> None:
    ended = explorer(*saved("Failure lab/400 Bad Request/A batch without recipients.yml", sandbox), "--json")
    assert ended.code == 1
    assert ended.json["exchange"]["request_key"] == "Failure lab/400 Bad Request/A batch without recipients.yml"
    assert ended.json["exchange"]["environment"] == "Sandbox"
    assert ended.json["diagnosis"]["code"] == "syntax_constraint_violation"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (row["status"], row["code"])
        for row in {(r["status"], r["code"]): r for r in json.loads(assets.text("examples/failure-lab.json"))}.values()
    ],
)
def test_each_status_and_code_from_the_command_line(
    explorer: Run, sandbox: SandboxInfo, status: int, code: str | None
) -> None:
    rows = json.loads(assets.text("examples/failure-lab.json"))
    key = next(row["key"] for row in rows if (row["status"], row["code"]) == (status, code))
    ended = explorer(*saved(key, sandbox), "--json")
    assert ended.code == (0 if status < 400 else 1)
    assert ended.json["exchange"]["response"]["status"] == status
    assert ended.json["diagnosis"]["code"] == code
    assert ended.json["diagnosis"]["is_error"] is (status >= 400)


def test_unresolved_variables_are_named_at_once(explorer: Run) -> None:
    with answering(b"") as server:
        ended = explorer("send", f"{server.url}/{{{{one}}}}/{{{{two}}}}", "-H", "X: {{three}}")
        assert server.connections == 0
    assert ended.code == 2
    assert ended.err == "explorer: {{one}}, {{two}}, {{three}} have no value because no environment is active.\n"


def test_a_header_with_a_line_break_is_refused(explorer: Run) -> None:
    with answering(b"") as server:
        ended = explorer("send", server.url, "-H", "X-Note: a\r\nX-Injected: b")
        assert server.connections == 0
    assert ended.code == 2
    assert "X-Note" in ended.err
    assert "line break" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["send", "a", "b", "c"], "Write one URL"),
        (["send", "nowhere.yml"], "There is no request file nowhere.yml."),
        (["send", "http://h/", "-H", "no colon"], "has no colon"),
        (["send", "http://h/", "-H", "Two words: x"], "has a blank in it"),
        (["send", "http://h/", "--var", "name"], "has no equals sign"),
        (["send", "BAD METHOD", "http://h/"], "“BAD METHOD” is not a method; methods are letters, digits"),
        (["send", "http://h/", "GET"], "The method stands before the URL"),
        (["send", "PUT", "nowhere/r.yml"], "There is no request file nowhere/r.yml."),
        (["send", "http://[::1/"], "is not closed by a bracket"),
        (["send", "http://h:99999/"], "99999 is not a port"),
        (["send", "http://h/", "-C", "nowhere"], "There is no folder nowhere."),
        (["send", "http://h/", "--timeout", "nan"], "nan is not a number of seconds above 0"),
        (["send", "http://h/", "--timeout", "0"], "0 is not a number of seconds above 0"),
        (["send", "http://h/", "--timeout", "-1"], "-1 is not a number of seconds above 0"),
        (["send", "http://h/", "--timeout", "inf"], "inf is not a number of seconds above 0"),
        (["send", "http://h/\udcff"], "The URL or method holds bytes that are not UTF-8 text."),
        (["send", "http://h/", "-H", "A: \udcff"], "A header holds bytes that are not UTF-8 text."),
        (["send", "http://h/", "-d", "\udcff"], "put them into a file and write -d @FILE."),
        (["send", "http://h/", "-d", "@nowhere.json"], "nowhere.json cannot be read: No such file or directory."),
        (["send", str(LAB / "200 OK/Read what was sent.yml"), "--env", "Live"], "no environment Live. Known: "),
    ],
)
def test_a_command_line_that_makes_no_sense(explorer: Run, words: list[str], sentence: str) -> None:
    ended = explorer(*words)
    assert ended.code == 2
    assert sentence in ended.err


def test_body_into_a_file(explorer: Run, tmp_path: Path) -> None:
    data = bytes(range(256))
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 256\r\n\r\n" + data) as server:
        ended = explorer("send", server.url, "-o", str(tmp_path / "body.bin"))
    assert (ended.code, ended.out) == (0, "")
    assert (tmp_path / "body.bin").read_bytes() == data


def test_a_body_that_cannot_be_written(explorer: Run, tmp_path: Path) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx") as server:
        ended = explorer("send", server.url, "-o", str(tmp_path / "missing" / "body.bin"))
    assert ended.code == 1
    assert "body.bin was not saved" in ended.err


def test_it_is_recorded_unless_private(explorer: Run, home: Path) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as server:
        explorer("send", "--private", f"{server.url}/private")
        explorer("send", f"{server.url}/open")
    (database,) = home.rglob("*.sqlite*")
    with sqlite3.connect(database) as connection:
        text = repr(connection.execute("SELECT * FROM exchanges").fetchall())
    connection.close()
    assert "/open" in text
    assert "/private" not in text


def test_what_came_of_a_broken_answer_is_printed_and_surplus_is_told(explorer: Run) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegun") as server:
        ended = explorer("send", "--timeout", "0.2", server.url)
    assert (ended.code, ended.out) == (1, "begun")
    assert "began its answer, then sent nothing for 0.2 s." in ended.err
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcde") as server:
        ended = explorer("send", server.url)
    assert (ended.code, ended.out) == (0, "ab")
    assert "at least 3 further bytes after the length it announced" in ended.err
