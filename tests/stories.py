"""Whole scenes for tests and pictures: an exchange, its diagnosis, and what the history knows about it."""

from dataclasses import replace
from datetime import datetime, timedelta

from explorer.core.model.diagnosis import (
    Cause,
    CodeMeaning,
    Diagnosis,
    Edit,
    EditTarget,
    Layer,
    Link,
    NodeState,
    Place,
    PlacePart,
    Problem,
    Remedy,
    RemedyKind,
    Retry,
    Standing,
    StatusMeaning,
)
from explorer.core.model.exchange import Exchange, FailureKind, Phase, TlsInfo
from explorer.core.model.history import SeenBefore
from tests.factories import (
    STARTED,
    certificate,
    diagnosis,
    exchange,
    failure,
    node,
    response,
    runs,
    seen_before,
    timeline,
)


def created_story() -> tuple[Exchange, Diagnosis]:
    """A batch was created."""
    body = {
        "id": "01KARB7M4Z8T1QX5W0N6V2C9HD",
        "type": "mt_text",
        "from": "12345",
        "to": ["46701740605", "46701740617"],
        "body": "Hi ${name}, see you at 19:00!",
        "parameters": {"name": {"46701740617": "Maja", "default": "there"}},
        "canceled": False,
    }
    outcome = response(201, "Created", body)
    return exchange(outcome, timeline=timeline(0.002, 0.001, 0, 0.002, 0.03, 0.003)), diagnosis()


def empty_recipients_story() -> tuple[Exchange, Diagnosis, SeenBefore]:
    """400: the list of recipients is empty."""
    text = "to: must have 1 to 1000 elements, has 0"
    outcome = response(400, "Bad Request", {"code": "syntax_constraint_violation", "text": text})
    place = Place(
        part=PlacePart.BODY,
        name="to",
        crumbs=("Body", "to"),
        start=28,
        end=30,
        line=3,
        column=9,
        note="1 to 1000 recipients required",
    )
    return exchange(outcome), _empty_recipients(text, place), seen_before()


def _empty_recipients_causes() -> tuple[Cause, ...]:
    return (
        Cause(id="sms.to-empty", text="`to` has 0 elements; the API allows 1 to 1000", standing=Standing.CONFIRMED),
        Cause(
            id="sms.body-long",
            text="`body` is longer than 1600 characters: it has 29",
            standing=Standing.RULED_OUT,
        ),
        Cause(
            id="sms.expiry",
            text="`expire_at` is before `send_at`: neither is set",
            standing=Standing.RULED_OUT,
        ),
    )


def _empty_recipients_remedies() -> tuple[Remedy, ...]:
    edit = Edit(target=EditTarget.BODY, before="[]", after='["{{test_msisdn}}", "46701740617"]', start=28, end=30)
    return (
        Remedy(
            kind=RemedyKind.EDIT,
            title="Restore `to` from the last success",
            action="Apply fix",
            edits=(edit,),
            preview=('-  "to": [],', '+  "to": ["{{test_msisdn}}", "46701740617"],'),
            cause_id="sms.to-empty",
        ),
        Remedy(
            kind=RemedyKind.EDIT,
            title="Send to the test number",
            action="Apply fix",
            edits=(replace(edit, after='["{{test_msisdn}}"]'),),
            preview=('-  "to": [],', '+  "to": ["{{test_msisdn}}"],'),
        ),
    )


