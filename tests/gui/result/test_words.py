"""Moments, verdicts and sentences in the words of the window."""

from datetime import date, datetime, timedelta

import pytest

from explorer.core.model.exchange import FailureKind
from explorer.gui.result.moments import day_text, weekday_text, when_text
from explorer.gui.result.secrecy import masked, masked_headers
from explorer.gui.result.section_seen import seen_sentence
from explorer.gui.result.verdict import fault_of, status_of
from explorer.gui.theme.tokens import Family
from tests import factories

NOW = datetime(2026, 11, 23, 12, 0).astimezone()


def test_moments():
    assert when_text(NOW.replace(hour=10, minute=36), NOW) == "today at 10:36"
    assert when_text(NOW - timedelta(days=1), NOW) == "yesterday at 12:00"
    assert when_text(NOW - timedelta(days=11), NOW) == "12 Nov at 12:00"
    assert when_text(NOW.replace(year=2025), NOW) == "23 Nov 2025 at 12:00"
    assert weekday_text(date(2026, 11, 18), NOW.date()) == "Wed 18"
    assert weekday_text(NOW.date(), NOW.date()) == "Today"
    assert day_text(date(2026, 3, 1)) == "1 Mar"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count_here": 1, "count_all": 1, "last_success": None}, "The first time. No success so far."),
        ({"count_here": 1, "count_all": 3, "last_success": None}, "Once here, 3 in all requests. No success so far."),
        (
            {
                "count_here": 1,
                "count_all": 3,
                "requests": 2,
                "environments": 2,
                "first_anywhere": NOW - timedelta(days=40),
                "last_success": None,
            },
            "Once here, 3 in 2 requests and 2 environments since 14 Oct. No success so far.",
        ),
        ({"count_here": 3, "count_all": 3, "first": NOW, "last_success": None}, "3 times here. No success so far."),
        (
            {"count_here": 3, "count_all": 3, "first": NOW - timedelta(days=10), "last_success": NOW},
            "3 times since 13 Nov. Last success today at 12:00.",
        ),
    ],
)
def test_seen_sentence(changes, sentence):
    assert seen_sentence(factories.seen_before(**changes), NOW) == sentence


@pytest.mark.parametrize(
    ("status", "is_error", "family", "icon"),
    [
        (102, False, Family.INFO, ""),
        (201, False, Family.OK, ""),
        (200, True, Family.CLIENT, "circle-alert"),
        (304, False, Family.REDIRECT, ""),
        (404, True, Family.CLIENT, ""),
        (503, True, Family.SERVER, ""),
    ],
)
def test_pills(status, is_error, family, icon):
    exchange = factories.exchange(factories.response(status, "Reason"))
    found = status_of(exchange, factories.diagnosis(is_error=is_error))
    assert (found.family, found.text, found.icon) == (family, f"{status} Reason", icon)


@pytest.mark.parametrize(
    ("kind", "label", "text"),
    [
        (FailureKind.TLS_EXPIRED, "TLS", "TLS failed"),
        (FailureKind.READ_TIMEOUT, "HTTP", "Timed out"),
        (FailureKind.CANCELLED, "", "Cancelled"),
        (FailureKind.INVALID_URL, "", "Not sent"),
        (FailureKind.UNKNOWN, "", "No response"),
    ],
)
def test_pills_of_failures(kind, label, text):
    exchange = factories.exchange(factories.failure(kind))
    diagnosis = factories.diagnosis(is_error=True, label=label)
    assert status_of(exchange, diagnosis).text == text
    assert fault_of(exchange, diagnosis) is Family.TRANSPORT


def test_secrets_are_masked_longest_first():
    assert masked("ab abc", ("ab", "abc")) == "•••••• ••••••"
    headers = (("authorization", "Basic eDp5"), ("Cookie", "a=b"), ("X", "abc"), ("Proxy-Authorization", "raw"))
    assert masked_headers(headers, ("abc",)) == (
        ("authorization", "Basic ••••••"),
        ("Cookie", "••••••"),
        ("X", "••••••"),
        ("Proxy-Authorization", "••••••"),
    )
