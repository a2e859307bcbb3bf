"""A saved example explained as if its answer had just come, without the network and without secrets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.examples import draft_of, explained
from explorer.core.model.collection import Collection, RequestItem
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.example import Example, ExampleBodyKind, ExampleRequest, ExampleResponse
from explorer.core.model.request import BearerAuth, Header, InheritAuth, Request, TextBody, TextKind
from explorer.core.storage.history import History
from explorer.core.transport import Transport
from explorer.core.workspace import Workspace

TOKEN = "token-of-today-1234"
PROBLEM = (
    '{"type": "about:blank", "title": "Too small", "status": 422, "errors": [{"pointer": "#/age", "detail": "1+"}]}'
)
EXAMPLE = Example(
    name="422",
    request=ExampleRequest(
        url="{{host}}/people", method="POST", body=TextBody(kind=TextKind.JSON, text='{\n  "age": {{age}}\n}')
    ),
    response=ExampleResponse(
        status=422,
        reason="Unprocessable Content",
        headers=(("Content-Type", "application/problem+json"), ("Date", "Sat, 28 Nov 2020 18:43:05 GMT")),
        body_kind=ExampleBodyKind.JSON,
        body=PROBLEM,
    ),
)
ITEM = RequestItem(
    key="a.yml", request=Request(name="A", url="{{host}}/other", auth=InheritAuth()), examples=(EXAMPLE,)
)


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    rows = (Variable(name="host", value="http://127.0.0.1:9"), Variable(name="age", value="0"))
    secret = Variable(name="token", secret=True)
    made = Workspace(
        transport=Transport(),
        history=History(tmp_path),
        collection=Collection(
            key=str(tmp_path),
            name="C",
            items=(ITEM,),
            environments=(Environment(key="environments/T.yml", name="T", variables=(*rows, secret)),),
            headers=(Header(name="X-All", value="all"),),
            auth=BearerAuth(token="{{token}}"),
        ),
        environment_name="T",
        secret_values={("T", "token"): TOKEN},
    )
    yield made
    await made.transport.aclose()
    assert made.history is not None
    await made.history.aclose()


async def test_the_answer_is_explained_with_the_place_in_the_request_as_it_was(workspace: Workspace) -> None:
    exchange, diagnosis = await explained(workspace, ITEM, EXAMPLE)
    assert diagnosis.is_error
    (problem,) = diagnosis.problems
    assert problem.place is not None
    assert exchange.request.url == "{{host}}/people"
    assert exchange.sent is not None
    assert exchange.sent.url == "http://127.0.0.1:9/people"
    assert exchange.started == datetime(2020, 11, 28, 18, 43, 5, tzinfo=UTC)
    assert TOKEN not in repr((exchange, exchange.sent.headers, diagnosis))
    assert dict(exchange.sent.headers)["Authorization"].startswith("Bearer ")


async def test_what_cannot_be_resolved_today_is_explained_as_it_is_written(workspace: Workspace) -> None:
    workspace.environment_name = ""
    exchange, diagnosis = await explained(workspace, ITEM, EXAMPLE)
    assert diagnosis.is_error
    assert exchange.sent is not None
    assert exchange.sent.url == "{{host}}/people"


async def test_an_example_that_says_little_is_a_success_of_its_kind(workspace: Workspace) -> None:
    little = Example(name="x", response=ExampleResponse(body_kind=ExampleBodyKind.JSON, body="[]"))
    exchange, diagnosis = await explained(workspace, ITEM, little)
    assert not diagnosis.is_error
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.header("content-type")) == (200, "application/json")
    assert datetime.now(UTC) - exchange.started < timedelta(minutes=1)
    assert exchange.request.url == "{{host}}/other"


async def test_a_draft_has_what_its_request_inherits(workspace: Workspace) -> None:
    draft = draft_of(workspace, ITEM, EXAMPLE)
    assert (draft.url, draft.method, draft.auth) == ("{{host}}/people", "POST", BearerAuth(token="{{token}}"))
    assert [header.name for header in draft.headers] == ["X-All"]
