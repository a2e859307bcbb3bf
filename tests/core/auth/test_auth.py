"""Each scheme gives its headers or query pairs, and names what is secret."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.auth import credentials
from explorer.core.errors import InvalidRequestError
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    InheritAuth,
    KeyPlacement,
    NoAuth,
    OtherAuth,
    Request,
)
from explorer.core.transport import SendOptions, prepare


def test_basic_of_the_rfc():
    """RFC 7617 §2 and §2.1."""
    made = credentials(BasicAuth(username="Aladdin", password="open sesame"))
    assert made.headers == (("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),)
    assert made.secrets == ("open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    assert credentials(BasicAuth(username="test", password="123£")).headers[0][1] == "Basic dGVzdDoxMjPCow=="


@given(st.text().filter(lambda name: ":" not in name), st.text())
def test_basic_can_be_read_back(username, password):
    token = credentials(BasicAuth(username=username, password=password)).headers[0][1].removeprefix("Basic ")
    assert b64decode(token).decode("utf-8").split(":", 1) == [username, password]


def test_a_colon_in_the_name_is_refused_without_the_password():
    with pytest.raises(InvalidRequestError) as caught:
        credentials(BasicAuth(username="a:b", password="hidden"))
    assert caught.value.field == "auth"
    assert "hidden" not in str(caught.value)


def test_bearer_is_sent_as_given():
    made = credentials(BearerAuth(token="Bearer twice"))
    assert made.headers == (("Authorization", "Bearer Bearer twice"),)
    assert made.secrets == ("Bearer twice",)
    assert credentials(BearerAuth(token="")).headers == ()


@pytest.mark.parametrize("auth", [BearerAuth(token="a\r\nX: b"), ApiKeyAuth(name="X", value="a\nb")])
def test_line_breaks_are_refused(auth):
    with pytest.raises(InvalidRequestError, match="line break"):
        credentials(auth)


def test_api_key_in_header_or_query():
    header = credentials(ApiKeyAuth(name="X-Key", value="k"))
    query = credentials(ApiKeyAuth(name="key", value="k", placement=KeyPlacement.QUERY))
    assert (header.headers, header.query) == ((("X-Key", "k"),), ())
    assert (query.headers, query.query) == ((), (("key", "k"),))
    assert header.secrets == query.secrets == ("k",)
    assert credentials(ApiKeyAuth(name="", value="k")).headers == ()


@pytest.mark.parametrize("auth", [NoAuth(), InheritAuth()])
def test_nothing_is_added(auth):
    made = credentials(auth)
    assert (made.headers, made.query, made.secrets) == ((), (), ())


def test_credentials_are_not_shown():
    assert "hidden" not in repr(credentials(BearerAuth(token="hidden")))


@pytest.mark.parametrize(
    ("kind", "name"), [("digest", "Digest"), ("oauth2", "OAuth 2.0"), ("awsv4", "AWS Signature"), ("x", "x")]
)
def test_a_scheme_that_cannot_be_performed_is_not_left_out_in_silence(kind, name):
    with pytest.raises(InvalidRequestError) as caught:
        prepare(Request(url="http://h/", auth=OtherAuth(kind=kind)), SendOptions())
    assert caught.value.field == "auth"
    assert caught.value.message == f"Explorer cannot perform {name} authentication yet; choose another kind or None."
