"""Uses of a variable, and a request with one renamed."""

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import BearerAuth, Header, Param, Request, TextBody, TextKind
from explorer.core.variable_uses import declared_names, renamed, uses_of

REQUEST = Request(
    name="{{a}} stays a name",
    url="{{a}}/{{ a }}/{{ab}}",
    params=(Param(name="q", value="{{a}}", enabled=False),),
    auth=BearerAuth(token="x{{a}}"),
    body=TextBody(kind=TextKind.JSON, text='{"k": "{{ a}}"}'),
    variables=(Variable(name="a", value="{{b}}"),),
)
COLLECTION = Collection(
    key="/c",
    name="C",
    headers=(Header(name="X", value="{{a}}"),),
    items=(Folder(key="f", name="F", items=(RequestItem(key="f/r.yml", request=REQUEST),)),),
    environments=(Environment(key="environments/E.yml", name="E", variables=(Variable(name="c", value="{{a}}"),)),),
)


def test_every_part_that_uses_a_variable_is_found() -> None:
    found = [(use.key, use.part) for use in uses_of(COLLECTION, "a")]
    assert found == [
        ("", "headers"),
        *(("f/r.yml", part) for part in ("url", "params", "auth", "body")),
        ("environments/E.yml", "variables"),
    ]
    assert [use.part for use in uses_of(COLLECTION, "b")] == ["variables"]
    assert uses_of(COLLECTION, "nobody") == ()


def test_names_of_every_scope_are_declared() -> None:
    assert declared_names(COLLECTION) == {"a", "c"}


def test_references_and_rows_are_renamed_and_nothing_else() -> None:
    after = renamed(REQUEST, "a", "base.url")
    assert after.url == "{{base.url}}/{{ base.url }}/{{ab}}"
    assert after.params[0].value == "{{base.url}}"
    assert after.body == TextBody(kind=TextKind.JSON, text='{"k": "{{ base.url}}"}')
    assert after.variables == (Variable(name="base.url", value="{{b}}"),)
    assert renamed(after, "base.url", "a") == REQUEST
    assert renamed(REQUEST, "zzz", "y") is REQUEST
