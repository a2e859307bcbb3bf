"""Credentials are taken out, everywhere, and nothing else is."""

import base64
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.model.exchange import Content
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FormBody,
    FormField,
    Header,
    MultipartBody,
    Param,
    Part,
    Request,
)
from explorer.core.storage.codec import to_plain
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.masking import (
    MASK,
    mask,
    mask_bytes,
    mask_diagnosis,
    mask_exchange,
    mask_header,
    mask_request,
    mask_url,
    secrets_of,
)
from tests import factories

SECRET = 's3cr3t/Va+lue="42" ä'


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("Authorization", "Bearer abcdef", f"Bearer {MASK}"),
        ("authorization", "Basic dXNlcjpwYXNz", f"Basic {MASK}"),
        ("Authorization", "abcdef", MASK),
        ("Authorization", "Bearer {{token}}", "Bearer {{token}}"),
        ("Authorization", "Bearer x{{token}}yyyyy", f"Bearer {MASK}"),
        ("Proxy-Authorization", "Digest a=b, c=d", f"Digest {MASK}"),
        ("Cookie", "sid=abc; theme=dark", f"sid={MASK}; theme={MASK}"),
        ("Set-Cookie", "sid=abc; Path=/; HttpOnly", f"sid={MASK}; Path=/; HttpOnly"),
        ("X-Api-Key", "k", MASK),
        ("X-Auth-Token", "k", MASK),
        ("apikey", "k", MASK),
        ("Client-Secret", "k", MASK),
        ("X-Password", "{{pw}}", "{{pw}}"),
        ("Location", "https://a.test/?access_token=abc&x=1", f"https://a.test/?access_token={MASK}&x=1"),
        ("x-ratelimit-remaining-tokens", "1000", "1000"),
        ("Access-Control-Allow-Credentials", "true", "true"),
        ("WWW-Authenticate", 'Bearer realm="a"', 'Bearer realm="a"'),
        ("Content-Type", "application/json", "application/json"),
        ("X-Api-Key", "", ""),
        ("X-Functions-Key", "k", MASK),
        ("Ocp-Apim-Subscription-Key", "k", MASK),
        ("X-Authorization", "k", MASK),
        ("X-Author", "k", "k"),
    ],
)
def test_headers(name: str, value: str, wanted: str) -> None:
    assert mask_header(name, value) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://user:pass@a.test/x", f"https://user:{MASK}@a.test/x"),
        ("https://user:p@ss@a.test/x", f"https://user:{MASK}@a.test/x"),
        ("https://ghp_abc@a.test/", f"https://{MASK}@a.test/"),
        ("{{base_url}}/x?api_key={{key}}&a=b", "{{base_url}}/x?api_key={{key}}&a=b"),
        ("/x?api_key=1&page=2", f"/x?api_key={MASK}&page=2"),
        ("/x?api%5Fkey=1", f"/x?api%5Fkey={MASK}"),
        ("/x?X-Amz-Signature=1#access_token=2&b=3", f"/x?X-Amz-Signature={MASK}#access_token={MASK}&b=3"),
        ("/x?max_tokens=5&q=a@b", "/x?max_tokens=5&q=a@b"),
        ("mailto:a@b", "mailto:a@b"),
        ("u:pw@h/x", f"u:{MASK}@h/x"),
        ("//u:pw@h/x", f"//u:{MASK}@h/x"),
        ("u:{{pw}}@h/x", "u:{{pw}}@h/x"),
        ("h:80/x?mail=a@b", "h:80/x?mail=a@b"),
        ("/x;token=abc/y;v=1?a=1;token=x;b=2", f"/x;token={MASK}/y;v=1?a=1;token={MASK};b=2"),
        ("/x?key=1;2&a=b", f"/x?key={MASK}&a=b"),
        ("/x?keyword=a&author=b&token_type=c&session_count=2", "/x?keyword=a&author=b&token_type=c&session_count=2"),
        ("", ""),
    ],
)
def test_urls(url: str, wanted: str) -> None:
    assert mask_url(url) == wanted


