"""Every row of the shipped catalogs names its source, and every link in them is a well-formed https URL."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from explorer import assets

FILES = sorted(path.name for path in assets.path("catalogs").glob("*.json"))
WITH_SOURCE = ("statuses", "failures", "codes", "delivery_codes", "delivery_statuses", "smpp_codes")


def links(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ([value["url"]] if "url" in value else [])
        yield from (found for one in value.values() for found in links(one))
    elif isinstance(value, list):
        yield from (found for one in value for found in links(one))


def well_formed(url: Any) -> bool:
    if not isinstance(url, str) or not url.isascii() or any(sign in url for sign in ' <>"{}|\\^`'):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_source(name: str) -> None:
    catalog = json.loads(assets.text(f"catalogs/{name}"))
    rows = [row for key in WITH_SOURCE for row in catalog.get(key, [])]
    assert rows
    assert [row for row in rows if not row.get("source", "").strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_every_link_is_well_formed(name: str) -> None:
    catalog = json.loads(assets.text(f"catalogs/{name}"))
    found = list(links({key: value for key, value in catalog.items() if key != "shapes"}))
    assert found
    assert [url for url in found if not well_formed(url)] == []


@pytest.mark.parametrize("bad", ["http://a.test/", "https://", "https://a b.test", "https://u@a.test", "a.test", None])
def test_the_check_can_fail(bad: Any) -> None:
    assert not well_formed(bad)
