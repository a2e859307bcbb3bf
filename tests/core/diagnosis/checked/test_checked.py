"""What a check found, made up: it confirms, rules out, and never undoes what was certain before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.checked.lines import LineState, lines, plain_text
from explorer.core.diagnosis.checked.record import checks_json
from explorer.core.model.checks import (
    Checks,
    ClockReading,
    Handshake,
    Knock,
    Lookup,
    Ping,
    ProxyAnswer,
    ProxyFound,
    Reach,
    Speech,
)
from explorer.core.model.diagnosis import Cause, Diagnosis, RemedyKind, Standing
from explorer.core.model.exchange import Certificate, FailureKind, Phase, TlsInfo
from tests.core.diagnosis.exchanges import NOW, context, failed, request

K = FailureKind
HOST, PORT = "db.example", 8443
LEAF = Certificate(
    subject="CN=db.example",
    issuer="CN=Example CA",
    names=("db.example",),
    not_before=datetime(2025, 1, 1, tzinfo=UTC),
    not_after=datetime(2027, 1, 1, tzinfo=UTC),
    sha256="AA:BB",
)
FOUND = Lookup(name=HOST, addresses=("10.0.0.5",), duration_s=0.003)
OPEN = Knock(address="10.0.0.5:8443", reach=Reach.OPEN, duration_s=0.004)
SILENT = Knock(address="10.0.0.6:8443", reach=Reach.SILENT, duration_s=5.0)


def explained(kind: FailureKind, *, phase: Phase | None = None, tls: TlsInfo | None = None, **found) -> Diagnosis:
    """The diagnosis of a failure after a check that found this."""
    get = request("GET", f"https://{HOST}:{PORT}/", None)
    exchange = failed(kind, get, host=HOST, port=PORT, phase=phase, tls=tls)
    checks = Checks(**{"at": NOW, "host": HOST, "port": PORT, "routed": True, **found})
    return diagnose(exchange, replace(context(), checks=checks))


def cause(found: Diagnosis, cause_id: str) -> Cause:
    return next(one for one in found.causes if one.id == cause_id)


SITUATIONS = (
    (K.DNS_TEMPORARY, {"routed": False}, "dns_temporary.offline", "connected to no network"),
    (K.UNREACHABLE, {"routed": False}, "unreachable.offline", "connected to no network"),
    (
        K.DNS_TEMPORARY,
        {"lookup": Lookup(name=HOST, error="EAI_AGAIN", duration_s=4.0)},
        "dns_temporary.resolver",
        "`EAI_AGAIN` after 4.0 s",
    ),
    (
        K.DNS_TEMPORARY,
        {"lookup": Lookup(name=HOST, error="timeout", duration_s=5.0)},
        "dns_temporary.resolver",
        "no answer in 5.0 s",
    ),
    (K.DNS_NOT_FOUND, {"lookup": FOUND}, "dns_not_found.passed", "`db.example` resolves to `10.0.0.5` in 3 ms now"),
    (
        K.DNS_NO_ADDRESS,
        {"lookup": Lookup(name=HOST, error="EAI_NODATA", duration_s=0.01)},
        "dns_no_address.record",
        "no A or AAAA record",
    ),
    (
        K.UNREACHABLE,
        {"knocks": (Knock(address="10.9.9.9:8443", reach=Reach.NO_ROUTE),)},
        "unreachable.address",
        "`10.9.9.9:8443` has no route",
    ),
    (
        K.CONNECTION_REFUSED,
        {"knocks": (Knock(address="10.0.0.5:8443", reach=Reach.REFUSED, duration_s=0.002),)},
        "connection_refused.closed",
        "`10.0.0.5:8443` refused within 2 ms",
    ),
    (K.CONNECT_TIMEOUT, {"knocks": (SILENT,)}, "connect_timeout.silent", "`10.0.0.6:8443` gave no answer in 5.0 s"),
    (K.CONNECT_TIMEOUT, {"knocks": (SILENT, OPEN)}, "connect_timeout.address", "while `10.0.0.5:8443` does"),
    (K.RESET, {"knocks": (replace(SILENT, reach=Reach.REFUSED),)}, "reset.crash", "accepts no connections now"),
    (
        K.TLS_EXPIRED,
        {"handshake": Handshake(info=TlsInfo(version="TLSv1.3", chain=(LEAF,)))},
        "tls_expired.passed",
        "handshake succeeds now",
    ),
    (
        K.TLS_UNKNOWN_ISSUER,
        {
            "handshake": Handshake(
                error="CERTIFICATE_VERIFY_FAILED", verify_code=20, roots=140, info=TlsInfo(chain=(LEAF, LEAF))
            )
        },
        "tls_unknown_issuer.private",
        "ends with the issuer `CN=Example CA`, which none of the 140 trusted roots signed",
    ),
    (
        K.TLS_PLAIN_PORT,
        {"ping": Ping(speech=Speech.HTTP, line="HTTP/1.1 400 Bad Request")},
        "tls_plain_port.scheme",
        "Port 8443 answers with plain HTTP",
    ),
)


@pytest.mark.parametrize(("kind", "found", "cause_id", "words"), SITUATIONS)
def test_found_and_said(kind, found, cause_id, words) -> None:
    before = {one.id: one.text for one in explained(kind).causes}
    told = cause(explained(kind, **found), cause_id)
    assert told.standing is Standing.CONFIRMED
    assert words in told.text
    assert before.get(cause_id) != told.text


def test_what_passed_is_offered_again_and_rules_the_spelling_out() -> None:
    found = explained(K.DNS_NOT_FOUND, lookup=FOUND)
    assert cause(found, "dns_not_found.spelling").standing is Standing.RULED_OUT
    assert found.causes[0].id == "dns_not_found.passed"
    assert RemedyKind.RETRY in {one.kind for one in found.remedies}


def test_another_certificate_than_before() -> None:
    new = replace(LEAF, sha256="CC:DD", subject="CN=new")
    shake = Handshake(error="X", verify_code=62, verify_words="Hostname mismatch", info=TlsInfo(chain=(new,)))
    found = explained(K.TLS_HOST_MISMATCH, tls=TlsInfo(chain=(LEAF,)), handshake=shake)
    assert "another certificate now: `CN=new`" in cause(found, "tls_host_mismatch.replaced").text
    fine = explained(K.TLS_EXPIRED, tls=TlsInfo(chain=(LEAF,)), handshake=Handshake(info=TlsInfo(chain=(new,))))
    assert "another certificate now, valid until 1 Jan 2027" in cause(fine, "tls_expired.passed").text


@pytest.mark.parametrize("kind", [K.TLS_CERTIFICATE_CHANGED, K.TLS_CLIENT_CERTIFICATE, K.PLAIN_ON_TLS_PORT])
def test_a_handshake_that_succeeds_is_no_news_of_these(kind: FailureKind) -> None:
    found = explained(kind, handshake=Handshake(info=TlsInfo(version="TLSv1.3", chain=(LEAF,))))
    assert not [one for one in found.causes if one.id.endswith(".passed")]


def test_a_certificate_above_the_servers_ended() -> None:
    root = replace(LEAF, subject="CN=Old CA", not_after=NOW - timedelta(days=40))
    found = explained(K.TLS_EXPIRED, tls=TlsInfo(chain=(LEAF, root)))
    assert "`CN=Old CA`" in cause(found, "tls_expired.intermediate").text
    assert cause(found, "tls_expired.renewal").standing is Standing.RULED_OUT
    assert found.headline == "A certificate above the server’s expired 40 days ago."


@pytest.mark.parametrize(
    ("ahead_s", "standing"), [(2.0, Standing.RULED_OUT), (9 * 86400.0, Standing.LIKELY), (None, Standing.POSSIBLE)]
)
def test_the_clock_against_other_hosts(ahead_s: float | None, standing: Standing) -> None:
    clocks = () if ahead_s is None else (ClockReading(host="api.example.org", ahead_s=ahead_s),)
    late = replace(LEAF, not_after=NOW - timedelta(days=3))
    found = explained(K.TLS_EXPIRED, tls=TlsInfo(chain=(late,)), clocks=clocks)
    assert cause(found, "tls_expired.clock").standing is standing
    here = (ClockReading(host="127.0.0.1", ahead_s=0.0), ClockReading(host="localhost", ahead_s=0.0))
    alone = explained(K.TLS_EXPIRED, tls=TlsInfo(chain=(late,)), clocks=here)
    assert cause(alone, "tls_expired.clock").standing is Standing.POSSIBLE, "this computer cannot vouch for itself"


def test_behind_a_proxy_nothing_is_said_of_the_host() -> None:
    knock = Knock(address="10.0.0.1:3128", reach=Reach.OPEN)
    answer = ProxyAnswer(speech=Speech.HTTP, status=200, line="HTTP/1.1 200 OK")
    found = explained(K.CONNECTION_FAILED, through="proxy:3128", knocks=(knock,), proxy_answer=answer)
    assert not [one for one in found.causes if one.id.endswith((".passed", ".offline"))]
    refused = explained(K.PROXY_FAILED, through="proxy:3128", knocks=(knock,), proxy_answer=answer)
    assert "connects to `db.example:8443` now" in cause(refused, "proxy_failed.passed").text


PROXIES = (
    (ProxyFound(), "No proxy is set"),
    (ProxyFound(setting="system", variable="HTTPS_PROXY", bypass="NO_PROXY"), "`NO_PROXY` excludes this host"),
    (ProxyFound(setting="system", variable="HTTPS_PROXY", bypass="loopback"), "this computer is never reached"),
    (
        ProxyFound(place="p:3128", setting="system", origin="preferences", variable="https_proxy"),
        "`p:3128` is set in `https_proxy`",
    ),
    (
        ProxyFound(place="p:3128", setting="http://p:3128", origin="environment Lab", has_credentials=True),
        "`p:3128` with a user name is set in environment Lab",
    ),
    (ProxyFound(setting="::::"), "cannot be read"),
)


@pytest.mark.parametrize(("found", "words"), PROXIES)
def test_proxy_settings_in_words(found: ProxyFound, words: str) -> None:
    (line,) = (one for one in lines(Checks(at=NOW, host=HOST, port=PORT, proxy=found)) if one.title == "Proxy")
    assert words in line.text


def test_lines_and_what_is_copied() -> None:
    shake = Handshake(error="E", verify_code=18, verify_words="self-signed certificate", info=TlsInfo(chain=(LEAF,)))
    knocks = (OPEN, SILENT)
    clocks = (ClockReading(host="api.example.org", ahead_s=720.0),)
    checks = Checks(at=NOW, host=HOST, port=PORT, lookup=FOUND, knocks=knocks, handshake=shake, clocks=clocks)
    told = lines(checks)
    assert [one.title for one in told] == [
        "Proxy",
        "Name",
        "Connect",
        "Connect",
        "TLS",
        "Certificate",
        "Revocation",
        "Clock",
    ]
    assert [one.title for one in told if one.state is LineState.BROKEN] == ["Connect", "TLS", "Clock"]
    text = plain_text(checks)
    assert text.startswith("Checked db.example:8443 on 2026-11-23 10:42:07 UTC\n")
    assert "SHA-256 AA:BB" in text
    assert "`" not in text
    assert "not known: neither Explorer nor Python asks" in text
    assert "12 min 0 s behind" in text or "12 min behind" in text
    plain = checks_json(checks)
    assert plain["knocks"][0]["reach"] == "open"
    assert plain["handshake"]["info"]["chain"][0]["not_after"] == "2027-01-01T00:00:00+00:00"
    assert plain["summary"][1]["text"] == "db.example resolves to 10.0.0.5 in 3 ms"


_knocks = st.builds(Knock, address=st.sampled_from(["10.0.0.5:1", "[::1]:1", "x"]), reach=st.sampled_from(Reach))
_infos = st.builds(TlsInfo, chain=st.lists(st.just(LEAF), max_size=3).map(tuple), alpn=st.sampled_from(["", "h2"]))
_shakes = st.builds(
    Handshake,
    error=st.sampled_from(["", "timeout", "closed", "X"]),
    verify_code=st.sampled_from([0, 10, 20]),
    info=st.none() | _infos,
    lenient=st.none() | _infos,
    nameless=st.none() | _infos,
    asked_certificate=st.booleans(),
    root_known=st.booleans(),
)
_checks = st.builds(
    Checks,
    at=st.just(NOW),
    host=st.just(HOST),
    port=st.just(PORT),
    scheme=st.sampled_from(["http", "https"]),
    through=st.sampled_from(["", "p:1"]),
    routed=st.none() | st.booleans(),
    lookup=st.none() | st.builds(Lookup, name=st.just(HOST), error=st.sampled_from(["", "EAI_NONAME", "timeout"])),
    knocks=st.lists(_knocks, max_size=3).map(tuple),
    proxy_answer=st.none()
    | st.builds(ProxyAnswer, speech=st.sampled_from(Speech), status=st.sampled_from([0, 200, 407])),
    handshake=st.none() | _shakes,
    ping=st.none() | st.builds(Ping, speech=st.sampled_from(Speech), line=st.text(max_size=5)),
)


@given(kind=st.sampled_from(FailureKind), phase=st.sampled_from([None, *Phase]), checks=_checks)
def test_anything_that_may_be_found_is_explained(kind: FailureKind, phase: Phase | None, checks: Checks) -> None:
    exchange = failed(kind, request("GET", f"https://{HOST}:{PORT}/", None), host=HOST, port=PORT, phase=phase)
    before = diagnose(exchange, context())
    after = diagnose(exchange, replace(context(), checks=checks))
    assert after.causes
    assert after.headline.endswith(".")
    assert after.fingerprint == before.fingerprint, "the same failure, whatever was found about it"
    assert all("{" not in one.text and "None" not in one.text for one in after.causes)
    assert lines(checks)
    assert checks_json(checks)
