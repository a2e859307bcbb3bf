"""Whole diagnoses: the drawings' cases, successes, layers, fingerprints, answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.answer import answer
from explorer.core.model.diagnosis import Layer, NodeState, RemedyKind, Standing
from explorer.core.model.exchange import Certificate, Content, FailureKind, Phase, ResolvedSetting, TlsInfo
from explorer.core.model.request import NoAuth, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import NOW, PREFIX, answered, context, error, failed, request

EMPTY_TO = """{
  "from": "12345",
  "to": [],
  "body": "Hi ${name}, see you at 19:30!"
}"""
VIOLATION = error(400, "syntax_constraint_violation", "to: must have 1 to 1000 elements, has 0")


def test_an_empty_list_of_recipients_is_explained_as_drawn() -> None:
    last = answered(request(), 201, {"id": "01KDWFZY80M9S346Q3D25VT4F5"})
    found = diagnose(answered(request(body=EMPTY_TO), *VIOLATION), context(last_success=last))
    assert found.headline == "`to` is empty. A batch needs 1 to 1000 recipients."
    assert found.effect == ("The server refused the request, so no message was sent. Sending it unchanged fails again.")
    assert [(node.title, node.caption, node.state) for node in found.nodes] == [
        ("Request", "1 field at fault", NodeState.FAULT),
        ("Connection", "Reached in 1 ms", NodeState.REACHED),
        ("Server", "Answered in 11 ms", NodeState.REACHED),
    ]
    assert found.status is not None
    assert found.status.api_meaning == "The request does not conform to the API."
    assert found.code_meaning is not None
    assert found.code_meaning.meaning == "The body breaks a constraint of the API, such as a required field."
    assert [(cause.text, cause.standing) for cause in found.causes] == [
        ("`to` has 0 elements; the API allows 1 to 1000", Standing.CONFIRMED),
        ("`body` is longer than 2000 characters: it has 29", Standing.RULED_OUT),
        ("`expire_at` is before `send_at`: neither is set", Standing.RULED_OUT),
    ]
    place = found.problems[0].place
    assert place is not None
    assert (place.crumbs, place.line, place.note) == (("Body", "to"), 3, "1 to 1000 recipients required")
    assert EMPTY_TO[place.start : place.end] == "[]"
    best = found.remedies[0]
    assert (best.kind, best.title, best.action) == (
        RemedyKind.EDIT,
        "Restore `to` from the last success",
        "Apply fix",
    )
    assert best.preview == ('-  "to": [],', '+  "to": ["{{test_msisdn}}", "46701740617"],')
    assert (found.label, found.title, found.layer) == ("400", "syntax_constraint_violation", Layer.REQUEST)
    assert [link.title for link in found.references[:2]] == ["RFC 9110, 15.5.1", "SMS API errors"]


def test_a_rate_limit_is_explained_as_drawn() -> None:
    sends = tuple(NOW - timedelta(seconds=index / 3) for index in range(30))
    exchange = answered(request(), 429, {"text": "later"}, headers={"Retry-After": "20"})
    found = diagnose(exchange, context(recent_sends=sends))
    assert found.headline == "Too many requests. The server asks for a pause of 20 s."
    assert found.effect == "The server asked for a pause. No message was sent, so a retry is safe."
    assert [(cause.text, cause.standing) for cause in found.causes] == [
        ("The server’s limit is reached: it asks for a pause of 20 s by `Retry-After: 20`", Standing.CONFIRMED),
        ("Explorer sent 30 requests to this service plan in 10 s", Standing.LIKELY),
        ("Another client uses the same service plan", Standing.POSSIBLE),
        ("A batch counts once for each recipient: this one has 2", Standing.RULED_OUT),
    ]
    assert (found.retry.retryable, found.retry.after_s, found.retry.source) == (True, 20.0, "Retry-After: 20")
    assert (found.remedies[0].kind, found.remedies[0].after_s) == (RemedyKind.WAIT, 20.0)
    assert (found.layer, found.nodes[0].caption, found.nodes[2].caption) == (
        Layer.SERVER,
        "Nothing wrong",
        "Limit reached",
    )


def test_an_expired_certificate_is_explained_as_drawn() -> None:
    leaf = Certificate(
        subject="CN=sms.staging.example.com",
        issuer="CN=Example CA",
        names=("sms.staging.example.com",),
        not_before=datetime(2025, 11, 12, tzinfo=UTC),
        not_after=datetime(2026, 11, 12, 10, tzinfo=UTC),
        sha256="9F:2C:41",
    )
    written = request("GET", "https://sms.staging.example.com/xms/v1/{{service_plan_id}}/batches", None)
    host = {"host": "sms.staging.example.com", "port": 443}
    exchange = failed(
        FailureKind.TLS_EXPIRED, written, phase=Phase.TLS, tls=TlsInfo(chain=(leaf,)), tls_verify_code=10, **host
    )
    exchange = replace(exchange, settings=(ResolvedSetting(name="proxy", value="", origin="default"),))
    last = answered(written, 200, {"batches": []})
    found = diagnose(exchange, context(environments=("Production", "Sandbox"), last_success=last))
    assert found.headline == "The server’s certificate expired 11 days ago."
    assert found.effect == "Nothing was sent. A retry is safe, but fails until the certificate is renewed."
    assert (found.label, found.title) == ("TLS", "Certificate has expired")
    assert [node.caption for node in found.nodes] == ["Ready, not sent", "Broke at TLS, 12 ms", "No HTTP exchange"]
    assert found.nodes[2].state is NodeState.NOT_REACHED
    assert found.code_meaning is not None
    assert found.code_meaning.code == "certificate has expired"
    assert found.code_meaning.meaning == "TLS verification error 10. The client ended the handshake."
    assert [(cause.text, cause.standing) for cause in found.causes] == [
        ("The certificate was not renewed before 12 Nov 2026", Standing.CONFIRMED),
        ("This computer’s clock is wrong: it agreed with the server’s at the last success", Standing.RULED_OUT),
        ("A proxy presents another certificate: no proxy is set", Standing.RULED_OUT),
    ]
    assert [fix.action for fix in found.remedies] == ["Copy message", "Use Sandbox", "Trust…"]
    assert "SHA-256: 9F:2C:41" in found.remedies[0].target
    assert found.references[0].title == "RFC 5280, 4.1.2.5"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_success_has_nothing_to_explain(status: int) -> None:
    found = diagnose(answered(request(), status, {"id": "1"}), context())
    assert not found.is_error
    assert (found.label, found.fingerprint, found.causes, found.remedies) == ("", "", (), ())
    assert found.layer is Layer.NONE
    assert all(node.state is NodeState.REACHED for node in found.nodes)


def test_created_is_not_delivered() -> None:
    found = diagnose(answered(request(), 201, {"id": "1"}))
    assert found.headline == "The batch was accepted. It is not delivered yet."
    assert "delivery report" in found.effect


def test_delivery_codes_are_no_statuses() -> None:
    report = {
        "type": "delivery_report_sms",
        "batch_id": "x",
        "statuses": [{"code": 402, "status": "Aborted", "count": 1}, {"code": 310, "status": "Failed", "count": 1}],
    }
    found = diagnose(answered(request("GET", "/batches/01KDWFZY80M9S346Q3D25VT4F5/delivery_report", None), 200, report))
    assert not found.is_error
    assert [name for name, _ in found.glossary] == ["402 Message unroutable", "310 External"]
    assert "no HTTP status" in found.glossary[0][1]
    assert "Permanent" in found.glossary[1][1]


@pytest.mark.parametrize(
    ("status", "layer"),
    [(400, Layer.REQUEST), (404, Layer.REQUEST), (407, Layer.PROXY), (429, Layer.SERVER), (500, Layer.SERVER)],
)
def test_layers(status: int, layer: Layer) -> None:
    found = diagnose(answered(Request(method="GET", url="https://api.example.com/x"), status))
    assert found.layer is layer
    assert found.is_error
    assert found.headline
    assert found.effect


@pytest.mark.parametrize("status", [418, 477, 599, 600, 999])
def test_odd_statuses_get_a_headline(status: int) -> None:
    found = diagnose(answered(Request(method="POST", url="https://api.example.com/x"), status))
    assert found.is_error
    assert found.headline
    assert found.label == str(status)


def test_fingerprints_ignore_the_particulars() -> None:
    one = diagnose(answered(request(body=EMPTY_TO), *VIOLATION)).fingerprint
    same = diagnose(
        answered(request("PUT", "/batches/01KDWFZY80M9S346Q3D25VT4F5", body=EMPTY_TO), *VIOLATION)
    ).fingerprint
    assert one == same
    assert len(one) == 16


def test_fingerprints_tell_codes_and_kinds_apart() -> None:
    exchanges = (
        answered(request(), *VIOLATION),
        answered(request(), *error(400, "syntax_invalid_json", "x")),
        answered(request(), *error(400, "syntax_invalid_parameter_format", "x")),
        answered(request(), 401),
        answered(request(), 500),
        failed(FailureKind.TLS_EXPIRED),
        failed(FailureKind.CONNECTION_REFUSED),
        failed(FailureKind.CONNECTION_REFUSED, request("GET", "https://other.example.com/x", None)),
    )
    assert len({diagnose(exchange).fingerprint for exchange in exchanges}) == len(exchanges)


def test_the_answer_has_the_stable_keys() -> None:
    exchange = answered(request(body=EMPTY_TO), *VIOLATION)
    found = answer(exchange.id, diagnose(exchange))
    assert list(found) == [
        "id",
        "format",
        "is_error",
        "code",
        "message",
        "fields",
        "docs_url",
        "request_id",
        "retryable",
        "retry_after_s",
        "missing",
        "headline",
        "layer",
        "causes",
        "remedies",
    ]
    assert (found["code"], found["retryable"], found["is_error"]) == ("syntax_constraint_violation", False, True)
    assert found["fields"] == ["to"]


def test_the_answer_keeps_fields_that_only_tests_found_to_itself() -> None:
    exchange = answered(
        request(body='{"to": ["01GROUPGONE1"], "body": "x"}'), *error(403, "unknown_group", "No group is called that.")
    )
    found = diagnose(exchange)
    assert [problem.field for problem in found.problems] == ["to[0]"]
    assert answer(exchange.id, found)["fields"] == []


def test_nothing_secret_is_repeated() -> None:
    secret = "s3cr3t-value-of-a-token-000000"
    values = {"token": secret}
    for status, text in ((401, None), (403, None), (400, None)):
        found = diagnose(answered(request(), status, text, values=values), context())
        assert secret not in repr(found)
        found = diagnose(
            answered(request(), status, text, sent_headers={"Authorization": f"Bearer Bearer {secret} "}), context()
        )
        assert secret not in repr(found)


def test_an_exchange_without_a_sent_request_is_explained() -> None:
    exchange = replace(failed(FailureKind.INVALID_URL, request("GET", "http://[::1", None), phase=None), sent=None)
    found = diagnose(exchange, Context())
    assert found.is_error
    assert (found.layer, found.nodes[0].state) == (Layer.REQUEST, NodeState.FAULT)


def test_large_bodies_do_not_take_long() -> None:
    numbers = ", ".join(f'"4670174{index:04}"' for index in range(9000))
    text = '{"from": "1", "to": [' + numbers + '], "body": "x"}'
    begin = datetime.now(tz=UTC)
    found = diagnose(answered(request(body=text), *error(400, "syntax_constraint_violation", "to: too many")))
    assert found.headline == "`to` has 9000 elements. A batch needs 1 to 1000 recipients."
    assert (datetime.now(tz=UTC) - begin).total_seconds() < 2


def test_an_incomplete_body_is_not_misread() -> None:
    exchange = answered(request(), 400)
    assert exchange.sent is not None
    body = Content(data=exchange.sent.body.data[:10], size_bytes=10_000_000)
    found = diagnose(replace(exchange, sent=replace(exchange.sent, body=body)))
    assert found.is_error


def test_other_apis_get_no_causes_of_this_one() -> None:
    written = Request(
        method="POST",
        url="https://api.example.com/orders",
        auth=NoAuth(),
        body=TextBody(kind=TextKind.JSON, text='{"to": []}'),
    )
    found = diagnose(answered(written, 400, {"message": "no"}))
    assert not [cause.id for cause in found.causes if cause.id.startswith("sms.")]
    assert PREFIX not in found.headline


@pytest.mark.parametrize(("status", "body"), [(999, "ok"), (403, "Forbidden"), (500, "error")])
def test_a_single_word_is_no_headline(status: int, body: str) -> None:
    written = request("GET", "https://a.example.com/x", None)
    found = diagnose(answered(written, status, body, headers={"Content-Type": "text/plain"}))
    assert found.status is not None
    assert found.headline == found.status.meaning
    assert found.message == body
