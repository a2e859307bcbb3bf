"""The situations a person meets first, with answers shaped as real servers give them: each ends with a cause that the
evidence confirms, a headline that names it, a way out, and the layer at fault."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explorer.core.diagnosis import Context, RequestRef, diagnose
from explorer.core.model.diagnosis import Cause, Diagnosis, Layer, Problem, RemedyKind, Standing
from explorer.core.model.exchange import Certificate, Exchange, FailureKind, Phase, TlsInfo
from explorer.core.model.request import BearerAuth, NoAuth, NoBody, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import NOW, answered, context, error, failed, request

ORDERS = "https://api.example.com/v2/orders"
GROUP = "01KDWGCZ7RE0ZBGJ09TQM83XSS"


def written(method: str = "POST", url: str = ORDERS, body: str | None = '{"a": 1}', **rest: Any) -> Request:
    given = TextBody(kind=TextKind.JSON, text=body) if body is not None else NoBody()
    return Request(**{"method": method, "url": url, "body": given, "auth": NoAuth(), **rest})


def sure(found: Diagnosis) -> list[Cause]:
    return [cause for cause in found.causes if cause.standing is Standing.CONFIRMED]


def sms(body: str, status: int, code: str, text: str, **rest: Any) -> Diagnosis:
    return diagnose(answered(request(body=body, **rest), *error(status, code, text)), context())


def token(**claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{payload}.c2lnbmF0dXJl"


SMS = [
    (
        sms('{"to": ["46701740605"], "body": "hi"', 400, "syntax_invalid_json", "Could not read the body."),
        "json.broken",
        "The JSON breaks in line 1: the `{` of line 1 is not closed.",
    ),
    (
        sms('{"to": ["+1"], "body": "hi"}', 400, "syntax_invalid_parameter_format", "'+1' in 'to[0]' is no number"),
        "sms.format.to[0]",
        "`to[0]` is not a phone number or group ID: `+1` is too short.",
    ),
    (
        sms('{"to": [], "body": "hi"}', 400, "syntax_constraint_violation", "to: size must be between 1 and 1000"),
        "sms.to-empty",
        "`to` is empty. A batch needs 1 to 1000 recipients.",
    ),
    (
        sms(f'{{"to": ["{GROUP}"], "body": "hi"}}', 403, "unknown_group", f"Group '{GROUP}' is unknown or deleted"),
        "sms.group-reference",
        f"The group `{GROUP}` is unknown or deleted.",
    ),
    (
        sms('{"to": ["46701740605"], "body": "x", "delivery_report": "full"}', 403, "missing_callback_url", "No URL."),
        "sms.no-callback",
        "`delivery_report` is `full`, but there is no URL to send the report to.",
    ),
    (
        sms('{"to": ["46701740605"], "from": "9", "body": "x"}', 403, "illegal_number_type", "from: kind of number"),
        "sms.number-kind",
        "This kind of number is not allowed in the region.",
    ),
    (
        sms('{"name": "Staff"}', 403, "conflict_group_name", "taken", path="/groups"),
        "sms.group-name-used",
        "Another group already has the name `Staff`.",
    ),
]


@pytest.mark.parametrize(("found", "id", "headline"), SMS, ids=[row[1] for row in SMS])
def test_codes_of_the_sms_api(found: Diagnosis, id: str, headline: str) -> None:
    assert sure(found)[0].id == id
    assert found.headline == headline
    assert found.layer is Layer.REQUEST
    assert found.remedies


def validation(body: str, *details: dict[str, Any], url: str = ORDERS, **rest: Any) -> Diagnosis:
    exchange = answered(written(body=body, url=url), 422, {"detail": list(details)}, headers={"server": "uvicorn"})
    return diagnose(exchange, Context(**rest))


def test_a_validation_error_with_two_fields() -> None:
    body = '{\n  "customer": "c-17",\n  "items": [{"sku": "A1", "quantity": "two"}]\n}'
    found = validation(
        body,
        {"type": "missing", "loc": ["body", "email"], "msg": "Field required", "input": {}},
        {
            "type": "int_parsing",
            "loc": ["body", "items", 0, "quantity"],
            "msg": "Input should be a valid integer, unable to parse string as an integer",
            "input": "two",
        },
    )
    assert found.format == "fastapi"
    assert [cause.text for cause in sure(found)] == [
        "`email` is missing from the body; the server requires it",
        "`items[0].quantity` must be a whole number, and the text `two` was sent",
    ]
    assert found.headline == "`email` is missing from the body; the server requires it."
    assert found.remedies[0].title == "Add `email` to the body"
    assert found.layer is Layer.REQUEST
    places = [problem.place for problem in found.problems]
    assert [(place.line, place.missing) for place in places if place] == [(3, True), (3, False)]
    marked = places[1]
    assert marked is not None
    assert body[marked.start : marked.end] == '"two"'


def test_a_number_out_of_range_is_put_inside() -> None:
    told = {"type": "less_than_equal", "loc": ["query", "limit"], "msg": "Input should be less than or equal to 100"}
    found = validation("{}", told, url=f"{ORDERS}?limit=500")
    assert found.headline == "`limit` is 500; the server allows at most 100."
    assert found.remedies[0].preview == (f"-{ORDERS}?limit=500", f"+{ORDERS}?limit=100")


def graphql(query: str, *errors: dict[str, Any], data: Any = None, variables: Any = None) -> Diagnosis:
    body = json.dumps({"query": query, "variables": variables or {}})
    exchange = answered(
        written(url="https://api.example.com/graphql", body=body), 200, {"errors": errors, "data": data}
    )
    return diagnose(exchange)


def test_a_graphql_answer_with_errors() -> None:
    found = graphql(
        "query { orders { id totl } }",
        {
            "message": 'Cannot query field "totl" on type "Order". Did you mean "total"?',
            "locations": [{"line": 1, "column": 19}],
            "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
        },
    )
    assert [cause.id for cause in sure(found)] == ["graphql.field.totl"]
    assert found.headline == "The schema has no field `totl`. It suggests `total`."
    assert (found.remedies[0].edits[0].before, found.remedies[0].edits[0].after) == ("totl", "total")
    assert found.layer is Layer.APPLICATION


DOCUMENT = 'query {\n\tme { name }\n\torders(status: "{{status}}") {\n\t\tname\n\t}\n}'


@pytest.mark.parametrize(
    "told",
    [
        {"message": "Name is hidden", "locations": [{"line": 4, "column": 3}]},
        {"message": "Name is hidden", "path": ["orders", 0, "name"]},
        {"message": "Name is hidden", "path": ["orders", 0, "name"], "locations": [{"line": 4, "column": 3}]},
        {"message": 'Cannot query field "name" on type "Order".', "locations": [{"line": 4, "column": 3}]},
    ],
)
@pytest.mark.parametrize("status", ["open", 'a\\"b\\\\c'])
def test_a_graphql_error_is_placed_in_the_document_of_the_template(told: dict[str, Any], status: str) -> None:
    body = json.dumps({"operation": "\u00e9", "query": DOCUMENT}, indent=1)
    request = written(url="https://api.example.com/graphql", body=body)
    found = diagnose(answered(request, 200, {"errors": [told], "data": None}, values={"status": status}))
    place = found.problems[0].place
    assert place is not None
    assert body[place.start : place.end] == "name"
    assert body[: place.start].endswith(r"\n\t\t")
    assert (place.line, place.column) == (3, place.start - body.rindex("\n", 0, place.start))


def test_the_value_of_a_variable_does_not_shift_the_place_in_a_graphql_document() -> None:
    body = '{"query": "{ a { {{fields}} name } b { name } }"}'
    request = written(url="https://api.example.com/graphql", body=body)
    told = {"message": "Hidden", "locations": [{"line": 3, "column": 13}]}
    values = {"fields": "id\\n name\\n"}
    found = diagnose(answered(request, 200, {"errors": [told], "data": None}, values=values))
    place = found.problems[0].place
    assert place is not None
    assert (place.line, body[place.start : place.end]) == (1, "name")
    assert body[: place.start].endswith("b { ")


def test_the_lines_of_a_variables_value_do_not_shift_the_place_of_a_field() -> None:
    body = '{\n  "note": {{note}},\n  "age": "old"\n}'
    told = {"detail": [{"type": "int_parsing", "loc": ["body", "age"], "msg": "Input should be a valid integer"}]}
    found = diagnose(answered(written(body=body), 422, told, values={"note": '{\n"a": 1,\n"age": 2\n}'}))
    place = found.problems[0].place
    assert place is not None
    assert (place.line, body[place.start : place.end]) == (3, '"old"')


def test_a_graphql_variable_without_a_value() -> None:
    found = graphql(
        "query ($id: ID!) { order(id: $id) { total } }",
        {"message": 'Variable "$id" of required type "ID!" was not provided.', "locations": [{"line": 1, "column": 8}]},
    )
    assert [cause.text for cause in sure(found)] == ["The query uses the variable `$id`, which is not sent"]


def test_a_json_web_token_that_ran_out() -> None:
    request = written("GET", body=None, auth=BearerAuth(token="{{access_token}}"))
    values = {"access_token": token(sub="7", exp=(NOW - timedelta(hours=3)).timestamp())}
    headers = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token", error_description="The token expired"'}
    body = {"error": "invalid_token", "error_description": "The token expired"}
    logins = (RequestRef(key="token.yml", name="Get a token", method="POST", url="https://auth.example.com/token"),)
    found = diagnose(answered(request, 401, body, headers=headers, values=values), Context(requests=logins))
    assert sure(found)[0].text == "The token ran out 3 hours before the answer"
    assert found.headline == "The token ran out 3 hours ago."
    assert (found.remedies[0].kind, found.remedies[0].target) == (RemedyKind.OPEN_REQUEST, "token.yml")
    assert found.layer is Layer.REQUEST


def test_a_limit_with_a_pause() -> None:
    headers = {"Retry-After": "20", "X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0"}
    found = diagnose(answered(written("GET", body=None), 429, {"message": "Slow down"}, headers=headers))
    assert sure(found)[0].text == (
        "The limit is used up: `X-RateLimit-Remaining` says that 0 of 60 requests are left, for another 20 s"
    )
    assert found.headline == "Too many requests. The server asks for a pause of 20 s."
    assert (found.remedies[0].kind, found.remedies[0].after_s) == (RemedyKind.WAIT, 20.0)
    assert found.layer is Layer.SERVER


def test_a_limit_told_by_the_pause_alone() -> None:
    found = diagnose(answered(written("GET", body=None), 429, headers={"Retry-After": "20"}))
    assert sure(found)[0].text == "The server’s limit is reached: it asks for a pause of 20 s by `Retry-After: 20`"


def test_a_method_the_path_does_not_take() -> None:
    found = diagnose(answered(written("PATCH"), 405, headers={"Allow": "GET, PUT"}))
    assert [cause.id for cause in sure(found)] == ["http.method"]
    assert found.headline == "This path does not take `PATCH`. It takes `GET` and `PUT`."
    assert found.remedies[0].edits[0].after == "PUT"
    assert found.layer is Layer.REQUEST


NGINX = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)


def test_a_page_of_a_gateway() -> None:
    headers = {"Content-Type": "text/html", "Server": "nginx/1.24.0"}
    found = diagnose(answered(written("GET", body=None), 502, NGINX, headers=headers))
    assert [cause.id for cause in sure(found)] == ["gateway.answered"]
    assert found.headline == "nginx answered, because the server behind it did not."
    assert found.remedies[0].kind is RemedyKind.RETRY
    assert found.layer is Layer.GATEWAY


def test_a_page_of_a_gateway_after_a_post_says_how_to_find_out() -> None:
    headers = {"Content-Type": "text/html", "Server": "nginx/1.24.0"}
    found = diagnose(answered(written(), 502, NGINX, headers=headers))
    assert found.retry.safe is False
    assert "`GET` `/v2/orders`" in " ".join(fix.title for fix in found.remedies)


def test_a_certificate_that_expired() -> None:
    leaf = Certificate(
        subject="CN=api.example.com",
        issuer="CN=Example CA",
        names=("api.example.com",),
        not_before=NOW - timedelta(days=400),
        not_after=NOW - timedelta(days=11, hours=2),
        sha256="AA:BB",
    )
    exchange = failed(
        FailureKind.TLS_EXPIRED, phase=Phase.TLS, tls_verify_code=10, tls=TlsInfo(chain=(leaf,), verified=False)
    )
    found = diagnose(exchange, Context(clock_offsets=(("other.example.org", 0.4),)))
    assert sure(found)[0].text == "The certificate was not renewed before 12 Nov 2026"
    assert found.headline == "The server’s certificate expired 11 days ago."
    assert found.remedies[0].kind is RemedyKind.COPY
    assert found.layer is Layer.CONNECTION
    clock = next(cause for cause in found.causes if cause.id == "tls_expired.clock")
    assert clock.standing is Standing.RULED_OUT


def test_a_connection_that_was_refused() -> None:
    found = diagnose(failed(FailureKind.CONNECTION_REFUSED, errno_name="ECONNREFUSED"))
    assert sure(found)[0].text == "No program on this computer listens on port 8025"
    assert found.remedies[0].kind is RemedyKind.START_SANDBOX
    assert found.layer is Layer.CONNECTION


def test_a_connection_that_another_computer_refused() -> None:
    asked = written("GET", url="http://api.example.com:8443/x", body=None)
    exchange: Exchange = failed(FailureKind.CONNECTION_REFUSED, asked, host="api.example.com", port=8443)
    found = diagnose(exchange)
    assert sure(found)[0].text == "`api.example.com` can be reached and accepts no connections on port 8443"
    assert any(cause.id == "connection_refused.port" for cause in found.causes)
    assert problem_places([*found.problems])


def problem_places(problems: list[Problem]) -> list[str]:
    return [problem.place.name for problem in problems if problem.place]


def test_the_same_exchanges_without_their_evidence_confirm_nothing() -> None:
    plain = answered(written("PATCH"), 405)
    assert not sure(diagnose(plain))
    assert not sure(diagnose(answered(written("GET", body=None), 429)))
    assert not sure(diagnose(replace(plain, outcome=answered(written(), 422, {"detail": "no"}).outcome)))


def test_a_graphql_request_without_data_was_not_carried_out() -> None:
    ask = written(url="https://api.example.com/graphql", body=json.dumps({"query": "{ a }"}))
    syntax = {"message": "Syntax Error: Expected Name", "locations": [{"line": 1, "column": 2}]}
    refused = diagnose(answered(ask, 200, {"errors": [syntax]}), Context())
    partly = diagnose(
        answered(ask, 200, {"data": {"a": None}, "errors": [{"message": "no", "path": ["a"]}]}), Context()
    )
    assert (refused.layer, refused.retry.safe) == (Layer.REQUEST, True)
    assert "before anything was carried out" in refused.effect
    assert (partly.layer, partly.retry.safe) == (Layer.APPLICATION, False)
    assert "Part of the work may be done" in partly.effect
