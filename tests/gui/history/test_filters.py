"""Words of the filter field become tokens, and tokens a question."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.model.history import HistoryRow
from explorer.gui.history.filters import Filter, Token, parsed, wanted


def row(**changes):
    values = {
        "id": "1",
        "started": datetime(2026, 11, 23, tzinfo=UTC),
        "method": "POST",
        "url": "http://127.0.0.1:8025/xms/v1/p/batches",
        "name": "Send a batch",
        "request_key": "",
        "environment": "Sandbox",
        "status": 403,
        "label": "403",
        "title": "unknown_group",
        "is_error": True,
        "fingerprint": "f",
        "duration_s": 0.01,
        "size_bytes": 0,
    }
    return HistoryRow(**(values | changes))


def test_tokens_are_taken_from_the_words():
    found = parsed('is:failed env:"Sandbox, Staging" maja status:4xx see http://x')
    assert found.text == "maja see http://x"
    assert [(token.name, token.values) for token in found.tokens] == [
        ("is", ("failed",)),
        ("env", ("Sandbox", "Staging")),
        ("status", ("4xx",)),
    ]


@given(st.text())
def test_any_text_can_be_read(text):
    assert isinstance(parsed(text), Filter)


def test_values_of_the_same_name_are_joined_but_is_is_exclusive():
    assert parsed("env:A env:B").values("env") == ("A", "B")
    assert parsed("is:failed is:pinned").values("is") == ("pinned",)


def test_what_the_history_can_be_asked_is_asked():
    question = wanted(parsed("is:failed code:unknown_group env:Sandbox status:403 group"))
    assert question.query.failed_only
    assert question.query.code == "unknown_group"
    assert question.query.environment == ("Sandbox",)
    assert question.query.status == 403
    assert question.query.text == "group"
    assert not question.tests_rows


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("status:4xx", True),
        ("status:5xx", False),
        ("status:5xx,403", True),
        ("status:401,404", False),
        ("status:TLS", False),
        ("method:post", True),
        ("method:GET", False),
        ("host:127.0.0.1", True),
        ("host:127.0.0.1:8025", True),
        ("host:127.0.0.1:9", False),
        ("method:POST host:example.com", False),
    ],
)
def test_the_rest_is_tested_on_each_row(text, accepted):
    question = wanted(parsed(text))
    assert question.tests_rows
    assert question.accepts(row()) is accepted


def test_a_sign_matches_failures_without_a_status():
    assert wanted(parsed("status:tls")).accepts(row(status=0, label="TLS"))


def test_taking_a_token_away_leaves_the_others():
    chosen = Filter(tokens=(Token(name="is", values=("failed",)), Token(name="env", values=("A",))), text="x")
    assert chosen.without("is") == Filter(tokens=(Token(name="env", values=("A",)),), text="x")
