"""An OpenAPI description becomes a catalog: servers, operations, fields, meanings, codes; whatever the document is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.catalog_rows import ApiCatalog, FieldRow
from explorer.core.diagnosis.openapi import catalog_from_openapi, catalogs_from_openapi
from tests.core.diagnosis.openapi.documents import orders, pets


@pytest.fixture(scope="module")
def shelter() -> ApiCatalog:
    catalog, faults = catalog_from_openapi(pets(), "pets.yaml")
    assert faults == ()
    return catalog


@pytest.fixture(scope="module")
def shop() -> ApiCatalog:
    return catalog_from_openapi(orders(), "orders.json")[0]


def row(api: ApiCatalog, operation: str, name: str) -> FieldRow:
    return next(one for one in api.shapes[operation] if one.name == name)


def test_servers_become_hosts_and_prefix(shelter: ApiCatalog, shop: ApiCatalog) -> None:
    assert (shelter.hosts, shelter.prefix) == (("*.shelter.example.com", "127.0.0.1"), "/v2")
    assert (shop.hosts, shop.prefix, shop.host_named) == (("*",), "/shop/api", False), "it may be any host"


def test_operations_have_their_names(shelter: ApiCatalog) -> None:
    assert [(one.method, one.path, one.name, one.success) for one in shelter.operations] == [
        ("GET", "/pets", "List pets", 200),
        ("POST", "/pets", "addPet", 201),
        ("GET", "/pets/{pet_id}", "One pet", 200),
    ]


def test_parameters_are_fields(shelter: ApiCatalog) -> None:
    limit = row(shelter, "GET /pets", "limit")
    assert (limit.where, limit.type, limit.required, limit.least, limit.most) == ("query", "integer", True, 1, 100)
    assert limit.example == "20"
    tenant = row(shelter, "GET /pets", "X-Shelter")
    assert (tenant.where, tenant.minimum, tenant.example) == ("header", 2, '"north"')
    assert row(shelter, "GET /pets/{pet_id}", "pet_id").format == "uuid"


def test_members_of_the_body_are_fields(shelter: ApiCatalog) -> None:
    names = [one.name for one in shelter.shapes["POST /pets"]]
    assert names == ["body", "name", "kind", "weight", "born", "owner", "owner.email", "owner.phone"]
    weight = row(shelter, "POST /pets", "weight")
    assert (weight.least, weight.above, weight.most) == (None, 0, 90), "3.0 says exclusive with true"
    assert row(shelter, "POST /pets", "born").nullable
    assert row(shelter, "POST /pets", "owner.email").required


def test_all_of_is_merged_and_a_cycle_ends(shop: ApiCatalog) -> None:
    rows = {one.name: one for one in shop.shapes["POST /orders"]}
    assert rows["currency"].required
    assert rows["currency"].values == ("EUR",)
    assert rows["lines[].sku"].path == ("lines", "[]", "sku")
    assert rows["lines[].quantity"].above == 0
    assert rows["note"].nullable
    assert "parent" in rows
    assert not [name for name in rows if name.startswith("parent.")]


def test_a_reference_to_another_file_is_told() -> None:
    assert catalog_from_openapi(orders(), "orders.json")[1] == (
        "References to other files or addresses in the API description are not followed.",
    )


def test_answers_become_meanings_and_codes(shelter: ApiCatalog, shop: ApiCatalog) -> None:
    assert shelter.statuses[404].meaning == "No pet of the shelter has this ID, or it was adopted."
    assert 200 not in shelter.statuses, "two operations mean two things by it"
    assert [(one.code, one.status) for one in shelter.codes] == [("name_taken", 422), ("shelter_full", 422)]
    assert [one.code for one in shop.codes] == ["BAD_CURRENCY", "OUT_OF_STOCK"]


def test_servers_of_several_prefixes_are_catalogs_that_share_their_shapes() -> None:
    servers = [
        {"url": "https://{region}.a.example/{version}", "variables": {"version": {"default": "v1"}}},
        {"url": "//b.example/v1"},
        {"url": "/v2"},
        {"url": "https://c.example/v2"},
    ]
    upload = {"servers": [{"url": "https://files.example/up"}], "post": {"responses": {}}}
    document = {"openapi": "3.1.0", "servers": servers, "paths": {"/files": upload}}
    found, faults = catalogs_from_openapi(document, "a")
    assert [(one.prefix, one.hosts, one.host_named) for one in found] == [
        ("/v1", ("*.a.example", "b.example"), True),
        ("/v2", ("c.example",), True),
        ("/up", ("files.example",), True),
    ]
    assert faults == ()
    assert len({id(one.shapes) for one in found}) == 1


def test_a_document_without_servers_names_no_host() -> None:
    (only,), _ = catalogs_from_openapi({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {}}}}}, "a")
    assert (only.hosts, only.prefix, only.host_named) == (("*",), "", False)


def test_answers_of_a_range_and_by_default_have_their_meaning() -> None:
    problem = {"schema": {"properties": {"code": {"enum": ["late"]}}}}
    answers = {
        404: {"description": "Gone."},
        "4xx": {"description": "Refused.", "content": {"application/problem+json": problem}},
        "default": {"description": "Broken."},
        "x-more": {},
    }
    api, _ = catalog_from_openapi({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": answers}}}}, "a")
    (operation,) = api.operations
    assert [operation.meaning(status) for status in (404, 422, 503, 200)] == ["Gone.", "Refused.", "Broken.", ""]
    assert [(row.code, row.status) for row in api.codes] == [("late", 0)]


def test_many_parts_that_refer_to_each_other_end_soon() -> None:
    parts = {f"s{i}": {"allOf": [{"$ref": f"#/d/s{i + 1}"}] * 9, "properties": {"a": {}}} for i in range(12)}
    body = {"content": {"application/json": {"schema": {"$ref": "#/d/s0"}}}}
    document = {"openapi": "3.1.0", "d": parts, "paths": {"/a": {"post": {"requestBody": body}}}}
    assert len(catalog_from_openapi(document, "a")[0].operations) == 1


WORDS = """openapi info servers url paths /a /{b} get post parameters name in query required schema type properties
items allOf $ref responses 200 422 description content application/json requestBody enum example code minimum"""
KEYS = st.sampled_from(WORDS.split())
LEAVES = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["#", "#/paths", "#/paths/~1a", "object", "array", "http://[", "https://{a}.b/{c}", "query"])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=6),
    max_leaves=40,
)


@given(ANYTHING)
def test_no_document_raises(document: Any) -> None:
    catalog, faults = catalog_from_openapi(document, "any")
    assert isinstance(catalog, ApiCatalog)
    assert all(fault.endswith(".") for fault in faults)


@given(ANYTHING, ANYTHING)
def test_no_operation_raises(body: Any, item: Any) -> None:
    schema = {"content": {"application/json": {"schema": body}}}
    operation = {"requestBody": schema, "parameters": item, "responses": {"400": schema, "404": item}}
    document = {"openapi": "3.1.0", "servers": item, "paths": {"/a": {"post": operation}, "/b": item}, "d": body}
    assert isinstance(catalog_from_openapi(document, "any")[0], ApiCatalog)
