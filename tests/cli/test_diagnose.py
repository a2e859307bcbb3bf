"""``explorer diagnose``: recorded exchanges in, one finding a line out."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_send import ANSWER_KEYS

BATCHES = "https://us.sms.api.sinch.com/xms/v1/4c2f81d0/batches"


def line(number: int, status: int, body: object, **headers: str) -> dict:
    return {
        "id": f"line-{number}",
        "request": {
            "method": "POST",
            "url": BATCHES,
            "headers": [["Content-Type", "application/json"], ["Authorization", "Bearer t"]],
            "body": '{"from": "12345", "to": [], "body": "hi"}',
        },
        "response": {
            "status": status,
            "headers": [["Content-Type", "application/json"], *([name, value] for name, value in headers.items())],
            "body": json.dumps(body),
        },
    }


LINES = [
    line(1, 400, {"code": "syntax_constraint_violation", "text": "to: must have 1 to 1000 elements, has 0"}),
    line(2, 201, {"id": "01", "to": ["1"], "canceled": False}),
    line(3, 429, {"error": "Too Many Requests"}, **{"Retry-After": "20"}),
    line(4, 200, {"type": "delivery_report_sms", "statuses": [{"code": 402, "status": "Rejected", "count": 1}]}),
]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "exchanges.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in LINES) + "\n")
    return path


def found(out: str) -> list[dict]:
    return [json.loads(one) for one in out.splitlines()]


def test_one_object_a_line_in_the_same_order(explorer: Run, lines: Path) -> None:
    ended = explorer("diagnose", str(lines))
    assert (ended.code, ended.err) == (0, "")
    assert [one["id"] for one in found(ended.out)] == ["line-1", "line-2", "line-3", "line-4"]
    first, created, limited, report = found(ended.out)
    assert (first["is_error"], first["code"], first["fields"]) == (True, "syntax_constraint_violation", ["to"])
    assert first["message"] == "to: must have 1 to 1000 elements, has 0"
    assert (created["is_error"], created["code"]) == (False, None)
    assert (limited["retryable"], limited["retry_after_s"]) == (True, 20.0)
    assert report["is_error"] is False, "402 in a delivery report is no HTTP status"


def test_every_documented_key(explorer: Run, lines: Path) -> None:
    for one in found(explorer("diagnose", str(lines)).out):
        assert set(one) >= ANSWER_KEYS


def test_from_standard_input(explorer: Run, lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.read_bytes())))
    assert len(found(explorer("diagnose", "-").out)) == len(LINES)


def test_har(explorer: Run, tmp_path: Path) -> None:
    entry = {
        "startedDateTime": "2026-01-02T03:04:05Z",
        "request": {"method": "GET", "url": f"{BATCHES}/01", "headers": [], "httpVersion": "HTTP/2"},
        "response": {
            "status": 404,
            "statusText": "Not Found",
            "headers": [{"name": "Content-Type", "value": "application/problem+json"}],
            "content": {"text": '{"type": "about:blank", "title": "No such batch", "status": 404}'},
        },
    }
    (tmp_path / "session.har").write_text(json.dumps({"log": {"version": "1.2", "entries": [entry, entry]}}))
    first, second = found(explorer("diagnose", str(tmp_path / "session.har")).out)
    assert (first["id"], second["id"]) == ("1", "2")
    assert first["is_error"] is True
    assert "No such batch" in first["message"]


@pytest.mark.parametrize("text", ["{", "[]", '{"request": {}}', "not json at all"])
def test_a_line_that_is_no_exchange_is_named(explorer: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.jsonl").write_text(f"{json.dumps(LINES[1])}\n{text}\n")
    ended = explorer("diagnose", str(tmp_path / "bad.jsonl"))
    assert ended.code == 2
    assert "line 2: not an exchange" in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_not_there(explorer: Run, tmp_path: Path) -> None:
    ended = explorer("diagnose", str(tmp_path / "none.jsonl"))
    assert ended.code == 2
    assert "cannot be read: No such file or directory." in ended.err


def test_bytes_that_are_no_text(explorer: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe\x00 nonsense")
    ended = explorer("diagnose", str(tmp_path / "odd.jsonl"))
    assert ended.code == 2
    assert "Traceback" not in ended.err
