"""Every document of ``shapes.jsonl`` is read as a person would read it, and no success is taken for a failure.

The rows have the shapes that standards and public APIs use; texts are invented. In ``expect``, "fields" are the blamed
fields, "x_in" lists several right answers for x, "missing_x" is what was wanted; keys left out are not checked.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.core.diagnosis.formats import read
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.model.exchange import Content, Exchange, Headers, Response, SentRequest
from explorer.core.model.request import Request

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("shapes.jsonl").read_text("utf-8").splitlines()
]


def exchange(status: int, headers: Headers = (), body: bytes = b"", *, method: str = "POST") -> Exchange:
    url = "https://api.example.com/v1/things"
    return Exchange(
        id="0" * 32,
        started=datetime(2025, 11, 4, 10, 15, 30, tzinfo=UTC),
        request=Request(method=method, url=url),
        sent=SentRequest(method=method, url=url, headers=(("Accept", "application/json"),)),
        outcome=Response(status=status, reason="", http_version="HTTP/1.1", headers=headers, body=Content.of(body)),
    )


def reading(row: dict[str, Any]) -> Recognised:
    method = "GET" if row["status"] in (200, 502) else "POST"
    headers = tuple((name, value) for name, value in row["headers"])
    return read(exchange(row["status"], headers, row["body"].encode(), method=method))


def differences(found: Recognised, wanted: dict[str, Any]) -> dict[str, Any]:
    """The expectations that are not met, with what is there instead."""
    there = {
        "fields": [problem.field for problem in found.problems if problem.field],
        **{f"missing_{kind}": list(values) for kind, values in found.missing},
        **{name: getattr(found, name) for name in Recognised.__slots__ if name != "missing"},
    }
    among = {key.removesuffix("_in"): value for key, value in wanted.items() if key.endswith("_in")}
    single = {key: [value] for key, value in wanted.items() if not key.endswith("_in")}
    return {key: there.get(key) for key, right in (single | among).items() if there.get(key) not in right}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_document_is_read(row: dict[str, Any]) -> None:
    assert differences(reading(row), row["expect"]) == {}


@pytest.mark.parametrize("row", [row for row in ROWS if not row["expect"]["is_error"]], ids=lambda row: row["name"])
def test_success_raises_nothing(row: dict[str, Any]) -> None:
    found = reading(row)
    assert (found.code, found.message, found.problems, found.retryable) == (None, None, (), None)
