"""Transport failures: each kind has words, and the tested causes go both ways."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.context import Context
from explorer.core.model.diagnosis import Cause, NodeState, RemedyKind, Standing
from explorer.core.model.exchange import (
    Certificate,
    Exchange,
    FailureKind,
    Phase,
    ResolvedSetting,
    Span,
    Timeline,
    TlsInfo,
)
from explorer.core.model.request import Header
from tests.core.diagnosis.exchanges import NOW, answered, context, failed, request

GET = request("GET", "/batches", None)


def cause(exchange: Exchange, id: str, given: Context | None = None) -> Cause | None:
    found = diagnose(exchange, given or context())
    return next((one for one in found.causes if one.id == id), None)


def standing(exchange: Exchange, id: str, given: Context | None = None) -> Standing | None:
    found = cause(exchange, id, given)
    return found.standing if found else None


def certificate(**rest: object) -> Certificate:
    given = {
        "subject": "CN=a.example.com",
        "issuer": "CN=Example CA",
        "names": ("a.example.com", "b.example.com"),
        "not_before": datetime(2025, 1, 1, tzinfo=UTC),
        "not_after": datetime(2027, 1, 1, tzinfo=UTC),
        "sha256": "AA:BB",
    }
    return Certificate(**{**given, **rest})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_is_explained(kind: FailureKind) -> None:
    found = diagnose(failed(kind, GET), context())
    assert found.is_error
    assert found.headline.endswith(".")
    assert "{" not in found.headline
    assert found.effect.startswith("Nothing was sent.")
    assert found.label in ("DNS", "TCP", "TLS", "HTTP")
    assert found.causes
    assert found.fingerprint
    assert found.status is None
    faults = [node for node in found.nodes if node.state is NodeState.FAULT]
    assert len(faults) == (0 if kind is FailureKind.CANCELLED else 1)


@pytest.mark.parametrize("kind", [FailureKind.RESET, FailureKind.READ_TIMEOUT, FailureKind.CLOSED_EARLY])
def test_a_post_that_may_have_arrived_is_not_safe(kind: FailureKind) -> None:
    sent = {"request_sent": True, "phase": Phase.WAIT, "timeout_s": 30.0}
    post = diagnose(failed(kind, request(), **sent))
    assert post.effect == "The request may have been carried out. A retry can do it twice."
    assert post.retry.safe is False
    put = diagnose(failed(kind, request("PUT", "/groups/x"), **sent))
    assert put.retry.safe
    assert "a retry is safe" in put.effect
    get = diagnose(failed(kind, GET, **sent))
    assert get.effect == "`GET` changes nothing, so a retry is safe."


def test_the_clock_is_wrong_or_not() -> None:
    exchange = failed(FailureKind.TLS_EXPIRED, GET, phase=Phase.TLS)
    assert standing(exchange, "tls_expired.clock") is Standing.POSSIBLE
    good = answered(GET, 200, {})
    assert standing(exchange, "tls_expired.clock", context(last_success=good)) is Standing.RULED_OUT
    off = replace(good, started=NOW - timedelta(days=3))
    assert standing(exchange, "tls_expired.clock", context(last_success=off)) is Standing.LIKELY


def test_a_proxy_is_set_or_not() -> None:
    exchange = failed(FailureKind.TLS_UNKNOWN_ISSUER, GET)
    assert standing(exchange, "tls_unknown_issuer.proxy") is None
    unknown = replace(exchange, settings=(ResolvedSetting(name="proxy", value="system", origin="preferences"),))
    assert standing(unknown, "tls_unknown_issuer.proxy") is None
    none = replace(exchange, settings=(ResolvedSetting(name="proxy", value="", origin="default"),))
    one = replace(exchange, settings=(ResolvedSetting(name="proxy", value="http://p:1", origin="preferences"),))
    assert standing(none, "tls_unknown_issuer.proxy") is Standing.RULED_OUT
    assert standing(one, "tls_unknown_issuer.proxy") is Standing.POSSIBLE
    assert cause(one, "tls_unknown_issuer.proxy").text.endswith("`p:1` is set")


def test_names_offered_by_the_certificate() -> None:
    written = request("GET", "https://c.example.com/x", None)
    tls = TlsInfo(chain=(certificate(),))
    found = diagnose(failed(FailureKind.TLS_HOST_MISMATCH, written, tls=tls, host="c.example.com", port=443))
    assert found.headline == "The certificate is for `a.example.com` and `b.example.com`, not for `c.example.com`."
    assert found.remedies[0].preview == ("-https://c.example.com/x", "+https://a.example.com/x")
    assert found.remedies[0].edits[0].before == "c.example.com"


def test_a_certificate_that_is_not_valid_yet() -> None:
    tls = TlsInfo(chain=(certificate(not_before=NOW + timedelta(days=2)),))
    found = diagnose(failed(FailureKind.TLS_NOT_YET_VALID, GET, tls=tls))
    assert found.headline == "The server’s certificate becomes valid in 2 days."


def test_issuers() -> None:
    own = TlsInfo(chain=(certificate(issuer="CN=a.example.com"),))
    assert standing(failed(FailureKind.TLS_SELF_SIGNED, GET, tls=own), "tls_self_signed.development") is Standing.LIKELY
    chain = TlsInfo(chain=(certificate(), certificate()))
    assert (
        standing(failed(FailureKind.TLS_UNKNOWN_ISSUER, GET, tls=chain), "tls_unknown_issuer.chain")
        is Standing.RULED_OUT
    )


@pytest.mark.parametrize(
    ("kind", "url", "scheme"),
    [
        (FailureKind.TLS_PLAIN_PORT, "https://a.example.com:8080/x", "http"),
        (FailureKind.PLAIN_ON_TLS_PORT, "http://a.example.com:8443/x", "https"),
    ],
)
def test_the_wrong_scheme_is_corrected(kind: FailureKind, url: str, scheme: str) -> None:
    found = diagnose(failed(kind, request("GET", url, None), host="a.example.com"))
    assert found.causes[0].standing is Standing.CONFIRMED
    edit = found.remedies[0].edits[0]
    assert url[: edit.start] + edit.after + url[edit.end :] == scheme + url[url.index("://") :]


def test_the_sandbox_is_offered_where_it_is_missing() -> None:
    found = diagnose(failed(FailureKind.CONNECTION_REFUSED, GET), context())
    assert found.headline == "Nothing listens on port 8025 of `127.0.0.1`."
    assert found.nodes[1].caption == "Refused on port 8025"
    assert found.remedies[0].kind is RemedyKind.START_SANDBOX
    elsewhere = failed(
        FailureKind.CONNECTION_REFUSED, request("GET", "https://a.example.com/", None), host="a.example.com"
    )
    kinds = [fix.kind for fix in diagnose(elsewhere, context()).remedies]
    assert RemedyKind.START_SANDBOX not in kinds


def test_a_server_that_answered_before_was_stopped() -> None:
    last = answered(GET, 200, {})
    given = context(last_success=replace(last, started=NOW - timedelta(hours=2)))
    exchange = failed(FailureKind.CONNECT_TIMEOUT, GET)
    found = cause(exchange, "connect_timeout.stopped", given)
    assert found is not None
    assert "2 hours ago" in found.text
    assert standing(exchange, "connect_timeout.port", given) is Standing.RULED_OUT
    assert standing(exchange, "connect_timeout.stopped") is None


def test_limits_against_the_last_success() -> None:
    exchange = failed(FailureKind.READ_TIMEOUT, GET, timeout_s=1.0, phase=Phase.WAIT, request_sent=True)
    quick = answered(GET, 200, {})
    slow = replace(quick, timeline=replace(quick.timeline, duration_s=0.9))
    assert standing(exchange, "timeout.short", context(last_success=quick)) is Standing.RULED_OUT
    assert standing(exchange, "timeout.short", context(last_success=slow)) is Standing.LIKELY
    assert standing(exchange, "timeout.short") is Standing.POSSIBLE
    assert diagnose(exchange).nodes[2].caption == "No answer in 1 s"


def test_unknown_hosts() -> None:
    written = request("GET", "https://api.exmaple.com/x", None)
    exchange = failed(FailureKind.DNS_NOT_FOUND, written, host="api.exmaple.com")
    assert standing(exchange, "dns_not_found.spelling") is Standing.LIKELY
    last = answered(request("GET", "https://api.example.com/x", None), 200, {})
    found = diagnose(exchange, context(last_success=last))
    assert found.remedies[0].preview == ("-https://api.exmaple.com/x", "+https://api.example.com/x")
    same = answered(written, 200, {})
    assert standing(exchange, "dns_not_found.spelling", context(last_success=same)) is Standing.RULED_OUT
    assert standing(failed(FailureKind.DNS_NOT_FOUND, GET, host="db.internal"), "dns_not_found.vpn") is Standing.LIKELY


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("example.com/x", "https://example.com/x"),
        ("ftp://example.com/x", "https://example.com/x"),
        ("http:/a.b/x", "http://a.b/x"),
    ],
)
def test_a_scheme_is_put_in_front(url: str, after: str) -> None:
    written = replace(GET, url=url)
    found = diagnose(failed(FailureKind.UNSUPPORTED_SCHEME, written, phase=None))
    edit = found.remedies[0].edits[0]
    assert url[: edit.start] + edit.after + url[edit.end :] == after


def test_invalid_urls_and_headers_are_pointed_at() -> None:
    blank = diagnose(failed(FailureKind.INVALID_URL, replace(GET, url="http://a.b/x y"), phase=None))
    assert blank.headline == "The URL has a blank in it."
    assert blank.problems[0].place is not None
    assert blank.problems[0].place.start == 12
    bad = replace(GET, headers=(Header(name="X-Ok", value="1"), Header(name="X-Bad", value="a\r\nb")))
    found = diagnose(failed(FailureKind.INVALID_HEADER, bad, phase=None))
    assert found.headline == "The header `X-Bad` has a line break in its value."
    assert found.remedies[0].edits[0].name == "X-Bad"


def test_the_message_for_the_operator_holds_no_token() -> None:
    found = diagnose(failed(FailureKind.TLS_EXPIRED, GET, tls=TlsInfo(chain=(certificate(),))), context())
    message = next(fix.target for fix in found.remedies if fix.kind is RemedyKind.COPY)
    assert "a.example.com" in message
    assert "Bearer" not in message


@pytest.mark.parametrize(
    ("value", "headline"),
    [
        ("socks5://127.0.0.1:1080", "The proxy `127.0.0.1:1080` cannot be reached."),
        ("system", "The proxy `10.0.0.1` cannot be reached."),
    ],
)
def test_the_proxy_is_named_as_it_was_used(value: str, headline: str) -> None:
    exchange = failed(FailureKind.PROXY_REFUSED, GET, host="10.0.0.1", port=1080)
    found = diagnose(replace(exchange, settings=(ResolvedSetting(name="proxy", value=value, origin="preferences"),)))
    assert found.headline == headline
    assert not any("proxy stands in between" in one.text for one in found.causes)


def test_a_setting_that_is_no_proxy_is_said() -> None:
    words = "A proxy is written as http://host:port or socks5://host:port."
    assert diagnose(failed(FailureKind.PROXY_REFUSED, GET, phase=None, message=words, host="")).headline == words


def test_our_own_sentence_is_not_the_servers() -> None:
    found = diagnose(failed(FailureKind.CONNECTION_REFUSED, GET, message="Nothing listens there."))
    assert found.message is None
    part = answered(GET, 500, {"code": "x", "text": "The disk is on fire"}).outcome
    cut = failed(FailureKind.RESET, GET, phase=Phase.DOWNLOAD, request_sent=True, partial=part)
    assert diagnose(cut).message == "The disk is on fire"


def test_a_body_that_could_not_be_kept() -> None:
    words = "The response body could not be kept on disk in /full: No space left on device."
    part = answered(GET, 200, {}).outcome
    facts = {"phase": Phase.DOWNLOAD, "message": words, "errno_name": "ENOSPC", "partial": part, "request_sent": True}
    found = diagnose(failed(FailureKind.UNKNOWN, GET, **facts))
    assert found.headline == words
    assert (found.causes[0].id, found.causes[0].standing) == ("unknown.disk", Standing.CONFIRMED)
    assert found.code_meaning.code == "ENOSPC"
    assert [node.caption for node in found.nodes] == ["Sent", "Body not kept on disk", "Answered 200"]
    assert found.body_note == "This is what came until the disk refused."


@pytest.mark.parametrize(
    ("code", "id"), [("ENHANCE_YOUR_CALM", "http2_error.load"), ("HTTP_1_1_REQUIRED", "http2_error.version")]
)
def test_what_http2_says(code: str, id: str) -> None:
    exchange = failed(FailureKind.HTTP2_ERROR, GET, phase=Phase.WAIT, errno_name=code)
    assert standing(exchange, id) is Standing.LIKELY
    assert diagnose(exchange).headline == f"`127.0.0.1` ended the HTTP/2 stream with `{code}`."
    assert standing(failed(FailureKind.HTTP2_ERROR, GET, phase=Phase.WAIT), id) is Standing.POSSIBLE


def test_how_far_a_cancelled_send_came() -> None:
    def captions(phase: Phase | None, spans: tuple[Span, ...], *, sent: bool) -> tuple[str, ...]:
        exchange = failed(FailureKind.CANCELLED, GET, phase=phase, request_sent=sent)
        found = diagnose(replace(exchange, timeline=Timeline(spans=spans, duration_s=1.0)))
        return tuple(node.caption for node in found.nodes)

    connect = Span(phase=Phase.CONNECT, start_s=0.0, end_s=0.02)
    wait = Span(phase=Phase.WAIT, start_s=0.02, end_s=1.0)
    unreached = ("Ready, not sent", "Not reached", "No HTTP exchange")
    assert captions(None, (), sent=False) == unreached
    assert captions(Phase.CONNECT, (connect,), sent=False) == unreached
    assert captions(Phase.WAIT, (connect, wait), sent=True) == ("Sent", "Reached in 20 ms", "No answer awaited")
    assert captions(Phase.WAIT, (wait,), sent=True) == ("Sent", "Already open", "No answer awaited")


def test_words_about_variables_are_for_requests_with_variables() -> None:
    written = request("GET", "https://a.example.com/x", None)
    assert standing(failed(FailureKind.INVALID_URL, written, phase=None), "invalid_url.variable") is None
    assert standing(failed(FailureKind.INVALID_URL, GET, phase=None), "invalid_url.variable") is Standing.POSSIBLE


def test_a_get_is_repeated_without_a_look() -> None:
    facts = {"phase": Phase.WAIT, "timeout_s": 1.0, "request_sent": True}
    titles = {
        method: [fix.title for fix in diagnose(failed(FailureKind.READ_TIMEOUT, written, **facts)).remedies]
        for method, written in (("GET", GET), ("POST", request()))
    }
    assert "Send it again" in titles["GET"]
    assert not any(title.startswith("Look whether") for title in titles["GET"])
    assert any(title.startswith("Look whether") for title in titles["POST"])


@pytest.mark.parametrize("kind", [FailureKind.TLS_UNKNOWN_ISSUER, FailureKind.TLS_SELF_SIGNED])
@pytest.mark.parametrize(
    ("rest", "id"),
    [
        ({"not_after": NOW - timedelta(days=3)}, "expired"),
        ({"not_before": NOW + timedelta(days=3)}, "early"),
        ({"names": ("other.example.com", "*.b.example.com")}, "name"),
        ({}, None),
        ({"names": ("*.example.com",)}, None),
    ],
)
def test_what_else_is_wrong_with_a_certificate_without_an_issuer(
    kind: FailureKind, rest: dict[str, object], id: str | None
) -> None:
    leaf = certificate(**{"not_before": NOW - timedelta(days=9), "not_after": NOW + timedelta(days=9), **rest})
    exchange = failed(kind, GET, host="a.example.com", tls=TlsInfo(chain=(leaf,)))
    told = {one for one in ("expired", "early", "name") if standing(exchange, f"{kind}.{one}")}
    assert told == ({id} if id else set())
