"""A GraphQL problem is found in its document however that was sent: JSON, batch, raw text, GET, its own editor."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.diagnosis import Diagnosis, PlacePart, Standing
from explorer.core.model.exchange import Content
from explorer.core.model.request import Body, GraphQLBody, Header, NoBody, Request, TextBody, TextKind
from tests import factories

DOCUMENT = 'query Q($id: ID!) {\n  order(id: $id, note: "é & ü") {\n    totl\n  }\n}'
URL = "https://api.example.com/graphql"
RAW = (Header(name="Content-Type", value="application/graphql"),)
UNKNOWN = {
    "message": 'Cannot query field "totl" on type "Order". Did you mean "total"?',
    "locations": [{"line": 3, "column": 5}],
}
UNSET = {"message": 'Variable "$id" of required type "ID!" was not provided.', "locations": [{"line": 1, "column": 9}]}


def operation(query: str, **variables: Any) -> dict[str, Any]:
    return {"query": query, "variables": variables}


def diagnosed(request: Request, answer: Any, content_type: str = "application/json") -> Diagnosis:
    body = request.body
    text = body.text if isinstance(body, TextBody) else ""
    if isinstance(body, GraphQLBody):
        text = json.dumps(operation(body.query, **json.loads(body.variables or "{}")))
    headers = (("Content-Type", content_type), ("Accept", "*/*")) if text else ()
    sent = factories.sent(method=request.method, url=request.url, headers=headers, body=Content.of(text.encode()))
    return diagnose(factories.exchange(factories.response(200, "OK", answer), request=request, sent=sent))


def posted(body: Body, headers: tuple[Header, ...] = ()) -> Request:
    return factories.request(url=URL, body=body, headers=headers)


JSON = posted(TextBody(kind=TextKind.JSON, text=json.dumps(operation(DOCUMENT, id=1), ensure_ascii=False)))
RAW_TEXT = posted(TextBody(kind=TextKind.TEXT, text=DOCUMENT), RAW)
IN_URL = factories.request(method="GET", url=f"{URL}?op=1&query={quote(DOCUMENT)}", body=NoBody())
EDITOR = posted(GraphQLBody(query=DOCUMENT, variables='{"id": 1}'))


@pytest.mark.parametrize(
    ("request_", "text", "content_type"),
    [
        (JSON, JSON.body.text, "application/json"),  # type: ignore[union-attr]
        (RAW_TEXT, DOCUMENT, "application/graphql; charset=utf-8"),
        (IN_URL, IN_URL.url, ""),
        (EDITOR, DOCUMENT, "application/json"),
    ],
    ids=["json", "raw", "get", "editor"],
)
def test_an_unknown_field_is_marked(request_: Request, text: str, content_type: str) -> None:
    found = diagnosed(request_, {"errors": [UNKNOWN]}, content_type)
    place = found.problems[0].place
    assert place is not None
    assert text[place.start : place.end] == "totl"
    assert place.part is (PlacePart.QUERY if request_ is IN_URL else PlacePart.BODY)
    assert found.causes[0].standing is Standing.CONFIRMED
    edits = [edit for fix in found.remedies for edit in fix.edits]
    assert [(edit.before, edit.after) for edit in edits] == [("totl", "total")]


def test_a_problem_of_a_batch_belongs_to_its_operation() -> None:
    first = operation("{ a { totl total } }")
    request = posted(TextBody(kind=TextKind.JSON, text=json.dumps([first, operation(DOCUMENT)])))
    found = diagnosed(request, [{"data": {"a": None}}, {"errors": [UNKNOWN, UNSET]}])
    assert isinstance(request.body, TextBody)
    text = request.body.text
    unknown, unset = (problem.place for problem in found.problems[:2])
    assert unknown is not None and unset is not None  # noqa: PT018
    assert (text[unknown.start : unknown.end], unknown.start > text.index("query Q")) == ("totl", True)
    assert unset.start > text.index("query Q")
    assert [cause.id for cause in found.causes[:2]] == ["graphql.field.totl", "graphql.variable.id"]
    assert (found.is_error, found.code_meaning) == (True, None)


def test_a_variable_is_found_in_its_own_editor() -> None:
    refused = {"message": 'Variable "$id" got invalid value 1.', "extensions": {"code": "BAD_USER_INPUT"}}
    place = next(
        problem.place for problem in diagnosed(EDITOR, {"errors": [refused], "data": None}).problems if problem.place
    )
    assert (place.crumbs[1], '{"id": 1}'[place.start : place.end]) == ("variables", "1")


def test_a_list_without_errors_is_no_failed_batch() -> None:
    request = posted(TextBody(kind=TextKind.JSON, text=json.dumps([operation("{ a }")])))
    assert not diagnosed(request, [{"data": {"a": 1}}]).is_error
    assert not diagnosed(request, [{"id": 1, "errors": []}]).is_error