def expired_certificate_story() -> tuple[Exchange, Diagnosis, SeenBefore]:
    """The TLS handshake broke over an expired certificate."""
    chain = (certificate(), certificate(subject="CN=Example Issuing CA 2, O=Example", names=()))
    broke = failure(
        FailureKind.TLS_EXPIRED,
        phase=Phase.TLS,
        message="The certificate of sms.staging.example.com has expired.",
        detail="certificate verify failed: certificate has expired",
        host="sms.staging.example.com",
        port=443,
        errno_name="",
        tls_verify_code=10,
        tls=TlsInfo(version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384", chain=chain, verified=False),
    )
    found = _expired()
    seen = seen_before(
        count_here=3,
        count_all=3,
        last_success=STARTED - timedelta(days=10),
        runs=runs("sss ssss x x x"),
        changes=(),
    )
    spans = timeline(0.012, 0.024, 0.038, broken=Phase.TLS)
    return exchange(broke, timeline=spans, environment="Staging", started=STARTED), found, seen


def rate_limit_story() -> tuple[Exchange, Diagnosis, SeenBefore, tuple[datetime, ...]]:
    """429 with Retry-After: 20, and the sends of the last minute."""
    outcome = response(429, "Too Many Requests", {"code": "rate_limited"})
    outcome = replace(outcome, headers=(*outcome.headers, ("retry-after", "20")))
    found = _too_many()
    sends = tuple(STARTED - timedelta(seconds=9.9 - index / 3) for index in range(30))
    earlier = tuple(STARTED - timedelta(seconds=age) for age in (56, 55, 50, 30, 26, 18, 17))
    return (
        exchange(outcome, timeline=timeline(0, 0.001, 0, 0, 0.005, 0)),
        found,
        seen_before(changes=()),
        earlier + sends,
    )


def _empty_recipients(text: str, place: Place) -> Diagnosis:
    return Diagnosis(
        headline="`to` is empty. A batch needs 1 to 1000 recipients.",
        effect="The server refused the request, so no message was sent. Sending it unchanged fails again.",
        layer=Layer.REQUEST,
        is_error=True,
        label="400",
        title="syntax_constraint_violation",
        status=_BAD_REQUEST,
        format="sinch-sms",
        code="syntax_constraint_violation",
        code_meaning=_CONSTRAINT,
        message=text,
        problems=(Problem(field="to", message="must have 1 to 1000 elements", place=place),),
        retry=Retry(retryable=False),
        causes=_empty_recipients_causes(),
        remedies=_empty_recipients_remedies(),
        nodes=(
            node("Request", "1 field at fault", NodeState.FAULT),
            node("Connection", "Reached in 1 ms"),
            node("Server", "Answered in 11 ms"),
        ),
        fingerprint="400-syntax-to",
    )


_BAD_REQUEST = StatusMeaning(
    code=400,
    reason="Bad Request",
    meaning="The server cannot process the request because of a client error.",
    api_meaning="The request does not conform to the API.",
    reference=Link(title="RFC 9110, 15.5.1", url="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1"),
)

_CONSTRAINT = CodeMeaning(
    code="syntax_constraint_violation",
    meaning="The body breaks a constraint of the API, such as a required field.",
    api="SMS API",
    reference=Link(title="SMS API errors", url="https://developers.sinch.com/docs/sms/"),
)


def _expired() -> Diagnosis:
    return Diagnosis(
        headline="The server’s certificate expired 11 days ago.",
        effect="Nothing was sent. A retry is safe, but fails until the certificate is renewed.",
        layer=Layer.CONNECTION,
        is_error=True,
        label="TLS",
        title="certificate has expired",
        message="certificate has expired",
        code_meaning=CodeMeaning(
            code="certificate has expired",
            meaning="TLS verification error 10. The client ended the handshake.",
            reference=Link(title="RFC 5280, 4.1.2.5", url="https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"),
        ),
        retry=Retry(retryable=False),
        causes=_TLS_CAUSES,
        remedies=(
            Remedy(
                kind=RemedyKind.COPY,
                title="Ask the operator to renew it, with the certificate’s details",
                action="Copy message",
                target="The certificate of sms.staging.example.com expired.",
            ),
            Remedy(
                kind=RemedyKind.USE_ENVIRONMENT,
                title="Send to another environment",
                action="Use Sandbox",
                target="Sandbox",
            ),
        ),
        nodes=(
            node("Request", "Ready, not sent"),
            node("Connection", "Broke at TLS, 74 ms", NodeState.FAULT),
            node("Server", "No HTTP exchange", NodeState.NOT_REACHED),
        ),
        fingerprint="tls-expired",
    )


_TLS_CAUSES = (
    Cause(id="tls.expired", text="The certificate was not renewed before 12 Nov", standing=Standing.CONFIRMED),
    Cause(
        id="tls.clock",
        text="This computer’s clock is wrong: 3 other hosts agree with it",
        standing=Standing.RULED_OUT,
    ),
    Cause(
        id="tls.proxy",
        text="A proxy presents another certificate: no proxy is set",
        standing=Standing.RULED_OUT,
    ),
)


def _too_many() -> Diagnosis:
    return Diagnosis(
        headline="Too many requests. The next try is in 20 s.",
        effect="The server asked for a pause. Nothing was sent, so a retry is safe.",
        layer=Layer.SERVER,
        is_error=True,
        label="429",
        title="Too Many Requests",
        status=StatusMeaning(
            code=429,
            reason="Too Many Requests",
            meaning="The user or path has too many outstanding requests.",
            reference=Link(title="RFC 6585, 4", url="https://www.rfc-editor.org/rfc/rfc6585#section-4"),
        ),
        retry=Retry(retryable=True, after_s=20.0, safe=True, source="Retry-After: 20"),
        causes=_RATE_CAUSES,
        remedies=(Remedy(kind=RemedyKind.WAIT, title="Wait 20 s, then retry", action="Retry in 20 s", after_s=20.0),),
        nodes=(
            node("Request", "Nothing wrong"),
            node("Connection", "Reached in 1 ms"),
            node("Server", "Limit reached", NodeState.FAULT),
        ),
        references=(Link(title="RFC 9110, 10.2.3", url="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"),),
        fingerprint="429",
    )


_RATE_CAUSES = (
    Cause(
        id="rate.us",
        text="Explorer sent 30 requests to this service plan in 10 s",
        standing=Standing.LIKELY,
    ),
    Cause(id="rate.other", text="Another client uses the same service plan", standing=Standing.POSSIBLE),
    Cause(
        id="rate.recipients",
        text="A batch counts once for each recipient: this one has 2",
        standing=Standing.RULED_OUT,
    ),
)
