"""A stored secret is found wherever a request would carry it into a file."""

import pytest

from explorer.core.model.environment import Variable
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    BodyVariant,
    FormBody,
    FormField,
    Header,
    Param,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.storage.secret_guard import leak_in, literal_secret, with_variable

SECRETS = {"api_token": "t0k3n-of-team", "pin": "1234", "blank": ""}


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (Request(url="http://h/?k=t0k3n-of-team"), "The URL"),
        (Request(params=(Param(name="k", value="t0k3n-of-team", enabled=False),)), "The parameter k"),
        (Request(headers=(Header(name="X-Key", value="Bearer t0k3n-of-team"),)), "The header X-Key"),
        (Request(auth=BearerAuth(token="t0k3n-of-team")), "The token"),
        (Request(auth=BasicAuth(username="u", password="1234")), "The password"),
        (Request(auth=ApiKeyAuth(name="k", value="t0k3n-of-team")), "The API key"),
        (Request(body=TextBody(kind=TextKind.JSON, text='{"a": "t0k3n-of-team"}')), "The body"),
        (Request(body=FormBody(fields=(FormField(name="f", value="t0k3n-of-team"),))), "The field f"),
        (
            Request(variants=(BodyVariant(title="B", body=TextBody(kind=TextKind.TEXT, text="t0k3n-of-team")),)),
            "The body",
        ),
        (Request(variables=(Variable(name="v", value="1234"),)), "The variable v"),
        (Request(docs="use t0k3n-of-team"), "The documentation"),
    ],
)
def test_each_field_is_looked_at(request_: Request, field: str) -> None:
    leak = leak_in(request_, SECRETS)
    assert leak is not None
    assert leak.field == field
    assert leak.sentence.startswith(f"{field} holds the value of the secret variable ")
    assert not any(value and value in leak.sentence for value in SECRETS.values())
    safe = with_variable(request_, SECRETS[leak.variable], leak.variable)
    assert leak_in(safe, SECRETS) is None
    assert "{{" + leak.variable + "}}" in str(vars_of(safe))


def test_what_only_resembles_a_secret_may_pass() -> None:
    assert leak_in(Request(url="http://h/12345", headers=(Header(name="X", value="{{api_token}}"),)), SECRETS) is None
    assert leak_in(Request(url="anything"), {}) is None


def vars_of(value: object) -> object:
    from explorer.core.storage.codec import to_plain

    return to_plain(value)


def test_a_credential_that_is_typed_as_it_is_has_a_name() -> None:
    cookie, plain = Header(name="Cookie", value="sid=1"), Header(name="Accept", value="*/*")
    assert literal_secret(Request(auth=BearerAuth(token="t"))) == "token"
    assert literal_secret(Request(headers=(plain, cookie))) == "header Cookie"
    assert literal_secret(Request(headers=(Header(name="X-Api-Key", value="{{key}}"), plain))) == ""
    known = Request(headers=(cookie,), auth=BearerAuth(token="t"))
    assert literal_secret(known, known) == "", "what stands there already was decided before"
