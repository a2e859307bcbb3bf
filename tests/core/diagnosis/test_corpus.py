"""Readings of the corpus of labelled exchanges, with a floor for every key."""

import base64
import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.core.diagnosis.formats import read
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.model.exchange import Content, Exchange, Response, SentRequest
from explorer.core.model.request import Request
from tests.core.diagnosis.score import right_keys

DATA = Path(__file__).parents[2] / "data"
CORPORA = ("errors-dev", "errors-holdout")

FLOORS = {
    "is_error": 1.0,
    "quiet": 1.0,
    "code": 0.97,
    "message": 0.97,
    "fields": 0.97,
    "docs_url": 0.97,
    "request_id": 0.97,
    "retryable": 0.97,
    "retry_after_s": 0.97,
    "missing": 0.95,
}
"""Right answers per applicable line, below which a change is a loss."""


def lines(corpus: str = "errors-dev") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{corpus}.jsonl").read_text("utf-8").splitlines()]


def exchange_of(line: dict[str, Any]) -> Exchange:
    sent, got = line["request"], line["response"]
    body = base64.b64decode(got["body_b64"]) if got.get("body_b64") else (got.get("body") or "").encode()
    headers = tuple((name, value) for name, value in sent["headers"])
    return Exchange(
        id="0" * 32,
        started=datetime(2025, 11, 4, 10, 15, 30, tzinfo=UTC),
        request=Request(method=sent["method"], url=sent["url"]),
        sent=SentRequest(method=sent["method"], url=sent["url"], headers=headers),
        outcome=Response(
            status=got["status"],
            reason="",
            http_version="HTTP/1.1",
            headers=tuple((name, value) for name, value in got["headers"]),
            body=Content.of(body),
        ),
    )


def answer_of(found: Recognised) -> dict[str, Any]:
    return {
        "is_error": found.is_error,
        "code": found.code,
        "message": found.message,
        "fields": [problem.field for problem in found.problems if problem.field],
        "docs_url": found.docs_url,
        "request_id": found.request_id,
        "retryable": found.retryable,
        "retry_after_s": found.retry_after_s,
        "missing": {kind: list(values) for kind, values in found.missing},
    }


@pytest.fixture(scope="module", params=CORPORA)
def marks(request: pytest.FixtureRequest) -> dict[str, list[tuple[str, bool]]]:
    collected: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for line in lines(request.param):
        for key, right in right_keys(line["expect"], answer_of(read(exchange_of(line)))).items():
            collected[key].append((line["id"], right))
    return collected


@pytest.mark.parametrize("key", FLOORS)
def test_readings_reach_the_floor(key: str, marks: dict[str, list[tuple[str, bool]]]) -> None:
    wrong = [name for name, right in marks[key] if not right]
    share = 1 - len(wrong) / len(marks[key])
    assert share >= FLOORS[key], f"{key}: {share:.3f}, wrong: {', '.join(wrong)}"


def test_misses_of_the_hold_out_are_explained() -> None:
    told = (DATA / "errors-holdout-misses.md").read_text("utf-8")
    missed = {
        line["id"]
        for line in lines("errors-holdout")
        if not all(right_keys(line["expect"], answer_of(read(exchange_of(line)))).values())
    }
    assert missed == {word for word in told.split("`") if re.match(r"h\d?-", word)}


def test_families_are_named() -> None:
    named = [read(exchange_of(line)).format in _formats(line["expect"]) for line in lines()]
    assert sum(named) / len(named) >= 0.9


def _formats(labels: dict[str, Any]) -> list[str]:
    return [labels["format"], *labels.get("format_any", [])]
