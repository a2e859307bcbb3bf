"""What a server says about a field, checked against what was sent: confirmed where the value breaks it, with a place
and a fix, and ruled out where it does not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.diagnosis import Context, VariableInfo, diagnose
from explorer.core.model.diagnosis import Cause, Diagnosis, EditTarget, PlacePart, Remedy, Standing
from explorer.core.model.exchange import Content, Exchange
from explorer.core.model.request import FormBody, FormField, Header, NoAuth, NoBody, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import NOW, answered

URL = "https://api.example.com/v2/orders"


def written(body: str | None = "{}", *, method: str = "POST", url: str = URL, **rest: Any) -> Request:
    given_body = TextBody(kind=TextKind.JSON, text=body) if body is not None else NoBody()
    return Request(**{"method": method, "url": url, "body": given_body, "auth": NoAuth(), **rest})


def refused(request: Request, field: str, message: str, code: str = "", status: int = 422, **context: Any) -> Diagnosis:
    """By an API of no known kind: a list of errors with field and message."""
    answer = {"errors": [{"field": field, "message": message, **({"code": code} if code else {})}]}
    values = context.pop("values", None)
    return diagnose(answered(request, status, answer, values=values), Context(**context))


def best(found: Diagnosis) -> Cause:
    return next(cause for cause in found.causes if cause.id.startswith("stated."))


def applied(text: str, fix: Remedy) -> str:
    edit = fix.edits[0]
    assert text[edit.start : edit.end] == edit.before, "it can be taken back"
    return text[: edit.start] + edit.after + text[edit.end :]


FAULTS = [
    ('{"a": 1}', "name", "is required", "`name` is missing from the body; the server requires it"),
    ('{"name": ""}', "name", "can't be blank", "`name` is empty; the server wants a value"),
    ('{"name": null}', "name", "must not be null", "`name` is `null`; the server wants a value"),
    ('{"tags": []}', "tags", "must not be empty", "`tags` is empty; the server wants a value"),
    ('{"age": "x"}', "age", "must be a number", "`age` must be a number, and the text `x` was sent"),
    ('{"name": 7}', "name", "must be a string", "`name` must be a text, and the number `7` was sent"),
    ('{"tags": "a"}', "tags", "must be an array", "`tags` must be a list, and the text `a` was sent"),
    ('{"age": 200}', "age", "must be at most 150", "`age` is 200; the server allows at most 150"),
    ('{"age": 5}', "age", "must be greater than 17", "`age` is 5; the server allows more than 17"),
    ('{"pin": "12"}', "pin", "must have at least 4 characters", "`pin` has 2 characters; the server allows at least 4"),
    ('{"to": [1, 2, 3]}', "to", "at most 2 items", "`to` has 3 elements; the server allows at most 2 elements"),
    (
        '{"c": "DEU"}',
        "c",
        "must be exactly 2 characters",
        "`c` has 3 characters; the server allows exactly 2 characters",
    ),
    ('{"c": "mauve"}', "c", "must be one of: red, blue", "`c` is `mauve`; the server takes `red` or `blue`"),
    ('{"m": "a.b"}', "m", "must be a valid email", "`m` must be an e-mail address, and `a.b` was sent"),
    ('{"id": "9"}', "id", "is not a valid UUID", "`id` must be a UUID, and `9` was sent"),
    ('{"foo": 1}', "foo", "unknown field", "`foo` was sent, and the server does not know it"),
    ('{"to": ["a", "b", "a"]}', "to", "must be unique", "`to` holds `a` more than once"),
    ('{"id": "a-7 "}', "id", "no order has this id", "`id` has a blank at its end"),
]


@pytest.mark.parametrize(("body", "field", "message", "text"), FAULTS)
def test_a_fault_is_confirmed_by_the_value(body: str, field: str, message: str, text: str) -> None:
    found = refused(written(body), field, message)
    assert best(found).standing is Standing.CONFIRMED
    assert best(found).text.startswith(text)
    assert found.headline == f"{best(found).text}."
    place = found.problems[0].place
    assert place is not None
    assert place.part is PlacePart.BODY


FINE = [
    ('{"name": "x"}', "name", "is required", Standing.RULED_OUT),
    ('{"age": 5}', "age", "must be a number", Standing.LIKELY),
    ('{"age": 5}', "age", "must be at most 150", Standing.LIKELY),
    ('{"c": "red"}', "c", "must be one of: red, blue", Standing.LIKELY),
    ('{"m": "a@b.c"}', "m", "must be a valid email", Standing.LIKELY),
    ('{"to": ["a", "b"]}', "to", "must be unique", Standing.LIKELY),
    ('{"id": "a-7"}', "id", "no order has this id", Standing.LIKELY),
]


@pytest.mark.parametrize(("body", "field", "message", "standing"), FINE)
def test_a_value_that_breaks_nothing_confirms_nothing(body: str, field: str, message: str, standing: Standing) -> None:
    assert best(refused(written(body), field, message)).standing is standing


@pytest.mark.parametrize(
    "field", ["items[0].price", "items.0.price", "#/items/0/price", "/items/0/price", "body.items.0.price", "price"]
)
def test_every_spelling_of_a_field_is_looked_up(field: str) -> None:
    found = refused(written('{"items": [{"price": "abc"}]}'), field, "must be a number")
    assert best(found).text == "`items[0].price` must be a number, and the text `abc` was sent"


FIXES = [
    ('{"age": "5"}', "age", "must be a number", '{"age": 5}'),
    ('{"name": 7}', "name", "must be a string", '{"name": "7"}'),
    ('{"tags": "a"}', "tags", "must be an array", '{"tags": ["a"]}'),
    ('{"age": 200}', "age", "must be at most 150", '{"age": 150}'),
    ('{"age": 5}', "age", "must be greater than 17", '{"age": 18}'),
    ('{"c": "RED"}', "c", "must be one of: red, blue", '{"c": "red"}'),
    ('{"a": 1, "foo": 1}', "foo", "unknown field", '{"a": 1}'),
    ('{"foo": 1, "a": 1}', "foo", "unknown field", '{"a": 1}'),
    ('{"id": "a-7 "}', "id", "no order has this id", '{"id": "a-7"}'),
    ('{"customerId": 1}', "customer_id", "is required", '{"customer_id": 1}'),
    ('{"t": "abcdef"}', "t", "at most 3 characters", '{"t": "abc"}'),
]


@pytest.mark.parametrize(("body", "field", "message", "after"), FIXES)
def test_a_fix_is_an_edit_that_can_be_taken_back(body: str, field: str, message: str, after: str) -> None:
    fix = refused(written(body), field, message).remedies[0]
    assert json.loads(applied(body, fix)) == json.loads(after)


def test_a_value_in_the_query() -> None:
    url = f"{URL}?limit=abc&colour=red"
    found = refused(written(None, method="GET", url=url), "limit", "must be an integer", status=400)
    assert best(found).text == "`limit` must be a whole number, and the text `abc` was sent"
    place = found.problems[0].place
    assert place is not None
    assert url[place.start : place.end] == "abc"
    gone = refused(written(None, method="GET", url=url), "colour", "Unknown parameter", status=400)
    assert applied(url, gone.remedies[0]) == f"{URL}?limit=abc"


def test_a_parameter_that_is_missing_from_the_query() -> None:
    found = refused(written(None, method="GET"), "query.limit", "Field required", "missing")
    assert best(found).text == "`limit` is missing from the query; the server requires it"
    moved = refused(written('{"limit": 5}'), "query.limit", "Field required", "missing")
    assert best(moved).text == "`limit` is missing from the query; it was sent in the body"


def test_a_form_row() -> None:
    request = written(body=None, headers=(Header(name="Content-Type", value="application/x-www-form-urlencoded"),))
    form = FormBody(fields=(FormField(name="amount", value="ten"), FormField(name="size", value="XXL")))
    exchange = answered(
        Request(method="POST", url=URL, headers=request.headers, body=form, auth=NoAuth()),
        400,
        {"errors": [{"field": "size", "message": "must be one of: S, M, L"}]},
    )
    assert exchange.sent is not None
    found = diagnose(_with_body(exchange, b"amount=ten&size=XXL"))
    assert best(found).text == "`size` is `XXL`; the server takes `S`, `M` or `L`"
    edit = found.remedies[0].edits[0]
    assert (edit.target, edit.name, edit.before) == (EditTarget.BODY, "size", "XXL")


def _with_body(exchange: Exchange, data: bytes) -> Exchange:
    from dataclasses import replace

    assert exchange.sent is not None
    return replace(exchange, sent=replace(exchange.sent, body=Content.of(data)))


def test_a_field_named_only_in_the_sentence() -> None:
    def message(text: str, body: str) -> Diagnosis:
        return diagnose(answered(written(body), 400, {"message": text}))

    assert best(message("age has to be a number", '{"age": "x"}')).id == "stated.type.age"
    assert best(message("Missing required parameter: currency", '{"a": 1}')).id == "stated.missing.currency"
    assert best(message("The value of 'colour' must be one of: red, blue", '{"colour": "x"}')).id.endswith("colour")
    quoted = message('Cannot read DONE from String "DONE": must be one of: OPEN, CLOSED', '{"state": "DONE"}')
    assert best(quoted).text == "`state` is `DONE`; the server takes `OPEN` or `CLOSED`"
    again = message("The 'Name' is not a valid UUID", '{"name": "x"}')
    assert best(again).id == "stated.format.name"
    plain = message("The order cannot be found", '{"age": "x"}')
    assert not [cause for cause in plain.causes if cause.id.startswith("stated.")]


def test_an_empty_variable_behind_the_value_is_named() -> None:
    variable = VariableInfo(name="customer", value="", origin="environment Test")
    found = refused(
        written('{"customer": "{{customer}}"}'),
        "customer",
        "must not be empty",
        variables=(variable,),
        values={"customer": ""},
    )
    assert best(found).text == "`customer` is empty, because `{{customer}}` has no value"
    assert found.remedies[0].title == "Give `{{customer}}` a value"


def test_the_last_value_that_worked() -> None:
    last = answered(written('{"size": "M"}', url=f"{URL}?page=1"), 201, {"id": 1})
    body = refused(written('{"size": "huge"}'), "size", "is not a size", last_success=last)
    assert applied('{"size": "huge"}', body.remedies[0]) == '{"size": "M"}'
    url = f"{URL}?page=x"
    query = refused(written('{"size": "M"}', url=url), "page", "is not a page", last_success=last)
    assert applied(url, query.remedies[0]) == f"{URL}?page=1"


def test_the_same_value_a_second_time() -> None:
    from dataclasses import replace

    request = written('{"name": "bug"}')
    last = replace(answered(request, 201, {"id": 1}), started=NOW - timedelta(hours=2))
    found = refused(request, "name", "already exists", last_success=last)
    assert best(found).text == "`name` is `bug` again: the same value was accepted 2 hours ago"
    assert best(found).standing is Standing.CONFIRMED
    assert best(refused(request, "name", "already exists")).standing is Standing.LIKELY


def test_two_values_in_the_wrong_order() -> None:
    def dates(start: str, end: str) -> Diagnosis:
        body = json.dumps({"start": start, "end": end})
        return refused(written(body), "end", "end must be after start")

    found = dates("2026-02-01", "2026-01-01T10:00:00Z")
    assert found.headline == "`end` is not after `start`."
    assert found.causes[0].standing is Standing.CONFIRMED
    right = next(cause for cause in dates("2026-01-01", "2026-02-01").causes if cause.id == "order.end")
    assert right.standing is Standing.RULED_OUT


def test_secrets_are_not_repeated() -> None:
    found = refused(written('{"password": "hunter2"}'), "password", "must have at least 12 characters and is weak")
    assert "hunter2" not in repr(found.causes)
    named = refused(written('{"password": "hunter2"}'), "password", "is not good")
    assert "hunter2" not in repr(named.causes)


def test_a_request_without_a_body_is_told_once() -> None:
    found = refused(written(None), "name", "is required")
    assert [(cause.id, cause.standing) for cause in found.causes] == [("body.missing", Standing.CONFIRMED)]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.text(max_size=20), st.text(max_size=60), st.sampled_from([400, 404, 409, 422, 200]))
def test_it_never_raises(body: Any, field: str, message: str, status: int) -> None:
    request = written(json.dumps(body), url=f"{URL}?a=%2520b&c=+46701234567")
    for said in (message, "must be between 1 and 2, one of: a, b, a valid integer, required, not empty, unknown field"):
        assert refused(request, field or "a", said, status=status).headline
