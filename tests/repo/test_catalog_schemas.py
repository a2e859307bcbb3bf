"""Every shipped catalog is valid by its JSON Schema, and the schemas notice what would break the reader."""

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from explorer import assets

SCHEMAS = {"http-statuses.json": "http-statuses", "transport.json": "transport"}
"""All other catalogs are of APIs."""
FILES = sorted(path.name for path in assets.path("catalogs").glob("*.json"))


def schema(name: str) -> dict[str, Any]:
    return json.loads(assets.text(f"catalogs/schemas/{name}.schema.json"))


def faults(file: str, catalog: Any) -> list[str]:
    validator = Draft202012Validator(schema(SCHEMAS.get(file, "api")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(catalog)]


def test_every_schema_is_used_and_sound() -> None:
    names = {path.name.removesuffix(".schema.json") for path in assets.path("catalogs/schemas").iterdir()}
    assert names == {*SCHEMAS.values(), "api"}
    for name in names:
        Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("file", FILES)
def test_a_catalog_is_valid(file: str) -> None:
    assert faults(file, json.loads(assets.text(f"catalogs/{file}"))) == []


@pytest.mark.parametrize(
    ("file", "rows", "key", "value"),
    [
        ("http-statuses.json", "statuses", "code", "404"),
        ("http-statuses.json", "statuses", "meaning", ""),
        ("transport.json", "failures", "layer", "elsewhere"),
        ("transport.json", "failures", "references", [{"title": "A", "url": "http://a.example"}]),
        ("sinch-sms.json", "codes", "causes", [{"id": "a", "text": "B", "standing": "sure"}]),
        ("sinch-sms.json", "codes", "unheard_of", 1),
        ("sinch-sms.json", "operations", "path", "batches"),
    ],
)
def test_a_fault_is_found(file: str, rows: str, key: str, value: object) -> None:
    catalog = copy.deepcopy(json.loads(assets.text(f"catalogs/{file}")))
    catalog[rows][0][key] = value
    assert len(faults(file, catalog)) == 1
