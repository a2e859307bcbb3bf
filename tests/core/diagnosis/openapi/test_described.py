"""Exchanges against descriptions: variants of a body, forms, parameters of a path, hosts that are not named."""

import json
from dataclasses import replace
from typing import Any

import pytest

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.openapi import catalogs_from_openapi
from explorer.core.model.diagnosis import Cause, Diagnosis, PlacePart, Standing
from explorer.core.model.exchange import Content
from explorer.core.model.request import (
    Body,
    FormBody,
    FormField,
    Header,
    MultipartBody,
    NoAuth,
    NoBody,
    Part,
    Request,
    TextBody,
    TextKind,
)
from tests.core.diagnosis.exchanges import answered

CARD = {
    "type": "object",
    "required": ["kind", "number"],
    "properties": {"kind": {"const": "card"}, "number": {"type": "string", "minLength": 12}},
}
BANK = {
    "type": "object",
    "required": ["kind", "iban"],
    "properties": {"kind": {"const": "bank"}, "iban": {"type": "string"}},
}
SCHEMAS = {
    "Card": CARD,
    "Bank": BANK,
    "Payment": {
        "type": "object",
        "required": ["amount"],
        "properties": {"amount": {"type": "integer"}, "note": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        "oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Bank"}],
    },
    "Tagged": {
        "oneOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Bank"}],
        "discriminator": {"propertyName": "kind", "mapping": {"card": "#/components/schemas/Card", "bank": "Bank"}},
    },
    "Mixed": {"allOf": [{"$ref": "#/components/schemas/Tagged"}, {"required": ["amount"]}]},
    "Many": {"type": "array", "items": {"$ref": "#/components/schemas/Tagged"}},
    "Loose": {"properties": {"size": {"oneOf": [{"type": "integer", "minimum": 1}, {"enum": ["auto"]}]}}},
}
FORM = {
    "required": ["title", "file"],
    "properties": {
        "title": {"type": "string", "maxLength": 3},
        "pages": {"type": "integer"},
        "file": {"type": "string", "format": "binary"},
    },
}
URL = "https://a.example.com"


def described(media_types: dict[str, Any], servers: list[dict[str, Any]]) -> Context:
    content = {name: {"schema": schema} for name, schema in media_types.items()}
    item = {
        "parameters": [{"in": "header", "name": "X-Area", "required": True, "schema": {"type": "string"}}],
        "post": {"requestBody": {"content": content}, "responses": {"4XX": {"description": "The desk refused it."}}},
    }
    document = {"openapi": "3.1.0", "servers": servers, "paths": {"/in": item}, "components": {"schemas": SCHEMAS}}
    return Context(catalogs=catalogs_from_openapi(document, "desk.yaml")[0])


def sent(body: Body, media_types: dict[str, Any], url: str = f"{URL}/in", **other: Any) -> Diagnosis:
    headers = (Header(name="X-Area", value="north"), *other.pop("headers", ()))
    request = Request(method="POST", url=url, body=body, auth=NoAuth(), headers=headers)
    context = described(media_types, other.pop("servers", [{"url": URL}]))
    return diagnose(answered(request, other.pop("status", 422)), context)


def of_json(value: Any, name: str, **other: Any) -> Diagnosis:
    body = TextBody(kind=TextKind.JSON, text=json.dumps(value))
    return sent(body, {"application/json": {"$ref": f"#/components/schemas/{name}"}}, **other)


def told(found: Diagnosis) -> list[tuple[str, Standing]]:
    return [(one.id.removeprefix("schema."), one.standing) for one in causes(found)]


def causes(found: Diagnosis) -> list[Cause]:
    return [one for one in found.causes if one.id.startswith("schema.")]


SURE, LIKELY = Standing.CONFIRMED, Standing.LIKELY
GOOD = {"kind": "card", "number": "4" * 12}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("Payment", GOOD | {"amount": 1, "note": None}, []),
        ("Payment", GOOD | {"amount": "1"}, [("type.amount", SURE)]),
        ("Payment", {"kind": "card", "amount": 1}, [("missing.number", LIKELY)]),
        ("Payment", {"kind": "bank", "amount": 1, "note": 3}, [("type.note", SURE), ("missing.iban", LIKELY)]),
        ("Tagged", GOOD | {"number": "4"}, [("length.number", SURE)]),
        ("Tagged", {"kind": "cash", "number": "4"}, [("choice.kind", SURE)]),
        ("Tagged", {"number": "4"}, [("missing.kind", SURE)]),
        ("Mixed", GOOD, [("missing.amount", SURE)]),
        ("Many", [GOOD, {"kind": "bank"}], [("missing.[1].iban", SURE)]),
        ("Loose", {"size": "auto"}, []),
        ("Loose", {"size": 0}, [("range.size", SURE)]),
    ],
)
def test_the_variant_that_is_meant_is_tested(name: str, value: Any, wanted: list[tuple[str, Standing]]) -> None:
    assert told(of_json(value, name)) == wanted


