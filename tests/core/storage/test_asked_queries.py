"""Queries are kept in small number and without secrets."""

import base64

import pytest

from explorer.core.storage.asked_queries import MOST_KEPT, plain_queries, queries_of


def test_the_last_of_each_language_are_kept_in_their_order():
    rows = [("jq", f".a{number}") for number in range(30)] + [("xpath", "//a"), ("jq", ".a15")]
    plain = plain_queries(rows, ())
    kept = [f".a{number}" for number in range(30) if number != 15][-MOST_KEPT + 1 :]
    assert plain == {"jq": [*kept, ".a15"], "xpath": ["//a"]}
    assert queries_of(plain, ("jq", "xpath")) == [*(("jq", one) for one in plain["jq"]), ("xpath", "//a")]


@pytest.mark.parametrize("plain", [None, [], {"jq": 3}, {"jq": [3, None]}, {"sql": ["select"]}])
def test_what_cannot_be_understood_is_left_out(plain):
    assert queries_of(plain, ("jq",)) == []


SECRET = "s3cr3t/value"


@pytest.mark.parametrize(
    "expression",
    [
        f"$[?@.id == '{SECRET}']",
        "$[?@.id == 's3cr3t%2Fvalue']",
        f'.[] | select(.id == "{base64.b64encode(SECRET.encode()).decode()}")',
        "items[?pin == `123`]",
        "$[?@.password == 'anything']",
        "//user[@apiKey = 'abc']",
        ".a" * 2000,
    ],
)
def test_what_holds_a_secret_or_may_hold_one_is_not_kept(expression):
    assert plain_queries([("jq", expression), ("jq", ".password, .id == 1")], (SECRET, "123")) == {
        "jq": [".password, .id == 1"]
    }