def test_a_written_request_keeps_its_references_and_loses_its_literals() -> None:
    request = Request(
        url="http://u:p@a.test/?token=abc",
        params=(Param(name="token", value="abc"), Param(name="page", value="1")),
        headers=(Header(name="X-Api-Key", value="abc"), Header(name="X-Api-Key", value="{{key}}")),
        auth=BearerAuth(token="abc"),
        body=FormBody(fields=(FormField(name="client_secret", value="abc"), FormField(name="a", value="b"))),
    )
    safe = mask_request(request)
    assert "abc" not in json.dumps(to_plain(safe))
    assert safe.headers[1].value == "{{key}}"
    assert safe.params[1].value == "1"
    assert isinstance(safe.body, FormBody)
    assert safe.body.fields[1].value == "b"
    for auth in (BearerAuth(token="{{t}}"), BasicAuth(username="u", password="{{p}}"), ApiKeyAuth(name="k", value="")):
        assert mask_request(Request(auth=auth)).auth == auth
    masked = mask_request(Request(auth=BasicAuth(username="user", password="p"))).auth
    assert masked == BasicAuth(username="user", password=MASK)
    body = MultipartBody(parts=(Part(name="password", value="abc"),))
    assert mask_request(Request(body=body)).body == MultipartBody(parts=(Part(name="password", value=MASK),))


def spelled(secret: str) -> list[bytes]:
    data = secret.encode()
    pairs = [f"{user}:{secret}".encode() for user in ("", "a", "ab", "user")]
    return [
        data,
        quote(secret).encode(),
        quote(secret, safe="").encode(),
        re.sub("%..", lambda found: found.group().lower(), quote_plus(secret)).encode(),
        b"".join(b"%%%02X" % byte for byte in data),
        json.dumps(secret)[1:-1].encode(),
        json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
        secret.encode("utf-16-le"),
        repr(data)[2:-1].encode(),
        *(b"Authorization: Basic " + base64.b64encode(pair) for pair in pairs),
    ]


@pytest.mark.parametrize("secret", [SECRET, "abcd", "Zm9vYmFyYmF6cXV4", "пароль-42"])
def test_every_spelling_goes(secret: str) -> None:
    for form in spelled(secret):
        found = mask_bytes(b'{"echo": "' + form + b'"}', (secret,))
        assert form not in found, form
        assert found.startswith(b'{"echo": "')
        assert found.endswith(b'"}')
        assert MASK.encode() in found


@settings(max_examples=400, deadline=None, database=None)
@given(st.text(min_size=4, max_size=24), st.text(max_size=20), st.text(max_size=20), st.integers(0, 12))
def test_no_spelling_of_any_secret_survives(secret: str, before: str, after: str, form: int) -> None:
    if MASK[0] in secret:
        return
    spelling = spelled(secret)[form]
    text = before.encode() + spelling + after.encode()
    found = mask_bytes(text, (secret,))
    assert secret.encode() not in found
    assert spelling not in found


def test_a_secret_in_json_in_json_and_in_hex_goes() -> None:
    secret = 'pä"ss\\wörd'
    for text in (json.dumps({"log": json.dumps({"p": secret})}), secret.encode().hex(), secret.encode().hex().upper()):
        found = mask_bytes(text.encode(), (secret,))
        assert MASK.encode() in found
        assert b"rd" not in found
        assert b"7264" not in found


def test_base64_of_a_longer_text_loses_the_secret() -> None:
    for start in ("", "x", "xy", "xyz"):
        token = base64.b64encode(f"{start}very-secret-token and more".encode()).decode()
        found = mask(f"state={token}", ("very-secret-token",))
        assert MASK in found


@pytest.mark.parametrize("behind", ["", "0", "00", "000", "=", "&x=1", '"'])
def test_basic_credentials_are_decoded_whatever_stands_behind(behind: str) -> None:
    encoded = base64.b64encode(b"u:pass").decode()
    assert encoded.rstrip("=") not in mask(f"Basic {encoded}{behind}", ("pass",))


def test_basic_credentials_without_a_secret_stay() -> None:
    assert mask("Basic dXNlcjpwYXNz", ("very-secret-token",)) == "Basic dXNlcjpwYXNz"
    assert mask("Basic knowledge is needed", ("very-secret-token",)) == "Basic knowledge is needed"


def test_short_secrets_and_no_secrets_change_nothing() -> None:
    data = b"abc abc"
    assert mask_bytes(data, ("abc",)) == data
    assert mask_bytes(data, ()) is data


def test_the_longest_secret_goes_first() -> None:
    assert mask("token-and-more", ("token", "token-and-more")) == MASK