def test_the_variant_is_named_in_words() -> None:
    (best,) = causes(of_json({"kind": "card", "amount": 1}, "Payment"))
    assert best.text == (
        "`number` is missing from the body; the API's description requires it (of the 2 variants, `Card` fits best)"
    )
    (tagged,) = causes(of_json(GOOD | {"number": "4"}, "Tagged"))
    assert tagged.text.endswith("(`kind` makes it `Card`)")


def test_a_form_is_tested() -> None:
    media_type = {"application/x-www-form-urlencoded": FORM, "application/json": {"type": "array"}}
    rows = (FormField(name="title", value="much"), FormField(name="pages", value="ten"))
    typed = (Header(name="Content-Type", value="application/x-www-form-urlencoded"),)
    request = Request(method="POST", url=f"{URL}/in", body=FormBody(fields=rows), auth=NoAuth(), headers=typed)
    exchange = answered(request, 422, sent_headers={"X-Area": "north"})
    assert exchange.sent is not None
    exchange = replace(exchange, sent=replace(exchange.sent, body=Content.of(b"title=much&pages=ten")))
    found = diagnose(exchange, described(media_type, [{"url": URL}]))
    assert told(found) == [("length.title", SURE), ("type.pages", SURE), ("missing.file", SURE)]
    assert {problem.place and problem.place.part for problem in found.problems} == {PlacePart.FORM}


def test_a_multipart_body_is_tested_but_for_files_and_variables() -> None:
    parts = (Part(name="title", value="{{title}}"), Part(name="file", file_path="a.pdf"), Part(name="pages", value="x"))
    typed = (Header(name="Content-Type", value="multipart/form-data; boundary=x"),)
    found = sent(MultipartBody(parts=parts), {"multipart/form-data": FORM}, headers=typed)
    assert told(found) == [("type.pages", SURE)]


def test_parameters_of_a_path_count_for_its_operations_and_ranges_of_answers_too() -> None:
    request = Request(method="POST", url=f"{URL}/in", body=NoBody(), auth=NoAuth())
    found = diagnose(answered(request, 418), described({}, [{"url": URL}]))
    assert found.status is not None
    assert found.status.api_meaning == "The desk refused it."
    assert told(diagnose(answered(request, 400), described({}, [{"url": URL}]))) == [("missing.X-Area", SURE)]


@pytest.mark.parametrize("servers", [[], [{"url": "/"}], [{"url": "/in/.."}], [{"url": "/v1"}]])
def test_a_description_without_a_host_is_less_sure_and_says_so(servers: list[dict[str, Any]]) -> None:
    prefix = "/v1" if servers == [{"url": "/v1"}] else ""
    found = of_json(GOOD | {"number": "4"}, "Tagged", servers=servers, url=f"https://any.example{prefix}/in")
    if servers == [{"url": "/in/.."}]:
        assert told(found) == [], "the prefix does not fit"
        return
    assert told(found) == [("length.number", LIKELY)]
    assert "the description `desk.yaml`, which names no host, allows at least 12" in causes(found)[0].text
    other = of_json(GOOD, "Tagged", servers=servers, url="https://any.example/other", status=404)
    assert told(other) == [], "a path that does not fit tells nothing of an unknown host"


def test_a_description_that_names_the_host_comes_first() -> None:
    loose = described({"application/json": {"type": "array"}}, [])
    strict = described({"application/json": {"$ref": "#/components/schemas/Tagged"}}, [{"url": URL}])
    context = Context(catalogs=(*loose.catalogs, *strict.catalogs))
    body = TextBody(kind=TextKind.JSON, text=json.dumps(GOOD | {"number": "4"}))
    headers = (Header(name="X-Area", value="north"),)
    request = Request(method="POST", url=f"{URL}/in", body=body, auth=NoAuth(), headers=headers)
    assert told(diagnose(answered(request, 400), context)) == [("length.number", SURE)]
