"""Causes and remedies as scripts get them: from ``explorer diagnose`` and from ``explorer send --json``."""

import json
from pathlib import Path

import pytest

from explorer.core.sandbox.server import SandboxInfo
from tests.cli.conftest import Run
from tests.cli.test_diagnose import found, line
from tests.core.transport.servers import closed_port

STANDINGS = {"confirmed", "likely", "possible", "ruled_out"}
LAYERS = {"none", "request", "connection", "proxy", "gateway", "server", "application"}
CAUSE_KEYS = {"id", "text", "standing", "evidence"}
REMEDY_KEYS = {"kind", "title", "action", "edits", "after_s", "link", "target", "cause"}
EDIT_KEYS = {"target", "name", "before", "after", "start", "end"}


@pytest.fixture
def answers(explorer: Run, tmp_path: Path) -> list[dict]:
    broken = line(3, 400, {"error": "bad"})
    broken["request"]["url"] = "https://api.example.com/things"
    broken["request"]["body"] = '{"a": 1,}'
    lines = [
        line(1, 405, {"message": "no"}, Allow="GET"),
        line(2, 503, {"error": "busy"}, **{"Retry-After": "7"}),
        broken,
        line(4, 200, {"fine": True}),
    ]
    (tmp_path / "some.jsonl").write_text("\n".join(map(json.dumps, lines)))
    ended = explorer("diagnose", str(tmp_path / "some.jsonl"))
    assert (ended.code, ended.err) == (0, "")
    return found(ended.out)


def test_every_cause_and_remedy_has_its_keys(answers: list[dict]) -> None:
    assert [one["layer"] for one in answers] == ["request", "server", "request", "none"]
    for one in answers:
        check(one)


def check(one: dict) -> None:
    assert one["layer"] in LAYERS
    for cause in one["causes"]:
        assert cause.keys() == CAUSE_KEYS
        assert cause["standing"] in STANDINGS
    for remedy in one["remedies"]:
        assert remedy.keys() == REMEDY_KEYS
        assert (remedy["kind"] == "edit") == bool(remedy["edits"])
        assert (remedy["kind"] == "wait") == (remedy["after_s"] is not None)
        assert remedy["kind"] != "link" or remedy["link"].keys() == {"title", "url"}
        assert all(edit.keys() == EDIT_KEYS for edit in remedy["edits"])
    assert "`" not in json.dumps([one["headline"], one["causes"], [rest["title"] for rest in one["remedies"]]])


def test_an_edit_can_be_applied_to_what_was_sent(answers: list[dict]) -> None:
    broken = answers[2]
    assert "json.broken" in {one["id"] for one in broken["causes"] if one["standing"] == "confirmed"}
    (edit,) = next(one["edits"] for one in broken["remedies"] if one["kind"] == "edit")
    text = '{"a": 1,}'
    assert (edit["target"], edit["before"]) == ("body", text[edit["start"] : edit["end"]])
    assert json.loads(text[: edit["start"]] + edit["after"] + text[edit["end"] :]) == {"a": 1}


def test_a_wait_says_how_long(answers: list[dict]) -> None:
    assert [one["after_s"] for one in answers[1]["remedies"] if one["kind"] == "wait"] == [7]


def test_a_success_has_neither(answers: list[dict]) -> None:
    assert (answers[3]["causes"], answers[3]["remedies"]) == ([], [])


def test_a_send_prints_the_same(explorer: Run, sandbox: SandboxInfo) -> None:
    batches = f"{sandbox.base_url}/xms/v1/{sandbox.service_plan_id}/batches"
    bearer = f"Authorization: Bearer {sandbox.token}"
    ended = explorer("send", "--json", "POST", batches, "-H", bearer, "-d", '{"from": "1", "to": [], "body": "hi"}')
    answer = ended.json["diagnosis"]
    check(answer)
    confirmed = [one for one in answer["causes"] if one["standing"] == "confirmed"]
    assert "to has 0 elements" in confirmed[0]["text"]
    assert sandbox.token not in ended.out


def test_a_broken_connection_too(explorer: Run) -> None:
    answer = explorer("send", "--json", f"http://127.0.0.1:{closed_port()}/").json["diagnosis"]
    check(answer)
    assert (answer["layer"], answer["format"]) == ("connection", "transport")
    assert answer["causes"]


def test_help_names_the_keys(explorer: Run) -> None:
    ended = explorer("diagnose", "--help")
    assert ended.code == 0
    assert all(key in ended.out for key in ("retry_after_s", "causes", "remedies", "layer", "standing"))
