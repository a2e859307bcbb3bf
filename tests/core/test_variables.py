"""References are found, replaced, traced to their origin, and reported all at once when they have no value."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import UnresolvedVariableError
from explorer.core.model.environment import Variable
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormBody,
    FormField,
    Header,
    MultipartBody,
    Param,
    Part,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.variables import (
    Scope,
    Variables,
    references,
    resolve,
    resolve_text,
    scope_of,
    texts_of,
)


def variables(**values: str) -> Variables:
    rows = tuple(Variable(name=name, value=value) for name, value in values.items())
    return Variables(scopes=(scope_of("environment Test", rows),), environment="Test")


def test_references_tell_their_spans() -> None:
    text = "{{base_url}}/x/{{ plan-id }}/{{}}/{not}"
    found = references(text)
    assert [(one.name, text[one.start : one.end]) for one in found] == [
        ("base_url", "{{base_url}}"),
        ("plan-id", "{{ plan-id }}"),
    ]


def test_values_may_refer_to_values() -> None:
    found = variables(host="h", base="http://{{host}}").lookup("base")
    assert found is not None
    assert found.value == "http://h"
    assert found.origin == "environment Test"


def test_a_long_line_of_values_ends_in_one() -> None:
    found = variables(**{f"v{at}": f"{{{{v{at + 1}}}}}" for at in range(20)}, v20="end").lookup("v0")
    assert found is not None
    assert found.value == "end"


def test_a_cycle_counts_as_missing() -> None:
    assert variables(a="{{b}}", b="{{a}}").lookup("a") is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", ""),
        ("base", "{{base}} refers to {{host}}, which has no value."),
        ("deep", "{{deep}} refers to {{host}}, which has no value."),
        ("self", "{{self}} refers to itself."),
        ("a", "{{a}} refers to itself by way of {{b}}."),
        ("into", "{{into}} refers to {{a}}, which refers to itself by way of {{b}}."),
        ("command", "“op” gave no value."),
    ],
)
def test_a_name_that_is_set_and_has_no_value_says_why(name: str, reason: str) -> None:
    values = {"base": "http://{{host}}", "deep": "{{$uuid}}{{fine}}{{base}}", "fine": "1", "self": "x{{self}}"}
    known = variables(**values, a="{{b}}", b="{{a}}", into="{{a}}", command="{{tool}}")
    known = replace(known, faults={"tool": "“op” gave no value."})
    assert known.why_missing(name) == reason
    with pytest.raises(UnresolvedVariableError) as caught:
        resolve(Request(url="{{" + name + "}}"), known)
    assert caught.value.reasons == ((reason,) if reason else ())


def test_a_value_made_of_a_secret_is_secret() -> None:
    rows = (Variable(name="token", value="s3cr3t", secret=True), Variable(name="line", value="Bearer {{token}}"))
    found = Variables(scopes=(scope_of("e", rows),)).lookup("line")
    assert found is not None
    assert found.secret
    assert "s3cr3t" not in repr(found)


def test_the_narrowest_scope_wins_and_disabled_rows_do_not_count() -> None:
    narrow = scope_of("request", (Variable(name="a", value="1"), Variable(name="b", value="1", enabled=False)))
    wide = Scope(name="collection", values={"b": Variable(name="b", value="2"), "a": Variable(name="a", value="2")})
    both = Variables(scopes=(narrow, wide))
    assert resolve_text("{{a}}{{b}}", both) == "12"


def test_all_missing_names_are_told_at_once() -> None:
    request = Request(
        url="{{base}}/{{plan}}",
        headers=(Header(name="X", value="{{token}}"), Header(name="Y", value="{{off}}", enabled=False)),
        body=TextBody(kind=TextKind.JSON, text='{"to": "{{plan}}"}'),
    )
    with pytest.raises(UnresolvedVariableError) as caught:
        resolve(request, variables(base="http://h"))
    assert caught.value.names == ("plan", "token")
    assert str(caught.value) == "{{plan}}, {{token}} have no value in the environment Test."


@pytest.mark.parametrize(
    "request_",
    [
        Request(auth=BasicAuth(username="{{v}}", password="{{v}}")),
        Request(auth=BearerAuth(token="{{v}}")),
        Request(auth=ApiKeyAuth(name="k", value="{{v}}")),
        Request(body=FormBody(fields=(FormField(name="{{v}}", value="{{v}}"),))),
        Request(body=MultipartBody(parts=(Part(name="a", value="{{v}}"), Part(name="b", file_path="{{v}}")))),
        Request(body=FileBody(file_path="{{v}}")),
        Request(params=(Param(name="p", value="{{v}}"),)),
    ],
)
def test_every_part_of_a_request_is_resolved(request_: Request) -> None:
    resolved = resolve(request_, variables(v="value"))
    assert not any("{{" in text for text in texts_of(resolved.request))
    assert [one.name for one in resolved.used] == ["v"]


def test_secrets_in_use_are_listed() -> None:
    rows = (Variable(name="token", value="s3cr3t", secret=True), Variable(name="plain", value="x"))
    resolved = resolve(
        Request(url="{{plain}}", auth=BearerAuth(token="{{token}}")), Variables(scopes=(scope_of("e", rows),))
    )
    assert resolved.secrets == ("s3cr3t",)
    assert "s3cr3t" not in repr(resolved)


def test_dynamic_values_differ_from_place_to_place() -> None:
    first, second = resolve_text("{{$uuid}} {{$uuid}}", Variables()).split()
    assert first != second
    assert resolve_text("{{$timestamp}}", Variables()).isdigit()
    assert 0 <= int(resolve_text("{{$randomInt}}", Variables())) <= 1000
    assert resolve_text("{{$isoTimestamp}}", Variables()).endswith("Z")


@given(st.text())
def test_text_without_references_stays_as_it_is(text: str) -> None:
    if not references(text):
        assert resolve_text(text, variables(a="1")) == text
