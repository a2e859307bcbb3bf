"""A failed exchange against the fields of an API's description, each both ways."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.openapi import catalog_from_openapi
from explorer.core.model.diagnosis import Diagnosis, PlacePart, Standing
from explorer.core.model.request import Header, NoAuth, NoBody, Request, TextBody, TextKind
from tests.core.diagnosis.exchanges import answered
from tests.core.diagnosis.openapi.documents import orders, pets

PETS = "https://eu.shelter.example.com/v2/pets"
ORDERS = "https://shop.example.com/shop/api/orders"
SHOP = orders() | {"servers": [{"url": "https://shop.example.com/shop/api"}]}
CONTEXT = Context(catalogs=(catalog_from_openapi(pets(), "pets")[0], catalog_from_openapi(SHOP, "orders")[0]))
PET = {"name": "Rex", "kind": "dog", "weight": 12.5, "owner": {"email": "ann@example.com"}}
ORDER = {"currency": "EUR", "lines": [{"sku": "A-1", "quantity": 1}]}


def posted(url: str, body: Any, status: int = 422, answer: Any = None) -> Diagnosis:
    text = TextBody(kind=TextKind.JSON, text=json.dumps(body, indent=2))
    return diagnose(answered(Request(method="POST", url=url, body=text, auth=NoAuth()), status, answer), CONTEXT)


def got(url: str, status: int, *headers: Header) -> Diagnosis:
    request = Request(method="GET", url=url, body=NoBody(), auth=NoAuth(), headers=headers)
    return diagnose(answered(request, status), CONTEXT)


def confirmed(found: Diagnosis) -> list[str]:
    return [one.id for one in found.causes if one.standing is Standing.CONFIRMED and one.id.startswith("schema.")]


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


@pytest.mark.parametrize(
    ("url", "body", "id"),
    [
        (PETS, without(PET, "name"), "schema.missing.name"),
        (PETS, PET | {"owner": {}}, "schema.missing.owner.email"),
        (PETS, PET | {"owner": {"email": "ann"}}, "schema.format.owner.email"),
        (PETS, PET | {"name": ""}, "schema.length.name"),
        (PETS, PET | {"name": "R" * 21}, "schema.length.name"),
        (PETS, PET | {"name": 7}, "schema.type.name"),
        (PETS, PET | {"name": None}, "schema.type.name"),
        (PETS, PET | {"kind": "dogg"}, "schema.choice.kind"),
        (PETS, PET | {"weight": 0}, "schema.range.weight"),
        (PETS, PET | {"weight": 91}, "schema.range.weight"),
        (PETS, PET | {"born": "yesterday"}, "schema.format.born"),
        (PETS, [PET], "schema.type.body"),
        (ORDERS, without(ORDER, "currency"), "schema.missing.currency"),
        (ORDERS, ORDER | {"lines": []}, "schema.length.lines"),
        (ORDERS, ORDER | {"lines": [{"sku": "A"}]}, "schema.missing.lines[0].quantity"),
        (ORDERS, ORDER | {"lines": [{"sku": "A", "quantity": 0}]}, "schema.range.lines[0].quantity"),
        (ORDERS, ORDER | {"lines": [{"sku": "A", "quantity": "1"}]}, "schema.type.lines[0].quantity"),
        (ORDERS, ORDER | {"note": "far too long"}, "schema.length.note"),
    ],
)
def test_what_breaks_the_description_is_confirmed(url: str, body: Any, id: str) -> None:
    found = posted(url, body)
    assert confirmed(found) == [id]
    assert found.causes[0].id == id
    assert found.problems[0].place is not None
    assert found.problems[0].place.part is PlacePart.BODY
    assert confirmed(posted(url, body, status=403)) == [], "a refusal is not about fields"


@pytest.mark.parametrize(
    ("url", "body"),
    [(PETS, PET), (PETS, PET | {"born": None}), (PETS, PET | {"more": 1}), (ORDERS, ORDER | {"note": None})],
)
def test_what_fits_is_not_accused(url: str, body: Any) -> None:
    assert confirmed(posted(url, body)) == []


def applied(found: Diagnosis, text: str) -> str:
    edit = found.remedies[0].edits[0]
    return text[: edit.start] + edit.after + text[edit.end :]


def test_a_missing_member_gets_the_example_where_it_belongs() -> None:
    body = PET | {"owner": {"phone": "1"}}
    found = posted(PETS, body)
    owner = {"phone": "1", "email": "ann@example.com"}
    assert json.loads(applied(found, json.dumps(body, indent=2))) == body | {"owner": owner}


def test_a_wrong_choice_gets_the_nearest() -> None:
    body = PET | {"kind": "dogg"}
    assert json.loads(applied(posted(PETS, body), json.dumps(body, indent=2)))["kind"] == "dog"


def test_parameters_are_measured() -> None:
    shelter = Header(name="X-Shelter", value="north")
    assert confirmed(got(PETS, 400, shelter)) == ["schema.missing.limit"]
    assert confirmed(got(PETS + "?limit=0", 400, shelter)) == ["schema.range.limit"]
    assert confirmed(got(PETS + "?limit=ten", 400, shelter)) == ["schema.type.limit"]
    assert confirmed(got(PETS + "?limit=10", 400)) == ["schema.missing.X-Shelter"]
    assert confirmed(got(PETS + "?limit=10", 400, shelter)) == []
    assert applied(got(PETS, 400, shelter), PETS) == PETS + "?limit=20"


def test_a_path_parameter_is_measured_also_for_a_404() -> None:
    found = got(PETS + "/rex", 404)
    assert confirmed(found) == ["schema.format.pet_id"]
    assert found.problems[0].place is not None
    assert found.problems[0].place.part is PlacePart.PATH
    assert confirmed(got(PETS + "/6f1c1d6e-8a3e-4d4e-9d7b-0f4a3b2c1d0e", 404)) == []


def test_what_the_server_named_is_told_once() -> None:
    answer = {"errors": [{"field": "name", "message": "name is required"}]}
    found = posted(PETS, without(PET, "name"), answer=answer)
    assert [one.id for one in found.causes if one.id.endswith(".name")] == ["stated.missing.name"]


def test_the_description_gives_its_meanings() -> None:
    found = got(PETS + "/6f1c1d6e-8a3e-4d4e-9d7b-0f4a3b2c1d0e", 404)
    assert found.status is not None
    assert found.status.api_meaning == "No pet of the shelter has this ID, or it was adopted."
    taken = posted(PETS, PET, answer={"error": {"code": "name_taken", "message": "No."}})
    assert taken.code_meaning is not None
    assert taken.code_meaning.meaning == "The shelter does not take this pet."
    assert all(link.url for link in posted(ORDERS, ORDER).references)


def test_a_secret_is_not_repeated() -> None:
    document = {
        "openapi": "3.1.0",
        "servers": [{"url": "https://a.example.com"}],
        "paths": {
            "/in": {"post": {"requestBody": {"content": {"application/json": {"schema": {
                "properties": {"password": {"type": "string", "format": "uuid", "enum": ["a"]}}
            }}}}}}
        },
    }  # fmt: skip
    context = Context(catalogs=(catalog_from_openapi(document, "a")[0],))
    body = TextBody(kind=TextKind.JSON, text='{"password": "hunter2"}')
    request = Request(method="POST", url="https://a.example.com/in", body=body, auth=NoAuth())
    found = diagnose(answered(request, 400), context)
    assert confirmed(found) == ["schema.choice.password"]
    assert "hunter2" not in found.headline + found.causes[0].text


def described(schema: Any) -> Context:
    """A context with a description of one operation whose body has this schema."""
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    document = {
        "openapi": "3.1.0",
        "servers": [{"url": "https://a.example.com"}],
        "paths": {"/in": {"post": operation}},
    }
    return Context(catalogs=(catalog_from_openapi(document, "a")[0],))


@pytest.mark.parametrize(("value", "is_wrong"), [("urn:isbn:1", False), ("https://a.b", False), ("a b", True)])
def test_an_address_of_any_scheme_fits(value: str, is_wrong: bool) -> None:
    context = described({"properties": {"at": {"type": "string", "format": "uri"}}})
    body = TextBody(kind=TextKind.JSON, text=json.dumps({"at": value}))
    request = Request(method="POST", url="https://a.example.com/in", body=body, auth=NoAuth())
    assert confirmed(diagnose(answered(request, 400), context)) == (["schema.format.at"] if is_wrong else [])


NAMES = st.sampled_from(["a", "b", "a.b", "[]", "0", ""])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
BODIES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object"]),
            "required": st.lists(NAMES, max_size=2),
            "enum": st.lists(SCALARS, max_size=3),
            "format": st.sampled_from(["email", "uuid", "uri", "date", "date-time", "ipv4"]),
            "minimum": SCALARS,
            "exclusiveMaximum": SCALARS,
            "minLength": SCALARS,
            "maxItems": SCALARS,
            "example": BODIES,
        },
    ),
    lambda inner: st.fixed_dictionaries({}, optional={"properties": st.dictionaries(NAMES, inner), "items": inner}),
    max_leaves=4,
)


@given(SCHEMAS, BODIES)
@settings(max_examples=40)
def test_any_body_against_any_schema_is_explained(schema: Any, body: Any) -> None:
    text = TextBody(kind=TextKind.JSON, text=json.dumps(body))
    request = Request(method="POST", url="https://a.example.com/in", body=text, auth=NoAuth())
    assert diagnose(answered(request, 400), described(schema)).headline.endswith(".")
