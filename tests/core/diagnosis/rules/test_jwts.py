"""Tokens that say themselves why they were refused: decoded here and compared with what the server asks for."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from explorer.core.diagnosis import Context, RequestRef, diagnose
from explorer.core.diagnosis.rules.jwts import accepted
from explorer.core.model.diagnosis import Cause, Diagnosis, Standing
from explorer.core.model.exchange import Exchange
from explorer.core.model.request import ApiKeyAuth, BearerAuth, Request
from tests.core.diagnosis.exchanges import NOW, answered

HOST = "https://api.example.com/orders"


def token(**claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{payload}.c2ln"


def exchange(secret: str, status: int = 401, body: Any = None, url: str = HOST, **headers: str) -> Exchange:
    request = Request(method="GET", url=url, auth=BearerAuth(token="{{token}}"))
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return answered(request, status, body, values={"token": secret}, headers=given)


def cause(found: Diagnosis, id: str) -> Cause | None:
    return next((one for one in found.causes if one.id == id), None)


def text(found: Diagnosis, id: str) -> str:
    one = cause(found, id)
    assert one is not None
    assert one.standing is Standing.CONFIRMED
    return one.text


def test_an_audience_the_server_does_not_name() -> None:
    challenge = 'Bearer error="invalid_token", resource="https://api.example.com"'
    found = diagnose(exchange(token(aud="https://files.example.net"), WWW_Authenticate=challenge))
    assert text(found, "auth.audience") == (
        "The token is for `https://files.example.net`; the server wants `https://api.example.com`"
    )
    assert found.headline == "The token was made for another API."


def test_an_audience_against_the_words_and_the_host() -> None:
    said = {"message": "Invalid audience"}
    other = diagnose(exchange(token(aud="https://files.example.net"), body=said))
    assert text(other, "auth.audience").endswith("the request went to `api.example.com`")
    right = cause(diagnose(exchange(token(aud="https://api.example.com"), body=said)), "auth.audience")
    assert right is not None
    assert right.standing is Standing.RULED_OUT


def test_an_audience_against_the_last_success() -> None:
    last = exchange(token(aud="orders"), 200, {})
    found = diagnose(exchange(token(aud="billing")), Context(last_success=last))
    assert text(found, "auth.audience") == "The token is for `billing`; the last success had a token for `orders`"


def test_an_issuer_against_the_last_success() -> None:
    last = exchange(token(iss="https://login.example.com"), 200, {})
    found = diagnose(exchange(token(iss="https://login.example.org")), Context(last_success=last))
    assert text(found, "auth.issuer").endswith("the last success had one of `https://login.example.com`")
    same = diagnose(exchange(token(iss="https://login.example.com")), Context(last_success=last))
    assert cause(same, "auth.issuer") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"WWW_Authenticate": 'Bearer error="insufficient_scope", scope="orders:write"'},
        {"X_Accepted_OAuth_Scopes": "orders:write"},
    ],
)
def test_a_scope_the_token_lacks(headers: dict[str, str]) -> None:
    found = diagnose(exchange(token(scope="orders:read profile"), 403, **headers))
    assert text(found, "auth.scope") == ("The token lacks the scope `orders:write`; it has `orders:read` and `profile`")
    has = cause(diagnose(exchange(token(scp=["orders:write"]), 403, **headers)), "auth.scope")
    assert has is not None
    assert has.standing is Standing.RULED_OUT
    opaque = cause(diagnose(exchange("0af7651916cd43dd", 403, **headers)), "auth.scope")
    assert opaque is not None
    assert opaque.standing is Standing.LIKELY


def test_scopes_told_by_a_header() -> None:
    headers = {"X_Accepted_OAuth_Scopes": "repo", "X_OAuth_Scopes": "gist"}
    found = diagnose(exchange("0af7651916cd43dd", 404, **headers))
    assert text(found, "auth.scope") == "The token lacks the scope `repo`; the server says it has `gist`"


def test_a_request_for_a_new_token_is_offered() -> None:
    logins = (RequestRef(key="t.yml", name="Fetch", method="POST", url="{{auth}}/oauth/token"),)
    found = diagnose(exchange(token(exp=1)), Context(requests=logins))
    assert found.remedies[0].target == "t.yml"


def test_the_variable_of_the_last_success() -> None:
    request = Request(method="GET", url=HOST, auth=BearerAuth(token="{{admin}}"))
    last = answered(request, 200, {}, values={"admin": token(exp=9e9)})
    found = diagnose(exchange(token(exp=1)), Context(last_success=last))
    assert (found.remedies[0].edits[0].before, found.remedies[0].edits[0].after) == ("{{token}}", "{{admin}}")


def test_a_token_of_another_environment_by_its_words() -> None:
    live = "https://api.live.example.com/orders"
    found = diagnose(exchange(token(env="staging"), url=live))
    assert text(found, "auth.environment-words") == (
        "The token says `staging` in itself, and the host `api.live.example.com` says `live`"
    )
    same = cause(diagnose(exchange(token(iss="https://login.prod.example.com"), url=live)), "auth.environment-words")
    assert same is not None
    assert same.standing is Standing.RULED_OUT


def test_a_key_of_another_environment_by_its_words() -> None:
    request = Request(
        method="GET", url="https://sandbox.example.com/x", auth=ApiKeyAuth(name="X-Api-Key", value="{{key}}")
    )
    sent = answered(request, 401, sent_headers={"X-Api-Key": "key_live_51Hx9"})
    found = diagnose(sent)
    assert text(found, "auth.environment-words").startswith("The token says `live`")
    assert "51Hx9" not in repr(found)


@pytest.mark.parametrize(
    ("sent", "words"),
    [("", "is empty"), ("YOUR_API_KEY", "is still a placeholder"), ("abc ", "has blanks"), (None, "was not sent")],
)
def test_api_keys(sent: str | None, words: str) -> None:
    request = Request(method="GET", url=HOST, auth=ApiKeyAuth(name="X-Api-Key", value="{{key}}"))
    found = diagnose(answered(request, 401, sent_headers={"X-Api-Key": sent}))
    assert words in text(found, "auth.api-key")
    fine = diagnose(answered(request, 401, sent_headers={"X-Api-Key": "0af7"}))
    assert cause(fine, "auth.api-key") is None


def test_the_same_token_was_taken_before() -> None:
    last = replace(exchange("0af7651916cd43dd", 200, {}), started=NOW - timedelta(hours=2))
    found = diagnose(exchange("0af7651916cd43dd"), Context(accepted=accepted(last)))
    assert (
        text(found, "auth.withdrawn") == "The same token was accepted 2 hours ago, so it ran out or was withdrawn since"
    )
    other = diagnose(exchange("b7ad6b7169203331"), Context(accepted=accepted(last)))
    assert standing(other, "auth.other-token") is Standing.LIKELY
    assert "b7ad6b71" not in repr(other)


def test_a_recorded_token_is_masked_and_compared_with_nothing() -> None:
    last = exchange("••••••••", 200, {})
    found = diagnose(exchange("0af7651916cd43dd"), Context(last_success=last))
    assert not [one for one in found.causes if one.id in ("auth.withdrawn", "auth.other-token")]


def standing(found: Diagnosis, id: str) -> Standing | None:
    one = cause(found, id)
    return one.standing if one else None


def test_a_refusal_without_credentials() -> None:
    request = Request(method="GET", url=HOST)
    assert standing(diagnose(answered(request, 403)), "auth.anonymous") is Standing.LIKELY
    assert standing(diagnose(exchange("abcdef", 403)), "auth.anonymous") is None
