"""Tokens whose issuer or audience is a host of another stage than the one the request went to."""

from typing import Any

import pytest

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.rules.stages import kinds_of_host
from explorer.core.model.diagnosis import RemedyKind, Standing
from tests.core.diagnosis.rules.test_jwts import HOST, cause, exchange, text, token

STAGING = "https://staging-login.example.com/"
WORDS = {"message": "The issuer of the token is not trusted here"}


def standing(url: str, body: Any = None, status: int = 401, **claims: Any) -> Standing | None:
    """None also for the general word of the catalog, which stands untested under every 401."""
    one = cause(diagnose(exchange(token(**claims), status, body, url)), "auth.environment")
    return one.standing if one and one.standing is not Standing.POSSIBLE else None


def test_the_words_name_both_hosts() -> None:
    found = diagnose(exchange(token(iss=STAGING), body=WORDS), Context(environments=("Live", "Staging")))
    assert text(found, "auth.environment") == (
        "The token was issued by `staging-login.example.com` (`staging`), and the request went to `api.example.com`"
    )
    assert found.headline == ("The token is one for another environment: it was issued by `staging-login.example.com`.")
    assert [one.title for one in found.remedies if one.kind is RemedyKind.USE_ENVIRONMENT]


@pytest.mark.parametrize("claims", [{"iss": STAGING}, {"aud": ["https://sandbox.example.com"]}])
def test_it_is_likely_until_the_server_speaks_of_it(claims: dict[str, Any]) -> None:
    assert standing(HOST, **claims) is Standing.LIKELY
    assert standing(HOST, WORDS, **claims) is Standing.CONFIRMED
    assert standing(HOST, WORDS, 400, **claims) is Standing.CONFIRMED
    assert standing(HOST, {"message": "No"}, 400, **claims) is None


def test_both_hosts_say_what_they_are_for() -> None:
    found = diagnose(exchange(token(iss=STAGING), url="https://api.dev.example.com/orders"))
    assert text(found, "auth.environment").endswith("went to `api.dev.example.com` (`development`)")
    assert cause(found, "auth.environment-words") is None


def test_one_issuer_may_serve_every_stage() -> None:
    staging, issuer = "https://api.staging.example.com/orders", "https://login.example.com/"
    assert standing(staging, iss=issuer) is None
    assert standing(staging, WORDS, iss=issuer) is Standing.LIKELY
    assert standing(staging, WORDS, iss="https://accounts.example.net/") is None


@pytest.mark.parametrize(
    ("url", "issuer"),
    [
        ("https://api.staging.example.com/orders", STAGING),
        ("http://127.0.0.1:8000/orders", STAGING),
        ("http://localhost:8000/orders", STAGING),
        (HOST, "https://login.example.dev/"),
        (HOST, "https://login.live.com/"),
        (HOST, "https://login.live.example.com/"),
        (HOST, "staging"),
    ],
)
def test_hosts_that_are_no_other_stage(url: str, issuer: str) -> None:
    assert standing(url, WORDS, iss=issuer) is None


def test_what_a_host_name_says() -> None:
    assert kinds_of_host("shop-staging.com") == {"staging"}
    assert kinds_of_host("api.test.example.co.uk") == {"test"}
    assert kinds_of_host("localhost") == {"development"}
    assert kinds_of_host("example.dev") == kinds_of_host("latest.example.com") == frozenset()
