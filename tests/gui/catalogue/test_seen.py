"""Failures of the history matched with entries, and the sentence about them."""

from datetime import timedelta

from explorer.core.diagnosis.catalogs import entries
from explorer.gui.catalogue.seen import seen_by_entry
from tests.gui.catalogue.conftest import NOW, group


def test_a_code_belongs_to_its_entry_only():
    found = seen_by_entry(entries(), (group("403", "unknown_group", 6, "a"),))
    assert set(found) == {"sinch-sms/unknown_group"}


def test_a_status_counts_for_the_api_and_for_http():
    found = seen_by_entry(entries(), (group("404", "Not Found", 2, "a"), group("404", "Not Found", 3, "b")))
    assert {key: seen.count for key, seen in found.items()} == {"sinch-sms/404": 5, "http/404": 5}


def test_a_transport_failure_is_known_by_its_title_or_sign():
    by_sign = seen_by_entry(entries(), (group("TLS", "certificate has expired", 1, "a"),))
    by_title = seen_by_entry(entries(), (group("TLS", "Certificate has expired", 1, "a"),))
    assert set(by_sign) == set(by_title) == {"transport/tls_expired"}


def test_sentences():
    once = seen_by_entry(entries(), (group("403", "unknown_group", 1, "a", requests=1),))["sinch-sms/unknown_group"]
    assert once.sentence(NOW).startswith("Once in 14 days, in 1 request. Last today at ")
    assert once.sentence(NOW + timedelta(days=1)).partition(" Last ")[2].startswith("yesterday at ")
    old = group("403", "unknown_group", 4, "a", per_day=(0,) * 14)
    long_ago = seen_by_entry(entries(), (old,))["sinch-sms/unknown_group"]
    assert long_ago.sentence(NOW).startswith("4 times, not in the last 14 days, in 3 requests.")
