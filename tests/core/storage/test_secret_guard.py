"""A stored secret is found wherever a request would carry it into a file."""

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.collection import Collection, Folder
from explorer.core.model.environment import Environment, Variable
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
from explorer.core.storage.secret_guard import (
    leak_in,
    leak_in_data,
    leak_in_name,
    literal_secret,
    refuse,
    with_variable,
)

SECRETS = {"t0k3n-of-team": "api_token", "1234": "pin", "": "blank"}


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
    assert leak.place == field
    assert leak.sentence.startswith(f"{field} holds the value of the secret variable ")
    assert not any(value and value in leak.sentence for value in SECRETS)
    safe = with_variable(request_, leak.secret, leak.variable)
    assert leak_in(safe, SECRETS) is None
    assert "{{" + leak.variable + "}}" in str(vars_of(safe))


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (Request(method="t0k3n-of-team"), "The method"),
        (Request(headers=(Header(name="t0k3n-of-team", value=""),)), "The name of a header"),
        (Folder(key="f", name="F", docs="t0k3n-of-team"), "The documentation"),
        (Folder(key="f", name="F", auth=BearerAuth(token="t0k3n-of-team")), "The token"),
        (Folder(key="f", name="1234"), "The name"),
        (Collection(key="c", name="C", headers=(Header(name="X", value="1234"),)), "The header X"),
        (Environment(key="e", name="x t0k3n-of-team"), "The name"),
        (Environment(key="e", name="E", proxy="http://u:t0k3n-of-team@h"), "The proxy"),
        (Environment(key="e", name="E", variables=(Variable(name="1234"),)), "The name of a variable"),
        (Environment(key="e", name="E", variables=(Variable(name="v", description="1234"),)), "The description of v"),
        (Environment(key="e", name="E", variables=(Variable(name="v", value="1234"),)), "The variable v"),
    ],
)
def test_names_and_settings_are_looked_at(value: Request | Folder | Collection | Environment, place: str) -> None:
    leak = leak_in(value, SECRETS)
    assert leak is not None
    assert leak.place == place
    with pytest.raises(StorageError) as refused:
        refuse(leak)
    way = "Choose another name" if "name" in place else f"Write {{{{{leak.variable}}}}} there instead"
    assert refused.value.message == f"{leak.sentence} {way}; nothing was saved."
    assert not any(one and one in refused.value.message for one in SECRETS)
    assert leak_in(value, SECRETS, besides=value) is None, "what the file says already is not written anew"


def test_an_item_is_named_unless_its_name_is_the_secret() -> None:
    request_ = Request(name="Send", docs="t0k3n-of-team")
    leak = leak_in(request_, SECRETS, "“Send”")
    assert leak is not None
    assert leak.sentence.startswith("The documentation of “Send” holds")
    leak = leak_in(Request(name="t0k3n-of-team"), SECRETS, "“t0k3n-of-team”")
    assert leak is not None
    assert leak.sentence.startswith("The name holds")
    leak = leak_in_data({"script": {"req": ["1234", "x t0k3n-of-team"]}}, SECRETS, "“Send”")
    assert leak is not None
    assert leak.place == "The value at script.req.2 of “Send”", "short ones stand by chance"
    assert leak_in_name("n", SECRETS) is None


def test_the_secret_row_itself_may_pass() -> None:
    rows = (Variable(name="api_token", value="t0k3n-of-team", secret=True),)
    assert leak_in(Environment(key="e", name="E", variables=rows), SECRETS) is None


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
