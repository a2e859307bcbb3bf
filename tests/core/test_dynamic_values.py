"""Values made anew: every documented name gives something of the right form."""

import re
import uuid

import pytest

from explorer.core.dynamic_values import dynamic_names, dynamic_value, is_dynamic

FORMS = {
    "$randomUUID": r"[0-9a-f-]{36}",
    "$timestamp": r"\d{10}",
    "$isoTimestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "$randomInt": r"\d{1,4}",
    "$randomBoolean": r"true|false",
    "$randomFirstName": r"[A-Z][a-z]+",
    "$randomFullName": r"[A-Z][a-z]+ [A-Z][a-z]+",
    "$randomEmail": r"[A-Za-z]+\.[A-Za-z]+\d{1,2}@example\.com",
    "$randomIP": r"\d{1,3}(\.\d{1,3}){3}",
    "$randomIPV6": r"[0-9a-f]{4}(:[0-9a-f]{4}){7}",
    "$randomHexColor": r"#[0-9a-f]{6}",
    "$randomLatitude": r"-?\d{1,2}\.\d{4}",
    "$randomPrice": r"\d{1,3}\.\d\d",
    "$randomDateFuture": r"\d{4}-.*Z",
    "$randomBankAccountIban": r"[A-Z]{2}\d{18}",
    "$randomLoremWords": r"[a-z]+ [a-z]+ [a-z]+",
}


@pytest.mark.parametrize(("name", "form"), FORMS.items())
def test_a_value_has_its_form(name: str, form: str) -> None:
    assert re.fullmatch(form, dynamic_value(name))


def test_every_name_gives_a_whole_value() -> None:
    names = dynamic_names()
    assert len(names) > 115
    for name in names:
        assert is_dynamic(name)
        value = dynamic_value(name)
        assert value
        assert not re.search(r"\{[a-z0-9_]", value), (name, value)


def test_a_value_differs_from_call_to_call() -> None:
    assert uuid.UUID(dynamic_value("$guid")) != uuid.UUID(dynamic_value("$guid"))
    assert len({dynamic_value("$randomPassword") for _ in range(20)}) > 10


def test_other_names_are_variables_like_any_other() -> None:
    assert not is_dynamic("$mine")
    assert not is_dynamic("randomInt")
    with pytest.raises(KeyError):
        dynamic_value("$mine")
