"""``explorer diagnose``: recorded exchanges in, one finding a line out."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Process, Run
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


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("[" * 200_000, "nested too deeply"),
        (json.dumps(LINES[0] | {"request": LINES[0]["request"] | {"headers": [["a"]]}}), "a header is not a pair"),
        (json.dumps(LINES[0] | {"response": {"status": "x"}}), "status is not a number"),
        (json.dumps(LINES[0]).replace("400", "1e999"), "status is not a number"),
        ('{"response": null}', "request is missing"),
        ("{", "no JSON: "),
    ],
)
def test_reading_goes_on_after_a_bad_line(explorer: Run, tmp_path: Path, bad: str, reason: str) -> None:
    rows = [json.dumps(LINES[0]), bad, json.dumps(LINES[1]), bad, json.dumps(LINES[2])]
    (tmp_path / "some.jsonl").write_text("\n".join(rows))
    ended = explorer("diagnose", str(tmp_path / "some.jsonl"))
    assert ended.code == 2
    assert [one["id"] for one in found(ended.out)] == ["line-1", "line-2", "line-3"]
    second, fourth = ended.err.splitlines()
    assert f"some.jsonl, line 2: not an exchange ({reason}" in second
    assert "some.jsonl, line 4: not an exchange" in fourth


def test_a_body_nested_too_deeply_is_still_diagnosed(explorer: Run, tmp_path: Path) -> None:
    deep = line(1, 400, {})
    deep["response"]["body"] = "[" * 200_000
    (tmp_path / "deep.jsonl").write_text(json.dumps(deep))
    ended = explorer("diagnose", str(tmp_path / "deep.jsonl"))
    assert (ended.code, ended.err) == (0, "")
    assert found(ended.out)[0]["is_error"] is True


def test_line_breaks_of_other_kinds_inside_a_string(explorer: Run, tmp_path: Path) -> None:
    words = "a\u2028b\u0085c\x7fd"
    text = json.dumps(line(1, 400, {"code": "x", "text": words}), ensure_ascii=False)
    (tmp_path / "odd.jsonl").write_text(text + "\r\n", encoding="utf-8", newline="")
    ended = explorer("diagnose", str(tmp_path / "odd.jsonl"))
    assert (ended.code, ended.err) == (0, "")
    assert found(ended.out)[0]["message"] == words


def test_one_odd_har_entry_does_not_take_the_others_with_it(explorer: Run, tmp_path: Path) -> None:
    good = {"request": {"method": "GET", "url": BATCHES}, "response": {"status": 404, "content": {"text": "no"}}}
    entries = [good, {"request": {}}, good | {"response": None}, 7]
    (tmp_path / "s.har").write_text(json.dumps({"log": {"entries": entries}}))
    ended = explorer("diagnose", str(tmp_path / "s.har"))
    assert ended.code == 2
    assert [one["id"] for one in found(ended.out)] == ["1", "3"]
    assert found(ended.out)[1]["is_error"] is True
    assert "s.har, entry 2: not an exchange (method is missing)." in ended.err
    assert "s.har, entry 4: not an exchange (it is not an object)." in ended.err


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n \r\n", b'{"log": {"entries": []}}'])
def test_nothing_to_explain(explorer: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "empty.jsonl").write_bytes(data)
    ended = explorer("diagnose", str(tmp_path / "empty.jsonl"))
    assert (ended.code, ended.out) == (2, "")
    assert "empty.jsonl has no exchange in it." in ended.err


def test_lone_surrogates_can_be_printed(process: Process, tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text(json.dumps(line(1, 400, {"code": "x", "text": "a \ud800 b"})))
    ended = process("diagnose", str(tmp_path / "s.jsonl"), PYTHONIOENCODING="utf-8")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["is_error"] is True


def test_a_file_that_is_not_there(explorer: Run, tmp_path: Path) -> None:
    ended = explorer("diagnose", str(tmp_path / "none.jsonl"))
    assert ended.code == 2
    assert "cannot be read: No such file or directory." in ended.err


def test_bytes_that_are_no_text(explorer: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe\x00 nonsense")
    ended = explorer("diagnose", str(tmp_path / "odd.jsonl"))
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_catalog_of_the_team_explains_and_its_faults_are_told(tmp_path: Path, explorer: Run) -> None:
    recorded, catalog = tmp_path / "recorded.jsonl", tmp_path / "catalog.toml"
    recorded.write_text(json.dumps(line(1, 422, {"code": "ORD-17", "message": "No."})))
    catalog.write_text(
        '[[api]]\nname = "Orders"\nhosts = ["*.sinch.com"]\n'
        '[[api.code]]\ncode = "ORD-17"\nmeaning = "Closed."\ncauses = ["The till was shut"]\nlnk = "x"\n'
    )
    done = explorer("diagnose", str(recorded), "--catalog", str(catalog))
    assert "The till was shut" in [cause["text"] for cause in json.loads(done.out)["causes"]]
    assert "catalog.toml, API Orders, code 1: The key 'lnk' is not known" in done.err
    assert explorer("diagnose", str(recorded), "--catalog", str(tmp_path / "none.toml")).code == 2
