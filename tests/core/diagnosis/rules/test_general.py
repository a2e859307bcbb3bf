"""The other causes any API can have, each both ways: found by its evidence, silent or ruled out without it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.diagnosis import Context, RequestRef, diagnose
from explorer.core.model.diagnosis import Cause, Diagnosis, RemedyKind, Standing
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.exchange import Exchange, FailureKind, Hop
from explorer.core.model.request import FormBody, FormField, Header, NoAuth, NoBody, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import NOW, answered, failed, response, sent

URL = "https://api.example.com/v2/orders"
HTML = "<html><head><title>Down</title></head><body><h1>We are down for maintenance</h1></body></html>"


def written(method: str = "POST", url: str = URL, body: str | None = '{"a": 1}', **rest: Any) -> Request:
    given = TextBody(kind=TextKind.JSON, text=body) if body is not None else NoBody()
    return Request(**{"method": method, "url": url, "body": given, "auth": NoAuth(), **rest})


def of(exchange: Exchange, **context: Any) -> Diagnosis:
    return diagnose(exchange, Context(**context))


def cause(found: Diagnosis, id: str) -> Cause:
    return next(one for one in found.causes if one.id == id)


def standing(found: Diagnosis, id: str) -> Standing | None:
    return next((one.standing for one in found.causes if one.id == id), None)


def applied(text: str, found: Diagnosis) -> str:
    edit = found.remedies[0].edits[0]
    return text[: edit.start] + edit.after + text[edit.end :]


def with_header(name: str, value: str, **rest: Any) -> Request:
    return written(headers=(Header(name=name, value=value),), **rest)


# Text that changed on its way


@pytest.mark.parametrize("tail", ["/a%2520b", "?at=10%253A30"])
def test_encoded_twice(tail: str) -> None:
    found = of(answered(written("GET", URL + tail, None), 404))
    assert [one.standing for one in found.causes if one.id.startswith("encoding.twice")] == [Standing.CONFIRMED]
    assert applied(URL + tail, found) == (URL + tail).replace("%25", "%")
    assert not [one for one in of(answered(written("GET", URL + "/a%20b", None), 404)).causes if "twice" in one.id]


@pytest.mark.parametrize("value", ["+46701234567", "2026-01-31T10:00:00+02:00", "ann+test@example.com"])
def test_a_raw_plus_in_a_query(value: str) -> None:
    url = f"{URL}?who={value}"
    found = of(answered(written("GET", url, None), 400, {"message": "Bad value"}))
    assert standing(found, "encoding.plus.who") is Standing.CONFIRMED
    assert applied(url, found) == url.replace("+", "%2B")


@pytest.mark.parametrize(
    ("value", "message", "sure"),
    [
        ("2026-01-31T10:00:00+02:00", "must be an ISO 8601 date-time", Standing.CONFIRMED),
        ("ann+test@example.com", "must be a valid email", Standing.CONFIRMED),
        ("+46701234567", "is not a valid number", Standing.CONFIRMED),
        ("+46 70 123 45 67".replace(" ", "%20"), "is not valid", Standing.CONFIRMED),
        ("C++", "must be one of C++, Go", Standing.LIKELY),
    ],
)
def test_a_raw_plus_is_the_only_cause(value: str, message: str, sure: Standing) -> None:
    url = f"{URL}?who={value}"
    found = of(answered(written("GET", url, None), 400, {"errors": [{"field": "who", "message": f"who {message}"}]}))
    about = [one for one in found.causes if one.id.startswith(("stated.", "blanks.", "encoding."))]
    assert [(one.id, one.standing) for one in about] == [("encoding.plus.who", sure)]
    edits = [edit.after for one in found.remedies for edit in one.edits]
    assert edits
    assert all("%2B" in after for after in edits)


def test_a_parameter_that_is_not_known_is_told_in_spite_of_its_plus() -> None:
    body = {"errors": [{"field": "who", "message": "unknown parameter who"}]}
    found = of(answered(written("GET", f"{URL}?who=+46701234567", None), 400, body))
    assert standing(found, "stated.unknown.who") is Standing.CONFIRMED


def test_a_plus_that_means_a_blank() -> None:
    for query in ("?who=ann+lee", "?who=%2B46701234567"):
        found = of(answered(written("GET", URL + query, None), 400))
        assert standing(found, "encoding.plus.who") is None


def test_blanks_at_the_end_of_an_id() -> None:
    found = of(answered(written(body='{"order_id": "a-7 ", "text": "hi "}'), 404))
    assert standing(found, "blanks.order_id") is Standing.LIKELY
    assert standing(found, "blanks.text") is None
    named = of(answered(written(body='{"order_id": "a-7 "}'), 404, {"message": "No order a-7"}))
    assert standing(named, "blanks.order_id") is Standing.CONFIRMED
    assert applied('{"order_id": "a-7 "}', named) == '{"order_id": "a-7"}'


def test_placeholders_among_the_values() -> None:
    found = of(answered(written(body='{"customer": "YOUR_CUSTOMER_ID", "note": "string"}'), 400))
    assert standing(found, "leftover.customer") is Standing.LIKELY
    assert standing(found, "leftover.note") is None
    named = of(answered(written(body='{"note": "string"}'), 422, {"errors": [{"field": "note", "message": "is bad"}]}))
    assert standing(named, "leftover.note") is Standing.CONFIRMED


@pytest.mark.parametrize("value", ["null", "undefined", "[object%20Object]", "NaN"])
@pytest.mark.parametrize("status", [400, 404, 422])
def test_the_text_of_no_value_in_a_query(value: str, status: int) -> None:
    url = f"{URL}?customer={value}&limit=5"
    found = of(answered(written("GET", url, None), status, {"message": "This does not work"}))
    assert standing(found, "leftover.customer") is Standing.LIKELY
    named = of(answered(written("GET", url, None), status, {"message": "Unknown customer"}))
    assert standing(named, "leftover.customer") is Standing.CONFIRMED
    place = next(one.place for one in named.problems if one.field == "customer")
    assert place is not None
    assert url[place.start : place.end] == value
    assert standing(of(answered(written("GET", url, None), 403)), "leftover.customer") is None


def test_the_text_of_no_value_in_a_form() -> None:
    form = FormBody(fields=(FormField(name="customer", value="undefined"), FormField(name="note", value="none")))
    request = Request(method="POST", url=URL, body=form, auth=NoAuth())
    found = of(answered(request, 422, {"errors": [{"field": "customer", "message": "is invalid"}]}))
    assert standing(found, "leftover.customer") is Standing.CONFIRMED
    assert standing(found, "leftover.note") is None
    other = of(answered(request, 422, {"message": "Customers are served tomorrow; nullable"}))
    assert standing(other, "leftover.customer") is Standing.LIKELY


# Bodies and their labels


def test_a_label_that_contradicts_the_body() -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    found = of(answered(written(body='{"b": 2}'), 422, {"detail": "no"}, sent_headers=form))
    assert any(one.id in ("body.mislabelled", "http.content-type") for one in found.causes)
    xml = with_header("Content-Type", "application/xml")
    assert standing(of(answered(xml, 400)), "body.mislabelled") is Standing.CONFIRMED
    assert standing(of(answered(written(), 400)), "body.mislabelled") is None


def test_accept_post_names_the_type() -> None:
    found = of(answered(written(), 400, headers={"Accept-Post": "application/vnd.api+json"}))
    assert cause(found, "http.content-type").text.endswith("the server takes `application/vnd.api+json`")


def test_content_encoding_that_the_body_does_not_have() -> None:
    found = of(answered(with_header("Content-Encoding", "gzip"), 400))
    assert cause(found, "body.encoding").text == "`Content-Encoding` says `gzip`, and the body is not compressed"
    assert standing(of(answered(written(), 400)), "body.encoding") is None


def test_sizes_are_measured() -> None:
    big = written(body=json.dumps({"a": "x" * 3_000_000}))
    found = of(answered(big, 413, {"message": "The limit is 1 MB"}))
    assert found.headline == "The body has 3.0 MB; the server takes 1.0 MB."
    url = f"{URL}?ids=" + "9" * 3000
    long = of(answered(written("GET", url, None), 414))
    assert "3000 of them in `ids`" in long.headline
    cookie = written("GET", body=None, headers=(Header(name="Cookie", value="c" * 9000),))
    assert standing(of(answered(cookie, 431)), "headers.too-large") is Standing.CONFIRMED


# Conditions, keys, versions


def test_a_condition_that_does_not_hold() -> None:
    request = with_header("If-Match", '"a1"', method="PUT")
    found = of(answered(request, 412, headers={"ETag": '"b2"'}))
    assert cause(found, "precondition.failed").standing is Standing.CONFIRMED
    assert found.remedies[0].edits[0].after == '"b2"'
    assert found.headline == "The resource has changed since it was read."


def test_a_condition_that_is_wanted() -> None:
    last = answered(written("PUT"), 200, {}, headers={"ETag": '"a1"'})
    found = of(answered(written("PUT"), 428), last_success=last)
    assert found.headline == "The request has no `If-Match`, and the server wants one."
    assert found.remedies[0].edits[0].after == '"a1"'


def test_idempotency_keys() -> None:
    missing = of(answered(written(), 400, {"message": "Idempotency-Key is missing"}))
    assert standing(missing, "idempotency.missing") is Standing.CONFIRMED
    assert missing.remedies[0].edits[0].name == "Idempotency-Key"
    keyed = with_header("Idempotency-Key", "k-1")
    running = of(answered(keyed, 409, {"message": "A request with this idempotency key is still in progress"}))
    assert standing(running, "idempotency.running") is Standing.CONFIRMED
    last = answered(replace(keyed, body=TextBody(kind=TextKind.JSON, text='{"a": 2}')), 201, {})
    reused = of(answered(keyed, 422, {"message": "No"}), last_success=last)
    assert standing(reused, "idempotency.reused") is Standing.CONFIRMED
    assert reused.remedies[0].edits[0].after == "{{$guid}}"
    assert not [one for one in of(answered(written(), 409, {"message": "No"})).causes if "idempotency" in one.id]


def test_versions_that_ended() -> None:
    past = of(answered(written(), 410, headers={"Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}))
    assert past.headline == "Version `v2` ended on 31 Oct 2026."
    link = {"Link": '<https://example.com/v3>; rel="successor-version"'}
    said = of(answered(written(), 400, {"message": "API version v2 is no longer supported"}, headers=link))
    assert standing(said, "version.ended") is Standing.CONFIRMED
    assert said.remedies[0].kind is RemedyKind.LINK
    future = of(answered(written(), 404, headers={"Sunset": "Fri, 31 Dec 2027 00:00:00 GMT"}))
    assert standing(future, "version.sunset") is None


# Servers and limits


def test_maintenance() -> None:
    page = {"Content-Type": "text/html", "Retry-After": "120"}
    found = of(answered(written("GET", body=None), 503, HTML, headers=page))
    assert standing(found, "server.maintenance") is Standing.CONFIRMED
    assert standing(of(answered(written(), 503, headers={"Retry-After": "9"})), "server.maintenance") is Standing.LIKELY
    assert standing(of(answered(written(), 503)), "server.maintenance") is None


def test_a_quota_that_waiting_does_not_cure() -> None:
    headers = {"RateLimit": '"daily";r=0;t=36000', "RateLimit-Policy": '"daily";q=1000;w=86400'}
    found = of(answered(written("GET", body=None), 429, {"message": "Daily quota used up"}, headers=headers))
    assert cause(found, "load.limit").text.startswith("The limit is used up: `RateLimit` says that 0 of 1000 requests")
    assert standing(found, "load.quota") is Standing.CONFIRMED
    left = of(answered(written("GET", body=None), 403, headers={"X-RateLimit-Remaining": "4999"}))
    assert standing(left, "load.limit") is None


def test_another_server_than_last_time() -> None:
    last = answered(written(), 200, {}, headers={"Server": "uvicorn"})
    found = of(answered(written(), 500, headers={"Server": "frontdoor/2"}), last_success=last)
    assert standing(found, "gateway.other-server") is Standing.LIKELY
    same = of(answered(written(), 500, headers={"Server": "uvicorn/0.3"}), last_success=last)
    assert standing(same, "gateway.other-server") is None


def test_a_redirect_is_read_from_its_hops() -> None:
    request = written(url="http://api.example.com/v2/orders")
    before = sent(request, headers={"Authorization": "Bearer x"})
    after = answered(written("GET", body=None), 401)
    found = of(replace(after, request=request, hops=(Hop(sent=before, response=response(302)),)))
    assert "method became GET, body dropped, Authorization dropped" in cause(found, "redirect.lost").text


def test_the_address_of_another_environment() -> None:
    rows = (Variable(name="base_url", value="https://staging.example.com"),)
    environment = Environment(key="e.yml", name="Staging", variables=rows)
    found = of(answered(written(), 401), environment=environment)
    assert standing(found, "url.environment") is Standing.LIKELY
    assert any(fix.edits and fix.edits[0].after == "{{base_url}}" for fix in found.remedies)
    same = replace(environment, variables=(Variable(name="base_url", value="https://api.example.com"),))
    assert standing(of(answered(written(), 401), environment=same), "url.environment") is None


def test_whose_clock_is_wrong() -> None:
    late = answered(written(), 401, {"message": "timestamp expired"}, headers={"Date": "Mon, 23 Nov 2026 10:54:07 GMT"})
    ours = of(late, clock_offsets=(("other.example.org", 720.0),))
    assert standing(ours, "clock.skew") is Standing.CONFIRMED
    theirs = of(late, clock_offsets=(("other.example.org", 0.3), ("third.example.org", 1.0)))
    assert "agrees with 2 other servers" in cause(theirs, "clock.server").text
    assert standing(theirs, "clock.skew") is None


# What changed, and what to do when the outcome is unknown


def test_the_only_change_since_the_last_success() -> None:
    last = answered(written(url=f"{URL}?page=1"), 200, {})
    url = f"{URL}?page=99"
    found = of(answered(written(url=url), 400, {"message": "No"}), last_success=last)
    assert cause(found, "changed.query.page").text == (
        "Only `page` changed since the last success: it was `1` and is `99`"
    )
    assert applied(url, found) == f"{URL}?page=1"
    same = of(answered(written(url=f"{URL}?page=1"), 400, {"message": "No"}), last_success=last)
    assert standing(same, "changed.nothing") is Standing.RULED_OUT


def test_a_change_in_the_body_a_header_and_the_method() -> None:
    last = answered(with_header("X-Mode", "fast", body='{"a": 1, "b": {"c": 2}}'), 200, {})
    body = of(answered(with_header("X-Mode", "fast", body='{"a": 1, "b": {"c": 3}}'), 409), last_success=last)
    assert applied('{"a": 1, "b": {"c": 3}}', body) == '{"a": 1, "b": {"c": 2}}'
    header = of(answered(with_header("X-Mode", "slow", body='{"a": 1, "b": {"c": 2}}'), 409), last_success=last)
    assert header.remedies[0].edits[0].after == "fast"
    method = with_header("X-Mode", "fast", method="PUT", body='{"a": 1, "b": {"c": 2}}')
    assert of(answered(method, 409), last_success=last).remedies[0].edits[0].after == "POST"


LISTING = (RequestRef(key="list.yml", name="List orders", url=URL),)


def test_a_post_without_an_answer_says_how_to_find_out() -> None:
    lost = failed(FailureKind.READ_TIMEOUT, written(), request_sent=True, timeout_s=30.0)
    found = of(lost, requests=LISTING)
    assert not found.retry.safe
    assert (found.remedies[0].kind, found.remedies[0].target) == (RemedyKind.OPEN_REQUEST, "list.yml")
    reading = failed(FailureKind.READ_TIMEOUT, written("GET", body=None), request_sent=True, timeout_s=30.0)
    assert not [fix for fix in of(reading, requests=LISTING).remedies if fix.kind is RemedyKind.OPEN_REQUEST]


def test_finding_out_comes_before_the_pause_a_server_asks_for() -> None:
    found = of(answered(written(), 503, headers={"Retry-After": "9"}), requests=LISTING)
    kinds = [fix.kind for fix in found.remedies]
    assert kinds[:2] == [RemedyKind.OPEN_REQUEST, RemedyKind.WAIT]


def test_a_lasting_key_makes_a_retry_safe() -> None:
    keyed = failed(FailureKind.READ_TIMEOUT, with_header("Idempotency-Key", "k-1"), request_sent=True, timeout_s=30.0)
    found = of(keyed)
    assert found.retry.safe
    assert found.effect.endswith("A retry sends the same idempotency key, so the server does it only once.")
    anew = with_header("Idempotency-Key", "{{$guid}}")
    assert not of(failed(FailureKind.READ_TIMEOUT, anew, request_sent=True, timeout_s=30.0)).retry.safe
    assert not of(answered(anew, 502)).retry.safe


def test_last_success_long_ago_is_told() -> None:
    last = replace(answered(written("GET", body=None), 200, {}), started=NOW - timedelta(days=2))
    gone = of(answered(written("GET", body=None), 410), last_success=last)
    assert (
        cause(gone, "version.gone").text
        == "The resource was removed: it was there 2 days ago, and the server answers 410 now"
    )


def test_masked_values_are_neither_compared_nor_given_back() -> None:
    last = answered(written(url=f"{URL}?key=••••••••&page=1", body='{"pin": "••••••••"}'), 200, {})
    now = written(url=f"{URL}?key=abcdefgh&page=2", body='{"pin": "1234"}')
    found = of(answered(now, 400, {"message": "No"}), last_success=last)
    assert [one.id for one in found.causes if one.id.startswith("changed.")] == ["changed.query.page"]
    named = of(answered(now, 400, {"errors": [{"field": "pin", "message": "is wrong"}]}), last_success=last)
    assert "••••" not in repr(named.remedies)


def test_a_path_parameter_typed_by_hand() -> None:
    told = {"detail": [{"type": "int_parsing", "loc": ["path", "order_id"], "msg": "Input should be a valid integer"}]}
    url = f"{URL}/abc/lines"
    found = of(answered(written("GET", url, None), 422, told))
    assert found.headline == "`order_id` must be a whole number, and the text `abc` was sent."
    place = found.problems[0].place
    assert place is not None
    assert url[place.start : place.end] == "abc"


FIELDS = (
    *("Sunset", "Deprecation", "RateLimit", "RateLimit-Policy", "X-RateLimit-Remaining", "Retry-After", "Date", "Link"),
    *("WWW-Authenticate", "ETag", "Allow", "Accept-Post", "Upload-Limit", "Server", "Location", "X-OAuth-Scopes"),
)
STATUSES = (200, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 414, 415, 422, 428, 429, 431, 500, 502, 503)
TEXTS = st.text(max_size=30) | st.sampled_from(("0", "-1", "99999999999999999999", '"', "eyJhbGciOiJub25lIn0.e30.x"))


@settings(max_examples=150, deadline=None)
@given(
    status=st.sampled_from(STATUSES),
    headers=st.dictionaries(st.sampled_from(FIELDS), TEXTS, max_size=5),
    sent_headers=st.dictionaries(
        st.sampled_from(("Authorization", "If-Match", "Idempotency-Key", "Content-Encoding", "Content-Type")), TEXTS
    ),
    url=st.text(max_size=30),
    body=TEXTS,
    said=TEXTS,
)
def test_nothing_the_world_sends_raises(
    status: int, headers: dict[str, str], sent_headers: dict[str, str], url: str, body: str, said: str
) -> None:
    last = answered(written(url=f"{URL}?a=1"), 200, {}, headers={"Server": "a"})
    now = answered(
        written(url=f"{URL}{url}", body=body), status, {"message": said}, headers=headers, sent_headers={**sent_headers}
    )
    assert of(now, last_success=last, clock_offsets=(("b", 1e9),)).headline


# Credentials in other forms


@pytest.mark.parametrize(
    "value",
    [
        "AWS4-HMAC-SHA256 Credential=AKID/20260131/eu/s3/aws4_request, SignedHeaders=host, Signature=ab12",
        'Digest username="ann", realm="x", nonce="n", uri="/", response="r"',
    ],
)
def test_credentials_of_parameters_may_have_blanks(value: str) -> None:
    assert standing(of(answered(with_header("Authorization", value), 401)), "auth.blanks") is not Standing.CONFIRMED
    broken = with_header("Authorization", "Bearer abc def=")
    assert standing(of(answered(broken, 401)), "auth.blanks") is Standing.CONFIRMED


def test_credentials_in_a_header_of_its_own_are_credentials() -> None:
    assert standing(of(answered(with_header("X-Api-Token", "abc"), 403)), "auth.anonymous") is None
    assert standing(of(answered(with_header("X-Keyboard", "abc"), 403)), "auth.anonymous") is Standing.LIKELY


@pytest.mark.parametrize("word", ["undefined", "null", "%5Bobject%20Object%5D"])
def test_a_value_that_was_not_there_stands_in_the_path(word: str) -> None:
    assert standing(of(answered(written("GET", f"{URL}/{word}", None), 404)), "path.leftover") is Standing.LIKELY
