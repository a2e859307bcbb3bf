"""A decision about a certificate: its place in words, and never longer than a day."""

from datetime import UTC, datetime, timedelta

from explorer.core.model.exchange import Failure, FailureKind, TlsInfo
from explorer.core.model.trust import LONGEST, TrustPlace, granted
from tests.core.diagnosis.test_failures import certificate

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_the_place_is_written_as_in_a_url() -> None:
    assert TrustPlace(host="localhost", port=8443).authority == "localhost:8443"
    assert TrustPlace(host="::1", port=443).authority == "[::1]:443"


def test_a_day_is_the_longest() -> None:
    tls = TlsInfo(chain=(certificate(),))
    failure = Failure(kind=FailureKind.TLS_EXPIRED, phase=None, message="", tls=tls)
    place = TrustPlace(host="localhost", port=8443)
    assert granted(failure, place, NOW).until == NOW + LONGEST
    assert granted(failure, place, NOW, timedelta(days=30)).until == NOW + LONGEST
    hour = granted(failure, place, NOW, timedelta(hours=1))
    assert (hour.until, hour.sha256, hour.subject) == (NOW + timedelta(hours=1), "AA:BB", "CN=a.example.com")
    assert "CN=" not in repr(hour)
