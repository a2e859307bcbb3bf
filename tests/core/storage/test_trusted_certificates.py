"""The file of trusted certificates: what counts, when it ends, and what becomes of a damaged one."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.trust import LONGEST, Trust, TrustPlace
from explorer.core.storage.trusted_certificates import TrustedCertificates

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILE = "trusted-certificates.json"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TrustedCertificates:
    return TrustedCertificates(tmp_path / "data", clock)


def trust(environment: str = "Staging", lasting: timedelta = LONGEST, **place: object) -> Trust:
    values = {"host": "localhost", "port": 8443, "environment": environment, "collection": "/home/ada/shop"} | place
    return Trust(place=TrustPlace(**values), sha256="AA:BB", granted=NOW, until=NOW + lasting, subject="CN=localhost")


def test_only_the_environment_and_collection_it_was_given_for(store, tmp_path):
    store.put(trust())
    again = TrustedCertificates(tmp_path / "data", lambda: NOW)
    assert again.in_force("Staging", "/home/ada/shop") == (trust(),)
    assert again.in_force("Production", "/home/ada/shop") == ()
    assert again.in_force("Staging", "/home/ada/other") == ()
    assert again.in_force("", "") == ()
    assert again.news() == ""


def test_one_certificate_at_a_place(store):
    store.put(trust())
    store.put(trust(lasting=HOUR))
    store.put(trust(port=9443))
    assert store.all() == (trust(lasting=HOUR), trust(port=9443)), "what ends first comes first"
    assert store.remove(trust().place) == trust(lasting=HOUR)
    assert store.remove(trust().place) is None
    assert store.all() == (trust(port=9443),)


def test_it_ends_by_the_clock_and_is_dropped_from_the_file(store, clock, tmp_path):
    store.put(trust(lasting=HOUR))
    clock.now = NOW + HOUR - timedelta(seconds=1)
    assert store.in_force("Staging", "/home/ada/shop")
    clock.now = NOW + HOUR
    assert store.in_force("Staging", "/home/ada/shop") == ()
    assert json.loads((tmp_path / "data" / FILE).read_bytes()) == []
    clock.now = NOW
    assert store.all() == (), "a clock that is set back brings nothing back"


@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(days=30)])
def test_a_clock_that_is_set_back_does_not_prolong_it(store, clock, back):
    store.put(trust())
    clock.now = NOW - timedelta(minutes=4)
    assert store.all()
    clock.now = NOW - back
    assert store.all() == ()


def test_longer_than_a_day_counts_for_nothing(store):
    store.put(trust(lasting=LONGEST + timedelta(seconds=1)))
    assert store.all() == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"{}", b"\xff\xfe", b'[{"place": {}}]', b"[" * 5_000, "naive", "far"],
    ids=["empty", "cut", "numbers", "object", "bytes", "half a row", "deep", "no zone", "far"],
)
def test_a_damaged_file_is_set_aside_and_trusts_nothing(store, tmp_path, content):
    store.put(trust())
    path = tmp_path / "data" / FILE
    if content == "naive":
        content = path.read_bytes().replace(b"+00:00", b"")
    elif content == "far":
        content = re.sub(rb"2026-11-2\dT12", b"0001-01-01T00", path.read_bytes())
    path.write_bytes(content)
    assert store.all() == ()
    assert "damaged" in store.news()
    assert store.news() == ""
    aside = path.with_suffix(".broken.json")
    assert (aside.read_bytes(), path.exists()) == (content, False)
    store.put(trust())
    assert store.all() == (trust(),)


def test_a_file_that_cannot_be_read_trusts_nothing(store, tmp_path):
    (tmp_path / "data" / FILE).mkdir(parents=True)
    assert store.all() == ()
    assert "cannot be read" in store.news()
    assert store.all() == ()
    assert store.news() == "", "it is told once, not with every send"


def test_a_folder_with_any_name(store):
    strange = trust(collection="/home/ada/caf\udce9 ☕")
    store.put(strange)
    assert store.all() == (strange,)


def test_a_folder_that_takes_no_file_is_told_and_changes_nothing(tmp_path):
    (tmp_path / "data").write_text("no folder")
    store = TrustedCertificates(tmp_path / "data", lambda: NOW)
    with pytest.raises(StorageError, match=r"\.$"):
        store.put(trust())
    assert store.all() == ()