def echo(secret: str) -> Any:
    """An exchange with the secret in every corner, as a server makes it that echoes what it got."""
    body = json.dumps({"headers": {"authorization": f"Bearer {secret}"}, "q": quote(secret)}).encode()
    sent = factories.sent(
        url=f"http://user:{quote(secret, safe='')}@127.0.0.1:8025/{quote(secret)}?key={quote_plus(secret)}",
        headers=(("Authorization", f"Bearer {secret}"), ("X-Trace", f"a {secret} b"), ("Cookie", f"sid={secret}")),
        body=Content.of(b"--" + secret.encode() + b"--"),
        secrets=(secret,),
    )
    response = factories.response(200, f"OK {secret}", body, headers=(("Set-Cookie", f"sid={secret}; Path=/"),))
    hop = factories.redirect_hop(sent=sent, response=response)
    return factories.exchange(
        response,
        sent=sent,
        hops=(hop,),
        request=factories.request(auth=BearerAuth(token=secret), docs=f"use {secret}"),
    )


@settings(max_examples=60, deadline=None, database=None)
@given(st.text(min_size=6, max_size=40).map("Q#{}".format))
def test_nothing_of_an_exchange_keeps_the_secret(secret: str) -> None:
    if MASK[0] in secret:
        return
    safe = to_plain(mask_exchange(echo(secret)), {Content: lambda content: content.data.decode("utf-8", "replace")})
    text = json.dumps(safe, ensure_ascii=False)
    for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
        assert form not in text


def test_credentials_nobody_declared_are_found_by_their_place() -> None:
    sent = factories.sent(
        headers=(
            ("X-Api-Key", "undeclared-key-1"),
            ("Authorization", "Basic " + base64.b64encode(b"u:pass-word").decode()),
        ),
        body=Content.of(b"grant_type=password&client_secret=undeclared-2"),
        secrets=(),
    )
    body = {"access_token": "undeclared-3", "echo": "undeclared-key-1 undeclared-2 pass-word"}
    exchange = factories.exchange(factories.response(200, "OK", body), sent=sent)
    text = repr(to_plain(mask_exchange(exchange), {Content: lambda content: content.data}))
    for value in ("undeclared-key-1", "undeclared-2", "undeclared-3", "pass-word"):
        assert value in secrets_of(exchange)
        assert value not in text
    assert "grant_type=password" in text


def test_what_went_out_keeps_no_list_of_secrets() -> None:
    safe = mask_exchange(factories.exchange())
    assert safe.sent is not None
    assert safe.sent.secrets == ()


def test_without_secrets_an_exchange_stays_as_it_is() -> None:
    exchange = factories.exchange(
        factories.response(400, "Bad Request", {"code": "x", "text": "token is missing"}),
        sent=factories.sent(headers=(("Accept", "*/*"),), secrets=()),
    )
    assert mask_exchange(exchange) == exchange


def test_identities_are_never_touched() -> None:
    exchange = factories.exchange(sent=factories.sent(secrets=("Sandbox", "Batches")))
    safe = mask_exchange(exchange)
    assert (safe.id, safe.environment, safe.request_key) == (exchange.id, exchange.environment, exchange.request_key)


def test_sizes_stay_true_after_masking() -> None:
    secret = "very-secret-token"
    whole = mask_value(Content.of(f"a {secret} b".encode()), (secret,))
    assert whole.is_complete
    head = mask_value(replace(Content.of(secret.encode()), size_bytes=10_000), (secret,))
    assert head.size_bytes == 10_000


def test_a_finding_is_masked_as_well() -> None:
    finding = factories.diagnosis(headline="The token very-secret-token is not known.", fingerprint="very-secret-token")
    safe = mask_value(finding, ("very-secret-token",))
    assert safe.headline == f"The token {MASK} is not known."
    assert safe.fingerprint == "very-secret-token"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`abcdefgh-secret-1` is wrong", f"`{MASK}` is wrong"),
        ("`abcdefgh-se…` is wrong", f"`{MASK}…` is wrong"),
        ("It begins with abcdefgh …", f"It begins with {MASK} …"),
        ("abcd… and abcdefgh", "abcd… and abcdefgh"),
        ("A list…", "A list…"),
    ],
)
def test_a_finding_hides_whole_and_shortened_secrets(text: str, shown: str) -> None:
    said = factories.diagnosis(headline=text, message=text)
    masked = mask_diagnosis(said, ("abcdefgh-secret-1",))
    assert (masked.headline, masked.message) == (shown, shown)
