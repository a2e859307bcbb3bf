"""What is offered for certificates that were refused, and what a changed one is called."""

from dataclasses import replace
from datetime import timedelta

import pytest

from explorer.core.diagnosis import diagnose
from explorer.core.model.diagnosis import Diagnosis, Remedy, RemedyKind, Standing
from explorer.core.model.exchange import Exchange, FailureKind, Phase, TlsInfo
from tests.core.diagnosis.exchanges import NOW, answered, context, failed, request
from tests.core.diagnosis.test_failures import certificate

GET = request("GET", "/batches", None)
SHOWN = ":".join(f"{number:02X}" for number in range(32))
TRUSTED = ":".join(f"{number:02X}" for number in range(32, 64))
OFFERED = {
    FailureKind.TLS_SELF_SIGNED,
    FailureKind.TLS_UNKNOWN_ISSUER,
    FailureKind.TLS_EXPIRED,
    FailureKind.TLS_NOT_YET_VALID,
    FailureKind.TLS_HOST_MISMATCH,
}


def finding(
    kind: FailureKind, *, environment: str = "Staging", last: Exchange | None = None, **facts: object
) -> Diagnosis:
    tls = TlsInfo(chain=(certificate(sha256=SHOWN, names=("localhost",)),), verified=False)
    given = {"tls": tls, "tls_verify_code": 18, "phase": Phase.TLS, "host": "localhost", "port": 8443} | facts
    return diagnose(replace(failed(kind, GET, **given), environment=environment), context(last_success=last))


def trust_in(found: Diagnosis) -> Remedy | None:
    return next((one for one in found.remedies if one.kind is RemedyKind.TRUST), None)


@pytest.mark.parametrize("kind", FailureKind)
def test_only_a_refused_certificate_can_be_trusted(kind: FailureKind) -> None:
    remedy = trust_in(finding(kind))
    assert (remedy is not None) is (kind in OFFERED)
    if remedy is not None:
        assert remedy.title == "Trust this certificate for `localhost:8443` in Staging until tomorrow"
        assert remedy.action == "Trust…"
        assert remedy.target == SHOWN
        assert finding(kind).remedies[0].kind is not RemedyKind.TRUST, "it is never the first way out"


def test_nothing_is_offered_without_the_certificate() -> None:
    assert trust_in(finding(FailureKind.TLS_SELF_SIGNED, tls=None)) is None
    assert trust_in(finding(FailureKind.TLS_SELF_SIGNED, tls=TlsInfo())) is None


def test_the_title_without_an_environment_and_on_the_usual_port() -> None:
    remedy = trust_in(finding(FailureKind.TLS_EXPIRED, environment="", port=443))
    assert remedy is not None
    assert remedy.title == "Trust this certificate for `localhost` until tomorrow"
    assert [line.split()[0] for line in remedy.preview] == ["Subject", "Issuer", "Names", "Valid", "SHA-256"]


def test_a_changed_certificate_shows_both_fingerprints() -> None:
    found = finding(FailureKind.TLS_CERTIFICATE_CHANGED, tls_verify_code=0, trusted_sha256=TRUSTED)
    assert found.headline == "The certificate of `localhost` is not the one you trusted."
    first = found.causes[0]
    assert first.standing is Standing.CONFIRMED
    assert "00:01:02" in first.text
    assert "20:21:22" in first.text
    assert SHOWN in first.evidence
    assert TRUSTED in first.evidence
    assert found.remedies[0].kind is RemedyKind.STOP_TRUSTING
    assert found.retry.retryable is False
    causes = {one.id.rpartition(".")[2]: one.standing for one in found.causes}
    assert causes == {"fingerprint": Standing.CONFIRMED, "renewed": Standing.POSSIBLE, "attack": Standing.POSSIBLE}
    good = TlsInfo(chain=(certificate(sha256=SHOWN),), verified=True)
    renewed = finding(FailureKind.TLS_CERTIFICATE_CHANGED, tls=good, tls_verify_code=0, trusted_sha256=TRUSTED)
    assert "an authority vouches for the new one" in renewed.causes[1].text
    assert renewed.causes[2].standing is Standing.RULED_OUT


@pytest.mark.parametrize(
    ("until", "environment", "sha256", "words"),
    [
        (-2, "Staging", SHOWN, "Your trust in this certificate ended 2 hours ago"),
        (2, "Staging", SHOWN, "You trusted this certificate at the last success, and do not now"),
        (2, "Live", SHOWN, "At the last success you trusted this certificate in `Live`, not here"),
        (2, "Staging", TRUSTED, "It is another certificate than the one you trusted at the last success"),
        (None, "Staging", SHOWN, ""),
    ],
)
def test_a_trust_that_counts_no_more_is_the_cause(until, environment, sha256, words) -> None:
    moment = None if until is None else NOW + timedelta(hours=until)
    tls = TlsInfo(chain=(certificate(sha256=sha256, names=("localhost",)),), verified=False, trusted_until=moment)
    success = answered(GET, 200, {})
    last = replace(success, environment=environment, outcome=replace(success.response, tls=tls))
    found = finding(FailureKind.TLS_SELF_SIGNED, last=last)
    said = [one.text for one in found.causes if one.standing is Standing.CONFIRMED]
    assert said == ([words] if words else [])
    assert trust_in(found) is not None
