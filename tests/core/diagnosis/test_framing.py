"""A response that went on after its announced end: told beside the body, and among the causes of an error."""

import dataclasses

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.diagnosis import Standing
from explorer.core.model.request import Request
from tests.core.diagnosis.exchanges import answered

GET = Request(method="GET", url="http://h/x")


def beyond(status: int, headers: dict[str, str], *, request: Request = GET, surplus_bytes: int = 490):
    exchange = answered(request, status, {"message": "no"}, headers=headers)
    return dataclasses.replace(exchange, outcome=dataclasses.replace(exchange.outcome, surplus_bytes=surplus_bytes))


@pytest.mark.parametrize(
    ("status", "method", "headers", "words"),
    [
        (200, "GET", {"Content-Length": "10"}, "after the length it announced (Content-Length: 10)"),
        (200, "GET", {"Transfer-Encoding": "chunked"}, "after the piece that ends the body"),
        (204, "DELETE", {}, "after the header section, and an answer with status 204 has no body"),
        (200, "HEAD", {"Content-Length": "10"}, "after the header section, which is all of an answer to HEAD"),
    ],
)
def test_a_success_says_it_beside_the_body(status, method, headers, words) -> None:
    found = diagnose(beyond(status, headers, request=dataclasses.replace(GET, method=method)))
    assert not found.is_error
    assert found.body_note == f"The server sent at least 490 further bytes {words}. They are not shown."


def test_an_error_has_it_among_its_causes() -> None:
    found = diagnose(beyond(500, {"Content-Length": "10"}, surplus_bytes=1))
    cause = next(one for one in found.causes if one.id == "body.surplus")
    assert cause.standing is Standing.CONFIRMED
    assert cause.text.startswith("The server sent at least 1 further byte after the length it announced")


def test_a_plain_answer_says_nothing() -> None:
    for status in (200, 500):
        found = diagnose(beyond(status, {"Content-Length": "10"}, surplus_bytes=0))
        assert found.body_note == ""
        assert "body.surplus" not in [one.id for one in found.causes]
