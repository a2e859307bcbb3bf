"""Causes any API can have, each both ways: found where it is, not found or ruled out where it is not."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explorer.core.diagnosis import Context, VariableInfo, diagnose
from explorer.core.diagnosis.findings import confirmed, from_catalog, likely, ranked, ruled_out
from explorer.core.model.diagnosis import Cause, Diagnosis, RemedyKind, Standing
from explorer.core.model.exchange import Exchange, Hop
from explorer.core.model.request import (
    BearerAuth,
    FormBody,
    FormField,
    Header,
    NoAuth,
    NoBody,
    Request,
    TextBody,
    TextKind,
)
from tests.core.diagnosis.exchanges import NOW, answered, response, sent

URL = "https://api.example.com/v2/orders"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="orders"'}


def written(**rest: Any) -> Request:
    body = TextBody(kind=TextKind.JSON, text='{"a": 1}')
    return Request(**{"method": "POST", "url": URL, "body": body, "auth": NoAuth(), **rest})


def of(exchange: Exchange, **context: Any) -> Diagnosis:
    return diagnose(exchange, Context(**context))


def standing(found: Diagnosis, id: str) -> Standing | None:
    return next((cause.standing for cause in found.causes if cause.id == id), None)


def jwt(**claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.c2ln"


def with_token(value: str | None, status: int = 401, **rest: Any) -> Exchange:
    return answered(written(), status, sent_headers={"Authorization": value}, headers=CHALLENGE, **rest)


def test_missing_credentials() -> None:
    found = of(with_token(None))
    assert found.headline == "The request has no credentials."
    assert standing(found, "auth.missing") is Standing.CONFIRMED
    assert standing(of(with_token("Bearer abc")), "auth.missing") is Standing.RULED_OUT


def test_a_doubled_scheme() -> None:
    exchange = answered(
        written(auth=BearerAuth(token="Bearer {{token}}")), 401, values={"token": "abcdef"}, headers=CHALLENGE
    )
    found = of(exchange)
    assert standing(found, "auth.doubled") is Standing.CONFIRMED
    assert (found.remedies[0].edits[0].before, found.remedies[0].edits[0].after) == ("Bearer {{token}}", "{{token}}")
    assert standing(of(with_token("Bearer abcdef")), "auth.doubled") is None


def test_another_scheme() -> None:
    found = of(with_token("Basic YTpi"))
    assert found.headline == "The server takes `Bearer` credentials, not `Basic`."
    assert standing(of(with_token("bearer abc")), "auth.scheme") is Standing.RULED_OUT


@pytest.mark.parametrize(
    ("value", "id"),
    [
        ("Bearer ", "auth.empty"),
        ("Bearer YOUR_TOKEN", "auth.placeholder"),
        ("Bearer <token>", "auth.placeholder"),
        ("Bearer  abc", "auth.blanks"),
        ("Bearer abc ", "auth.blanks"),
        ("Bearer ab c", "auth.blanks"),
        ('Bearer "abc"', "auth.quotes"),
    ],
)
def test_odd_tokens(value: str, id: str) -> None:
    assert standing(of(with_token(value)), id) is Standing.CONFIRMED


def test_a_plain_token_has_no_blanks() -> None:
    assert standing(of(with_token("Bearer abcdef")), "auth.blanks") is Standing.RULED_OUT


def test_a_token_that_ran_out_by_the_clock_of_the_server() -> None:
    expired = jwt(exp=(NOW - timedelta(hours=3)).timestamp())
    found = of(with_token(f"Bearer {expired}"))
    assert found.headline == "The token ran out 3 hours ago."
    fresh = jwt(exp=(NOW + timedelta(days=2)).timestamp())
    fine = of(with_token(f"Bearer {fresh}"))
    cause = next(cause for cause in fine.causes if cause.id == "auth.expired")
    assert cause.standing is Standing.RULED_OUT
    assert "2 days" in cause.text
    early = jwt(nbf=(NOW + timedelta(hours=1)).timestamp())
    assert standing(of(with_token(f"Bearer {early}")), "auth.not-yet") is Standing.CONFIRMED


@pytest.mark.parametrize("token", ["a.b.c", "eyJ.!!.x", "eyJhbGciOiJub25lIn0.W10.x", "eyJ.eyJleHAiOiAidGV4dCJ9.x"])
def test_tokens_that_are_no_json_web_tokens(token: str) -> None:
    assert standing(of(with_token(f"Bearer {token}")), "auth.expired") is not Standing.CONFIRMED


def test_a_token_of_another_environment() -> None:
    request = written(url="{{base_url}}/x", auth=BearerAuth(token="{{token}}"))
    exchange = answered(request, 401, headers=CHALLENGE)

    def variables(origin: str) -> tuple[VariableInfo, ...]:
        base = VariableInfo(name="base_url", value="https://a", origin="environment Staging")
        return (base, VariableInfo(name="token", value="x", origin=origin, secret=True))

    mixed = of(exchange, variables=variables("collection"))
    assert standing(mixed, "auth.environment") is Standing.LIKELY
    same = of(exchange, variables=variables("environment Staging"))
    assert standing(same, "auth.environment") is Standing.RULED_OUT


def test_broken_json_with_its_repair() -> None:
    text = '{\n  "a": 1,\n}'
    request = written(body=TextBody(kind=TextKind.JSON, text=text))
    found = of(answered(request, 400))
    assert found.headline == "The JSON breaks in line 2: a comma stands before the closing `}`."
    edit = found.remedies[0].edits[0]
    assert json.loads(text[: edit.start] + edit.after + text[edit.end :]) == {"a": 1}
    assert found.nodes[0].caption == "Body at fault"
    assert standing(of(answered(written(), 400)), "json.broken") is None


def test_an_unclosed_bracket_is_shown_at_both_ends() -> None:
    request = written(body=TextBody(kind=TextKind.JSON, text='{\n  "a": [1,\n  "b": 2\n}'))
    places = [problem.place for problem in of(answered(request, 400)).problems]
    assert [(place.line, place.column) for place in places if place] == [(3, 3), (2, 8)]


def test_a_variable_that_breaks_the_json() -> None:
    request = written(body=TextBody(kind=TextKind.JSON, text='{"a": "{{name}}"}'))
    broken = of(answered(request, 400, values={"name": 'say "hi"'}))
    assert standing(broken, "json.variable") is Standing.CONFIRMED
    fine = of(answered(request, 400, values={"name": "hi"}))
    assert standing(fine, "json.variable") is None


def test_a_missing_body() -> None:
    assert standing(of(answered(written(body=NoBody()), 400)), "body.missing") is Standing.LIKELY
    assert standing(of(answered(written(), 400)), "body.missing") is None
    assert standing(of(answered(written(method="GET", body=NoBody()), 400)), "body.missing") is None


def test_the_content_type() -> None:
    form = written(headers=(Header(name="Content-Type", value="text/plain"),))
    found = of(answered(form, 415))
    assert found.headline == "`Content-Type` is `text/plain`. The server takes `application/json`."
    assert found.remedies[0].preview == ("-Content-Type: text/plain", "+Content-Type: application/json")
    missing = of(answered(written(), 415, sent_headers={"Content-Type": None}))
    assert missing.headline == "`Content-Type` is missing. The server takes `application/json`."
    assert missing.problems[0].place is not None
    assert missing.problems[0].place.missing
    right = of(answered(written(), 415, sent_headers={"Content-Type": "application/json; charset=utf-8"}))
    assert standing(right, "http.content-type") is Standing.RULED_OUT


def test_a_form_where_json_is_wanted() -> None:
    form = written(body=FormBody(fields=(FormField(name="a", value="1"),)))
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    exchange = answered(form, 415, sent_headers=typed, headers={"Accept": "application/json"})
    assert exchange.sent is not None
    exchange = replace(exchange, sent=replace(exchange.sent, body=sent(written()).body))
    found = of(exchange)
    assert standing(found, "http.content-type") is Standing.CONFIRMED
    assert found.remedies[0].title == "Send the body as `application/json` in place of a form"


def test_accept() -> None:
    exchange = answered(written(), 406, sent_headers={"Accept": "text/csv"})
    found = of(exchange)
    assert standing(found, "http.accept") is Standing.CONFIRMED
    assert found.remedies[0].edits[0].after == "*/*"


@pytest.mark.parametrize(
    ("status", "id"),
    [(413, "body.too-large"), (414, "url.too-long"), (431, "headers.too-large"), (511, "network.portal")],
)
def test_sizes_and_portals(status: int, id: str) -> None:
    assert standing(of(answered(written(), status)), id) in (Standing.CONFIRMED, Standing.LIKELY)
    assert standing(of(answered(written(), 400)), id) is None


def test_methods() -> None:
    found = of(answered(written(method="PATCH"), 405, headers={"Allow": "GET, PUT, HEAD"}))
    assert found.headline == "This path does not take `PATCH`. It takes `GET`, `PUT` and `HEAD`."
    assert [fix.edits[0].after for fix in found.remedies] == ["PUT", "GET"]
    unknown = of(answered(written(method="PATCH"), 405))
    assert standing(unknown, "http.method") is Standing.LIKELY


def test_a_redirect_that_changed_the_request() -> None:
    request = written(url="http://api.example.com/v2/orders")
    hop = Hop(sent=sent(request), response=response(301), note="method became GET")
    moved = answered(request, 405, hops=(hop,))
    assert moved.sent is not None
    moved = replace(moved, sent=replace(moved.sent, url=URL))
    found = of(moved)
    assert found.headline == "A redirect changed the request on its way: method became GET."
    assert found.remedies[0].preview == ("-http://api.example.com/v2/orders", "+https://api.example.com/v2/orders")
    quiet = answered(request, 405, hops=(replace(hop, note=""),))
    assert standing(of(quiet), "redirect.lost") is None


def test_variables_that_are_empty_or_have_blanks() -> None:
    request = written(url="https://api.example.com/orders/{{order}}")

    def found(value: str) -> Diagnosis:
        variable = VariableInfo(name="order", value=value, origin="environment Staging")
        return of(answered(request, 404, values={"order": value}), variables=(variable,))

    empty = found("")
    assert empty.headline == "`{{order}}` is empty in Staging."
    place = empty.problems[0].place
    assert place is not None
    assert request.url[place.start : place.end] == "{{order}}"
    assert empty.remedies[0].kind is RemedyKind.OPEN_ENVIRONMENTS
    assert standing(found("12 "), "variable.blanks.order") is Standing.LIKELY
    assert standing(found("12"), "variable.blanks.order") is None
    assert standing(found("12"), "variable.empty.order") is None


def test_references_that_were_sent_as_they_stand() -> None:
    found = of(answered(written(url="https://api.example.com/{{missing}}"), 404))
    assert found.headline == "`{{missing}}` was sent without a value."
    assert standing(of(answered(written(), 404)), "variable.left-in") is None


@pytest.mark.parametrize(
    "path", ["/orders//lines", "/orders/:id", "/orders/{id}", "/orders/12%20", "/orders/YOUR_ID_HERE"]
)
def test_leftovers_in_the_path(path: str) -> None:
    found = of(answered(written(url=f"https://api.example.com{path}"), 404))
    sure = Standing.LIKELY if "//" in path else Standing.CONFIRMED
    assert standing(found, "path.leftover") is sure


@pytest.mark.parametrize("path", ["/orders/12", "/orders/", "/token", "/orders/a%20b"])
def test_paths_without_leftovers(path: str) -> None:
    assert standing(of(answered(written(url=f"https://api.example.com{path}"), 404)), "path.leftover") is None


def test_an_address_that_is_another_one_than_last_time() -> None:
    now = written(url="https://api.example.com/v2/order")
    last = answered(written(), 200, {})
    found = of(answered(now, 404), last_success=last)
    assert standing(found, "changed.address") is Standing.LIKELY
    assert found.remedies[0].edits[0].after == URL
    assert standing(of(answered(written(), 404), last_success=last), "changed.address") is None


def test_bursts_are_measured() -> None:
    many = tuple(NOW - timedelta(seconds=index / 2) for index in range(14))
    assert standing(of(answered(written(), 429), recent_sends=many), "load.burst") is Standing.LIKELY
    fast = tuple(NOW - timedelta(seconds=9 - n // 3) for n in range(12)) + (NOW,) * 12
    (burst,) = (one for one in of(answered(written(), 429), recent_sends=fast).causes if one.id == "load.burst")
    assert burst.text == "Explorer sent 24 requests to this host in 10 s"
    found = of(answered(written(), 429), recent_sends=(NOW,))
    cause = next(cause for cause in found.causes if cause.id == "load.burst")
    assert cause.standing is Standing.RULED_OUT
    assert cause.text == "Explorer sent too many requests to this host: it sent 1 request in 60 s"


def test_a_wrong_clock() -> None:
    behind = answered(written(), 401, headers={**CHALLENGE, "Date": "Mon, 23 Nov 2026 10:54:07 GMT"})
    found = of(behind)
    cause = next(cause for cause in found.causes if cause.id == "clock.skew")
    assert cause.text == "This computer’s clock is 11 minutes behind the server’s"
    right = of(answered(written(), 401, {"message": "timestamp expired"}))
    assert standing(right, "clock.skew") is Standing.RULED_OUT


def test_ranking() -> None:
    general = from_catalog(
        (Cause(id="general", text="g", standing=Standing.LIKELY), Cause(id="b", text="b", standing=Standing.LIKELY))
    )
    found = ranked([ruled_out("a", "a"), likely("c", "c"), *general, ruled_out("b", "tested")])
    assert [(one.cause.id, one.cause.standing) for one in found] == [
        ("c", Standing.LIKELY),
        ("general", Standing.LIKELY),
        ("a", Standing.RULED_OUT),
        ("b", Standing.RULED_OUT),
    ]
    sure = ranked([*general, confirmed("x", "x")])
    assert [one.cause.id for one in sure] == ["x"]
    many = ranked([ruled_out(str(index), "x") for index in range(9)])
    assert len(many) == 3
